/* Orientation in the database, and the table of responders. */
#include "incident/orientation.h"

#include "base/table.h"
#include "incident/notice.h"

#include "incident_sql.h"

static const struct field o_id = { FIELD(orientation, id) };
static const struct field o_responder = { FIELD(orientation, responder) };
static const struct field o_proposed_at = { FIELD(orientation, proposed_at) };
static const struct field o_account = { FIELD(orientation, account) };
static const struct field o_choice = { FIELD(orientation, choice),
	.vocabulary = "orientation_choice" };
static const struct field o_consent = { FIELD(orientation, consent) };
static const struct field o_chosen_at = { FIELD(orientation, chosen_at) };
static const struct field o_result = { FIELD(orientation, result),
	.vocabulary = "orientation_result" };
static const struct field o_result_at = { FIELD(orientation, result_at) };
static const struct field o_note = { FIELD(orientation, note), .max = 2000, .input = INPUT_AREA,
	.sealed = true };

static const struct part orientation_part = {
	.place = "orientation.body",
	.action = "orientation",
	.fields = (const struct field *const[]){ &o_id, &o_responder, &o_proposed_at, &o_account,
	    &o_choice, &o_consent, &o_chosen_at, &o_result, &o_result_at, &o_note, NULL },
	.size = sizeof(struct orientation),
	.max = RESPONDERS_MAX,
	.insert = &sql_orientation_insert,
	.save = &sql_orientation_save,
	.list = &sql_orientation_list,
};

/* ==== The table ==== */

static struct responder
row_of(const struct table *t, size_t i)
{
	return (struct responder){ .code = table_cell(t, i, "code"),
		.name = table_cell(t, i, "name"),
		.kind = { table_cell(t, i, "kind") },
		.region = table_cell(t, i, "region"),
		.url = table_cell(t, i, "url"),
		.text = table_cell(t, i, "text") };
}

size_t
responders_for(struct str region, struct str category, struct responder ret[RESPONDERS_MAX])
{
	const struct table *t = table_get("responder");
	size_t n = 0;

	for (size_t i = 0; i < t->n_rows && n < RESPONDERS_MAX; i++) {
		struct str of = table_cell(t, i, "region"), when = table_cell(t, i, "category");

		if ((of.n == 0 || (region.n && str_in_set(of, region))) &&
		    (str_eq(when, S("*")) || str_in_set(when, category)))
			ret[n++] = row_of(t, i);
	}
	return n;
}

bool
responder_by_code(struct str code, struct responder *ret)
{
	const struct table *t = table_get("responder");
	size_t row = code.n ? table_find(t, "code", code) : NOT_FOUND_ROW;

	if (row != NOT_FOUND_ROW)
		*ret = row_of(t, row);
	return row != NOT_FOUND_ROW;
}

/* ==== Rows ==== */

enum outcome
orientation_list(
    struct act *act, const struct incident *in, struct orientation **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &orientation_part, &list, ret_n);

	*ret = list;
	return o;
}

static enum outcome
tell_log(struct act *act, const struct incident *in, struct str responder, const char *key)
{
	struct responder r = { .name = responder };

	responder_by_code(responder, &r);
	return log_add(
	    act, in, "action", S("structure"), t_fill(act->arena, LANG_FR, key, &r.name, 1));
}

enum outcome
orientation_add(
    struct act *act, const struct incident *in, const struct stored_report *s, struct str code)
{
	struct orientation new = { .responder = code,
		.proposed_at = act->now,
		.account = act_account(act),
		.chosen_at = MOMENT_NONE,
		.result_at = MOMENT_NONE };
	struct responder r;
	enum outcome o;

	if (!responder_by_code(code, &r))
		return INVALID;
	o = part_add(act, in, &orientation_part, &new, &new.id);
	if (o == OK && new.id == 0)
		return CONFLICT;
	if (o == OK)
		o = tell_log(act, in, code, "log.orientation");
	return o == OK ? notice_declarant(act, in, s, "mail.orientation") : o;
}

static enum outcome
find(struct act *act, const struct incident *in, int64_t id, struct orientation **ret)
{
	struct orientation *list;
	size_t n = 0;
	enum outcome o = orientation_list(act, in, &list, &n);

	if (o == OK)
		*ret = part_find(list, n, sizeof *list, id);
	return o == OK && *ret == NULL ? NOT_FOUND : o;
}

enum outcome
orientation_choose(
    struct act *act, const struct incident *in, int64_t id, bool accepted, bool consent)
{
	struct orientation *k = NULL;
	enum outcome o = find(act, in, id, &k);

	if (o != OK)
		return o;
	if (moment_known(k->result_at))
		return CONFLICT;
	k->choice.s = accepted ? S("accepted") : S("declined");
	k->consent = accepted && consent;
	k->chosen_at = act->now;
	o = part_save(act, in, &orientation_part, k);
	return o == OK ? tell_log(act, in, k->responder,
			     !accepted	  ? "log.orientation_declined"
			     : k->consent ? "log.orientation_consent"
					  : "log.orientation_accepted")
		       : o;
}

enum outcome
orientation_end(
    struct act *act, const struct incident *in, int64_t id, struct str result, struct str note)
{
	struct orientation *k = NULL;
	enum outcome o = find(act, in, id, &k);

	if (o != OK)
		return o;
	if (!str_eq(k->choice.s, S("accepted")))
		return CONFLICT;
	k->result.s = result;
	k->result_at = act->now;
	k->note = note;
	o = part_save(act, in, &orientation_part, k);
	return o == OK ? tell_log(act, in, k->responder, "log.orientation_result") : o;
}
