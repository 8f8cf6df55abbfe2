/*
 * Incidents in the database: load whole, save whole.
 *
 * One UPDATE writes every column, guarded by the version that was loaded, so two
 * analysts never overwrite each other unseen.  An UPDATE a feature was rejected:
 * thirty statements would each have to remember the version and the trail.
 */
#include "incident/file.h"

#include "incident/rules.h"

#include "incident_sql.h"

#define BODY_MAX (1u << 20)

static bool
unseal_body(struct act *act, struct incident *in, struct str sealed)
{
	struct str clear;

	field_clear(incident_sealed_fields, in);
	if (sealed.n == 0)
		return true;
	return vault_unseal(&in->vault, "incident.body", sealed, act->arena, &clear) &&
	       record_read(clear, incident_sealed_fields, in, act->arena);
}

static struct str
seal_body(struct act *act, const struct incident *in)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct str sealed;

	record_write(&b, incident_sealed_fields, in);
	sealed = vault_seal(&in->vault, "incident.body", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

static void
read_row(struct act *act, struct query *q, struct incident *in)
{
	*in = (struct incident){ .id = query_int(q, query_column(q, "id")) };
	field_clear(incident_clear_fields, in);
	query_fields(q, incident_clear_fields, in, act->arena);
	in->reference = query_text(q, query_column(q, "reference"), act->arena);
	in->vault_id = query_id(q, "vault");
	in->version = query_id(q, "version");
	in->report = query_id(q, "report");
	in->report_reference = query_text(q, query_column(q, "report_reference"), act->arena);
	in->structure = query_id(q, "structure");
	in->assignee = query_id(q, "assignee");
	in->military = query_bool(q, query_column(q, "military"));
	in->imported = query_bool(q, query_column(q, "imported"));
	in->sealed = query_bool(q, query_column(q, "sealed"));
	in->received_at = query_moment(q, query_column(q, "received_at"));
	in->provider = query_bool(q, query_column(q, "provider"));
	in->parent = query_id(q, "parent");
	in->parent_kind = query_text(q, query_column(q, "parent_kind"), act->arena);
}

enum outcome
incident_load(struct act *act, int64_t id, struct incident *in)
{
	struct query q = query_open(act->db, &sql_incident_by_id);
	struct str body = { NULL, 0 };
	enum outcome o;
	bool found;

	bind_int(&q, "id", id);
	found = query_next(&q);
	if (found) {
		read_row(act, &q, in);
		body = query_blob(&q, query_column(&q, "body"), act->arena);
	}
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	if (o == OK)
		o = vault_open(act->db, act->keyring, in->vault_id, &in->vault);
	if (o == OK && !unseal_body(act, in, body))
		o = UNAVAILABLE;
	if (o == OK)
		trail_note(act->trail, "incident.read", "incident", in->reference,
		    act->page ? arena_printf(act->arena, "page=%s", act->page)
			      : (struct str){ NULL, 0 });
	return o;
}

enum outcome
incident_by_reference(struct act *act, struct str reference, struct incident *ret)
{
	struct query q = query_open(act->db, &sql_incident_id_by_reference);
	int64_t id = 0;
	enum outcome o;

	bind_text(&q, "reference", reference);
	if (query_next(&q))
		id = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK)
		return o;
	return id ? incident_load(act, id, ret) : NOT_FOUND;
}

enum outcome
incident_save(struct act *act, struct incident *in, const char *action, struct str detail)
{
	struct query q = query_open(act->db, &sql_incident_save);
	bool saved;
	enum outcome o;

	bind_fields(&q, incident_clear_fields, in);
	bind_int(&q, "id", in->id);
	bind_int(&q, "version", in->version);
	bind_int(&q, "structure", in->structure ? in->structure : INT_NONE);
	bind_int(&q, "assignee", in->assignee ? in->assignee : INT_NONE);
	bind_bool(&q, "military", in->military);
	bind_bool(&q, "opened", !workflow_ended(in->workflow.s));
	bind_int(&q, "level", severity_level(in->severity.s));
	bind_moment(&q, "changed_at", act->now);
	bind_int(&q, "changed_by", act->account);
	bind_blob(&q, "body", seal_body(act, in));
	saved = query_next(&q);
	o = query_close(&q);
	if (o != OK)
		return o;
	if (!saved)
		return CONFLICT;
	in->version++;
	trail_note(act->trail, action, "incident", in->reference, detail);
	return OK;
}

enum outcome
state_changed(struct act *act, const struct incident *in, const char *axis, struct str before,
    struct str after, struct str reason)
{
	struct query q = query_open(act->db, &sql_state_change_insert);

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_text(&q, "axis", str_of(axis));
	bind_text(&q, "before", before);
	bind_text(&q, "after", after);
	bind_blob(&q, "body",
	    reason.n ? vault_seal(&in->vault, "state_change.reason", reason, act->arena)
		     : (struct str){ NULL, 0 });
	return query_run(&q);
}
