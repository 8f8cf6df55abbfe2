/*
 * One document as the tests see it: lists of what they all ask about, collected in
 * one walk over the tree, so that a test is a loop and says only its own rule.
 *
 * Private to src/knowledge.  A test reads the tree through accessors that take a
 * missing or wrong member as absent: a document whose structure is broken is still
 * judged for the rest.  Every list is linear in the document, look-ups go through
 * keyed hash tables (a hostile file cannot choose collisions), and what is not
 * linear by nature (groups named again and again) is paid from c->budget.
 */
#ifndef KNOWLEDGE_CSAF_VIEW_H
#define KNOWLEDGE_CSAF_VIEW_H

#include <jansson.h>

#include "knowledge/csaf.h"

/* ==== Where something stands ==== */

struct at {
	const struct at *up; /* NULL: the document */
	const char *key;     /* NULL: an item, i */
	size_t i;
};

/* ==== Tables by text ==== */

struct csaf_map;
struct csaf_map *csaf_map_new(struct arena *a);
/* The value under the key, born zero; csaf_map_find: NULL when there is none. */
int64_t *csaf_map_at(struct csaf_map *m, struct str key);
int64_t *csaf_map_find(const struct csaf_map *m, struct str key);
/* False: it was there. */
bool csaf_map_add(struct csaf_map *m, struct str key);

/* ==== What is listed ==== */

enum csaf_version { CSAF_20 = 1, CSAF_21 = 2 };

struct csaf_branch {
	const json_t *json;
	const struct at *at;
	const struct csaf_branch *up;
	struct str category, name;
	size_t depth; /* 1: directly in the tree */
};

struct csaf_product { /* a full_product_name_t */
	const json_t *json;
	const struct at *at;
	const struct csaf_branch *branch; /* that it ends, or NULL */
	const json_t *relationship;	  /* that makes it, or NULL */
	struct str id;
};

struct csaf_mention { /* an identifier that must be defined somewhere */
	struct str id;
	const struct at *at;
};

struct csaf_group {
	struct str id;
	const struct at *at;
	const json_t *members;
};

struct csaf_instant {
	int64_t s;
	struct str fraction; /* without trailing zeros */
};

struct csaf_revision {
	struct str number;
	const struct at *at;
	bool dated;
	struct csaf_instant when;
};

struct csaf_item { /* an object of interest: a vulnerability, a set of hashes… */
	const json_t *json;
	const struct at *at;
};

#define CSAF_LIST(type)                                                                            \
	struct {                                                                                   \
		size_t n, room;                                                                    \
		type *of;                                                                          \
	}

struct csaf {
	struct arena *arena; /* for what lists, or the test that runs, needs */
	struct arena *kept;  /* for what is said */
	struct csaf_verdict *verdict;
	enum csaf_version version;
	const char *test; /* that runs */
	int64_t budget;

	const json_t *root, *document, *tracking, *tree;
	const struct at *at_document, *at_tracking, *at_tree;
	struct str category, status, current; /* current: the document's version */

	CSAF_LIST(struct csaf_branch *) branch;
	CSAF_LIST(struct csaf_product) product;
	CSAF_LIST(struct csaf_mention) product_mention;
	CSAF_LIST(struct csaf_mention) group_mention;
	CSAF_LIST(struct csaf_group) group;
	CSAF_LIST(struct csaf_revision) revision;
	CSAF_LIST(struct csaf_item) vuln;
	struct csaf_revision *by_date; /* all of revision.of, oldest first; undated ones first */
	struct csaf_map *group_index;  /* id → place in group.of, plus one */
};

/* Room for one more of a list. */
void *csaf_more(struct arena *a, void *of, size_t n, size_t *room, size_t size);
#define CSAF_ADD(c, list)                                                                          \
	((list).of = csaf_more((c)->arena, (list).of, (list).n, &(list).room, sizeof *(list).of),  \
	    &(list).of[(list).n++])

void csaf_view(struct csaf *c, const json_t *root);

/* ==== Reading ==== */

struct str csaf_str(const json_t *value);		       /* "" when it is no text */
struct str csaf_text(const json_t *object, const char *key);   /* the same of a member */
const json_t *csaf_get(const json_t *object, const char *key); /* NULL when absent */

const struct at *csaf_key(struct csaf *c, const struct at *up, const char *key);
const struct at *csaf_nth(struct csaf *c, const struct at *up, size_t i);

/* Of an object with product_ids and group_ids: each product that it names, groups
 * opened.  False stops. */
typedef void (*csaf_named_fn)(struct csaf *c, struct str id, const struct at *at, void *context);
void csaf_named(
    struct csaf *c, const json_t *object, const struct at *at, csaf_named_fn fn, void *context);

/* Takes steps from the budget; false when it is spent: stop, it has been said. */
bool csaf_afford(struct csaf *c, size_t steps);

/* ==== Saying ==== */

/* A finding of the test that runs, here. */
void csaf_say(struct csaf *c, const struct at *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* ==== Texts (csaf_text.c) ==== */

bool csaf_is_uri(struct str s);
bool csaf_is_lang(struct str s);
bool csaf_is_version(struct str s); /* an integer, or semantic */
bool csaf_is_cpe(struct str s);
bool csaf_is_purl(struct str s); /* the schema's pattern, no more */
bool csaf_is_hash(struct str s);
bool csaf_is_cve(struct str s);
bool csaf_is_cwe(struct str s);
bool csaf_is_category(struct str s);
bool csaf_is_id(struct str s);
bool csaf_is_uuid(struct str s);

/* The name that the document of this id has as a file (5.1). */
struct str csaf_file_name(struct arena *a, struct str id);

bool csaf_instant_read(struct str s, struct csaf_instant *ret); /* RFC 3339 */
int csaf_instant_cmp(struct csaf_instant a, struct csaf_instant b);

/* "1.2.3-rc+b7" in parts; an integer has major only.  The text must be a version. */
struct csaf_number {
	bool semantic;
	struct str major, minor, patch, pre, build;
};
struct csaf_number csaf_number(struct str s);
int csaf_number_cmp(struct str a, struct str b); /* precedence: build does not count */

/* ==== Structure (csaf_shape.c), by data/csaf_structure.tsv ==== */

void csaf_shape(struct csaf *c);

#endif
