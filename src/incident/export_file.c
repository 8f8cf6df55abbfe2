/*
 * One file whole, for a successor or a court.
 *
 * file.json has what was declared (every version), qualified, written, decided and
 * told; report.pdf is the same to read; files/ the attachments; journal.jsonl every
 * entry about the file, each with the hash before it, so that it proves itself away
 * from the chain.  What is exported is in clear: the archive is then the secret.
 */
#include "incident/closing.h"
#include "incident/deadline.h"
#include "incident/declare.h"
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/lesson.h"
#include "incident/recommend.h"
#include "incident/routing.h"

#define MANY 5000
#define JOURNAL_MANY 200000
#define DOCUMENT_MAX (64u << 20)

struct export
{
	struct act *act;
	const struct file_sink *sink;
	struct incident in;
	struct stored_report s;
	struct json *j;
};

static enum outcome
give(const struct export *x, struct str name, struct str bytes)
{
	const struct file_sink *k = x->sink;

	return k->begin(k->context, name, (int64_t)bytes.n) && k->more(k->context, bytes) &&
		       k->end(k->context)
		   ? OK
		   : UNAVAILABLE;
}

static void
moment(const struct export *x, const char *key, struct moment m)
{
	json_pair(x->j, key, moment_rfc3339(x->act->arena, m));
}

/* ==== file.json ==== */

