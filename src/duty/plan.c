/*
 * What is wrong with a rota: hours without a first line while the desk is closed,
 * people planned while they are away or twice at once.
 *
 * Pure: a sorted list and the calendar.  A wrong row is shown as such and stays
 * (a person must decide which of the two is to go); an uncovered hour is an error
 * of the page, and of `vigie doctor`.
 */
#include "duty/private.h"

/* The end of the first line that covers this instant; unknown: nobody does. */
static struct moment
covered_until(const struct rota *r, struct moment at)
{
	struct moment end = MOMENT_NONE;

	for (size_t i = 0; i < r->n; i++) {
		const struct watch *w = &r->watch[i];

		if (str_eq(w->rank.s, S("first")) && w->from_at.s <= at.s && w->to_at.s > at.s &&
		    (!moment_known(end) || w->to_at.s > end.s))
			end = w->to_at;
	}
	return end;
}

static struct moment
next_start(const struct rota *r, struct moment at)
{
	struct moment next = MOMENT_NONE;

	for (size_t i = 0; i < r->n; i++) {
		const struct watch *w = &r->watch[i];

		if (str_eq(w->rank.s, S("first")) && w->from_at.s > at.s &&
		    (!moment_known(next) || w->from_at.s < next.s))
			next = w->from_at;
	}
	return next;
}

static struct moment
earlier(struct moment a, struct moment b)
{
	if (!moment_known(a) || !moment_known(b))
		return moment_known(a) ? a : b;
	return a.s < b.s ? a : b;
}

static void
find_gaps(struct rota *r, struct moment from, struct moment until)
{
	struct moment at = from;

	while (at.s < until.s && r->n_gaps < GAPS_MAX) {
		struct moment end = covered_until(r, at);

		if (!moment_known(end) && calendar_office(at))
			end = earlier(calendar_turn(at), until);
		else if (!moment_known(end)) {
			end = earlier(earlier(calendar_turn(at), next_start(r, at)), until);
			r->gap[r->n_gaps++] = (struct gap){ at, end };
		}
		at = end;
	}
}

static bool
overlap(struct moment a_from, struct moment a_to, struct moment b_from, struct moment b_to)
{
	return a_from.s < b_to.s && b_from.s < a_to.s;
}

static const char *
conflict(const struct rota *r, size_t i)
{
	const struct watch *w = &r->watch[i];

	for (size_t k = 0; k < r->n_absences; k++) {
		const struct absence *x = &r->absence[k];

		if (x->account == w->account && overlap(x->from_at, x->to_at, w->from_at, w->to_at))
			return "rota.wrong_absent";
	}
	for (size_t k = 0; k < r->n; k++) {
		const struct watch *x = &r->watch[k];

		if (k == i || !overlap(x->from_at, x->to_at, w->from_at, w->to_at))
			continue;
		if (x->account == w->account)
			return "rota.wrong_twice";
		if (str_eq(x->rank.s, w->rank.s))
			return "rota.wrong_two";
	}
	return NULL;
}

void
rota_judge(struct rota *r, struct moment from, struct moment until)
{
	for (size_t i = 0; i < r->n; i++)
		r->watch[i].wrong = conflict(r, i);
	find_gaps(r, from, until);
}
