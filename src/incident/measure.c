/*
 * Measures in the database.
 *
 * A step is a row: four columns of instants and eight of who were rejected, since
 * a state added to the vocabulary would then need a migration.
 */
#include "incident/measure.h"

#include "base/table.h"

#include "incident_sql.h"

static const struct field measure_id = { FIELD(measure, id) };
static const struct field measure_created_at = { FIELD(measure, created_at) };
static const struct field measure_kind = { FIELD(measure, kind), .vocabulary = "conservation" };
static const struct field measure_state = { FIELD(measure, state), .vocabulary = "measure_state" };
static const struct field measure_text = { FIELD(measure, text), .max = 2000, .input = INPUT_AREA,
	.sealed = true };

const struct part measure_part = {
	.place = "measure.body",
	.action = "measure",
	.fields = (const struct field *const[]){ &measure_id, &measure_created_at, &measure_kind,
	    &measure_state, &measure_text, NULL },
	.size = sizeof(struct measure),
	.max = MEASURES_MAX,
	.insert = &sql_measure_insert,
	.save = &sql_measure_save,
	.list = &sql_measure_list,
};

/* ==== Reading ==== */

static void
read_step(struct act *act, struct query *q, struct measure *list, size_t n)
{
	struct measure *m = part_find(list, n, sizeof *m, query_int(q, 0));

	if (m == NULL || m->n == MEASURE_STEPS)
		return;
	m->step[m->n++] = (struct measure_step){ .state = query_text(q, 1, act->arena),
		.at = query_moment(q, 2),
		.account = query_null(q, 3) ? 0 : query_int(q, 3),
		.role = query_text(q, 4, act->arena) };
}

enum outcome
measure_list(struct act *act, const struct incident *in, struct measure **ret, size_t *ret_n)
{
	void *list = NULL;
	struct query q;
	enum outcome o = part_list(act, in, &measure_part, &list, ret_n);

	*ret = list;
	if (o != OK || *ret_n == 0)
		return o;
	q = query_open(act->db, &sql_measure_step_list);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", MEASURES_MAX * MEASURE_STEPS);
	while (query_next(&q))
		read_step(act, &q, *ret, *ret_n);
	return query_close(&q);
}

/* ==== Writing ==== */

static enum outcome
write_step(struct act *act, const struct incident *in, const struct measure *m, struct moment at)
{
	struct query q = query_open(act->db, &sql_measure_step_insert);
	struct str arg[] = { vocab_label("conservation", m->kind.s, LANG_FR),
		vocab_label("measure_state", m->state.s, LANG_FR) };
	struct str told = t_fill(act->arena, LANG_FR, "log.measure", arg, 2);
	enum outcome o;

	bind_int(&q, "measure", m->id);
	bind_text(&q, "state", m->state.s);
	bind_moment(&q, "at", at);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "role", act->role);
	o = query_run(&q);
	if (o == OK && m->text.n)
		told = arena_printf(act->arena, "%.*s\n\n%.*s", PS(told), PS(m->text));
	return o == OK ? log_add(act, in, "mesure_conservatoire", S("structure"), told) : o;
}

enum outcome
measure_add(struct act *act, const struct incident *in, struct measure *m, struct moment at)
{
	struct measure *have;
	size_t n = 0;
	enum outcome o = measure_list(act, in, &have, &n);

	if (o == OK && n >= MEASURES_MAX)
		return CONFLICT;
	m->created_at = act->now;
	if (o == OK)
		o = part_add(act, in, &measure_part, m, &m->id);
	return o == OK ? write_step(act, in, m, at) : o;
}

static int64_t
rank(struct str state)
{
	const struct vocab_item *item = vocab_find(vocab_get("measure_state"), state);
	int64_t n = 0;

	if (item)
		str_int(attribute(item->attributes, "rank"), &n);
	return n;
}

/* What is applied is no longer refused. */
bool
measure_may(struct str from, struct str to)
{
	if (str_eq(from, S("refusee")) || rank(to) == 0)
		return false;
	if (str_eq(to, S("refusee")))
		return rank(from) < rank(S("appliquee"));
	if (str_eq(to, S("levee")))
		return str_eq(from, S("appliquee"));
	return rank(to) > rank(from);
}

enum outcome
measure_move(
    struct act *act, const struct incident *in, int64_t id, struct str state, struct moment at)
{
	struct measure *list, *m;
	size_t n = 0;
	enum outcome o = measure_list(act, in, &list, &n);

	if (o != OK)
		return o;
	m = part_find(list, n, sizeof *m, id);
	if (m == NULL)
		return NOT_FOUND;
	if (!measure_may(m->state.s, state))
		return CONFLICT;
	m->state.s = state;
	o = part_save(act, in, &measure_part, m);
	m->text = (struct str){ NULL, 0 };
	return o == OK ? write_step(act, in, m, at) : o;
}
