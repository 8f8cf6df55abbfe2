/* The walk that lists what the tests ask about. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "knowledge/csaf_view.h"

#define ROOM_FIRST 16
#define MESSAGE_MAX 400
#define KEY_MAX 64 /* characters of a name in a pointer */

void *
csaf_more(struct arena *a, void *of, size_t n, size_t *room, size_t size)
{
	char *to;

	if (n < *room)
		return of;
	*room = *room ? *room * 2 : ROOM_FIRST;
	to = arena_alloc(a, *room * size);
	if (n)
		memcpy(to, of, n * size);
	return to;
}

struct str
csaf_str(const json_t *value)
{
	if (!json_is_string(value))
		return (struct str){ NULL, 0 };
	return (struct str){ json_string_value(value), json_string_length(value) };
}

const json_t *
csaf_get(const json_t *object, const char *key)
{
	return json_object_get(object, key);
}

struct str
csaf_text(const json_t *object, const char *key)
{
	return csaf_str(csaf_get(object, key));
}

const struct at *
csaf_key(struct csaf *c, const struct at *up, const char *key)
{
	struct at *at = arena_new_of(c->arena, struct at);

	*at = (struct at){ up, key, 0 };
	return at;
}

const struct at *
csaf_nth(struct csaf *c, const struct at *up, size_t i)
{
	struct at *at = arena_new_of(c->arena, struct at);

	*at = (struct at){ up, NULL, i };
	return at;
}

/* ==== Saying ==== */

/* RFC 6901: "~" is "~0", "/" is "~1".  A name that is longer than any of the
 * standard's is cut: a thousand findings may stand under it. */
static void
put_key(struct buf *b, const char *key)
{
	struct str s = str_utf8_head(str_of(key), KEY_MAX);

	buf_byte(b, '/');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '~' || s.p[i] == '/')
			buf_puts(b, s.p[i] == '~' ? "~0" : "~1");
		else
			buf_byte(b, s.p[i]);
}

static void
put_at(struct buf *b, const struct at *at)
{
	if (at == NULL)
		return;
	put_at(b, at->up);
	if (at->key)
		put_key(b, at->key);
	else
		buf_printf(b, "/%zu", at->i);
}

static struct str
pointer(struct csaf *c, const struct at *at)
{
	struct buf b = BUF_INIT(CSAF_BYTES_MAX);
	struct str s;

	put_at(&b, at);
	s = arena_dup(c->kept, buf_str(&b));
	buf_release(&b);
	return s;
}

/* What is quoted from the document is cut between two characters.  The parser quotes
 * the bytes that it stumbled over, which may be none. */
__attribute__((format(printf, 2, 0))) static struct str
message(struct csaf *c, const char *fmt, va_list ap)
{
	char text[MESSAGE_MAX];
	int n = vsnprintf(text, sizeof text, fmt, ap);
	struct str s = { text, n < 0 ? 0 : (size_t)n };

	if (s.n >= sizeof text) {
		s.n = sizeof text - 1;
		for (int i = 0; i < 3 && !str_utf8_valid(s); i++)
			s.n--;
	}
	for (size_t i = 0; !str_utf8_valid(s) && i < s.n; i++)
		if ((unsigned char)text[i] >= 0x80)
			text[i] = '?';
	return arena_dup(c->kept, s);
}

void
csaf_say(struct csaf *c, const struct at *at, const char *fmt, ...)
{
	bool mandatory =
	    str_eq(str_of(c->test), S("schema")) || str_starts(str_of(c->test), S("6.1."));
	struct csaf_findings *f = mandatory ? &c->verdict->errors : &c->verdict->warnings;
	va_list ap;

	if (f->n++ >= CSAF_FINDINGS_MAX)
		return;
	va_start(ap, fmt);
	f->of[f->kept++] = (struct csaf_finding){ c->test, pointer(c, at), message(c, fmt, ap) };
	va_end(ap);
}

bool
csaf_afford(struct csaf *c, size_t steps)
{
	if (c->budget < 0)
		return false;
	c->budget -= (int64_t)steps;
	if (c->budget < 0) {
		c->test = "schema";
		csaf_say(c, NULL, "names its groups of products more often than is judged");
	}
	return c->budget >= 0;
}

/* ==== Products ==== */

static void
add_product(struct csaf *c, const json_t *product, const struct at *at,
    const struct csaf_branch *branch, const json_t *relationship)
{
	if (json_is_object(product))
		*CSAF_ADD(c, c->product) = (struct csaf_product){ product, at, branch, relationship,
			csaf_text(product, "product_id") };
}

