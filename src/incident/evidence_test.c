/*
 * Evidence: what is text; then, on both engines, a file that is looked at twice,
 * values that two files share, as many as a file may hold, hold before erasing.
 */
#include "tests/unit.h"

#include <sys/stat.h>

#include "doc/inside.h"
#include "incident/evidence.h"
#include "incident/sample.h"

/* ==== What is text ==== */

TEST(text_or_not)
{
	EXPECT(evidence_is_text(S("")));
	EXPECT(evidence_is_text(S("date;adresse\r\n2024-11-24;10.0.0.1\r\n")));
	EXPECT(evidence_is_text(S("From: a@b\n\ncaf\xc3\xa9")));
	EXPECT(evidence_is_text(S("latin-1: caf\xe9")));
	EXPECT(!evidence_is_text(S("MZ\x90\0\x03")));
	EXPECT(!evidence_is_text(S("PK\x03\x04")));
	EXPECT(!evidence_is_text(S("%PDF-1.7")));
	EXPECT(!evidence_is_text(S("\xff\xfe"
				   "a\0")));
	EXPECT(!evidence_is_text(S("\x01\x02\x03\x04")));
}

/* ==== In the database ==== */

/* A declaration with this description, received. */
static int64_t
declared(struct fixture *f, struct str description)
{
	struct act act = act_as(f, 7, S("lead"));
	struct stored_report s;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	sample_draft(&act, &s);
	s.r.description = description;
	EXPECT_INT(report_submit(&act, &s), OK);
	EXPECT_INT(db_end(f->db, OK), OK);
	return s.incident;
}

static size_t
looked(struct fixture *f, int64_t id, struct observed **ret)
{
	struct act act = act_as(f, 7, S("lead"));
	struct incident in;
	size_t n = 0;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, id, &in), OK);
	EXPECT_INT(evidence_run(&act, &in), OK);
	EXPECT_INT(observed_list(&act, &in, ret, &n), OK);
	EXPECT_INT(db_end(f->db, OK), OK);
	return n;
}

static void
twice(struct fixture *f)
{
	int64_t one = declared(f, S("Vers hxxp://a[.]mauvais[.]example/x et 10.0.0.1, durand")),
		two = declared(f, S("Encore A.MAUVAIS.EXAMPLE"));
	struct observed *first, *again, *other;

	EXPECT_INT(looked(f, one, &first), 3);
	EXPECT_INT(looked(f, one, &again), 3);
	EXPECT_INT(looked(f, two, &other), 1);
	EXPECT_STR(other->value, "a.mauvais.example");
	for (size_t i = 0; i < 3; i++) {
		EXPECT(first[i].id == again[i].id);
		EXPECT(
		    str_eq(first[i].blind, other->blind) == str_eq(first[i].value, other->value));
		EXPECT((first[i].listed.n > 0) == str_eq(first[i].kind.s, S("ipv4")));
		EXPECT_STR(first[i].state.s, "propose");
		EXPECT(!str_has(first[i].blind, S("mauvais")));
	}
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from evidence_look where source = 'declaration'"),
	    2);
}

TEST(looked_at_once)
{
	each_engine(twice);
}

static void
attached(struct fixture *f, int64_t report, struct str name, struct str bytes)
{
	struct act act = act_as(f, 7, S("lead"));
	struct upload u = { .name = name, .type = S("message/rfc822") };
	struct blob_writer *w;
	struct stored_report s;

	EXPECT_INT(report_load(&act, report, &s), OK);
	EXPECT_INT(blob_begin(f->db, &s.vault, &w), OK);
	EXPECT_INT(blob_write(w, bytes), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(blob_finish(w, arena, &u.blob), OK);
	EXPECT_INT(attachment_add(&act, &s, &u), OK);
	EXPECT_INT(db_end(f->db, OK), OK);
}

/* What a mail encodes is found; what is no text waits for a person. */
static void
files(struct fixture *f)
{
	int64_t id = declared(f, S("Rien"));
	struct observed *list;

	attached(f, 1, S("courriel.eml"),
	    S("From: a\nSubject: b\nContent-Transfer-Encoding: base64\n\n"
	      "aHR0cHM6Ly9ldmls\nLm1hdXZhaXMuZXhhbXBsZS8=\n"));
	attached(f, 1, S("image.txt"), S("\x89PNG evil.mauvais.example"));
	EXPECT_INT(looked(f, id, &list), 2);
	EXPECT_STR(list[1].value, "https://evil.mauvais.example/");
	EXPECT_STR(list[0].value, "evil.mauvais.example");
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from evidence_look where source = 'piece' and state = "
		       "'person' and found = 0"),
	    1);
}

