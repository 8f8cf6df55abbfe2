/*
 * Sealing, asked of one file.  The list stands in a table and not in the file's
 * sealed body, so that lists, counts and mails ask it in their own statement;
 * rejected: a cache in the session, which would outlive the end of a naming.
 */
#include "incident/need.h"

#include "incident/incident.h"

#include "incident_sql.h"

static enum outcome
named(struct act *act, int64_t incident, int64_t account, bool *ret)
{
	struct query q = query_open(act->db, &sql_access_named);

	bind_int(&q, "incident", incident);
	bind_int(&q, "account", account);
	bind_moment(&q, "now", act->now);
	*ret = query_next(&q);
	return query_close(&q);
}

/* The structure's people and the declarant of this very report: their own view of
 * it is not what the seal keeps. */
static bool
own(const struct member *m, const struct facts *f)
{
	if (access_condition(m->role, OBJECT_OWN_FILE, ACTION_READ) == NEVER)
		return false;
	return (m->report && m->report == f->report) ||
	       (m->structure && m->structure == f->structure);
}

static enum outcome
seal(struct act *act, const struct member *m, int64_t incident, bool sealed, struct facts *f)
{
	f->sealed = sealed;
	f->named = own(m, f);
	if (!f->sealed || f->named || m->account == 0)
		return OK;
	return named(act, incident, m->account, &f->named);
}

enum outcome
need_facts(struct act *act, const struct member *m, const struct incident *in,
    const struct stored_report *s, struct facts *ret)
{
	*ret = (struct facts){
		.structure = in->structure ? in->structure : s->structure,
		.region = in->region.s,
		.report = s->id,
		.personal_data = str_eq(s->r.impact_patient_data.s, S("oui")) ||
				 str_eq(in->impact_patient_data.s, S("oui")),
	};
	return seal(act, m, in->id, in->sealed, ret);
}

enum outcome
need_report_facts(
    struct act *act, const struct member *m, const struct stored_report *s, struct facts *ret)
{
	struct query q = query_open(act->db, &sql_incident_sealed);
	bool sealed = false;
	enum outcome o;

	*ret = (struct facts){
		.report = s->id,
		.structure = s->structure,
		.account = s->entered_by ? s->entered_by : s->account,
		.personal_data = str_eq(s->r.impact_patient_data.s, S("oui")),
	};
	bind_int(&q, "id", s->incident);
	if (query_next(&q))
		sealed = query_bool(&q, 0);
	o = query_close(&q);
	return o == OK ? seal(act, m, s->incident, sealed, ret) : o;
}

enum outcome
need_card_facts(
    struct act *act, const struct member *m, const struct dispatch *d, struct facts *ret)
{
	*ret = (struct facts){ .desk = dispatch_role(d), .region = d->region, .sealed = d->sealed };
	if (!d->sealed || m->account == 0)
		return OK;
	/* Sent by somebody who knows the file: its addressee is named by that. */
	if (access_condition(m->role, OBJECT_CARD, ACTION_READ) != ALWAYS) {
		ret->named = true;
		return OK;
	}
	return named(act, d->incident, m->account, &ret->named);
}

void
need_bind(struct query *q, const struct member *m, struct moment now)
{
	bind_int(q, "reader", m->account);
	bind_bool(q, "all", m->role == ROLE_FSSI);
	bind_moment(q, "now", now);
}

enum outcome
need_knows(struct act *act, const struct incident *in, int64_t account, bool *ret)
{
	*ret = true;
	return in->sealed ? named(act, in->id, account, ret) : OK;
}

enum outcome
incident_known(struct db *db, struct str reference, int64_t account, enum role role,
    struct moment now, bool *ret)
{
	struct query q = query_open(db, &sql_incident_known);

	need_bind(&q, &(struct member){ .account = account, .role = role }, now);
	bind_text(&q, "reference", reference);
	/* One that is not there keeps nothing from anybody. */
	*ret = !query_next(&q) || query_bool(&q, 0);
	return query_close(&q);
}

enum outcome
need_desk(
    struct act *act, const struct incident *in, enum role role, struct account **ret, size_t *ret_n)
{
	struct account *all;
	size_t n = 0, kept = 0;
	enum outcome o = account_desk(
	    act->db, act->keyring, role, (struct str){ NULL, 0 }, act->arena, &all, &n);

	for (size_t i = 0; i < n && o == OK; i++) {
		bool knows = true;

		if (role != ROLE_FSSI)
			o = need_knows(act, in, all[i].id, &knows);
		if (o == OK && knows)
			all[kept++] = all[i];
	}
	if (o != OK)
		return o;
	*ret = all;
	*ret_n = kept;
	return OK;
}
