/* A mail keeps one Message-ID until a server took it, then forgets whom it was for. */
#include "tests/unit.h"

#include "store/fixture.h"

static struct moment
at(int64_t s)
{
	return (struct moment){ s };
}

static struct mail
queued(struct fixture *f)
{
	struct mail m = { .to = S("rssi@ch.example"),
		.subject = S("[TLP:AMBER] V-2026-0001"),
		.body = S("Une fiche vous attend.\nhttps://…\n") };

	EXPECT_INT(outbox_add(f->db, f->k, &m, S("vigie.example"), at(100), arena), OK);
	EXPECT(m.id > 0);
	EXPECT(str_ends(m.message_id, S("@vigie.example")));
	return m;
}

static void
same_id(struct fixture *f)
{
	struct mail m = queued(f), got;

	EXPECT_INT(outbox_take(f->db, f->k, at(99), 60, arena, &got), NOT_FOUND);
	EXPECT_INT(outbox_take(f->db, f->k, at(100), 60, arena, &got), OK);
	EXPECT(str_eq(got.message_id, m.message_id));
	EXPECT_STR(got.to, "rssi@ch.example");
	EXPECT_STR(got.subject, "[TLP:AMBER] V-2026-0001");
	EXPECT(str_eq(got.body, m.body));
	EXPECT_INT(outbox_failed(f->db, &got, at(101), S("451 try later"), false), OK);
	EXPECT_INT(outbox_take(f->db, f->k, at(130), 60, arena, &got), NOT_FOUND);
	EXPECT_INT(outbox_take(f->db, f->k, at(131), 60, arena, &got), OK);
	EXPECT(str_eq(got.message_id, m.message_id));
	EXPECT_INT(got.tries, 2);
	/* The sender died: its lease ends. */
	EXPECT_INT(outbox_take(f->db, f->k, at(200), 60, arena, &got), OK);
	EXPECT(str_eq(got.message_id, m.message_id));
	EXPECT_INT(got.tries, 3);
	EXPECT_INT(outbox_sent(f->db, &got, at(201)), OK);
	EXPECT_INT(outbox_sent(f->db, &got, at(202)), OK);
	EXPECT_INT(outbox_take(f->db, f->k, at(99999), 60, arena, &got), NOT_FOUND);
}

TEST(a_message_id_is_kept_across_tries)
{
	each_engine(same_id);
}

static void
forgets(struct fixture *f)
{
	struct mail m = queued(f);
	struct vault v;

	EXPECT_INT(fixture_count(f->db, "select count(*) from mail where recipient is null"), 0);
	EXPECT_INT(outbox_sent(f->db, &m, at(201)), OK);
	EXPECT_INT(fixture_count(f->db,
		       "select count(*) from mail where recipient is null and body is null"
		       " and subject is null and state = 'sent'"),
	    1);
	EXPECT_INT(vault_open(f->db, f->k, m.vault, &v), NOT_FOUND);
}

TEST(a_sent_mail_forgets_its_content)
{
	each_engine(forgets);
}

static void
hostile(struct fixture *f)
{
	struct mail m = { .to = S("a@b.fr\r\nBcc: c@d.fr"), .subject = S("s") };

	EXPECT_INT(outbox_add(f->db, f->k, &m, S("v.example"), at(1), arena), INVALID);
	m = (struct mail){ .to = S("a@b.fr"), .subject = S("s\nX: y") };
	EXPECT_INT(outbox_add(f->db, f->k, &m, S("v.example"), at(1), arena), INVALID);
	m = (struct mail){ .to = S(""), .subject = S("s") };
	EXPECT_INT(outbox_add(f->db, f->k, &m, S("v.example"), at(1), arena), INVALID);
	EXPECT_INT(m.id, 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vault"), 0);
}

TEST(a_new_header_line_is_refused)
{
	each_engine(hostile);
}

static void
with_its_cause(struct fixture *f)
{
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	queued(f);
	db_rollback(f->db);
	EXPECT_INT(fixture_count(f->db, "select count(*) from mail"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vault"), 0);
}

TEST(a_mail_exists_only_with_its_cause)
{
	each_engine(with_its_cause);
}

static void
given_up(struct fixture *f)
{
	struct mail m = queued(f), got;
	int64_t swept = -1;

	EXPECT_INT(outbox_take(f->db, f->k, at(100), 60, arena, &got), OK);
	EXPECT_INT(outbox_failed(f->db, &m, at(101), S("not mine"), true), CONFLICT);
	EXPECT_INT(outbox_failed(f->db, &got, at(101), S("550 no such user"), true), OK);
	EXPECT_INT(outbox_take(f->db, f->k, at(99999), 60, arena, &got), NOT_FOUND);
	EXPECT_INT(outbox_sweep(f->db, at(101), &swept), OK);
	EXPECT_INT(swept, 0);
	EXPECT_INT(outbox_sweep(f->db, at(102), &swept), OK);
	EXPECT_INT(swept, 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vault"), 0);
}

TEST(a_mail_refused_for_ever_is_given_up)
{
	each_engine(given_up);
}

/* A mail that does not open does not stop the next one. */
static void
poisoned(struct fixture *f)
{
	struct mail got, second;

	queued(f);
	EXPECT_INT(db_script(f->db, "update mail set body = subject", NULL), OK);
	second = queued(f);
	EXPECT_INT(outbox_take(f->db, f->k, at(100), 60, arena, &got), UNAVAILABLE);
	EXPECT_INT(outbox_take(f->db, f->k, at(100), 60, arena, &got), OK);
	EXPECT_INT(got.id, second.id);
}

TEST(a_mail_that_does_not_open_lets_others_pass)
{
	each_engine(poisoned);
}

UNIT_MAIN(a_message_id_is_kept_across_tries, a_sent_mail_forgets_its_content,
    a_new_header_line_is_refused, a_mail_exists_only_with_its_cause,
    a_mail_refused_for_ever_is_given_up, a_mail_that_does_not_open_lets_others_pass)
