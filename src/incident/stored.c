/*
 * Reports in the database.
 *
 * A report exists from the first step of its declaration, as a draft that no
 * queue and no figure sees; submitting it gives it its reference and an incident.
 * The sealed body holds the whole declaration (a record of all fields); a
 * received report has copies of its clear fields in columns, for queries.
 * Separate tables for drafts and reports were rejected: attachments, vault and
 * the declarant's session would have to move from one to the other at the worst
 * moment.
 */
#include "incident/retention.h"

#include "incident_sql.h"

#define BODY_MAX (1u << 20)
#define SECRET_GROUPS 3
#define VERSIONS_MAX 1000

static struct str
sealed_record(struct act *act, const struct vault *v, const struct report *r)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct str sealed;

	record_write(&b, report_fields, r);
	sealed = vault_seal(v, "report.body", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

static bool
unsealed_record(struct act *act, const struct vault *v, struct str sealed, struct report *r)
{
	struct str clear;

	field_clear(report_fields, r);
	return vault_unseal(v, "report.body", sealed, act->arena, &clear) &&
	       record_read(clear, report_fields, r, act->arena);
}

enum outcome
report_draft(struct act *act, struct str channel, struct stored_report *s)
{
	struct query q;
	enum outcome o;

	*s = (struct stored_report){ .channel = channel,
		.state = S("draft"),
		.step = 1,
		.account = act->account ? act->account : 0,
		.created_at = act->now,
		.declared_at = MOMENT_NONE,
		.received_at = MOMENT_NONE };
	if (!str_eq(channel, S("portail")))
		s->entered_by = act->account;
	field_clear(report_fields, &s->r);
	o = vault_create(act->db, act->keyring, &s->vault);
	if (o != OK)
		return o;
	s->vault_id = s->vault.id;
	s->secret = token_for_people(act->arena, SECRET_GROUPS);
	s->reference = s->draft_reference = arena_printf(act->arena, "BRN-%d-%.*s",
	    moment_civil(act->now, ZONE_PARIS).year, PS(token_for_people(act->arena, 2)));
	q = query_open(act->db, &sql_report_insert);
	bind_text(&q, "reference", s->reference);
	bind_int(&q, "vault", s->vault_id);
	bind_text(&q, "channel", channel);
	bind_text(&q, "secret_hash", keyring_token_hash(act->keyring, s->secret, act->arena));
	bind_blob(&q, "secret", vault_seal(&s->vault, "report.secret", s->secret, act->arena));
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_int(&q, "entered_by", s->entered_by ? s->entered_by : INT_NONE);
	bind_moment(&q, "now", act->now);
	bind_moment(&q, "declared_at", MOMENT_NONE);
	bind_int(&q, "structure", INT_NONE);
	bind_blob(&q, "body", sealed_record(act, &s->vault, &s->r));
	if (query_next(&q))
		s->id = query_int(&q, 0);
	trail_note(act->trail, "report.draft", "report", s->reference, channel);
	return query_close(&q);
}

static void
read_row(
    struct act *act, struct query *q, struct stored_report *s, struct str *body, struct str *secret)
{
	s->id = query_int(q, 0);
	s->reference = query_text(q, query_column(q, "reference"), act->arena);
	s->draft_reference = query_text(q, query_column(q, "draft_reference"), act->arena);
	s->vault_id = query_id(q, "vault");
	s->incident = query_id(q, "incident");
	s->state = query_text(q, query_column(q, "state"), act->arena);
	s->version = query_id(q, "version");
	s->step = query_id(q, "step");
	s->channel = query_text(q, query_column(q, "channel"), act->arena);
	s->account = query_id(q, "account");
	s->entered_by = query_id(q, "entered_by");
	s->structure = query_id(q, "structure");
	s->created_at = query_moment(q, query_column(q, "created_at"));
	s->updated_at = query_moment(q, query_column(q, "updated_at"));
	s->declared_at = query_moment(q, query_column(q, "declared_at"));
	s->received_at = query_moment(q, query_column(q, "received_at"));
	s->region = query_text(q, query_column(q, "region"), act->arena);
	*secret = query_blob(q, query_column(q, "secret"), act->arena);
	*body = query_blob(q, query_column(q, "body"), act->arena);
}

enum outcome
report_load(struct act *act, int64_t id, struct stored_report *s)
{
	struct query q = query_open(act->db, &sql_report_by_id);
	struct str body, secret;
	enum outcome o;
	bool found;

	bind_int(&q, "id", id);
	found = query_next(&q);
	if (found)
		read_row(act, &q, s, &body, &secret);
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	if (o == OK)
		o = vault_open(act->db, act->keyring, s->vault_id, &s->vault);
	if (o != OK)
		return o;
	/* A body that does not open was tampered with: nothing of it is shown. */
	s->sealed = body;
	if (!unsealed_record(act, &s->vault, body, &s->r) ||
	    !vault_unseal(&s->vault, "report.secret", secret, act->arena, &s->secret))
		return UNAVAILABLE;
	trail_note(act->trail, "report.read", "report", s->reference, (struct str){ NULL, 0 });
	return OK;
}

enum outcome
incident_report(struct act *act, const struct incident *in, struct stored_report *s)
{
	if (in->report)
		return report_load(act, in->report, s);
	*s = (struct stored_report){ .incident = in->id,
		.vault_id = in->vault_id,
		.vault = in->vault,
		.channel = S("portail"),
		.state = S("received"),
		.created_at = in->received_at,
		.updated_at = in->received_at,
		.declared_at = MOMENT_NONE,
		.received_at = MOMENT_NONE };
	field_clear(report_fields, &s->r);
	s->r.org_name = in->org_name;
	return OK;
}

static enum outcome
find_id(struct act *act, struct str reference, int64_t *ret_id, struct str *ret_hash)
{
	struct query q = query_open(act->db, &sql_report_id_by_reference);
	bool found;
	enum outcome o;

	bind_text(&q, "reference", reference);
	found = query_next(&q);
	if (found) {
		*ret_id = query_int(&q, 0);
		*ret_hash = query_text(&q, 1, act->arena);
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

enum outcome
report_by_reference(struct act *act, struct str reference, struct stored_report *ret)
{
	struct str hash;
	int64_t id = 0;
	enum outcome o = find_id(act, reference, &id, &hash);

	return o == OK ? report_load(act, id, ret) : o;
}

/* As typed on a phone: lower case, without dashes, O for 0 forgiven elsewhere. */
static struct str
canonical_secret(struct act *act, struct str typed)
{
	struct buf b = BUF_INIT(64);
	struct str secret;
	size_t n = 0;

	for (size_t i = 0; i < typed.n && n < 4 * SECRET_GROUPS; i++) {
		char c = typed.p[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c < 'A' || c > 'Z') && (c < '0' || c > '9'))
			continue;
		if (n && n % 4 == 0)
			buf_byte(&b, '-');
		buf_byte(&b, c);
		n++;
	}
	secret = arena_dup(act->arena, buf_str(&b));
	buf_release(&b);
	return secret;
}

enum outcome
report_by_secret(struct act *act, struct str reference, struct str secret, int64_t *ret_id)
{
	struct str hash = { NULL, 0 }, given;
	int64_t id = 0;
	enum outcome o = find_id(act, reference, &id, &hash);

	given = keyring_token_hash(act->keyring, canonical_secret(act, secret), act->arena);
	if (o != OK)
		return o;
	/* Keyed hashes: comparing them in variable time tells nothing of the secret. */
	if (!str_eq(hash, given)) {
		trail_refuse(act->trail, "report.refused", "report", reference, S("secret"));
		return NOT_FOUND;
	}
	*ret_id = id;
	return OK;
}

enum outcome
report_save(struct act *act, struct stored_report *s)
{
	struct query q = query_open(act->db, &sql_report_save_draft);

	s->sealed = sealed_record(act, &s->vault, &s->r);
	bind_int(&q, "id", s->id);
	bind_blob(&q, "body", s->sealed);
	bind_int(&q, "step", s->step);
	bind_int(&q, "structure", s->structure ? s->structure : INT_NONE);
	bind_moment(&q, "declared_at", s->declared_at);
	bind_moment(&q, "now", act->now);
	trail_note(act->trail, "report.save", "report", s->reference, (struct str){ NULL, 0 });
	query_run(&q);
	if (q.outcome == OK && db_changes(act->db) == 0)
		return CONFLICT; /* it was submitted in another window */
	return q.outcome;
}

/* The row and its immutable copy, for submission and complements alike. */
enum outcome
report_write_version(struct act *act, struct stored_report *s)
{
	struct str body = sealed_record(act, &s->vault, &s->r);
	struct query q = query_open(act->db, &sql_report_write);

	bind_fields(&q, report_fields, &s->r);
	bind_int(&q, "id", s->id);
	bind_text(&q, "reference", s->reference);
	bind_int(&q, "incident", s->incident);
	bind_int(&q, "version", s->version);
	bind_moment(&q, "now", act->now);
	bind_moment(&q, "received_at", s->received_at);
	bind_moment(&q, "declared_at", s->declared_at);
	bind_int(&q, "structure", s->structure ? s->structure : INT_NONE);
	bind_text(&q, "region", s->region);
	bind_blob(&q, "body", body);
	bind_blob(&q, "was", s->sealed);
	query_run(&q);
	if (q.outcome != OK)
		return q.outcome;
	if (db_changes(act->db) == 0)
		return CONFLICT;
	s->sealed = body;
	q = query_open(act->db, &sql_report_version_insert);
	bind_int(&q, "report", s->id);
	bind_int(&q, "version", s->version);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_blob(&q, "body", body);
	return query_run(&q);
}

enum outcome
report_complete(struct act *act, struct stored_report *s)
{
	s->version++;
	trail_note(act->trail, "report.complete", "report", s->reference,
	    arena_printf(act->arena, "version=%lld", (long long)s->version));
	return report_write_version(act, s);
}

enum outcome
report_versions(struct act *act, const struct stored_report *s, size_t max,
    struct report_version **ret, size_t *ret_n)
{
	struct report_version *list = arena_array(act->arena, struct report_version, max);
	struct query q = query_open(act->db, &sql_report_version_list);
	size_t n = 0;

	bind_int(&q, "report", s->id);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q)) {
		list[n].version = query_int(&q, 0);
		list[n].at = query_moment(&q, 1);
		n += unsealed_record(act, &s->vault, query_blob(&q, 2, act->arena), &list[n].r);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Forgetting (retention.c) ==== */

static void
forget(struct report *r)
{
	for (field_list l = report_step_b; *l; l++) {
		const struct field *one[] = { *l, NULL };

		if ((*l)->sealed)
			field_clear(one, r);
	}
}

enum outcome
report_forget(struct act *act, struct stored_report *s)
{
	struct report_version *v;
	struct query q;
	size_t n = 0;
	enum outcome o = report_versions(act, s, VERSIONS_MAX, &v, &n);

	for (size_t i = 0; i < n && o == OK; i++) {
		forget(&v[i].r);
		q = query_open(act->db, &sql_retention_version);
		bind_blob(&q, "body", sealed_record(act, &s->vault, &v[i].r));
		bind_int(&q, "report", s->id);
		bind_int(&q, "version", v[i].version);
		o = query_run(&q);
	}
	if (o != OK)
		return o;
	forget(&s->r);
	q = query_open(act->db, &sql_retention_body);
	bind_blob(&q, "body", sealed_record(act, &s->vault, &s->r));
	bind_int(&q, "report", s->id);
	return query_run(&q);
}
