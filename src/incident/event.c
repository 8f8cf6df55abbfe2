/* Events of the attack in the database, and their time in words. */
#include <ctype.h>

#include "incident/timeline.h"

#include "incident_sql.h"

static const struct field event_id = { FIELD(event, id) };
static const struct field event_created_at = { FIELD(event, created_at) };
static const struct field event_account = { FIELD(event, account) };
static const struct field event_role = { FIELD(event, role) };
static const struct field event_state = { FIELD(event, state), .vocabulary = "event_state" };
static const struct field event_at = { FIELD(event, at) };
static const struct field event_precision = { FIELD(event, precision),
	.vocabulary = "event_precision" };
static const struct field event_zone = { FIELD(event, zone), .vocabulary = "zone" };
static const struct field event_phase = { FIELD(event, phase), .vocabulary = "phase" };
static const struct field event_technique = { FIELD(event, technique) };
static const struct field event_visibility = { FIELD(event, visibility),
	.vocabulary = "visibility" };
static const struct field event_version = { FIELD(event, version) };
static const struct field event_text = { FIELD(event, text), .max = 4000, .input = INPUT_AREA,
	.sealed = true };
static const struct field event_source = { FIELD(event, source), .max = 200, .sealed = true };
static const struct field event_asset = { FIELD(event, asset), .max = 200, .sealed = true };

static const struct field *const event_fields[] = { &event_id, &event_created_at, &event_account,
	&event_role, &event_state, &event_at, &event_precision, &event_zone, &event_phase,
	&event_technique, &event_visibility, &event_version, &event_text, &event_source,
	&event_asset, NULL };

const struct part event_part = {
	.place = "work_event.body",
	.action = "event",
	.fields = event_fields,
	.size = sizeof(struct event),
	.max = EVENTS_MAX,
	.insert = &sql_event_insert,
	.save = &sql_event_save,
	.list = &sql_event_list,
};

static const struct part past_part = {
	.place = "work_event.body", /* kept as it was sealed */
	.action = "event",
	.fields = event_fields,
	.size = sizeof(struct event),
	.max = EVENTS_MAX,
	.list = &sql_event_past_list,
};

enum outcome
event_list(struct act *act, const struct incident *in, struct event **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &event_part, &list, ret_n);

	*ret = list;
	return o;
}

enum outcome
event_add(struct act *act, const struct incident *in, struct event *e)
{
	struct event *have;
	size_t n = 0;
	enum outcome o = event_list(act, in, &have, &n);

	if (o == OK && n >= EVENTS_MAX)
		return CONFLICT;
	e->created_at = act->now;
	e->account = act_account(act);
	e->role = act->role;
	return o == OK ? part_add(act, in, &event_part, e, &e->id) : o;
}

enum outcome
event_judge(struct act *act, const struct incident *in, int64_t id, struct str state)
{
	struct event *list, *e;
	size_t n = 0;
	enum outcome o = event_list(act, in, &list, &n);

	if (o != OK)
		return o;
	e = part_find(list, n, sizeof *e, id);
	if (e == NULL)
		return NOT_FOUND;
	if (!str_eq(state, S("kept")) && !str_eq(state, S("declined")))
		return INVALID;
	if (str_eq(e->state.s, S("declined")) || str_eq(e->state.s, state))
		return CONFLICT;
	e->state.s = state;
	return part_save(act, in, &event_part, e);
}

enum outcome
event_find(struct act *act, const struct incident *in, int64_t id, struct event *ret)
{
	struct event *list, *e;
	size_t n = 0;
	enum outcome o = event_list(act, in, &list, &n);

	if (o != OK)
		return o;
	e = part_find(list, n, sizeof *e, id);
	if (e == NULL)
		return NOT_FOUND;
	*ret = *e;
	return OK;
}

enum outcome
event_past(
    struct act *act, const struct incident *in, int64_t id, struct event **ret, size_t *ret_n)
{
	void *all = NULL;
	struct event *list;
	size_t n = 0, kept = 0;
	enum outcome o = part_list(act, in, &past_part, &all, &n);

	list = all;
	for (size_t i = 0; i < n; i++)
		if (list[i].id == id)
			list[kept++] = list[i];
	*ret = list;
	*ret_n = kept;
	return o;
}

enum outcome
event_correct(struct act *act, const struct incident *in, const struct event *e)
{
	struct query q = query_open(act->db, &sql_event_keep);
	enum outcome o;

	bind_int(&q, "id", e->id);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "version", e->version);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act_account(act));
	bind_text(&q, "role", act->role);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	if (o == OK)
		o = part_save(act, in, &event_part, e);
	if (o == NOT_FOUND)
		return CONFLICT;
	return o == OK ? log_add(act, in, "action", S("interne"), t(LANG_FR, "log.event_corrected"))
		       : o;
}

/* ==== Pure ==== */

bool
event_technique_valid(struct str s)
{
	if ((s.n != 5 && s.n != 9) || s.p[0] != 'T' || (s.n == 9 && s.p[5] != '.'))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (i != 5 && !isdigit((unsigned char)s.p[i]))
			return false;
	return true;
}

enum zone
zone_from_code(struct str code)
{
	const struct vocab *v = vocab_get("zone");

	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->item[i].code, code))
			return (enum zone)i;
	return ZONE_PARIS;
}

struct str
zone_code(enum zone zone)
{
	return vocab_get("zone")->item[zone].code;
}

/* Has another instant the same day and time of day by this clock? */
static bool
repeated(struct moment at, enum zone zone)
{
	struct moment before = { at.s - 3600 }, after = { at.s + 3600 };

	return zone_offset(before, zone) == zone_offset(at, zone) + 3600 ||
	       zone_offset(after, zone) == zone_offset(at, zone) - 3600;
}

struct str
event_shown(struct arena *a, struct moment at, struct str precision, enum zone zone, enum lang lang)
{
	struct civil c;
	struct str date, arg[2];

	if (!moment_known(at))
		return (struct str){ NULL, 0 };
	c = moment_civil(at, zone);
	date = shape_date(a, at, zone, lang);
	if (str_eq(precision, S("month")))
		return arena_printf(a, "%02d/%04d", c.month, c.year);
	if (str_eq(precision, S("day")))
		return date;
	if (str_eq(precision, S("hour"))) {
		arg[0] = date;
		arg[1] = arena_printf(a, "%d", c.hour);
		return t_fill(a, lang, "timeline.hour", arg, 2);
	}
	date = shape_moment(a, at, zone, lang);
	if (zone == ZONE_PARIS && repeated(at, zone))
		return arena_printf(a, "%.*s (UTC%+d)", PS(date), zone_offset(at, zone) / 3600);
	return date;
}
