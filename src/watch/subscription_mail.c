/*
 * One mail of all that a person is due, in their language's frame.  It holds words up
 * to the ceiling of its channel; above it a reference, a marking and a link.
 *
 * What was withdrawn meanwhile, or may no longer be read by them, is let go.  A mail
 * bears the highest marking of what it holds, in its subject and before each item.
 */
#include "base/shape.h"
#include "doc/markdown.h"
#include "incident/incident.h"
#include "watch/subscription.h"
#include "watch/watch.h"

#include "watch_sql.h"

#define LETTER 30 /* publications in one mail */
#define PEOPLE 50 /* mails a sweep */
#define BODY_MAX (64u << 10)

struct letter {
	struct editor e;
	struct account to;
	struct str public_url;
	int64_t rank; /* of the reader */
	size_t n;     /* told */
	struct str tlp, first;
	struct buf body;
};

/* ==== Words ==== */

static void
item(struct letter *l, const struct publication *p, const struct publication_words *w)
{
	bool whole = exit_bears(p->shown_tlp.s, "bulletin_mail");
	struct str title = whole ? w->pub_title : t(l->to.lang, "subscription.reserved");

	if (l->n++ == 0)
		l->first = whole ? w->pub_title : p->reference;
	if (l->tlp.n == 0 || tlp_rank(p->shown_tlp.s) > tlp_rank(l->tlp))
		l->tlp = p->shown_tlp.s;
	buf_printf(&l->body, "%.*s  %.*s  %.*s\n%.*s\n", PS(p->shown_tlp.s), PS(p->reference),
	    PS(vocab_label("publication_level", p->shown_level.s, l->to.lang)), PS(title));
	if (p->shown > 1 && whole)
		buf_printf(&l->body, "%.*s %.*s\n", PS(t(l->to.lang, "subscription.changed")),
		    PS(w->pub_note));
	if (whole)
		buf_printf(&l->body, "\n%.*s\n", PS(markdown_words(w->pub_brief, l->e.arena)));
	buf_printf(&l->body, "%.*s/publications/%.*s\n\n", PS(l->public_url), PS(p->reference));
}

static struct str
subject(struct letter *l)
{
	struct str arg[] = { l->tlp, l->first, arena_printf(l->e.arena, "%zu", l->n) };

	return str_utf8_head(
	    t_fill(l->e.arena, l->to.lang,
		l->n == 1 ? "mail.subscription.one" : "mail.subscription.many", arg, 3),
	    200);
}

static enum outcome
post(struct letter *l)
{
	struct str host = shape_host(l->public_url), body;
	struct str arg[] = { l->tlp, buf_str(&l->body),
		arena_printf(l->e.arena, "%.*s/subscriptions", PS(l->public_url)) };

	if (l->n == 0)
		return OK;
	body = t_fill(l->e.arena, l->to.lang, "mail.subscription.body", arg, 3);
	struct mail m = { .to = l->to.email, .subject = subject(l), .body = body };

	return outbox_add(l->e.db, l->e.keyring, &m, host, l->e.now, l->e.arena);
}

/* ==== One person ==== */

static enum outcome
tell_one(struct letter *l, int64_t notice, int64_t publication)
{
	struct publication_version v;
	struct publication p;
	struct query q;
	enum outcome o = publication_of(&l->e, publication, &p);

	if (o == OK && p.online && p.shown_rank <= l->rank) {
		o = publication_version_get(&l->e, &p, p.shown, l->rank, &v);
		if (o == OK)
			item(l, &p, &v.words);
	}
	if (o != OK)
		return o;
	q = query_open(l->e.db, &sql_subscription_told);
	bind_int(&q, "id", notice);
	bind_moment(&q, "now", l->e.now);
	return query_run(&q);
}

static enum outcome
due_to(struct letter *l, int64_t notice[LETTER], int64_t publication[LETTER], size_t *ret_n)
{
	struct query q = query_open(l->e.db, &sql_subscription_notices);
	size_t n = 0;

	bind_int(&q, "account", l->to.id);
	bind_moment(&q, "now", l->e.now);
	bind_int(&q, "max", LETTER);
	for (; n < LETTER && query_next(&q); n++) {
		notice[n] = query_int(&q, 0);
		publication[n] = query_int(&q, 1);
	}
	*ret_n = n;
	return query_close(&q);
}

static bool
reads(const struct account *acc, int64_t *ret_rank)
{
	struct member m = {
		.account = acc->id, .structure = acc->structure, .region = acc->region.s
	};

	*ret_rank = role_from_code(acc->role.s, &m.role) && str_eq(acc->state, S("active"))
			? publication_rank(&m)
			: -1;
	return *ret_rank >= 0;
}

/* One version of a thing in one mail: of two lines about it, the second says nothing. */
static enum outcome
write_letter(struct letter *l)
{
	int64_t notice[LETTER], publication[LETTER];
	size_t n = 0;
	enum outcome o = due_to(l, notice, publication, &n);

	reads(&l->to, &l->rank);
	for (size_t i = 0; o == OK && i < n; i++) {
		int64_t rank = l->rank;

		if (i && publication[i] == publication[i - 1])
			l->rank = -1;
		o = tell_one(l, notice[i], publication[i]);
		l->rank = rank;
	}
	return o == OK ? post(l) : o;
}

static enum outcome
one_person(struct editor *e, int64_t account, struct str public_url)
{
	struct letter l = { .e = *e, .public_url = public_url, .body = BUF_INIT(BODY_MAX) };
	enum outcome o = db_begin(e->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = account_by_id(e->db, e->keyring, account, e->arena, &l.to);
	if (o == OK)
		o = write_letter(&l);
	buf_release(&l.body);
	return db_end(e->db, o);
}

enum outcome
watch_tell_due(struct db *db, const struct keyring *k, struct str public_url, struct moment now,
    struct arena *a, int64_t *ret_n)
{
	struct editor e = { db, k, a, NULL, now, 0 };
	struct query q = query_open(db, &sql_subscription_due);
	int64_t account[PEOPLE];
	size_t n = 0;
	enum outcome o;

	bind_moment(&q, "now", now);
	bind_int(&q, "max", PEOPLE);
	while (n < PEOPLE && query_next(&q))
		account[n++] = query_int(&q, 0);
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < n; i++)
		o = one_person(&e, account[i], public_url);
	*ret_n = (int64_t)n;
	return o;
}
