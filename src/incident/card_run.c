/*
 * Runs of reflex cards in the database.
 *
 * A run is a recommendation, so that steps, copies and progress have one place;
 * table card_use remembers what was proposed, which is all that a card nobody
 * opened leaves behind.
 */
#include "incident/card_run.h"

#include "incident_sql.h"

static enum outcome
propose(struct act *act, const struct incident *in, const struct reflex_card *c)
{
	struct query q = query_open(act->db, &sql_card_use_propose);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "card", c->ref);
	bind_int(&q, "card_version", c->version);
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

enum outcome
card_run_propose(struct act *act, const struct incident *in, struct str category)
{
	const struct reflex_card *card[CARDS_PROPOSED];
	size_t n = reflex_cards_for(category, card, CARDS_PROPOSED);
	enum outcome o = OK;

	for (size_t i = 0; i < n && o == OK; i++)
		o = propose(act, in, card[i]);
	return o;
}

enum outcome
card_run_proposed(
    struct act *act, int64_t incident, struct proposed_card ret[CARDS_PROPOSED], size_t *ret_n)
{
	struct query q = query_open(act->db, &sql_card_use_waiting);

	*ret_n = 0;
	bind_int(&q, "incident", incident);
	bind_int(&q, "max", CARDS_PROPOSED);
	while (*ret_n < CARDS_PROPOSED && query_next(&q)) {
		/* The card of today: nobody holds the one of then. */
		const struct reflex_card *c = reflex_card_by_ref(query_text(&q, 0, act->arena));

		if (c)
			ret[(*ret_n)++] = (struct proposed_card){ c, query_moment(&q, 2) };
	}
	return query_close(&q);
}

static enum outcome
run_of(struct act *act, const struct incident *in, const struct reflex_card *c, int64_t *ret_id)
{
	struct query q = query_open(act->db, &sql_card_run_of);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "card", c->ref);
	bind_int(&q, "card_version", c->version);
	*ret_id = query_next(&q) ? query_int(&q, 0) : 0;
	return query_close(&q);
}

enum outcome
card_run_link(struct act *act, const struct incident *in, struct str card, int64_t run, bool opened)
{
	struct query q = query_open(act->db, &sql_card_use_begin);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "card", card);
	bind_int(&q, "recommendation", run);
	bind_moment(&q, "opened_at", opened ? act->now : MOMENT_NONE);
	return query_run(&q);
}

static bool
waits(const struct proposed_card *list, size_t n, const struct reflex_card *c)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].card == c)
			return true;
	return false;
}

enum outcome
card_run_begin(struct act *act, const struct incident *in, struct str ref, int64_t *ret_id)
{
	const struct reflex_card *c = reflex_card_by_ref(ref);
	struct proposed_card proposed[CARDS_PROPOSED];
	size_t n = 0;
	enum outcome o;

	if (c == NULL)
		return NOT_FOUND;
	o = run_of(act, in, c, ret_id);
	if (o != OK || *ret_id)
		return o;
	o = card_run_proposed(act, in->id, proposed, &n);
	if (o == OK && !waits(proposed, n, c))
		o = NOT_FOUND;
	return o == OK ? recommendation_begin(act, in, c, ret_id) : o;
}

static bool
has_file(const struct attachment *file, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (file[i].id == id)
			return true;
	return false;
}

enum outcome
card_run_mark(struct act *act, const struct incident *in, const struct stored_report *s,
    int64_t run, int64_t step, const struct tick *how)
{
	struct attachment *file;
	size_t n = 0;
	enum outcome o = attachment_list(act, s, &file, &n);

	if (o == OK && how->attachment && !has_file(file, n, how->attachment))
		return NOT_FOUND;
	return o == OK ? recommendation_mark(act, in, run, step, how) : o;
}
