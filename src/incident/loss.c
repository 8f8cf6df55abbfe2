/* Losses in the database. */
#include "incident/loss.h"

#include "incident_sql.h"

#define EUROS_MAX 10000000000 /* ten thousand million: more is a slip of the hand */

static const struct field loss_id = { FIELD(loss, id) };
static const struct field loss_at = { FIELD(loss, at) };
static const struct field loss_account = { FIELD(loss, account) };
static const struct field loss_role = { FIELD(loss, role) };
static const struct field loss_precision = { FIELD(loss, loss_precision),
	.vocabulary = "loss_precision", .need = REQUIRED };
static const struct field loss_hours = { FIELD(loss, staff_hours), .max = 10000000 };
static const struct field loss_external = { FIELD(loss, external_cost), .max = EUROS_MAX };
static const struct field loss_equipment = { FIELD(loss, equipment_cost), .max = EUROS_MAX };
static const struct field loss_activity = { FIELD(loss, lost_activity), .max = EUROS_MAX };
static const struct field loss_asked_for = { FIELD(loss, ransom_asked),
	.vocabulary = "yes_no_nsp" };
static const struct field loss_paid = { FIELD(loss, ransom_paid), .vocabulary = "yes_no_nsp" };
static const struct field loss_days = { FIELD(loss, degraded_days), .max = 10000 };
static const struct field loss_acts = { FIELD(loss, acts_cancelled), .max = 10000000 };
static const struct field loss_patients = { FIELD(loss, patients_diverted), .max = 10000000 };

const struct field *const loss_asked[] = { &loss_precision, &loss_hours, &loss_external,
	&loss_equipment, &loss_activity, &loss_days, &loss_acts, &loss_patients, &loss_asked_for,
	&loss_paid, NULL };

static const struct part loss_part = {
	.action = "loss",
	.fields = (const struct field *const[]){ &loss_id, &loss_at, &loss_account, &loss_role,
	    &loss_precision, &loss_hours, &loss_external, &loss_equipment, &loss_activity,
	    &loss_asked_for, &loss_paid, &loss_days, &loss_acts, &loss_patients, NULL },
	.size = sizeof(struct loss),
	.max = LOSSES_MAX,
	.insert = &sql_loss_insert,
	.list = &sql_loss_list,
};

enum outcome
loss_list(struct act *act, const struct incident *in, struct loss **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &loss_part, &list, ret_n);

	*ret = list;
	return o;
}

int64_t
loss_euros(const struct loss *l)
{
	int64_t part[] = { l->external_cost, l->equipment_cost, l->lost_activity };
	int64_t sum = INT_NONE;

	for (size_t i = 0; i < 3; i++)
		if (part[i] != INT_NONE)
			sum = (sum == INT_NONE ? 0 : sum) + part[i];
	return sum;
}

enum outcome
loss_add(struct act *act, const struct incident *in, struct loss *l)
{
	struct loss *have;
	size_t n = 0, known = 0;
	enum outcome o = loss_list(act, in, &have, &n);

	if (o == OK && n >= LOSSES_MAX)
		return CONFLICT;
	for (field_list f = loss_asked; *f; f++)
		known += *f != &loss_precision && field_known(*f, l);
	if (known == 0)
		return INVALID;
	l->at = act->now;
	l->account = act_account(act);
	l->role = act->role;
	if (o == OK)
		o = part_add(act, in, &loss_part, l, &l->id);
	if (o != OK)
		return o;
	return log_add(act, in, "action", S("structure"),
	    t(LANG_FR, str_eq(l->loss_precision.s, S("definitive")) ? "log.loss_final"
								    : "log.loss_estimate"));
}
