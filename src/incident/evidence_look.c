/*
 * What work looks at for observables: declarations and complements, the log's own
 * words, attachments that are text.
 *
 * Each is looked at once and a row says so, with what came of it; a job of the same
 * file that comes again finds nothing to do.  Office documents and PDF are read by a
 * child that can do nothing else (doc/inside.h): opened by a program that holds keys
 * is how such programs are attacked.  What has no words, or is too large, is left for
 * a person, and the page says which.
 *
 * Fields that ask for a name, a telephone or an address of the declarant are not
 * looked at: they are people, not evidence.
 */
#include <string.h>

#include "doc/eml.h"
#include "doc/inside.h"
#include "incident/evidence.h"
#include "incident/incident.h"

#include "incident_sql.h"

#define AT_ONCE 500
#define HEAD 4096

/* A job may write, and on SQLite nobody else meanwhile: a document that takes long must
 * not keep the whole site waiting, nor ten of them one after the other. */
#define BUDGET 2 /* seconds, after which the rest is for another job */
#define PAUSE 5

static enum outcome
ask_at(struct act *act, int64_t incident, struct moment when)
{
	return job_add(
	    act->db, "observables", arena_printf(act->arena, "%lld", (long long)incident), when);
}

enum outcome
evidence_ask(struct act *act, int64_t incident)
{
	return ask_at(act, incident, act->now);
}

static enum outcome
looked(struct observing *ob, const char *state)
{
	struct query q = query_open(ob->act->db, &sql_evidence_look_insert);

	bind_int(&q, "incident", ob->in->id);
	bind_text(&q, "source", str_of(ob->source));
	bind_int(&q, "ref", ob->ref);
	bind_moment(&q, "now", ob->act->now);
	bind_text(&q, "state", str_of(ob->full ? "full" : state));
	bind_int(&q, "found", (int64_t)ob->found);
	return query_run(&q);
}

/* From here on what is found comes from there. */
static void
turn_to(struct observing *ob, const char *source, int64_t ref)
{
	ob->source = source;
	ob->ref = ref;
	ob->found = 0;
	ob->full = false;
}

struct unread {
	int64_t ref, second, size, vault;
	struct str body;
};

