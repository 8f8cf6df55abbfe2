/*
 * The life of a publication: each deed asks for the state that its page showed, and the
 * statement that writes for the version; of two who check at once one does.
 */
#include "base/shape.h"
#include "incident/incident.h"
#include "watch/publication.h"
#include "watch/watch.h"

#include "watch_sql.h"

#define WRITERS_MAX 40

static bool
is(const struct publication *p, const char *state)
{
	return str_eq(p->state.s, str_of(state));
}

/* ==== Writing ==== */

static struct str
number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

/* Those who wrote since the last check; a list that is full takes nobody else's pen:
 * whoever writes then is the author, and asked for as that. */
static void
add_writer(struct editor *e, struct publication *p)
{
	struct str me = number(e->arena, e->account);

	if (str_in_set(p->writers, me) || p->writers.n > 10 * WRITERS_MAX)
		return;
	p->writers =
	    p->writers.n ? arena_printf(e->arena, "%.*s|%.*s", PS(p->writers), PS(me)) : me;
}

enum outcome
publication_write(struct editor *e, struct publication *p)
{
	if (is(p, "checked") || is(p, "published") || is(p, "scheduled") || is(p, "archived"))
		p->writers = (struct str){ NULL, 0 };
	add_writer(e, p);
	p->author = e->account;
	p->checker = 0;
	p->state.s = S("draft");
	p->scheduled_at = MOMENT_NONE;
	return publication_save(e, p, "publication.write");
}

/* ==== Checking ==== */

static enum outcome
whole(const struct publication *p, const char **ret_why)
{
	struct publication_fault f[8];

	if (publication_lacks(p, f) + publication_faults(&p->words, f) == 0)
		return OK;
	*ret_why = "lacks";
	return INVALID;
}

enum outcome
publication_submit(struct editor *e, struct publication *p, const char **ret_why)
{
	enum outcome o;

	if (!is(p, "draft") && !is(p, "returned"))
		return CONFLICT;
	o = whole(p, ret_why);
	if (o != OK)
		return o;
	p->state.s = S("check");
	return publication_save(e, p, "publication.submit");
}

enum outcome
publication_own(struct editor *e, const struct publication *p, bool *ret)
{
	struct str rest = p->writers;
	enum outcome o = OK;

	*ret = p->author == e->account;
	while (o == OK && !*ret && rest.n) {
		int64_t account;

		if (str_int(str_cut(&rest, '|'), &account))
			o = account_same(e->db, e->keyring, account, e->account, e->arena, ret);
	}
	return o;
}

static enum outcome
other(struct editor *e, const struct publication *p, const char **ret_why)
{
	bool mine = true;
	enum outcome o;

	if (!is(p, "check"))
		return CONFLICT;
	o = publication_own(e, p, &mine);
	if (o != OK || !mine)
		return o;
	*ret_why = "own";
	return INVALID;
}

enum outcome
publication_check(struct editor *e, struct publication *p, const char **ret_why)
{
	enum outcome o = other(e, p, ret_why);

	if (o == OK)
		o = whole(p, ret_why);
	if (o != OK)
		return o;
	p->state.s = S("checked");
	p->checker = e->account;
	p->remark = (struct str){ NULL, 0 };
	return publication_save(e, p, "publication.check");
}

enum outcome
publication_return(struct editor *e, struct publication *p, struct str remark, const char **ret_why)
{
	enum outcome o = other(e, p, ret_why);

	if (o != OK)
		return o;
	p->state.s = S("returned");
	p->remark = remark;
	return publication_save(e, p, "publication.return");
}

/* ==== Publishing ==== */

static enum outcome
give_reference(struct editor *e, struct publication *p)
{
	struct query q;
	int year = moment_civil(e->now, ZONE_PARIS).year;

	if (p->reference.n)
		return OK;
	q = query_open(e->db, &sql_publication_number);
	bind_int(&q, "year", year);
	if (query_next(&q))
		p->reference =
		    arena_printf(e->arena, "CS-%d-%03lld", year, (long long)query_int(&q, 0));
	return query_close(&q);
}

