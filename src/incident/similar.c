/* Scores that explain themselves, and waves around a provider (similar.h). */
#include "incident/similar.h"

#include "base/table.h"
#include "incident/need.h"

#include "incident_sql.h"

#define CANDIDATES_MAX 50
#define WAVE_MAX 500
#define HINTS_MAX 5

static int64_t
number(const char *table, size_t row, const char *column)
{
	const struct table *t = table_get(table);
	int64_t n = 0;

	if (row != NOT_FOUND_ROW && row < t->n_rows)
		str_int(table_cell(t, row, column), &n);
	return n;
}

static int64_t
of_signal(struct str signal, const char *column)
{
	return number("duplicate", table_find(table_get("duplicate"), "signal", signal), column);
}

/* ==== The score ==== */

static bool
within(const struct like_facts *f, const char *signal)
{
	return f->apart <= of_signal(str_of(signal), "minutes") * 60;
}

/* Does a row of the table count?  What is said more strongly elsewhere does not. */
static bool
counts(const struct like_facts *f, struct str signal)
{
	const struct {
		struct str signal;
		bool holds;
	} row[] = {
		{ STR_INIT("same_structure"), f->structure },
		{ STR_INIT("same_legal"), f->legal && !f->structure },
		{ STR_INIT("same_name"), f->name && !f->structure },
		{ STR_INIT("same_reporter"), f->reporter },
		{ STR_INIT("same_provider"), f->provider },
		{ STR_INIT("same_day"), within(f, "same_day") },
		{ STR_INIT("same_week"), within(f, "same_week") && !within(f, "same_day") },
		{ STR_INIT("same_category"), f->category },
		{ STR_INIT("same_vector"), f->vector },
		{ STR_INIT("other_structure"), f->elsewhere },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (str_eq(row[i].signal, signal))
			return row[i].holds;
	return false;
}

int64_t
like_score(const struct like_facts *f, struct like_reason ret[REASONS_MAX], size_t *ret_n)
{
	const struct table *t = table_get("duplicate");
	int64_t sum = 0;

	*ret_n = 0;
	for (size_t i = 0; i < t->n_rows && *ret_n < REASONS_MAX; i++) {
		struct str signal = table_cell(t, i, "signal");

		if (!counts(f, signal))
			continue;
		ret[*ret_n] = (struct like_reason){ signal, number("duplicate", i, "points") };
		sum += ret[(*ret_n)++].points;
	}
	return sum < 0 ? 0 : sum > 100 ? 100 : sum;
}

/* ==== Candidates ==== */

static bool
same(struct str mine, struct str theirs)
{
	return mine.n && str_eq(mine, theirs) && !str_eq(mine, S("nsp"));
}

static void
judge(struct act *act, const struct query *q, const struct incident *in,
    const struct stored_report *s, struct likeness *l)
{
	struct arena *a = act->arena;
	int64_t theirs = query_id(q, "their_structure");
	struct str category = in->category.s.n ? in->category.s : s->r.category.s;
	struct str vector = in->vector.s.n ? in->vector.s : s->r.vector.s;
	struct like_facts f = {
		.structure = query_bool(q, query_column(q, "structure")),
		.legal = query_bool(q, query_column(q, "legal")),
		.name = query_bool(q, query_column(q, "name")),
		.reporter = query_bool(q, query_column(q, "reporter")),
		.provider = query_bool(q, query_column(q, "provider")),
		.apart = query_int(q, query_column(q, "apart")),
		.category = same(category, query_text(q, query_column(q, "category"), a)),
		.vector = same(vector, query_text(q, query_column(q, "vector"), a)),
	};

	f.elsewhere = !f.structure && ((in->structure && theirs) || !f.name);
	*l = (struct likeness){ .incident = query_int(q, 0),
		.reference = query_text(q, 1, a),
		.org_name = query_text(q, 2, a),
		.workflow = { query_text(q, 3, a) },
		.received_at = query_moment(q, 4) };
	l->score = like_score(&f, l->why, &l->n);
}

/* The best stay in order; there are few. */
static void
keep(struct likeness *list, size_t *n, size_t max, const struct likeness *l)
{
	size_t at = *n;

	while (at > 0 && list[at - 1].score < l->score)
		at--;
	if (at >= max)
		return;
	if (*n < max)
		++*n;
	for (size_t i = *n - 1; i > at; i--)
		list[i] = list[i - 1];
	list[at] = *l;
}

static void
bind_reader(struct query *q, const struct member *m, struct moment now)
{
	static const struct member nobody;

	need_bind(q, m ? m : &nobody, now);
}

static enum outcome
candidates(struct act *act, const struct member *m, const struct incident *in,
    const struct stored_report *s, size_t max, struct likeness *list, size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_likeness_candidates);
	int64_t shown = of_signal(S("shown"), "points");

	bind_reader(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "window", of_signal(S("window"), "minutes") * 60);
	bind_int(&q, "max", CANDIDATES_MAX);
	while (query_next(&q)) {
		struct likeness l;

		judge(act, &q, in, s, &l);
		if (l.score >= shown && l.incident != in->parent)
			keep(list, ret_n, max, &l);
	}
	return query_close(&q);
}

