/*
 * What a reader may find.
 *
 * A reader has a rank: the highest marking that the matrix lets them read.  Every
 * statement that readers reach compares it with the rank of what is shown, so that a
 * list, a count and a search cannot tell of what the page would refuse.
 */
#include "base/shape.h"
#include "incident/incident.h"
#include "watch/publication.h"

#include "watch_sql.h"

int64_t
publication_rank(const struct member *m)
{
	static const struct {
		enum object object;
		const char *tlp;
	} level[] = {
		{ OBJECT_STRICT, "TLP:AMBER+STRICT" },
		{ OBJECT_AMBER, "TLP:AMBER" },
		{ OBJECT_GREEN, "TLP:GREEN" },
	};
	struct facts none = { 0 };

	for (size_t i = 0; i < sizeof level / sizeof level[0]; i++)
		if (access_may(m, level[i].object, ACTION_READ, &none))
			return tlp_rank(str_of(level[i].tlp));
	return tlp_rank(S("TLP:CLEAR"));
}

/* "%mots%" of what was typed; its own signs are spaces when folded. */
static struct str
pattern(struct arena *a, struct str q)
{
	struct str folded = str_trim(shape_folded(a, q));

	return folded.n ? arena_printf(a, "%%%.*s%%", PS(folded)) : folded;
}

static void
bind_filter(struct editor *e, struct query *q, const struct publication_filter *f)
{
	struct str cve[PUBLICATION_CVES];
	struct str none = { NULL, 0 };
	size_t n = publication_cves(f->q, e->arena, cve);

	bind_int(q, "rank", f->rank);
	bind_text(q, "type", f->type);
	bind_text(q, "level", f->level);
	bind_text(q, "exploitation", f->exploitation);
	bind_text(q, "cve", n ? cve[0] : none);
	bind_text(q, "words", n ? none : pattern(e->arena, f->q));
	bind_bool(q, "archived", f->archived);
}

static void
read_row(struct editor *e, const struct query *q, struct publication *p)
{
	*p = (struct publication){ .id = query_int(q, 0) };
	p->reference = query_text(q, 1, e->arena);
	p->shown_tlp.s = query_text(q, 2, e->arena);
	p->shown_type.s = query_text(q, 3, e->arena);
	p->shown_level.s = query_text(q, 4, e->arena);
	p->shown_exploitation.s = query_text(q, 5, e->arena);
	p->shown_cvss = query_int(q, 6);
	p->shown_title = query_text(q, 7, e->arena);
	p->published_at = query_moment(q, 8);
	p->updated_at = query_moment(q, 9);
	p->shown = query_int(q, 10);
	p->vault = query_int(q, 11);
	p->online = true;
}

/* Titles above GREEN stand nowhere in clear. */
static enum outcome
titles(struct editor *e, const struct publication_filter *f, struct publication *list, size_t n)
{
	enum outcome o = OK;

	for (size_t i = 0; o == OK && i < n; i++) {
		struct publication_version v;

		if (list[i].shown_title.n)
			continue;
		o = publication_version_get(e, &list[i], list[i].shown, f->rank, &v);
		if (o == OK)
			list[i].shown_title = v.words.pub_title;
	}
	return o;
}

enum outcome
publication_list(struct editor *e, const struct publication_filter *f, struct publication **ret,
    size_t *ret_n, int64_t *ret_total)
{
	struct publication *list = arena_array(e->arena, struct publication, (size_t)f->max);
	struct query q = query_open(e->db, &sql_publication_count);
	size_t n = 0;
	enum outcome o;

	bind_filter(e, &q, f);
	*ret_total = query_next(&q) ? query_int(&q, 0) : 0;
	o = query_close(&q);
	if (o != OK)
		return o;
	q = query_open(e->db, &sql_publication_list);
	bind_filter(e, &q, f);
	bind_int(&q, "max", f->max);
	bind_int(&q, "skip", (f->page - 1) * f->max);
	for (; n < (size_t)f->max && query_next(&q); n++)
		read_row(e, &q, &list[n]);
	o = query_close(&q);
	*ret = list;
	*ret_n = n;
	return o == OK ? titles(e, f, list, n) : o;
}

enum outcome
publication_by_reference(struct editor *e, struct str reference, struct publication *ret)
{
	struct query q = query_open(e->db, &sql_publication_by_reference);
	int64_t id = 0;
	enum outcome o;

	bind_text(&q, "reference", reference);
	if (query_next(&q))
		id = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK)
		return o;
	return id ? publication_of(e, id, ret) : NOT_FOUND;
}
