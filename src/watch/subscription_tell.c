/*
 * Who is told of a publication.
 *
 * Going through the subscriptions is a job that hands itself on after PIECE of them, so
 * that no transaction is long, whatever their number.
 */
#include "base/shape.h"
#include "base/table.h"
#include "incident/incident.h"
#include "watch/subscription.h"
#include "watch/term.h"
#include "watch/watch.h"

#include "watch_sql.h"

#define PIECE 500

/* ==== When ==== */

struct moment
subscription_due_at(struct str rhythm, struct moment now)
{
	const struct table *t = table_get("subscription");
	size_t row = table_find(t, "rhythm", rhythm);
	struct civil c = moment_civil(now, ZONE_PARIS);
	struct moment at;
	int64_t hour, weekday;

	if (row == NOT_FOUND_ROW || !str_int(table_cell(t, row, "hour"), &hour))
		return now;
	if (!str_int(table_cell(t, row, "weekday"), &weekday))
		weekday = 0;
	c.hour = (int)hour;
	c.minute = c.second = 0;
	if (!moment_from_civil(c, ZONE_PARIS, &at))
		return now;
	for (int i = 0; i < 8; i++) {
		struct moment day = moment_add_days(at, i, ZONE_PARIS);

		if (day.s >= now.s &&
		    (weekday == 0 || moment_civil(day, ZONE_PARIS).weekday == weekday - 1))
			return day;
	}
	return now;
}

/* ==== Does it match? ==== */

struct str
subscription_text(const struct publication_words *w, struct arena *a)
{
	return shape_folded(
	    a, arena_printf(a, "%.*s %.*s %.*s %.*s %.*s", PS(w->pub_title), PS(w->pub_affected),
		   PS(w->pub_cves), PS(w->pub_tags), PS(w->pub_brief)));
}

/* The place of a code in its list; levels stand there from the lowest. */
static size_t
place(const char *vocabulary, struct str code)
{
	const struct vocab *v = vocab_get(vocabulary);
	size_t i = 0;

	while (i < v->n && !str_eq(v->item[i].code, code))
		i++;
	return i;
}

bool
subscription_fits(const struct subscription *s, const struct publication_words *w, struct str text,
    struct arena *a)
{
	struct term term;

	if (s->sub_type.s.n && !str_eq(s->sub_type.s, w->pub_type.s))
		return false;
	if (s->sub_level.s.n &&
	    place("publication_level", w->pub_level.s) < place("publication_level", s->sub_level.s))
		return false;
	return term_read(s->sub_term, a, &term) && term_matches(&term, text, a);
}

/* ==== The job ==== */

struct candidate {
	struct subscription s;
	int64_t account, vault;
	struct str sealed;
	struct member member;
};

static void
read_candidate(struct editor *e, const struct query *q, struct candidate *c)
{
	*c = (struct candidate){ .account = query_int(q, 1), .vault = query_int(q, 9) };
	c->s.id = query_int(q, 0);
	c->sealed = query_blob(q, 2, e->arena);
	c->s.sub_type.s = query_text(q, 3, e->arena);
	c->s.sub_level.s = query_text(q, 4, e->arena);
	c->s.sub_rhythm.s = query_text(q, 5, e->arena);
	role_from_code(query_text(q, 6, e->arena), &c->member.role);
	c->member.account = c->account;
	c->member.structure = query_id(q, "structure");
	c->member.region = query_text(q, 8, e->arena);
}

static enum outcome
open_term(struct editor *e, struct candidate *c)
{
	struct vault v;
	enum outcome o;

	if (c->sealed.n == 0)
		return OK;
	o = vault_open(e->db, e->keyring, c->vault, &v);
	if (o != OK)
		return o;
	if (!vault_unseal(&v, "subscription.term", c->sealed, e->arena, &c->s.sub_term))
		o = UNAVAILABLE;
	vault_wipe(&v);
	return o;
}

static enum outcome
note(struct editor *e, const struct candidate *c, const struct publication *p)
{
	struct query q = query_open(e->db, &sql_subscription_notice_put);

	bind_int(&q, "account", c->account);
	bind_int(&q, "publication", p->id);
	bind_int(&q, "n", p->shown);
	bind_moment(&q, "due", subscription_due_at(c->s.sub_rhythm.s, e->now));
	return query_run(&q);
}

static enum outcome
consider(struct editor *e, struct candidate *c, const struct publication *p,
    const struct publication_words *w, struct str text)
{
	enum outcome o;

	if (publication_rank(&c->member) < p->shown_rank)
		return OK;
	o = open_term(e, c);
	if (o == NOT_FOUND)
		return OK; /* its account was erased meanwhile */
	return o == OK && subscription_fits(&c->s, w, text, e->arena) ? note(e, c, p) : o;
}

static enum outcome
one_piece(struct editor *e, const struct publication *p, const struct publication_words *w,
    int64_t after, int64_t *ret_last)
{
	struct candidate *list = arena_array(e->arena, struct candidate, PIECE);
	struct query q = query_open(e->db, &sql_subscription_after);
	struct str text = subscription_text(w, e->arena);
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "after", after);
	bind_int(&q, "max", PIECE);
	while (n < PIECE && query_next(&q))
		read_candidate(e, &q, &list[n++]);
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < n; i++)
		o = consider(e, &list[i], p, w, text);
	*ret_last = n == PIECE ? list[n - 1].s.id : 0;
	return o;
}

/* argument: "publication version after". */
enum outcome
watch_tell_job(struct db *db, const struct keyring *k, struct trail *trail, struct str argument,
    struct moment now, struct arena *a)
{
	struct editor e = { db, k, a, trail, now, 0 };
	struct publication_version v;
	struct publication p;
	int64_t id, n, after, last = 0;
	struct str rest = argument;
	enum outcome o;

	if (!str_int(str_cut(&rest, ' '), &id) || !str_int(str_cut(&rest, ' '), &n) ||
	    !str_int(rest, &after))
		return INVALID;
	o = publication_of(&e, id, &p);
	if (o != OK || !p.online || p.shown != n)
		return o; /* a later version tells of itself */
	o = publication_version_get(&e, &p, n, p.shown_rank, &v);
	if (o == OK)
		o = one_piece(&e, &p, &v.words, after, &last);
	if (o != OK || last == 0)
		return o;
	return job_add(db, "publication",
	    arena_printf(a, "%lld %lld %lld", (long long)id, (long long)n, (long long)last), now);
}
