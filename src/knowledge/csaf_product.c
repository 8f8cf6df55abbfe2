/* Tests about identifiers of products and groups, and about what is said of a product. */
#include "knowledge/csaf_test_list.h"

/* ==== 6.1.1 to 6.1.5: definitions ==== */

static struct csaf_map *
defined_products(struct csaf *c)
{
	struct csaf_map *m = csaf_map_new(c->arena);

	for (size_t i = 0; i < c->product.n; i++)
		csaf_map_add(m, c->product.of[i].id);
	return m;
}

void
csaf_product_missing(struct csaf *c)
{
	struct csaf_map *m = defined_products(c);

	for (size_t i = 0; i < c->product_mention.n; i++)
		if (!csaf_map_find(m, c->product_mention.of[i].id))
			csaf_say(c, c->product_mention.of[i].at,
			    "product '%.*s' is not defined in the product tree",
			    PS(c->product_mention.of[i].id));
}

void
csaf_product_twice(struct csaf *c)
{
	struct csaf_map *m = csaf_map_new(c->arena);

	for (size_t i = 0; i < c->product.n; i++)
		if (c->product.of[i].id.n && !csaf_map_add(m, c->product.of[i].id))
			csaf_say(c, csaf_key(c, c->product.of[i].at, "product_id"),
			    "product '%.*s' is defined more than once", PS(c->product.of[i].id));
}

void
csaf_group_missing(struct csaf *c)
{
	for (size_t i = 0; i < c->group_mention.n; i++)
		if (!csaf_map_find(c->group_index, c->group_mention.of[i].id))
			csaf_say(c, c->group_mention.of[i].at,
			    "group '%.*s' is not defined in the product tree",
			    PS(c->group_mention.of[i].id));
}

void
csaf_group_twice(struct csaf *c)
{
	struct csaf_map *m = csaf_map_new(c->arena);

	for (size_t i = 0; i < c->group.n; i++)
		if (c->group.of[i].id.n && !csaf_map_add(m, c->group.of[i].id))
			csaf_say(c, csaf_key(c, c->group.of[i].at, "group_id"),
			    "group '%.*s' is defined more than once", PS(c->group.of[i].id));
}

/* ==== 6.1.3: circles of relationships ==== */

/* Products made of others wait until what they are made of is known: those that
 * wait for ever stand in a circle, or hang on one.  Each edge is looked at twice. */
struct edge {
	size_t to;   /* the product that hangs on it */
	size_t next; /* of the same source, plus one */
};

struct graph {
	struct csaf_map *place; /* id → place in c->product, plus one */
	size_t *first;		/* of a product: its first edge, plus one */
	size_t *waits;		/* of a product: for how many */
	struct edge *edge;
	size_t n, room;
};

static void
graph_edge(struct graph *g, size_t product, const json_t *end)
{
	const int64_t *from = csaf_map_find(g->place, csaf_str(end));
	struct edge *e;

	if (from == NULL || g->n == g->room)
		return;
	e = &g->edge[g->n++];
	*e = (struct edge){ product, g->first[*from - 1] };
	g->first[*from - 1] = g->n;
	g->waits[product]++;
}

/* What a product is made of: two ends of a relationship, or the steps of a path. */
static void
graph_edges(struct csaf *c, struct graph *g, size_t product)
{
	static const char *const ends[] = { "product_reference", "relates_to_product_reference",
		"beginning_product_reference" };
	const json_t *made = c->product.of[product].relationship, *step;
	size_t i;

	for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
		graph_edge(g, product, csaf_get(made, ends[k]));
	json_array_foreach(csaf_get(made, "subpaths"), i, step)
	    graph_edge(g, product, csaf_get(step, "next_product_reference"));
}

static struct graph
graph_of(struct csaf *c)
{
	size_t n = c->product.n, room = c->product_mention.n + 1; /* each edge is a mention */
	struct graph g = { csaf_map_new(c->arena), arena_array(c->arena, size_t, n + 1),
		arena_array(c->arena, size_t, n + 1), arena_array(c->arena, struct edge, room), 0,
		room };

	for (size_t i = 0; i < n; i++)
		*csaf_map_at(g.place, c->product.of[i].id) = (int64_t)i + 1;
	for (size_t i = 0; i < n; i++)
		if (c->product.of[i].relationship)
			graph_edges(c, &g, i);
	return g;
}

void
csaf_product_circle(struct csaf *c)
{
	struct graph g = graph_of(c);
	size_t n = c->product.n, done = 0, ready = 0;
	size_t *queue = arena_array(c->arena, size_t, n + 1);

	for (size_t i = 0; i < n; i++)
		if (g.waits[i] == 0)
			queue[ready++] = i;
	while (done < ready)
		for (size_t e = g.first[queue[done++]]; e; e = g.edge[e - 1].next)
			if (--g.waits[g.edge[e - 1].to] == 0)
				queue[ready++] = g.edge[e - 1].to;
	for (size_t i = 0; i < n; i++)
		if (g.waits[i])
			csaf_say(c, csaf_key(c, c->product.of[i].at, "product_id"),
			    "product '%.*s' is defined by itself, or by what is",
			    PS(c->product.of[i].id));
}

/* ==== 6.1.6: contradicting states ==== */

