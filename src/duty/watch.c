/*
 * The rota as rows: who is on call when, who is away.
 *
 * A watch has a beginning and an end of its own rather than being a cell of a grid
 * of weeks: a week-end given to a colleague, or a night, is then one row more.
 */
#include "duty/private.h"

#include "duty_sql.h"

#define CELL_MAX 100

struct str
person_name(const struct duty_means *m, int64_t account)
{
	struct account acc;

	return account && account_by_id(m->db, m->keyring, account, m->arena, &acc) == OK
		   ? acc.name
		   : (struct str){ NULL, 0 };
}

bool
person_mute(const struct duty_means *m, int64_t account)
{
	struct account acc;

	return account_by_id(m->db, m->keyring, account, m->arena, &acc) == OK && acc.phone.n == 0;
}

static void
read_watch(const struct query *q, struct arena *a, struct watch *w)
{
	*w = (struct watch){
		.id = query_id(q, "id"),
		.account = query_id(q, "account"),
		.rank = { query_text(q, query_column(q, "rank"), a) },
		.from_at = query_moment(q, query_column(q, "from_at")),
		.to_at = query_moment(q, query_column(q, "to_at")),
	};
}

static enum outcome
one(const struct duty_means *m, struct query *q, struct watch *ret)
{
	bool found = query_next(q);
	enum outcome o;

	if (found)
		read_watch(q, m->arena, ret);
	o = query_close(q);
	if (o == OK && found)
		ret->name = person_name(m, ret->account);
	return o == OK && !found ? NOT_FOUND : o;
}

enum outcome
watch_at(const struct duty_means *m, const char *rank, struct moment at, struct watch *ret)
{
	struct query q = query_open(m->db, &sql_watch_at);

	bind_text(&q, "rank", str_of(rank));
	bind_moment(&q, "at", at);
	return one(m, &q, ret);
}

enum outcome
watch_next(const struct duty_means *m, struct moment after, struct watch *ret)
{
	struct query q = query_open(m->db, &sql_watch_next);

	bind_moment(&q, "after", after);
	return one(m, &q, ret);
}

enum outcome
watch_by_id(const struct duty_means *m, int64_t id, struct watch *ret)
{
	struct query q = query_open(m->db, &sql_watch_by_id);

	bind_int(&q, "id", id);
	return one(m, &q, ret);
}

enum outcome
watch_insert(const struct duty_means *m, struct watch *w)
{
	struct query q = query_open(m->db, &sql_watch_insert);

	bind_int(&q, "account", w->account);
	bind_text(&q, "rank", w->rank.s);
	bind_moment(&q, "from_at", w->from_at);
	bind_moment(&q, "to_at", w->to_at);
	bind_int(&q, "planned_by", m->account ? m->account : INT_NONE);
	bind_moment(&q, "now", m->now);
	if (query_next(&q))
		w->id = query_int(&q, 0);
	trail_note(m->trail, "rota.plan", "rota", arena_printf(m->arena, "%lld", (long long)w->id),
	    arena_printf(m->arena, "account=%lld;rank=%.*s", (long long)w->account, PS(w->rank.s)));
	return query_close(&q);
}

/* ==== The whole of it ==== */

static enum outcome
load_watches(const struct duty_means *m, struct moment until, struct rota *r)
{
	struct query q = query_open(m->db, &sql_watch_list);

	r->watch = arena_array(m->arena, struct watch, WATCHES_MAX);
	bind_moment(&q, "now", m->now);
	bind_moment(&q, "until", until);
	bind_int(&q, "max", WATCHES_MAX);
	while (r->n < WATCHES_MAX && query_next(&q))
		read_watch(&q, m->arena, &r->watch[r->n++]);
	return query_close(&q);
}

static enum outcome
load_absences(const struct duty_means *m, struct moment until, struct rota *r)
{
	struct query q = query_open(m->db, &sql_absence_list);

	r->absence = arena_array(m->arena, struct absence, WATCHES_MAX);
	bind_moment(&q, "now", m->now);
	bind_moment(&q, "until", until);
	bind_int(&q, "max", WATCHES_MAX);
	while (r->n_absences < WATCHES_MAX && query_next(&q))
		r->absence[r->n_absences++] = (struct absence){
			.id = query_id(&q, "id"),
			.account = query_id(&q, "account"),
			.kind = { query_text(&q, query_column(&q, "kind"), m->arena) },
			.from_at = query_moment(&q, query_column(&q, "from_at")),
			.to_at = query_moment(&q, query_column(&q, "to_at")),
		};
	return query_close(&q);
}

enum outcome
rota_load(const struct duty_means *m, struct moment until, struct rota *ret)
{
	enum outcome o;

	*ret = (struct rota){ .gap = arena_array(m->arena, struct gap, GAPS_MAX) };
	o = load_watches(m, until, ret);
	if (o == OK)
		o = load_absences(m, until, ret);
	if (o != OK)
		return o;
	for (size_t i = 0; i < ret->n; i++) {
		ret->watch[i].name = person_name(m, ret->watch[i].account);
		ret->watch[i].no_phone = person_mute(m, ret->watch[i].account);
	}
	for (size_t i = 0; i < ret->n_absences; i++)
		ret->absence[i].name = person_name(m, ret->absence[i].account);
	rota_judge(ret, m->now, until);
	return OK;
}

enum outcome
duty_first_gap(const struct duty_means *m, int days, struct moment *ret)
{
	struct rota r;
	enum outcome o = rota_load(m, moment_add_days(m->now, days, ZONE_PARIS), &r);

	if (o == OK)
		*ret = r.n_gaps ? r.gap[0].from_at : MOMENT_NONE;
	return o;
}

/* ==== People ==== */

enum outcome
cell_people(const struct duty_means *m, struct account **ret, size_t *ret_n)
{
	static const enum role cell[] = { ROLE_DUTY, ROLE_ANALYST, ROLE_LEAD };
	struct account *list = arena_array(m->arena, struct account, CELL_MAX);
	size_t n = 0;
	enum outcome o = OK;

	for (size_t k = 0; k < 3 && o == OK; k++) {
		struct account *found;
		size_t n_found = 0;

		o = account_desk(m->db, m->keyring, cell[k], (struct str){ NULL, 0 }, m->arena,
		    &found, &n_found);
		for (size_t i = 0; i < n_found && n < CELL_MAX && o == OK; i++)
			list[n++] = found[i];
	}
	*ret = list;
	*ret_n = n;
	return o;
}

bool
cell_member(const struct account *people, size_t n, int64_t account)
{
	for (size_t i = 0; i < n; i++)
		if (people[i].id == account)
			return true;
	return false;
}