TEST(attachments)
{
	each_engine(files);
}

static struct str
slow_reader(struct fixture *f)
{
	struct str path = arena_printf(arena, "%s/slow", f->folder);
	FILE *to = fopen(path.p, "w");

	EXPECT(to != NULL);
	fputs("#!/bin/sh\nexec /bin/sleep 2.2\n", to);
	fclose(to);
	EXPECT_INT(chmod(path.p, 0700), 0);
	return path;
}

/* One that takes long leaves the others to a job of later: others write in between. */
static void
slow(struct fixture *f)
{
	int64_t id = declared(f, S("Rien"));
	struct observed *list;

	inside_program(slow_reader(f).p);
	attached(f, 1, S("un.pdf"), S("%PDF-1.7 un"));
	attached(f, 1, S("deux.pdf"), S("%PDF-1.7 deux"));
	looked(f, id, &list);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from evidence_look where source = 'piece'"), 1);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from job where kind = 'observables' and wake > 1760000000"),
	    1);
	looked(f, id, &list);
	EXPECT_INT(
	    fixture_count(f->db, "select count(*) from evidence_look where source = 'piece'"), 2);
	inside_program("/bin/false");
}

TEST(a_slow_one_leaves_the_others)
{
	each_engine(slow);
}

/* Over the bound, the look says so and what is there stays. */
static void
full(struct fixture *f)
{
	struct act act = act_as(f, 7, S("lead"));
	int64_t id = declared(f, S("Rien"));
	struct buf b = BUF_INIT(1u << 20);
	struct observing ob;
	struct incident in;
	size_t most = (size_t)evidence_bound("observables");

	for (size_t i = 0; i < most + 50; i++)
		buf_printf(&b, "n%zu.mauvais.example ", i);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, id, &in), OK);
	EXPECT_INT(observe_begin(&act, &in, &ob), OK);
	ob.source = "main";
	EXPECT_INT(observe_text(&ob, buf_str(&b)), OK);
	EXPECT(ob.full);
	EXPECT_INT(ob.found, most);
	observe_end(&ob);
	EXPECT_INT(observe_begin(&act, &in, &ob), OK);
	EXPECT_INT(ob.room, 0);
	observe_end(&ob);
	EXPECT_INT(db_end(f->db, OK), OK);
	EXPECT_INT(fixture_count(f->db, "select count(*) from observable"), (int64_t)most);
	buf_release(&b);
}

TEST(bounded)
{
	each_engine(full);
}

static void
held(struct fixture *f)
{
	struct act act = act_as(f, 7, S("lead"));
	int64_t id = declared(f, S("Rien"));
	struct incident in;
	struct hold h;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, id, &in), OK);
	EXPECT_INT(hold_allows(&act, id), OK);
	EXPECT_INT(hold_set(&act, &in, S("Plainte")), OK);
	EXPECT_INT(hold_allows(&act, id), CONFLICT);
	EXPECT_INT(hold_set(&act, &in, S("Encore")), CONFLICT);
	EXPECT_INT(hold_find(&act, &in, &h), OK);
	EXPECT_STR(h.reason, "Plainte");
	EXPECT_INT(hold_end(&act, &in), OK);
	EXPECT_INT(hold_end(&act, &in), NOT_FOUND);
	EXPECT_INT(hold_allows(&act, id), OK);
	EXPECT_INT(db_end(f->db, OK), OK);
}

TEST(hold_before_erasing)
{
	each_engine(held);
}

UNIT_MAIN(text_or_not, looked_at_once, attachments, a_slow_one_leaves_the_others, bounded,
    hold_before_erasing)