const struct csaf_state csaf_state[] = {
	{ "first_affected", CSAF_AFFECTED },
	{ "known_affected", CSAF_AFFECTED },
	{ "last_affected", CSAF_AFFECTED },
	{ "known_not_affected", CSAF_NOT_AFFECTED },
	{ "first_fixed", CSAF_FIXED },
	{ "fixed", CSAF_FIXED },
	{ "under_investigation", CSAF_INVESTIGATED },
	{ "unknown", CSAF_UNKNOWN },
	{ NULL, 0 },
};

/* Each product of the vulnerability's lists that are of one of the groups. */
void
csaf_each_state(
    struct csaf *c, const struct csaf_item *vuln, unsigned groups, csaf_state_fn fn, void *context)
{
	const json_t *status = csaf_get(vuln->json, "product_status"), *list, *id;
	const struct at *up = csaf_key(c, vuln->at, "product_status"), *at;
	size_t i;

	for (const struct csaf_state *s = csaf_state; s->key; s++) {
		if (!(s->group & groups))
			continue;
		list = csaf_get(status, s->key);
		at = csaf_key(c, up, s->key);
		json_array_foreach(list, i, id) if (json_is_string(id))
		    fn(c, csaf_str(id), s->group, csaf_nth(c, at, i), context);
	}
}

static void
one_state(struct csaf *c, struct str id, unsigned group, const struct at *at, void *context)
{
	int64_t *had = csaf_map_at(context, id);

	if (*had && (unsigned)*had != group)
		csaf_say(c, at, "product '%.*s' is in states that exclude each other", PS(id));
	*had = group;
}

void
csaf_states_contradict(struct csaf *c)
{
	for (size_t i = 0; i < c->vuln.n; i++)
		csaf_each_state(c, &c->vuln.of[i],
		    CSAF_AFFECTED | CSAF_NOT_AFFECTED | CSAF_FIXED | CSAF_INVESTIGATED |
			(c->version == CSAF_21 ? CSAF_UNKNOWN : 0),
		    one_state, csaf_map_new(c->arena));
}

/* ==== 6.1.29, 6.1.32, 6.1.33: what must name products ==== */

static void
must_name(struct csaf *c, const char *list, const char *what)
{
	const json_t *item;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, list);

		json_array_foreach(csaf_get(c->vuln.of[v].json, list), i, item)
		{
			struct at at = { up, NULL, i };

			if (!csaf_get(item, "product_ids") && !csaf_get(item, "group_ids"))
				csaf_say(c, &at, "%s names neither a product nor a group", what);
		}
	}
}

void
csaf_remediation_alone(struct csaf *c)
{
	must_name(c, "remediations", "the remediation");
}

void
csaf_flag_alone(struct csaf *c)
{
	must_name(c, "flags", "the flag");
}

struct flagged {
	struct csaf_map *by; /* product → flag that it has, plus one */
	int64_t flag;
};

static void
one_flag(struct csaf *c, struct str id, const struct at *at, void *context)
{
	const struct flagged *f = context;
	int64_t *had = csaf_map_at(f->by, id);

	if (*had && *had != f->flag)
		csaf_say(c, at, "product '%.*s' has another justification already", PS(id));
	*had = f->flag;
}

void
csaf_flags_many(struct csaf *c)
{
	const json_t *flag;
	size_t i;

	for (size_t v = 0; v < c->vuln.n; v++) {
		const struct at *up = csaf_key(c, c->vuln.of[v].at, "flags");
		struct flagged f = { csaf_map_new(c->arena), 0 };

		json_array_foreach(csaf_get(c->vuln.of[v].json, "flags"), i, flag)
		{
			f.flag = (int64_t)i + 1;
			csaf_named(c, flag, csaf_nth(c, up, i), one_flag, &f);
		}
	}
}

/* ==== 6.1.25: hashes ==== */

/* Each set of hashes of each product. */
void
csaf_each_hashes(struct csaf *c, csaf_item_fn fn)
{
	const json_t *helper, *hashes;
	const struct at *up;
	size_t i;

	for (size_t p = 0; p < c->product.n; p++) {
		helper = csaf_get(c->product.of[p].json, "product_identification_helper");
		up = csaf_key(
		    c, csaf_key(c, c->product.of[p].at, "product_identification_helper"), "hashes");
		json_array_foreach(csaf_get(helper, "hashes"), i, hashes)
		{
			struct csaf_item item = { csaf_get(hashes, "file_hashes"),
				csaf_key(c, csaf_nth(c, up, i), "file_hashes") };

			fn(c, &item);
		}
	}
}

static void
one_algorithm(struct csaf *c, const struct csaf_item *hashes)
{
	struct csaf_map *seen = csaf_map_new(c->arena);
	const json_t *hash;
	size_t i;

	json_array_foreach(hashes->json, i, hash)
	{
		struct at at = { hashes->at, NULL, i };

		if (!csaf_map_add(seen, csaf_text(hash, "algorithm")))
			csaf_say(c, &at, "algorithm '%.*s' stands more than once",
			    PS(csaf_text(hash, "algorithm")));
	}
}

void
csaf_algorithm_twice(struct csaf *c)
{
	csaf_each_hashes(c, one_algorithm);
}