/* What it is found by, in clear: up to GREEN only. */
static void
show(struct editor *e, struct publication *p)
{
	const struct publication_words *w = &p->words;
	struct str words;

	p->shown++;
	p->shown_rank = tlp_rank(w->pub_tlp.s);
	p->shown_tlp = w->pub_tlp;
	p->shown_type = w->pub_type;
	p->shown_level = w->pub_level;
	p->shown_exploitation = w->pub_exploitation;
	p->shown_cvss = publication_score(w);
	p->shown_title = p->shown_words = (struct str){ NULL, 0 };
	if (p->shown_rank > tlp_rank(S("TLP:GREEN")))
		return;
	words = arena_printf(
	    e->arena, "%.*s %.*s %.*s", PS(w->pub_title), PS(w->pub_affected), PS(w->pub_tags));
	p->shown_title = w->pub_title;
	p->shown_words = str_utf8_head(shape_folded(e->arena, words), 1000);
}

enum outcome
publication_publish(struct editor *e, struct publication *p, const char **ret_why)
{
	enum outcome o = whole(p, ret_why);

	if (!is(p, "checked") && !is(p, "scheduled"))
		return CONFLICT;
	if (o == OK && !exit_bears(p->words.pub_tlp.s, "bulletin_page")) {
		*ret_why = "tlp";
		return INVALID;
	}
	if (o == OK)
		o = give_reference(e, p);
	if (o != OK)
		return o;
	show(e, p);
	if (!moment_known(p->published_at))
		p->published_at = e->now;
	p->updated_at = e->now;
	p->withdrawn_at = p->scheduled_at = MOMENT_NONE;
	p->online = true;
	p->state.s = S("published");
	o = publication_save(e, p, "publication.publish");
	if (o == OK)
		o = publication_version_put(e, p);
	return o == OK ? job_add(e->db, "publication",
			     arena_printf(
				 e->arena, "%lld %lld 0", (long long)p->id, (long long)p->shown),
			     e->now)
		       : o;
}

enum outcome
publication_schedule(
    struct editor *e, struct publication *p, struct moment at, const char **ret_why)
{
	if (!is(p, "checked") && !is(p, "scheduled"))
		return CONFLICT;
	if (!moment_known(at) || at.s <= e->now.s) {
		*ret_why = "past";
		return INVALID;
	}
	p->state.s = S("scheduled");
	p->scheduled_at = at;
	return publication_save(e, p, "publication.schedule");
}

/* ==== Taking back ==== */

enum outcome
publication_withdraw(struct editor *e, struct publication *p, struct str reason)
{
	if (!p->online)
		return CONFLICT;
	p->online = false;
	p->state.s = S("withdrawn");
	p->withdrawn_at = e->now;
	p->remark = reason;
	p->shown_title = p->shown_words = (struct str){ NULL, 0 };
	return publication_save(e, p, "publication.withdraw");
}

enum outcome
publication_archive(struct editor *e, struct publication *p)
{
	if (!is(p, "published"))
		return CONFLICT;
	p->state.s = S("archived");
	return publication_save(e, p, "publication.archive");
}

/* ==== At its hour: a sweep of work ==== */

#define AT_ONCE 20

static enum outcome
due(struct editor *e, int64_t *ret_n)
{
	int64_t id[AT_ONCE];
	struct query q = query_open(e->db, &sql_publication_due);
	size_t n = 0;
	enum outcome o;

	bind_moment(&q, "now", e->now);
	bind_int(&q, "max", AT_ONCE);
	while (n < AT_ONCE && query_next(&q))
		id[n++] = query_int(&q, 0);
	o = query_close(&q);
	*ret_n = 0;
	for (size_t i = 0; o == OK && i < n; i++) {
		struct publication p;
		const char *why = NULL;

		o = publication_of(e, id[i], &p);
		if (o == OK)
			o = publication_publish(e, &p, &why);
		*ret_n += o == OK;
	}
	return o;
}

enum outcome
watch_publish_due(struct db *db, const struct keyring *k, struct trail *trail, struct moment now,
    struct arena *a, int64_t *ret_n)
{
	struct editor e = { db, k, a, trail, now, 0 };

	return due(&e, ret_n);
}