enum outcome
likeness_list(struct act *act, const struct member *m, const struct incident *in,
    const struct stored_report *s, size_t max, struct likeness **ret, size_t *ret_n)
{
	*ret = arena_array(act->arena, struct likeness, max);
	*ret_n = 0;
	/* A failure is nobody's duplicate, and what is a duplicate has its answer. */
	if (in->provider || str_eq(in->parent_kind, S("duplicate")))
		return OK;
	return candidates(act, m, in, s, max, *ret, ret_n);
}

/* The one that came first is hinted at too. */
static enum outcome
raise_other(struct act *act, const struct likeness *other, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_likeness_raise);

	bind_int(&q, "id", other->incident);
	bind_int(&q, "score", other->score);
	bind_int(&q, "likely", in->id);
	return query_run(&q);
}

enum outcome
likeness_note(struct act *act, const struct incident *in, const struct stored_report *s)
{
	struct likeness *list;
	struct query q;
	size_t n = 0, hints = 0;
	enum outcome o = likeness_list(act, NULL, in, s, HINTS_MAX, &list, &n);

	while (hints < n && list[hints].score >= of_signal(S("hint"), "points"))
		hints++;
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_likeness_note);
	bind_int(&q, "id", in->id);
	bind_int(&q, "score", hints ? list[0].score : 0);
	bind_int(&q, "likely", hints ? list[0].incident : INT_NONE);
	o = query_run(&q);
	for (size_t i = 0; i < hints && o == OK && in->parent == 0; i++)
		o = raise_other(act, &list[i], in);
	return o;
}

enum outcome
likeness_dismiss(struct act *act, const struct incident *in, const struct incident *other)
{
	struct query q = query_open(act->db, &sql_distinct_insert);

	bind_int(&q, "first", in->id < other->id ? in->id : other->id);
	bind_int(&q, "second", in->id < other->id ? other->id : in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	trail_note(act->trail, "incident.distinct", "incident", in->reference, other->reference);
	return query_run(&q);
}

/* ==== Waves ==== */

static enum outcome
wave_numbers(struct act *act, const struct member *m, const struct incident *in, int64_t window,
    struct wave *w)
{
	struct query q = query_open(act->db, &sql_wave_count);
	enum outcome o;

	bind_reader(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "window", window);
	if (query_next(&q))
		w->structures = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_wave_failure);
	bind_reader(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	if (query_next(&q))
		w->failure = query_text(&q, 0, act->arena);
	return query_close(&q);
}

enum outcome
wave_of(struct act *act, const struct member *m, const struct incident *in, struct wave *w)
{
	int64_t window = number("provider_wave", 0, "minutes") * 60;
	struct query q;
	enum outcome o;

	*w = (struct wave){ .file = arena_array(act->arena, struct str, WAVE_MAX) };
	o = wave_numbers(act, m, in, window, w);
	w->reached = w->failure.n ||
		     (w->structures && w->structures >= number("provider_wave", 0, "structures"));
	if (o != OK || !w->reached || m == NULL)
		return o;
	q = query_open(act->db, &sql_wave_files);
	bind_reader(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "window", window);
	bind_int(&q, "max", WAVE_MAX);
	while (w->n < WAVE_MAX && query_next(&q))
		w->file[w->n++] = query_text(&q, 0, act->arena);
	return query_close(&q);
}
