/*
 * A document's items into the inbox.
 *
 * The same document twice writes nothing but the date of the reading.  Vulnerabilities
 * are looked for in the words, as a reader would see them, so that sources need not
 * agree on a format for them.
 */
#include <sodium.h>

#include "base/asset.h"
#include "base/die.h"
#include "knowledge/knowledge.h"
#include "watch/feed.h"
#include "watch/watch.h"

#include "watch_sql.h"

struct str
watch_trouble(enum lang lang, const char *code)
{
	char key[64];

	snprintf(key, sizeof key, "feed.trouble.%s", code);
	return t(lang, key);
}

static struct str
hash_of(struct arena *a, const struct str *part, size_t n)
{
	crypto_generichash_state state;
	unsigned char hash[16];
	char *hex = arena_alloc(a, sizeof hash * 2 + 1);

	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	for (size_t i = 0; i < n; i++) {
		uint64_t length = part[i].n;

		crypto_generichash_update(&state, (const unsigned char *)&length, sizeof length);
		crypto_generichash_update(
		    &state, (const unsigned char *)(part[i].p ? part[i].p : ""), part[i].n);
	}
	crypto_generichash_final(&state, hash, sizeof hash);
	sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
	return str_of(hex);
}

static struct str
key_of(const struct feed_item *item, struct arena *a)
{
	struct str key = item->id.n ? item->id : item->link.n ? item->link : item->title;

	return hash_of(a, &key, 1);
}

static struct str
version_of(const struct feed_item *item, struct arena *a)
{
	struct str part[] = { item->link, item->title, item->summary, item->authors,
		item->categories, moment_rfc3339(a, item->published),
		moment_rfc3339(a, item->updated) };

	return hash_of(a, part, sizeof part / sizeof *part);
}

/* ==== Vulnerabilities ==== */

struct naming {
	struct db *db;
	int64_t item;
	enum outcome outcome;
};

static bool
name_cve(void *context, const struct observable *o)
{
	struct naming *n = context;
	struct query q;

	if (o->kind != OBSERVABLE_CVE)
		return true;
	q = query_open(n->db, &sql_watch_cve_put);
	bind_int(&q, "item", n->item);
	bind_text(&q, "cve", o->value);
	n->outcome = query_run(&q);
	return n->outcome == OK;
}

static enum outcome
run_of(struct db *db, const struct sql *sql, int64_t item)
{
	struct query q = query_open(db, sql);

	bind_int(&q, "item", item);
	return query_run(&q);
}

static enum outcome
name_all(struct db *db, int64_t id, const struct feed_item *item)
{
	struct naming n = { db, id, run_of(db, &sql_watch_cve_clear, id) };

	if (n.outcome == OK)
		observable_scan(item->title, name_cve, &n);
	if (n.outcome == OK)
		observable_scan(item->summary, name_cve, &n);
	return n.outcome == OK ? run_of(db, &sql_watch_topic, id) : n.outcome;
}

/* ==== Items ==== */

static enum outcome
write_item(struct db *db, const struct sql *sql, int64_t source, struct str key, struct str version,
    const struct feed_item *item, struct moment now, int64_t *id)
{
	struct query q = query_open(db, sql);

	if (*id == 0) {
		bind_int(&q, "source", source);
		bind_text(&q, "key_hash", key);
	} else {
		bind_int(&q, "id", *id);
	}
	bind_text(&q, "version_hash", version);
	bind_text(&q, "link", item->link);
	bind_text(&q, "title", item->title);
	bind_text(&q, "summary", item->summary);
	bind_text(&q, "authors", item->authors);
	bind_text(&q, "categories", item->categories);
	bind_moment(&q, "published", item->published);
	bind_moment(&q, "updated", item->updated);
	bind_moment(&q, "now", now);
	if (*id == 0 && query_next(&q))
		*id = query_int(&q, 0);
	return *id && sql == &sql_watch_item_update ? query_run(&q) : query_close(&q);
}

static enum outcome
take_item(struct db *db, int64_t source, const struct feed_item *item, struct moment now,
    struct arena *a, struct watch_tally *tally)
{
	struct str key = key_of(item, a), version = version_of(item, a), was = { NULL, 0 };
	struct query q = query_open(db, &sql_watch_item_find);
	int64_t id = 0;
	bool is_new;
	enum outcome o;

	bind_int(&q, "source", source);
	bind_text(&q, "key_hash", key);
	if (query_next(&q)) {
		id = query_int(&q, 0);
		was = query_text(&q, 1, a);
	}
	o = query_close(&q);
	if (o != OK || str_eq(was, version)) {
		tally->skipped += o == OK;
		return o;
	}
	is_new = id == 0;
	o = write_item(db, is_new ? &sql_watch_item_insert : &sql_watch_item_update, source, key,
	    version, item, now, &id);
	tally->imported += is_new;
	tally->updated += !is_new;
	return o == OK ? name_all(db, id, item) : o;
}

/* ==== The document ==== */

static enum outcome
source_put(struct db *db, const struct feed *f, struct str name, struct moment now, int64_t *ret)
{
	static const char *const kind[] = { "none", "rss", "atom", "json" };
	struct str address = f->link.n ? f->link : name;
	struct query q = query_open(db, &sql_watch_source_put);

	bind_text(&q, "address", address);
	bind_text(&q, "name", f->title.n ? f->title : address);
	bind_text(&q, "kind", str_of(kind[f->kind]));
	bind_moment(&q, "now", now);
	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

static enum outcome
source_read(struct db *db, int64_t source, const struct feed *f, struct moment now)
{
	struct query q = query_open(db, &sql_watch_source_read);

	bind_int(&q, "id", source);
	bind_text(&q, "trouble", str_of(f->trouble));
	bind_int(&q, "line", f->line ? (int64_t)f->line : INT_NONE);
	bind_moment(&q, "now", now);
	return query_run(&q);
}

enum outcome
watch_import(struct db *db, struct str bytes, struct str name, struct moment now, struct arena *a,
    struct watch_tally *ret)
{
	struct watch_tally tally = { 0 };
	struct feed f;
	int64_t source = 0;
	bool good = feed_read(bytes, a, &f);
	enum outcome o = source_put(db, &f, name, now, &source);

	tally.read = (int64_t)f.n;
	tally.trouble = f.trouble;
	tally.line = f.line;
	for (size_t i = 0; o == OK && good && i < f.n; i++) {
		const struct feed_item *item = &f.item[i];

		/* What says nothing is nothing. */
		if (item->title.n || item->summary.n || item->link.n)
			o = take_item(db, source, item, now, a, &tally);
		else
			tally.skipped++;
	}
	if (o == OK)
		o = source_read(db, source, &f, now);
	if (o == OK)
		*ret = tally;
	return o;
}

enum outcome
watch_demo(struct db *db, struct moment now, struct arena *a)
{
	const struct asset *feed = asset_find(S("data/demo_feed.json"));
	struct watch_tally tally;
	enum outcome o = db_begin(db, TXN_WRITE);

	if (feed == NULL)
		die("data/demo_feed.json is not embedded");
	if (o != OK)
		return o;
	return db_end(db, watch_import(db, feed->bytes, feed->path, now, a, &tally));
}