static enum outcome
versions(struct export *x)
{
	struct report_version *v;
	size_t n = 0;
	enum outcome o = report_versions(x->act, &x->s, MANY, &v, &n);

	json_key(x->j, "declared");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		json_pair_int(x->j, "version", v[i].version);
		moment(x, "at", v[i].at);
		json_key(x->j, "fields");
		json_record(x->j, report_fields, &v[i].r);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
entries(struct export *x)
{
	struct log_entry *e;
	size_t n = 0;
	enum outcome o = log_list(x->act, &x->in, true, MANY, &e, &n);

	json_key(x->j, "log");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		json_pair_int(x->j, "id", e[i].id);
		moment(x, "at", e[i].at);
		json_pair_int(x->j, "account", e[i].account);
		json_pair(x->j, "role", e[i].role);
		json_pair(x->j, "kind", e[i].kind);
		json_pair(x->j, "visibility", e[i].visibility);
		json_pair(x->j, "text", e[i].text);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
states(struct export *x)
{
	struct state_step *st;
	size_t n = 0;
	enum outcome o = state_list(x->act, &x->in, &st, &n);

	json_key(x->j, "states");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		moment(x, "at", st[i].at);
		json_pair_int(x->j, "account", st[i].account);
		json_pair(x->j, "axis", st[i].axis);
		json_pair(x->j, "before", st[i].before);
		json_pair(x->j, "after", st[i].after);
		json_pair(x->j, "reason", st[i].reason);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
dispatches(struct export *x)
{
	struct dispatch *d;
	size_t n = 0;
	enum outcome o = dispatch_of_incident(x->act, &x->in, MANY, &d, &n);

	json_key(x->j, "dispatches");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		json_pair(x->j, "reference", d[i].reference);
		json_pair(x->j, "rule", d[i].rule);
		json_pair(x->j, "desk", d[i].desk.s);
		json_pair(x->j, "region", d[i].region);
		json_pair(x->j, "state", d[i].state.s);
		json_pair(x->j, "tlp", d[i].tlp.s);
		moment(x, "proposed_at", d[i].proposed_at);
		moment(x, "fired_at", d[i].fired_at);
		moment(x, "acknowledged_at", d[i].acknowledged_at);
		json_pair(x->j, "card", d[i].body);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
advice(struct export *x)
{
	struct recommendation *r;
	size_t n = 0;
	enum outcome o = recommendation_list(x->act, &x->in, &r, &n);

	json_key(x->j, "recommendations");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		moment(x, "sent_at", r[i].sent_at);
		moment(x, "read_at", r[i].read_at);
		json_pair(x->j, "card", r[i].card ? r[i].card->ref : S(""));
		json_pair_int(x->j, "steps_ticked", (int64_t)r[i].n_ticked);
		json_pair(x->j, "text", r[i].text);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
deadlines(struct export *x)
{
	struct deadline *d;
	size_t n = 0;
	enum outcome o = deadline_list(x->act, &x->in, &d, &n);

	json_key(x->j, "deadlines");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		json_pair(x->j, "code", d[i].code.s);
		json_pair(x->j, "state", d[i].state.s);
		moment(x, "start_at", d[i].start_at);
		moment(x, "due_at", d[i].due_at);
		moment(x, "done_at", d[i].done_at);
		json_pair(x->j, "reference", d[i].reference);
		json_pair(x->j, "reason", d[i].reason);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
lesson_events(struct export *x)
{
	struct lesson_event *e;
	size_t n = 0;
	enum outcome o = lesson_event_list(x->act, &x->in, &e, &n);

	json_key(x->j, "events");
	json_open(x->j, '[');
	for (size_t i = 0; o == OK && i < n; i++) {
		json_open(x->j, '{');
		moment(x, "at", e[i].at);
		json_pair_int(x->j, "account", e[i].account);
		json_pair(x->j, "kind", e[i].kind.s);
		json_pair(x->j, "text", e[i].text);
		json_pair(x->j, "answer", e[i].answer);
		json_close(x->j, '}');
	}
	json_close(x->j, ']');
	return o;
}

static enum outcome
lesson(struct export *x)
{
	struct lesson l;
	enum outcome o = lesson_of(x->act, &x->in, &l);

	if (o != OK)
		return o == NOT_FOUND ? OK : o;
	json_key(x->j, "lesson");
	json_open(x->j, '{');
	json_key(x->j, "fields");
	json_record(x->j, lesson_clear_fields, &l);
	json_key(x->j, "text");
	json_record(x->j, lesson_text_fields, &l.text);
	json_key(x->j, "published");
	json_record(x->j, lesson_text_fields, &l.shown);
	json_pair(x->j, "kept", l.kept);
	o = lesson_events(x);
	json_close(x->j, '}');
	return o;
}

static enum outcome
parts(struct export *x)
{
	enum outcome o = versions(x);

	if (o == OK)
		o = entries(x);
	if (o == OK)
		o = states(x);
	if (o == OK)
		o = dispatches(x);
	if (o == OK)
		o = advice(x);
	if (o == OK)
		o = deadlines(x);
	return o == OK ? lesson(x) : o;
}

static enum outcome
document(struct export *x)
{
	struct buf b = BUF_INIT(DOCUMENT_MAX);
	struct json j = { .out = &b };
	enum outcome o;

	x->j = &j;
	json_open(&j, '{');
	json_pair(&j, "format", S("vigie-file-1"));
	json_pair(&j, "reference", x->in.reference);
	json_pair(&j, "report", x->s.reference);
	moment(x, "exported_at", x->act->now);
	moment(x, "received_at", x->in.received_at);
	json_pair_int(&j, "version", x->in.version);
	json_key(&j, "qualified");
	json_record(&j, incident_clear_fields, &x->in);
	json_key(&j, "sealed");
	json_record(&j, incident_sealed_fields, &x->in);
	o = parts(x);
	json_close(&j, '}');
	if (o == OK)
		o = buf_failed(&b) ? UNAVAILABLE : give(x, S("file.json"), buf_str(&b));
	buf_release(&b);
	return o;
}

/* ==== The others ==== */

static enum outcome
readable(struct export *x)
{
	struct buf b = BUF_INIT(DOCUMENT_MAX);
	struct pdf *pdf;
	enum outcome o = closing_document(x->act, &x->in, &x->s, false, ZONE_PARIS, &pdf);

	if (o == OK && !pdf_write(pdf, &b))
		o = UNAVAILABLE;
	if (o == OK)
		o = give(x, S("report.pdf"), buf_str(&b));
	buf_release(&b);
	return o;
}

static void
link_line(struct buf *b, const struct journal_link *l, struct arena *a)
{
	const struct journal_entry *e = &l->entry;
	struct json j = { .out = b };

	json_open(&j, '{');
	json_pair_int(&j, "seq", e->seq);
	json_pair(&j, "at", moment_rfc3339(a, e->instant));
	json_pair_int(&j, "account", e->account);
	json_pair(&j, "role", e->role);
	json_pair(&j, "address", e->address);
	json_pair(&j, "action", e->action);
	json_pair(&j, "object", e->object);
	json_pair(&j, "reference", e->reference);
	json_pair(&j, "detail", e->detail);
	json_pair(&j, "previous", l->previous);
	json_pair(&j, "hash", e->hash);
	json_close(&j, '}');
	buf_byte(b, '\n');
}

static enum outcome
journal(struct export *x)
{
	struct buf b = BUF_INIT(DOCUMENT_MAX);
	struct journal_link *l;
	size_t n = 0;
	enum outcome o = journal_of(
	    x->act->db, x->in.reference, x->s.reference, JOURNAL_MANY, x->act->arena, &l, &n);

	for (size_t i = 0; o == OK && i < n; i++)
		link_line(&b, &l[i], x->act->arena);
	if (o == OK)
		o = buf_failed(&b) ? UNAVAILABLE : give(x, S("journal.jsonl"), buf_str(&b));
	buf_release(&b);
	return o;
}

/* "files/12-rapport_1.pdf": a name that any system can hold. */
static struct str
plain(struct arena *a, const struct attachment *f)
{
	struct str name = arena_printf(a, "files/%lld-", (long long)f->id);
	struct str tail = arena_dup(a, str_sub(f->name, f->name.n > 60 ? f->name.n - 60 : 0, 60));
	char *p = arena_cstr(a, tail);

	for (size_t i = 0; i < tail.n; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') ||
			(p[i] >= '0' && p[i] <= '9') || p[i] == '.' || p[i] == '-'))
			p[i] = '_';
	return arena_printf(a, "%.*s%s", PS(name), p);
}

static enum outcome
attachments(struct export *x)
{
	const struct file_sink *k = x->sink;
	struct attachment *f;
	size_t n = 0;
	enum outcome o = attachment_list(x->act, &x->s, &f, &n);

	for (size_t i = 0; o == OK && i < n; i++) {
		if (!k->begin(k->context, plain(x->act->arena, &f[i]), f[i].size))
			return UNAVAILABLE;
		o = blob_read(x->act->db, &x->s.vault, f[i].blob, k->more, k->context);
		if (o == OK && !k->end(k->context))
			o = UNAVAILABLE;
	}
	return o;
}

enum outcome
incident_export_file(const struct job_means *m, struct str reference, const struct file_sink *sink)
{
	struct trail unread = { .arena = m->arena };
	struct act act = { .db = m->db,
		.keyring = m->keyring,
		.arena = m->arena,
		.trail = &unread,
		.now = m->now,
		.role = S("shell"),
		.lang = LANG_FR,
		.public_url = m->public_url };
	struct export x = { .act = &act, .sink = sink };
	struct exit_answer leaving = { 0 };
	enum outcome o = incident_by_reference(&act, reference, &x.in);

	if (o == OK)
		o = incident_report(&act, &x.in, &x.s);
	if (o == OK)
		o = exit_may(&act, &x.in, "export_court", &leaving);
	if (o == OK && !leaving.may)
		o = FORBIDDEN;
	if (o == OK)
		o = document(&x);
	if (o == OK)
		o = readable(&x);
	if (o == OK)
		o = journal(&x);
	return o == OK ? attachments(&x) : o;
}
