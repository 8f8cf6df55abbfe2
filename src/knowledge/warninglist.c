/*
 * MISP warning lists, in one hash table.
 *
 * Every entry becomes a key of text: a name, a hash, or a block in normal form.  A
 * name is looked for with each of its parents where its list says so; an address
 * with each length of prefix that any list has.  So a question costs a handful of
 * look-ups whatever the lists hold.
 *
 * Rejected: lists of regular expressions (whoever publishes one would run it here).
 * Substrings are the domains of providers of mail: they are looked for as parents.
 */
#include <jansson.h>
#include <string.h>

#include "base/asset.h"
#include "base/log.h"
#include "knowledge/knowledge.h"

#include "knowledge_sql.h"

#define FOLDER "data/warninglists/"
#define ENTRIES_MAX 500000 /* of all lists */
#define MEMORY ((size_t)512 << 20)
#define PREFIXES 129

struct entry {
	struct str key, list;
	bool parents; /* names below it are on the list too */
};

struct warninglists {
	struct arena *arena;
	size_t room, n; /* room: a power of two */
	struct entry *entry;
	bool prefix4[PREFIXES], prefix6[PREFIXES];
};

/* ==== The table ==== */

static size_t
hash(struct str s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

static struct entry *
slot(const struct warninglists *w, struct str key)
{
	size_t i = hash(key) & (w->room - 1);

	while (w->entry[i].key.n && !str_eq(w->entry[i].key, key))
		i = (i + 1) & (w->room - 1);
	return &w->entry[i];
}

/* The first list that has it names it. */
static void
put(struct warninglists *w, struct str key, struct str list, bool parents)
{
	struct entry *e = slot(w, key);

	if (key.n == 0 || w->n * 2 >= w->room)
		return;
	if (e->key.n == 0) {
		w->n++;
		*e = (struct entry){ key, list, false };
	}
	e->parents = e->parents || parents;
}

/* ==== Reading lists ==== */

static struct str
lowered(struct arena *a, struct str s)
{
	char *to = arena_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		if (to[i] >= 'A' && to[i] <= 'Z')
			to[i] = (char)(to[i] + 32);
	return (struct str){ to, s.n };
}

static void
put_block(struct warninglists *w, struct arena *a, struct str value, struct str list)
{
	struct observable o;
	struct str rest;
	int64_t bits = 0;

	if (!observable_read(value, a, &o))
		return;
	if (o.kind == OBSERVABLE_CIDR) {
		rest = o.value;
		str_cut(&rest, '/');
		if (!str_int(rest, &bits) || bits < 0 || bits >= PREFIXES)
			return;
		if (str_has(o.value, S(":")))
			w->prefix6[bits] = true;
		else
			w->prefix4[bits] = true;
	}
	put(w, o.value, list, false);
}

static void
put_value(
    struct warninglists *w, struct arena *a, struct str type, struct str value, struct str list)
{
	bool parents = str_eq(type, S("hostname")) || str_eq(type, S("substring"));

	value = str_trim(value);
	if (str_eq(type, S("cidr"))) {
		put_block(w, a, value, list);
		return;
	}
	if (str_starts(value, S("."))) {
		value = str_sub(value, 1, value.n);
		parents = true;
	}
	if (str_ends(value, S(".")))
		value.n--;
	put(w, lowered(a, value), list, parents);
}

static struct str
member(const json_t *list, const char *key)
{
	return str_of(json_string_value(json_object_get(list, key)));
}

static void
put_list(struct warninglists *w, struct arena *a, const json_t *list)
{
	struct str name = arena_dup(a, member(list, "name")), type = member(list, "type");
	const json_t *values = json_object_get(list, "list");
	const json_t *value;
	size_t i;

	if (str_eq(type, S("regex")))
		return;
	json_array_foreach(values, i, value)
	    put_value(w, a, type, str_of(json_string_value(value)), name);
}

/* ==== Loading ==== */

#define LISTS_MAX 128

struct loading {
	size_t n, entries;
	json_t *list[LISTS_MAX];
};

/* A later one of the same name takes the place of it. */
static void
load_one(struct loading *l, struct str text)
{
	json_t *list = json_loadb(text.p, text.n, 0, NULL);
	struct str name = member(list, "name");
	size_t i = 0;

	while (i < l->n && !str_eq(member(l->list[i], "name"), name))
		i++;
	if (list == NULL || i == LISTS_MAX) {
		json_decref(list);
		return;
	}
	if (i == l->n)
		l->list[l->n++] = NULL;
	else
		l->entries -= json_array_size(json_object_get(l->list[i], "list"));
	json_decref(l->list[i]);
	l->list[i] = list;
	l->entries += json_array_size(json_object_get(list, "list"));
}

static enum outcome
load_imported(struct loading *l, struct db *db, struct arena *a)
{
	struct query q = query_open(db, &sql_warninglist_all);

	while (query_next(&q))
		load_one(l, query_text(&q, 1, a));
	return query_close(&q);
}

enum outcome
warninglist_load(struct db *db, struct warninglists **ret)
{
	struct arena *a = arena_new(MEMORY);
	struct warninglists *w = arena_new_of(a, struct warninglists);
	struct loading l = { 0 };
	enum outcome o;

	for (size_t i = 0; i < asset_count; i++)
		if (str_starts(asset_table[i].path, S(FOLDER)))
			load_one(&l, asset_table[i].bytes);
	o = db ? load_imported(&l, db, a) : OK;
	w->arena = a;
	if (l.entries > ENTRIES_MAX)
		l.entries = ENTRIES_MAX; /* those beyond are left out (put) */
	for (w->room = 1024; w->room < l.entries * 4; w->room *= 2)
		;
	w->entry = arena_array(a, struct entry, w->room);
	for (size_t i = 0; i < l.n; i++) {
		put_list(w, a, l.list[i]);
		json_decref(l.list[i]);
	}
	*ret = w;
	return o;
}

void
warninglist_free(struct warninglists *w)
{
	if (w)
		arena_free(w->arena);
}

/* ==== Asking ==== */

/* The name itself, then each of its parents. */
static struct str
find_name(const struct warninglists *w, struct str name)
{
	for (bool whole = true;; whole = false) {
		const struct entry *e = slot(w, name);

		if (e->key.n && (whole || e->parents))
			return e->list;
		if (!str_has(name, S(".")))
			return (struct str){ NULL, 0 };
		str_cut(&name, '.');
	}
}

/* Blocks that hold the address: its bits beyond each known length cleared. */
static struct str
find_block(const struct warninglists *w, struct str address)
{
	bool six = str_has(address, S(":"));
	const bool *known = six ? w->prefix6 : w->prefix4;
	struct arena *a = arena_new(1u << 20);
	struct str list = slot(w, address)->list;

	for (int bits = six ? 128 : 32; bits >= 0 && list.n == 0; bits--) {
		struct observable o;

		if (known[bits] &&
		    observable_read(arena_printf(a, "%.*s/%d", PS(address), bits), a, &o))
			list = slot(w, o.value)->list;
	}
	arena_free(a);
	return list;
}

static struct str
host_of(struct str url)
{
	struct str rest = url, host;

	str_cut(&rest, ':');
	rest = str_sub(rest, 2, rest.n);
	host = str_cut(&rest, '/');
	rest = host;
	if (str_has(host, S("@"))) {
		str_cut(&rest, '@');
		host = rest;
	}
	if (str_starts(host, S("["))) {
		host = str_sub(host, 1, host.n);
		return str_cut(&host, ']');
	}
	return str_cut(&host, ':');
}

struct str
warninglist_name(const struct warninglists *w, enum observable_kind kind, struct str value)
{
	struct str host = value;

	switch (kind) {
	case OBSERVABLE_IPV4:
	case OBSERVABLE_IPV6: return find_block(w, value);
	case OBSERVABLE_DOMAIN: return find_name(w, value);
	case OBSERVABLE_URL:
		host = host_of(value);
		return host.n && (str_has(host, S(":")) ||
				     (host.p[host.n - 1] >= '0' && host.p[host.n - 1] <= '9'))
			   ? find_block(w, host)
			   : find_name(w, host);
	case OBSERVABLE_EMAIL: str_cut(&host, '@'); return find_name(w, host);
	default: return slot(w, value)->list;
	}
}

/* ==== Importing ==== */

static bool
sound(const json_t *list, struct arena *a, struct str *ret_error)
{
	struct str type = member(list, "type");
	const json_t *values = json_object_get(list, "list");
	const char *wrong = NULL;

	if (!json_is_object(list) || member(list, "name").n == 0 || member(list, "name").n > 200)
		wrong = "it has no name";
	else if (!json_is_array(values) || json_array_size(values) > ENTRIES_MAX)
		wrong = "it has no list, or too long a one";
	else if (!str_in_set(S("cidr|hostname|string|substring"), type))
		wrong = "lists of this type are not read";
	if (wrong)
		*ret_error = arena_printf(a, "%s", wrong);
	return wrong == NULL;
}

static enum outcome
store(struct db *db, const json_t *list, struct str bytes, struct moment now, bool *ret_new)
{
	int64_t version = json_integer_value(json_object_get(list, "version"));
	int64_t n = (int64_t)json_array_size(json_object_get(list, "list"));
	struct query q = query_open(db, &sql_warninglist_version);
	enum outcome o;

	bind_text(&q, "name", member(list, "name"));
	*ret_new = !(query_next(&q) && query_int(&q, 0) == version && query_int(&q, 1) == n);
	o = query_close(&q);
	if (o != OK || !*ret_new)
		return o;
	q = query_open(db, &sql_warninglist_put);
	bind_text(&q, "name", member(list, "name"));
	bind_int(&q, "version", version);
	bind_int(&q, "n", n);
	bind_moment(&q, "now", now);
	bind_text(&q, "list", bytes);
	return query_run(&q);
}

enum outcome
warninglist_import(struct db *db, struct str bytes, struct moment now, struct arena *a,
    struct str *ret_name, size_t *ret_n, bool *ret_new, struct str *ret_error)
{
	json_error_t error;
	json_t *list = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &error);
	enum outcome o = INVALID;

	if (list == NULL)
		*ret_error = arena_printf(a, "line %d: %s", error.line, error.text);
	else if (sound(list, a, ret_error)) {
		*ret_name = arena_dup(a, member(list, "name"));
		*ret_n = json_array_size(json_object_get(list, "list"));
		o = store(db, list, bytes, now, ret_new);
	}
	json_decref(list);
	return o;
}
