/*
 * Failures of providers: opened by the cell, counted both ways.
 *
 * Four in ten reports of the sector in 2021 told of a provider's failure; one such
 * failure is one incident, however many tell of it.  It is an incident like any
 * other (taken, qualified, routed, closed) but has no declarant, so nothing goes
 * to one.  Its name stands in clear where the name of a structure stands: it is
 * what the queue shows and the cell's own words, not what a declarant wrote.
 */
#include "incident/many.h"
#include "incident/need.h"
#include "incident/rules.h"
#include "incident/similar.h"

#include "incident_sql.h"

static void
fill(struct act *act, struct str name, struct incident *in)
{
	*in = (struct incident){ .provider = true };
	field_clear(incident_clear_fields, in);
	field_clear(incident_sealed_fields, in);
	in->org_name = name;
	in->scope.s = S("prestataire");
	in->other_orgs.s = S("oui");
	in->workflow.s = S("PRIS_EN_COMPTE");
	in->assignee = act->account;
	in->received_at = in->taken_at = act->now;
	in->tlp.s = S("TLP:AMBER+STRICT"); /* domain.md §6.4: the default for incidents */
	in->special_follow_up.s = in->taken_by_anssi.s = in->told_ansm.s = in->told_corruss.s =
	    in->fssi_crisis.s = in->support_delivered.s = S("non");
	in->version = 1;
}

static enum outcome
mark(struct act *act, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_provider_mark);

	bind_int(&q, "id", in->id);
	return query_run(&q);
}

enum outcome
provider_open(struct act *act, struct str name, struct incident *in)
{
	struct stored_report nobody;
	enum outcome o;

	fill(act, name, in);
	o = vault_create(act->db, act->keyring, &in->vault);
	in->vault_id = in->vault.id;
	if (o == OK)
		o = reference_next(act, "INC", &in->reference);
	if (o == OK)
		o = incident_report(act, in, &nobody);
	if (o == OK)
		o = incident_insert(act, &nobody, in);
	if (o == OK)
		o = mark(act, in);
	if (o == OK)
		o = signals_of_failure(act, in);
	if (o == OK)
		o = incident_save(act, in, "incident.open", S("provider"));
	if (o == OK)
		o = state_changed(
		    act, in, "workflow", S("BROUILLON"), in->workflow.s, (struct str){ NULL, 0 });
	return o == OK ? log_add(act, in, "reception", S("interne"), t(LANG_FR, "log.provider"))
		       : o;
}

enum outcome
tree_count(
    struct act *act, const struct member *m, const struct incident *in, struct tree_count *ret)
{
	struct query q = query_open(act->db, &sql_tree_count);

	*ret = (struct tree_count){ 0 };
	need_bind(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	if (query_next(&q))
		*ret = (struct tree_count){ query_int(&q, 0), query_int(&q, 1), query_int(&q, 2),
			query_int(&q, 3) };
	return query_close(&q);
}

enum outcome
many_count(struct act *act, struct moment since, struct moment until, int64_t *ret_reports,
    int64_t *ret_incidents)
{
	struct query q = query_open(act->db, &sql_many_count);

	bind_moment(&q, "since", since);
	bind_moment(&q, "until", until);
	if (query_next(&q)) {
		*ret_reports = query_int(&q, 0);
		*ret_incidents = query_int(&q, 1);
	}
	return query_close(&q);
}