static void
walk_branches(struct csaf *c, const json_t *list, const struct at *at, const struct csaf_branch *up)
{
	const json_t *branch, *product;
	size_t i;

	json_array_foreach(list, i, branch)
	{
		struct csaf_branch *b = arena_new_of(c->arena, struct csaf_branch);

		*b = (struct csaf_branch){ branch, csaf_nth(c, at, i), up,
			csaf_text(branch, "category"), csaf_text(branch, "name"),
			up ? up->depth + 1 : 1 };
		*CSAF_ADD(c, c->branch) = b;
		product = csaf_get(branch, "product");
		if (product)
			add_product(c, product, csaf_key(c, b->at, "product"), b, NULL);
		walk_branches(c, csaf_get(branch, "branches"), csaf_key(c, b->at, "branches"), b);
	}
}

static void
mention(struct csaf *c, bool group, const json_t *value, const struct at *at)
{
	struct csaf_mention m = { csaf_str(value), at };

	if (!json_is_string(value))
		return;
	if (group)
		*CSAF_ADD(c, c->group_mention) = m;
	else
		*CSAF_ADD(c, c->product_mention) = m;
}

static void
mention_all(struct csaf *c, bool group, const json_t *object, const struct at *at, const char *key)
{
	const json_t *list = csaf_get(object, key), *id;
	const struct at *up;
	size_t i;

	if (json_array_size(list) == 0)
		return;
	up = csaf_key(c, at, key);
	json_array_foreach(list, i, id) mention(c, group, id, csaf_nth(c, up, i));
}

static void
walk_groups(struct csaf *c)
{
	const struct at *up = csaf_key(c, c->at_tree, "product_groups");
	const json_t *group;
	size_t i;

	json_array_foreach(csaf_get(c->tree, "product_groups"), i, group)
	{
		struct csaf_group g = { csaf_text(group, "group_id"), csaf_nth(c, up, i),
			csaf_get(group, "product_ids") };

		*CSAF_ADD(c, c->group) = g;
		*csaf_map_at(c->group_index, g.id) = (int64_t)c->group.n;
		mention_all(c, false, group, g.at, "product_ids");
	}
}

static void
walk_relationships(struct csaf *c)
{
	static const char *const ends[] = { "product_reference", "relates_to_product_reference" };
	const struct at *up = csaf_key(c, c->at_tree, "relationships"), *at;
	const json_t *relation;
	size_t i;

	json_array_foreach(csaf_get(c->tree, "relationships"), i, relation)
	{
		at = csaf_nth(c, up, i);
		add_product(c, csaf_get(relation, "full_product_name"),
		    csaf_key(c, at, "full_product_name"), NULL, relation);
		for (size_t k = 0; k < 2; k++)
			mention(c, false, csaf_get(relation, ends[k]), csaf_key(c, at, ends[k]));
	}
}

/* 2.1: a product made of a chain of others. */
static void
walk_path(struct csaf *c, const json_t *path, const struct at *at)
{
	const struct at *up = csaf_key(c, at, "subpaths");
	const json_t *step;
	size_t i;

	add_product(c, csaf_get(path, "full_product_name"), csaf_key(c, at, "full_product_name"),
	    NULL, path);
	mention(c, false, csaf_get(path, "beginning_product_reference"),
	    csaf_key(c, at, "beginning_product_reference"));
	json_array_foreach(csaf_get(path, "subpaths"), i, step)
	    mention(c, false, csaf_get(step, "next_product_reference"),
		csaf_key(c, csaf_nth(c, up, i), "next_product_reference"));
}

static void
walk_paths(struct csaf *c)
{
	const struct at *up = csaf_key(c, c->at_tree, "product_paths");
	const json_t *path;
	size_t i;

	json_array_foreach(csaf_get(c->tree, "product_paths"), i, path)
	    walk_path(c, path, csaf_nth(c, up, i));
}

static void
walk_tree(struct csaf *c)
{
	const struct at *up = csaf_key(c, c->at_tree, "full_product_names");
	const json_t *product;
	size_t i;

	walk_branches(c, csaf_get(c->tree, "branches"), csaf_key(c, c->at_tree, "branches"), NULL);
	json_array_foreach(csaf_get(c->tree, "full_product_names"), i, product)
	    add_product(c, product, csaf_nth(c, up, i), NULL, NULL);
	walk_groups(c);
	walk_relationships(c);
	walk_paths(c);
}

/* ==== Vulnerabilities ==== */

static void
walk_status(struct csaf *c, const json_t *status, const struct at *at)
{
	const char *key;
	const json_t *list;

	/* jansson's iterators take no const; nothing is written. */
	json_object_foreach((json_t *)(uintptr_t)status, key, list)
	    mention_all(c, false, status, at, key);
}

