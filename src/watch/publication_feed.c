/*
 * Publications as an Atom feed, of any facet that the list has.
 *
 * The ceiling of its channel stands in the question to the database, so a feed holds no
 * more than a visitor may read, whoever asks for it.
 */
#include "doc/atom.h"
#include "doc/markdown.h"
#include "incident/incident.h"
#include "watch/publication.h"
#include "watch/watch.h"

#include "watch_sql.h"

#define FEED_ENTRIES 50
#define FEED_MAX (2u << 20)

static struct str
facet(struct request *rq, const char *name, const char *vocabulary)
{
	struct str s = param_get(&rq->query, name);

	return vocab_find(vocab_get(vocabulary), s) ? s : (struct str){ NULL, 0 };
}

static enum outcome
entry(
    struct request *rq, struct editor *e, const struct publication *p, int64_t rank, struct buf *b)
{
	struct str site = web_config(rq->web)->public_url, category[2];
	struct publication_version v;
	struct atom_entry x = { .category = category, .n_categories = 2 };
	enum outcome o = publication_version_get(e, p, p->shown, rank, &v);

	if (o != OK)
		return o;
	category[0] = p->shown_type.s;
	category[1] = p->shown_level.s;
	x.link = x.id =
	    arena_printf(rq->arena, "%.*s/publications/%.*s", PS(site), PS(p->reference));
	x.title = p->shown_title;
	x.summary = markdown_words(v.words.pub_brief, rq->arena);
	x.published = p->published_at;
	x.updated = p->updated_at;
	atom_entry(b, rq->arena, &x);
	return OK;
}

static enum outcome
feed(struct request *rq, int64_t rank, struct str self)
{
	struct publication_filter f = { .page = 1,
		.max = FEED_ENTRIES,
		.type = facet(rq, "type", "publication_type"),
		.level = facet(rq, "level", "publication_level"),
		.exploitation = facet(rq, "exploitation", "publication_exploitation"),
		.q = str_utf8_head(param_get(&rq->query, "q"), 100),
		.rank = rank };
	struct str site = web_config(rq->web)->public_url;
	struct buf b = BUF_INIT(FEED_MAX);
	struct editor e = editor_of(rq);
	struct publication *list;
	int64_t total;
	size_t n = 0;
	enum outcome o = publication_list(&e, &f, &list, &n, &total);

	atom_begin(&b, rq->arena, t(rq->lang, "publications.title"),
	    arena_printf(rq->arena, "%.*s%.*s", PS(site), PS(self)),
	    arena_printf(rq->arena, "%.*s/publications", PS(site)), web_config(rq->web)->brand,
	    n ? list[0].updated_at : (struct moment){ 0 });
	for (size_t i = 0; o == OK && i < n; i++)
		o = entry(rq, &e, &list[i], f.rank, &b);
	atom_end(&b);
	if (o == OK)
		o = reply_bytes(rq, 200, "application/atom+xml; charset=utf-8",
		    arena_dup(rq->arena, buf_str(&b)));
	buf_release(&b);
	return o;
}

enum outcome
publication_feed(struct request *rq, void *record)
{
	(void)record;
	return feed(rq, tlp_rank(exit_ceiling("bulletin_feed")), rq->target);
}

/* Behind a secret of one's own: what its owner may read, up to the channel's ceiling.  The
 * feed does not name its address, so that it can be passed on without the key to it. */
enum outcome
publication_private_feed(struct request *rq, void *record)
{
	const struct keyring *k = web_config(rq->web)->keyring;
	struct query q = query_open(rq->db, &sql_feed_secret_find);
	int64_t ceiling = tlp_rank(exit_ceiling("bulletin_private_feed")), rank;
	struct member m = { 0 };
	enum outcome o;

	(void)record;
	bind_text(&q, "hash", keyring_token_hash(k, rq->segment[0], rq->arena));
	if (query_next(&q)) {
		m.account = query_int(&q, 0);
		role_from_code(query_text(&q, 1, rq->arena), &m.role);
		m.structure = query_id(&q, "structure");
		m.region = query_text(&q, 3, rq->arena);
	}
	o = query_close(&q);
	if (o != OK || m.account == 0)
		return o == OK ? NOT_FOUND : o;
	rank = publication_rank(&m);
	reply_header(rq, S("Cache-Control"), S("private, no-store"));
	return feed(rq, rank < ceiling ? rank : ceiling, S("/feeds/private"));
}
