/*
 * Attachments as evidence: how they were looked at, who had them in hand, taking
 * them out in an archive, erasing one, legal hold.
 */
#include "incident/evidence.h"

#include "doc/zip.h"
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/part.h"

#include "incident_sql.h"

#define FILES_MAX 200
#define CUSTODY_MAX 400

/* ==== The list ==== */

enum outcome
evidence_files(struct act *act, const struct incident *in, const struct stored_report *s,
    struct evidence_file **ret, size_t *ret_n)
{
	struct evidence_file *list = arena_array(act->arena, struct evidence_file, FILES_MAX);
	struct query q = query_open(act->db, &sql_evidence_file_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "report", s->id);
	bind_int(&q, "max", FILES_MAX);
	while (n < FILES_MAX && query_next(&q)) {
		struct evidence_file *f = &list[n];

		if (!attachment_row(act, s, &q, &f->file))
			continue;
		f->removed_at = query_moment(&q, 8);
		f->look = query_text(&q, 9, act->arena);
		f->found = query_null(&q, 10) ? 0 : query_int(&q, 10);
		n++;
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Chain of custody ==== */

static enum outcome
custody_of(struct act *act, struct str reference, struct custody *list, size_t *n)
{
	struct journal_filter f = { .object = S("report"),
		.reference = reference,
		.action = S("attachment."),
		.account = INT_NONE,
		.since = MOMENT_NONE,
		.until = MOMENT_NONE,
		.before = INT_NONE,
		.max = CUSTODY_MAX };
	struct journal_entry *e;
	size_t got = 0;
	enum outcome o = OK;

	if (reference.n)
		o = journal_list(act->db, &f, act->arena, &e, &got);
	for (size_t i = got; i-- > 0 && o == OK && *n < CUSTODY_MAX;)
		list[(*n)++] = (struct custody){ .at = e[i].instant,
			.action = e[i].action,
			.role = e[i].role,
			.detail = e[i].detail,
			.seq = e[i].seq,
			.account = e[i].account };
	return o;
}

static void
name_people(struct act *act, struct custody *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct account acc;

		for (size_t k = 0; k < i && list[i].name.n == 0; k++)
			if (list[k].account == list[i].account)
				list[i].name = list[k].name;
		if (list[i].account && list[i].name.n == 0 &&
		    account_by_id(act->db, act->keyring, list[i].account, act->arena, &acc) == OK)
			list[i].name = acc.name;
	}
}

/* Under the reference of the draft first: that is where a file was chosen. */
enum outcome
custody_list(struct act *act, const struct stored_report *s, struct custody **ret, size_t *ret_n)
{
	struct custody *list = arena_array(act->arena, struct custody, CUSTODY_MAX);
	size_t n = 0;
	enum outcome o = OK;

	if (!str_eq(s->draft_reference, s->reference))
		o = custody_of(act, s->draft_reference, list, &n);
	if (o == OK)
		o = custody_of(act, s->reference, list, &n);
	if (o == OK)
		name_people(act, list, n);
	*ret = list;
	*ret_n = n;
	return o;
}

/* ==== Taking one out ==== */

static bool
pack(void *context, struct str bytes)
{
	return zip_write(context, bytes);
}

/* What is malicious leaves inside of an archive whose password everybody knows: no
 * mail gateway opens it, and nobody starts it by a click. */
enum outcome
evidence_file_send(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct attachment f;
	struct act act;
	struct buf bytes = BUF_INIT(BLOB_MAX + (1u << 20));
	struct zip *z;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = attachment_find(&act, &s, rq->segment[1], &f);
	if (o == OK)
		o = exit_release(rq, &act, &in, "piece_cell");
	if (o != OK)
		return o;
	z = zip_begin(&bytes, evidence_word("password"));
	zip_entry(z, f.name, f.size, f.added_at.s);
	o = blob_read(act.db, &s.vault, f.blob, pack, z);
	if (!zip_end(z) && o == OK)
		o = UNAVAILABLE;
	if (o == OK) {
		trail_note(act.trail, "attachment.pack", "report", s.reference,
		    arena_printf(act.arena, "sha256=%.*s", PS(f.sha256)));
		o = reply_download(rq,
		    arena_printf(act.arena, "%.*s-%lld.zip", PS(in.reference), (long long)f.id),
		    &bytes);
	}
	buf_release(&bytes);
	return o;
}

/* ==== Legal hold ==== */

enum outcome
hold_find(struct act *act, const struct incident *in, struct hold *ret)
{
	struct query q = query_open(act->db, &sql_evidence_hold_find);

	*ret = (struct hold){ 0 };
	bind_int(&q, "incident", in->id);
	if (query_next(&q)) {
		ret->id = query_int(&q, 0);
		ret->at = query_moment(&q, 1);
		ret->account = query_null(&q, 2) ? 0 : query_int(&q, 2);
		vault_unseal(&in->vault, "evidence_hold.reason", query_blob(&q, 3, act->arena),
		    act->arena, &ret->reason);
	}
	return query_close(&q);
}

enum outcome
hold_set(struct act *act, const struct incident *in, struct str reason)
{
	struct hold have;
	struct query q;
	enum outcome o = hold_find(act, in, &have);

	if (o != OK || have.id)
		return o == OK ? CONFLICT : o;
	q = query_open(act->db, &sql_evidence_hold_insert);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	bind_blob(&q, "body", vault_seal(&in->vault, "evidence_hold.reason", reason, act->arena));
	trail_note(act->trail, "incident.hold", "incident", in->reference, (struct str){ NULL, 0 });
	return query_run(&q);
}

enum outcome
hold_end(struct act *act, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_evidence_hold_end);
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return NOT_FOUND;
	trail_note(
	    act->trail, "incident.release", "incident", in->reference, (struct str){ NULL, 0 });
	return o;
}

enum outcome
hold_allows(struct act *act, int64_t incident)
{
	struct query q = query_open(act->db, &sql_evidence_hold_find);
	bool held;
	enum outcome o;

	bind_int(&q, "incident", incident);
	held = query_next(&q);
	o = query_close(&q);
	return o == OK && held ? CONFLICT : o;
}

/* ==== Erasing ==== */

/* What should never have come, a patient's file for one: its bytes go for good; its
 * hash, its dates and who had it in hand stay. */
enum outcome
attachment_erase(
    struct act *act, const struct incident *in, const struct stored_report *s, int64_t id)
{
	struct query q;
	struct str sha256 = { NULL, 0 };
	int64_t blob = 0;
	enum outcome o = hold_allows(act, in->id);

	if (o != OK)
		return o;
	q = query_open(act->db, &sql_attachment_erase);
	bind_int(&q, "report", s->id);
	bind_int(&q, "id", id);
	bind_moment(&q, "now", act->now);
	if (query_next(&q)) {
		blob = query_int(&q, 0);
		sha256 = query_text(&q, 1, act->arena);
	}
	o = query_close(&q);
	if (o == OK && blob == 0)
		return NOT_FOUND;
	trail_note(act->trail, "attachment.erase", "report", s->reference,
	    arena_printf(act->arena, "sha256=%.*s", PS(sha256)));
	return o == OK ? blob_delete(act->db, &s->vault, blob) : o;
}
