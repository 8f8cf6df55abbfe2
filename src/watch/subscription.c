/*
 * The page of one's subscriptions, and the secret of one's feed.
 *
 * What a structure follows tells what it runs: the term is sealed by the account's
 * vault, and goes with the account.
 */
#include "watch/subscription.h"

#include "watch/term.h"
#include "watch/watch.h"

#include "watch_sql.h"

/* clang-format off */
static const struct field term_field = { FIELD(subscription, sub_term), .max = 200, .sealed = true };
static const struct field type_field = { FIELD(subscription, sub_type), .vocabulary = "publication_type", .input = INPUT_SELECT };
static const struct field level_field = { FIELD(subscription, sub_level), .vocabulary = "publication_level", .input = INPUT_SELECT };
static const struct field rhythm_field = { FIELD(subscription, sub_rhythm), .vocabulary = "sub_rhythm", .need = REQUIRED };
/* clang-format on */
static const struct field *const asked[] = { &term_field, &type_field, &level_field, &rhythm_field,
	NULL };
static const struct field *const nothing_asked[] = { NULL };

static enum outcome
own_vault(struct request *rq, struct vault *ret)
{
	const struct keyring *k = web_config(rq->web)->keyring;
	struct account acc;
	enum outcome o = account_by_id(rq->db, k, rq->visitor.account, rq->arena, &acc);

	return o == OK ? vault_open(rq->db, k, acc.vault, ret) : o;
}

/* ==== The page ==== */

static enum outcome
load(struct request *rq, struct subscription_view *v)
{
	struct subscription *list = arena_array(rq->arena, struct subscription, SUBSCRIPTIONS_MAX);
	struct str sealed[SUBSCRIPTIONS_MAX];
	struct query q = query_open(rq->db, &sql_subscription_of);
	struct vault vault;
	enum outcome o;

	bind_int(&q, "account", rq->visitor.account);
	bind_int(&q, "max", SUBSCRIPTIONS_MAX);
	for (; v->n < SUBSCRIPTIONS_MAX && query_next(&q); v->n++) {
		list[v->n] = (struct subscription){ .id = query_int(&q, 0) };
		sealed[v->n] = query_blob(&q, 1, rq->arena);
		list[v->n].sub_type.s = query_text(&q, 2, rq->arena);
		list[v->n].sub_level.s = query_text(&q, 3, rq->arena);
		list[v->n].sub_rhythm.s = query_text(&q, 4, rq->arena);
		list[v->n].created_at = query_moment(&q, 5);
	}
	o = query_close(&q);
	v->s = list;
	if (o == OK && v->n)
		o = own_vault(rq, &vault);
	if (o != OK || v->n == 0)
		return o;
	for (size_t i = 0; o == OK && i < v->n; i++)
		if (!vault_unseal(
			&vault, "subscription.term", sealed[i], rq->arena, &list[i].sub_term))
			o = UNAVAILABLE;
	vault_wipe(&vault);
	return o;
}

static enum outcome
show(struct request *rq, struct str feed, int status)
{
	struct subscription blank = { .sub_rhythm = { S("daily") } };
	struct subscription_view v = { .feed = feed, .filled = &rq->filled };
	enum outcome o = load(rq, &v);

	if (o != OK)
		return o;
	if (status == 200)
		form_show(asked, &blank, &rq->filled, rq->zone, rq->arena);
	rq->active = "/publications";
	page_subscriptions(page_begin(rq, t(rq->lang, "subscription.title")), &v);
	return page_end(rq, status);
}

enum outcome
subscriptions_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, (struct str){ NULL, 0 }, 200);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, (struct str){ NULL, 0 }, 422);
}

const struct form subscription_form = {
	.asked = asked, .size = sizeof(struct subscription), .invalid = again
};
const struct form subscription_deed_form = {
	.asked = nothing_asked, .size = sizeof(struct subscription), .invalid = again
};

/* ==== Deeds ==== */

static enum outcome
insert(struct request *rq, const struct subscription *s)
{
	struct str sealed = { NULL, 0 };
	struct vault vault;
	struct query q;
	enum outcome o = own_vault(rq, &vault);

	if (o != OK)
		return o;
	if (s->sub_term.n)
		sealed = vault_seal(&vault, "subscription.term", s->sub_term, rq->arena);
	vault_wipe(&vault);
	q = query_open(rq->db, &sql_subscription_add);
	bind_int(&q, "account", rq->visitor.account);
	bind_blob(&q, "term", sealed);
	bind_fields(&q, asked, s);
	bind_moment(&q, "now", rq->now);
	query_next(&q);
	return query_close(&q);
}

enum outcome
subscription_add_post(struct request *rq, void *record)
{
	const struct subscription *s = record;
	struct subscription_view have = { 0 };
	struct term term;
	enum outcome o = load(rq, &have);

	if (o != OK)
		return o;
	if (!term_read(s->sub_term, rq->arena, &term))
		form_error(&rq->filled, &term_field, "error.sub_term");
	else if (have.n >= SUBSCRIPTIONS_MAX)
		form_error(&rq->filled, &term_field, "error.sub_many");
	if (rq->filled.errors)
		return INVALID;
	o = insert(rq, s);
	if (o != OK)
		return o;
	trail_note(&rq->trail, "subscription.add", "account",
	    arena_printf(rq->arena, "%lld", (long long)rq->visitor.account), s->sub_rhythm.s);
	reply_notice(rq, "notice.subscription_added");
	return reply_see_other(rq, "/subscriptions");
}

enum outcome
subscription_remove_post(struct request *rq, void *record)
{
	struct query q;
	int64_t id = 0;
	bool gone;
	enum outcome o;

	(void)record;
	str_int(rq->segment[0], &id);
	q = query_open(rq->db, &sql_subscription_remove);
	bind_int(&q, "id", id);
	bind_int(&q, "account", rq->visitor.account);
	gone = query_next(&q);
	o = query_close(&q);
	if (o != OK || !gone)
		return o == OK ? NOT_FOUND : o;
	reply_notice(rq, "notice.subscription_removed");
	return reply_see_other(rq, "/subscriptions");
}

/* Shown once, like any secret: the one before ends. */
enum outcome
subscription_feed_post(struct request *rq, void *record)
{
	const struct web_config *c = web_config(rq->web);
	struct str secret = token_for_links(rq->arena);
	struct query q = query_open(rq->db, &sql_feed_secret_put);
	enum outcome o;

	(void)record;
	bind_int(&q, "account", rq->visitor.account);
	bind_text(&q, "hash", keyring_token_hash(c->keyring, secret, rq->arena));
	bind_moment(&q, "now", rq->now);
	o = query_run(&q);
	if (o != OK)
		return o;
	trail_note(&rq->trail, "feed.secret", "account",
	    arena_printf(rq->arena, "%lld", (long long)rq->visitor.account),
	    (struct str){ NULL, 0 });
	return show(rq,
	    arena_printf(rq->arena, "%.*s/feeds/private/%.*s", PS(c->public_url), PS(secret)), 200);
}