static void
walk_list(struct csaf *c, const json_t *object, const struct at *at, const char *key)
{
	const json_t *list = csaf_get(object, key), *item;
	const struct at *up, *here;
	size_t i;

	if (json_array_size(list) == 0)
		return;
	up = csaf_key(c, at, key);
	json_array_foreach(list, i, item)
	{
		here = csaf_nth(c, up, i);
		mention_all(c, false, item, here, "product_ids");
		mention_all(c, false, item, here, "products");
		mention_all(c, true, item, here, "group_ids");
	}
}

/* Lists whose items name products: "product_ids", "products" or groups. */
static void
walk_lists(struct csaf *c, const struct csaf_item *vuln)
{
	static const char *const lists[] = { "first_known_exploitation_dates", "flags",
		"involvements", "metrics", "notes", "remediations", "scores", "threats" };

	for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
		walk_list(c, vuln->json, vuln->at, lists[k]);
}

static void
walk_vulns(struct csaf *c)
{
	const struct at *up = csaf_key(c, NULL, "vulnerabilities");
	const json_t *vuln;
	size_t i;

	json_array_foreach(csaf_get(c->root, "vulnerabilities"), i, vuln)
	{
		struct csaf_item v = { vuln, csaf_nth(c, up, i) };

		*CSAF_ADD(c, c->vuln) = v;
		walk_status(
		    c, csaf_get(vuln, "product_status"), csaf_key(c, v.at, "product_status"));
		walk_lists(c, &v);
	}
}

struct naming {
	csaf_named_fn fn;
	void *context;
};

static void
name_group(struct csaf *c, struct str id, const struct at *at, struct naming n)
{
	const int64_t *place = csaf_map_find(c->group_index, id);
	const json_t *member;
	size_t i;

	if (place == NULL || !csaf_afford(c, json_array_size(c->group.of[*place - 1].members)))
		return;
	json_array_foreach(c->group.of[*place - 1].members, i, member)
	    n.fn(c, csaf_str(member), at, n.context);
}

void
csaf_named(
    struct csaf *c, const json_t *object, const struct at *at, csaf_named_fn fn, void *context)
{
	struct naming n = { fn, context };
	const json_t *id;
	size_t i;

	json_array_foreach(csaf_get(object, "product_ids"), i, id) fn(c, csaf_str(id), at, context);
	json_array_foreach(csaf_get(object, "products"), i, id) fn(c, csaf_str(id), at, context);
	json_array_foreach(csaf_get(object, "group_ids"), i, id) name_group(c, csaf_str(id), at, n);
}

/* ==== Revisions ==== */

static int
older_first(const void *a, const void *b)
{
	const struct csaf_revision *one = a, *two = b;
	int order;

	if (one->dated != two->dated)
		return one->dated ? 1 : -1;
	order = one->dated ? csaf_instant_cmp(one->when, two->when) : 0;
	return order ? order : csaf_number_cmp(one->number, two->number);
}

static void
walk_revisions(struct csaf *c)
{
	const struct at *up = csaf_key(c, c->at_tracking, "revision_history");
	const json_t *item;
	size_t i;

	json_array_foreach(csaf_get(c->tracking, "revision_history"), i, item)
	{
		struct csaf_revision r = { csaf_text(item, "number"), csaf_nth(c, up, i), false,
			{ 0 } };

		r.dated = csaf_instant_read(csaf_text(item, "date"), &r.when);
		if (csaf_is_version(r.number))
			*CSAF_ADD(c, c->revision) = r;
	}
	c->by_date = arena_array(c->arena, struct csaf_revision, c->revision.n + 1);
	if (c->revision.n)
		memcpy(c->by_date, c->revision.of, c->revision.n * sizeof *c->by_date);
	qsort(c->by_date, c->revision.n, sizeof *c->by_date, older_first);
}

void
csaf_view(struct csaf *c, const json_t *root)
{
	c->root = root;
	c->document = csaf_get(root, "document");
	c->at_document = csaf_key(c, NULL, "document");
	c->tracking = csaf_get(c->document, "tracking");
	c->at_tracking = csaf_key(c, c->at_document, "tracking");
	c->tree = csaf_get(root, "product_tree");
	c->at_tree = csaf_key(c, NULL, "product_tree");
	c->category = csaf_text(c->document, "category");
	c->status = csaf_text(c->tracking, "status");
	c->current = csaf_text(c->tracking, "version");
	c->group_index = csaf_map_new(c->arena);
	walk_tree(c);
	walk_list(c, c->document, c->at_document, "notes");
	walk_vulns(c);
	walk_revisions(c);
}