static enum outcome
unread(struct observing *ob, const struct sql *sql, struct unread **ret, size_t *ret_n)
{
	struct unread *list = arena_array(ob->act->arena, struct unread, AT_ONCE);
	struct query q = query_open(ob->act->db, sql);
	size_t n = 0;

	bind_int(&q, "incident", ob->in->id);
	bind_int(&q, "max", AT_ONCE);
	while (n < AT_ONCE && query_next(&q)) {
		struct unread *u = &list[n++];

		u->ref = query_int(&q, 0);
		if (sql == &sql_evidence_unread_log) {
			u->body = query_blob(&q, 1, ob->act->arena);
			continue;
		}
		u->second = query_int(&q, 1);
		if (sql == &sql_evidence_unread_files) {
			u->size = query_int(&q, 2);
			u->vault = query_int(&q, 3);
		}
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Declarations ==== */

static enum outcome
look_at_report(struct observing *ob, const struct unread *u)
{
	struct stored_report s;
	enum outcome o = report_load(ob->act, u->ref, &s);

	turn_to(ob, "declaration", u->ref * 10000 + u->second);
	for (field_list l = report_fields; *l && o == OK; l++)
		if ((*l)->kind == KIND_TEXT && (*l)->input == INPUT_AREA)
			o = observe_text(ob, *FIELD_IN(struct str, *l, &s.r));
	return o == OK ? looked(ob, "read") : o;
}

/* ==== The log ==== */

static enum outcome
look_at_entry(struct observing *ob, const struct unread *u)
{
	struct str text;
	enum outcome o;

	turn_to(ob, "journal", u->ref);
	if (!vault_unseal(&ob->in->vault, "log.text", u->body, ob->act->arena, &text))
		return looked(ob, "person");
	o = observe_text(ob, text);
	return o == OK ? looked(ob, "read") : o;
}

/* ==== Attachments ==== */

/* Beginnings of what is no text although it may hold no NUL. */
static const struct str binary[] = { STR_INIT("%PDF-"), STR_INIT("PK\x03\x04"), STR_INIT("{\\rtf"),
	STR_INIT("\xD0\xCF\x11\xE0"), STR_INIT("\x89PNG"), STR_INIT("GIF8"),
	STR_INIT("\xFF\xD8\xFF"), STR_INIT("\x1F\x8B"), STR_INIT("7z\xBC\xAF"), STR_INIT("Rar!"),
	STR_INIT("\xFF\xFE"), STR_INIT("\xFE\xFF") };

/* Some bytes that are neither text nor the ends of lines make it none. */
bool
evidence_is_text(struct str head)
{
	size_t odd = 0;

	head = str_sub(head, 0, HEAD);
	for (size_t i = 0; i < sizeof binary / sizeof binary[0]; i++)
		if (str_starts(head, binary[i]))
			return false;
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		if (c == 0)
			return false;
		odd += (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 127;
	}
	return odd * 50 <= head.n;
}

/* What cannot be read is not fetched to its end. */
static bool
take_words(void *context, struct str bytes)
{
	struct buf *b = context;

	buf_put(b, bytes);
	return !buf_failed(b) &&
	       (evidence_is_text(buf_str(b)) || inside_kind(buf_str(b)) != INSIDE_NONE);
}

/* And what a mail holds in an encoding of its own. */
static enum outcome
observe_mail(struct observing *ob, struct str mail)
{
	struct buf b = BUF_INIT(mail.n + 2);
	enum outcome o = OK;

	if (eml_is_mail(mail)) {
		eml_text(mail, &b);
		o = observe_text(ob, buf_str(&b));
	}
	buf_release(&b);
	return o;
}

/* What its child reads there; *ret_read false when that is nothing. */
static enum outcome
observe_inside(struct observing *ob, struct str bytes, bool *ret_read)
{
	struct buf words = BUF_INIT(INSIDE_MAX);
	enum outcome o = OK;

	*ret_read = inside_read(bytes, &words);
	if (*ret_read)
		o = observe_text(ob, buf_str(&words));
	buf_release(&words);
	return o;
}

static enum outcome
observe_file(struct observing *ob, struct str bytes, bool *ret_read)
{
	enum outcome o;

	*ret_read = evidence_is_text(bytes);
	if (!*ret_read)
		return observe_inside(ob, bytes, ret_read);
	o = observe_text(ob, bytes);
	return o == OK ? observe_mail(ob, bytes) : o;
}

static enum outcome
fetch(struct observing *ob, const struct unread *u, struct buf *b)
{
	struct vault v;
	enum outcome o = vault_open(ob->act->db, ob->act->keyring, u->vault, &v);

	if (o != OK)
		return o;
	o = blob_read(ob->act->db, &v, u->second, take_words, b);
	vault_wipe(&v);
	return o;
}

static enum outcome
look_at_file(struct observing *ob, const struct unread *u)
{
	size_t most = (size_t)evidence_bound("scan_kb") << 10;
	struct buf b = BUF_INIT(most);
	enum outcome o = OK;
	bool read = false;

	turn_to(ob, "piece", u->ref);
	if (u->size > 0 && (size_t)u->size <= most)
		o = fetch(ob, u, &b);
	if (o == OK && (int64_t)b.n == u->size && !buf_failed(&b))
		o = observe_file(ob, buf_str(&b), &read);
	buf_release(&b);
	return o == OK ? looked(ob, read ? "read" : "person") : o;
}

/* ==== All of it ==== */

static enum outcome
look_at_all(struct observing *ob, const struct sql *sql,
    enum outcome (*look)(struct observing *, const struct unread *))
{
	struct unread *list;
	size_t n = 0;
	enum outcome o = unread(ob, sql, &list, &n);

	for (size_t i = 0; i < n && o == OK && !ob->late; i++) {
		ob->late = ob->looks > 0 && moment_now().s - ob->began.s >= BUDGET;
		ob->looks++;
		if (!ob->late)
			o = look(ob, &list[i]);
	}
	return o;
}

enum outcome
evidence_run(struct act *act, const struct incident *in)
{
	struct observing ob;
	enum outcome o = observe_begin(act, in, &ob);

	ob.began = moment_now();
	if (o == OK)
		o = look_at_all(&ob, &sql_evidence_unread_reports, look_at_report);
	if (o == OK)
		o = look_at_all(&ob, &sql_evidence_unread_log, look_at_entry);
	if (o == OK)
		o = look_at_all(&ob, &sql_evidence_unread_files, look_at_file);
	if (o == OK && ob.late)
		o = ask_at(act, in->id, (struct moment){ moment_now().s + PAUSE });
	observe_end(&ob);
	return o;
}
