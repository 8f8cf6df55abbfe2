/*
 * The workshop: the list of what is at work, a new one, and its editor.
 *
 * Saving keeps an unfinished text: only what would be wrong in any state is refused.
 * The preview is the same form sent elsewhere, and saves nothing: it works without a
 * script, and shows exactly what readers will see, from the same writer.
 */
#include "watch/publication_page.h"

#include "watch/watch.h"

#include "watch_sql.h"

/* ==== The list ==== */

struct beginning {
	struct code pub_type, pub_tlp, pub_level;
	struct str pub_title;
};

/* clang-format off */
static const struct field new_type = { FIELD(beginning, pub_type), .vocabulary = "publication_type", .input = INPUT_SELECT, .need = REQUIRED };
static const struct field new_level = { FIELD(beginning, pub_level), .vocabulary = "publication_level", .input = INPUT_SELECT, .need = REQUIRED };
static const struct field new_tlp = { FIELD(beginning, pub_tlp), .vocabulary = "publication_tlp", .input = INPUT_SELECT, .need = REQUIRED };
static const struct field new_title = { FIELD(beginning, pub_title), .max = 200, .need = REQUIRED };
/* clang-format on */
static const struct field *const new_asked[] = { &new_type, &new_level, &new_tlp, &new_title,
	NULL };

static enum outcome
load_list(struct editor *e, struct publication_desk_view *v)
{
	struct publication *list = arena_array(e->arena, struct publication, PUBLICATIONS_PAGE);
	int64_t id[PUBLICATIONS_PAGE];
	struct query q = query_open(e->db, &sql_publication_desk);
	enum outcome o;

	bind_text(&q, "state", str_eq(v->state, S("all")) ? (struct str){ NULL, 0 } : v->state);
	bind_int(&q, "max", PUBLICATIONS_PAGE);
	bind_int(&q, "skip", (v->page - 1) * PUBLICATIONS_PAGE);
	while (v->n < PUBLICATIONS_PAGE && query_next(&q))
		id[v->n++] = query_int(&q, 0);
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < v->n; i++)
		o = publication_of(e, id[i], &list[i]);
	v->p = list;
	return o;
}

static enum outcome
count_list(struct editor *e, struct publication_desk_view *v)
{
	struct query q = query_open(e->db, &sql_publication_desk_count);

	while (query_next(&q))
		if (str_eq(v->state, S("all")) || str_eq(query_text(&q, 0, e->arena), v->state))
			v->total += query_int(&q, 1);
	return query_close(&q);
}

static enum outcome
list(struct request *rq, int status)
{
	struct publication_desk_view v = { .state = param_get(&rq->query, "state"), .page = 1 };
	struct editor e = editor_of(rq);
	enum outcome o;

	if (!vocab_find(vocab_get("publication_state"), v.state))
		v.state = S("all");
	if (!str_int(param_get(&rq->query, "page"), &v.page) || v.page < 1 || v.page > 10000)
		v.page = 1;
	o = load_list(&e, &v);
	if (o == OK)
		o = count_list(&e, &v);
	if (o != OK)
		return o;
	v.pages = (v.total + PUBLICATIONS_PAGE - 1) / PUBLICATIONS_PAGE;
	if (status == 200) {
		struct beginning blank = { 0 };

		form_show(new_asked, &blank, &rq->filled, rq->zone, rq->arena);
	}
	v.filled = &rq->filled;
	page_desk(rq);
	rq->active = "/watch";
	page_publication_desk(page_begin(rq, t(rq->lang, "publication.desk")), &v);
	return page_end(rq, status);
}

enum outcome
publication_desk_page(struct request *rq, void *record)
{
	(void)record;
	return list(rq, 200);
}

static enum outcome
list_again(struct request *rq, void *record)
{
	(void)record;
	return list(rq, 422);
}

const struct form publication_new_form = {
	.asked = new_asked, .size = sizeof(struct beginning), .invalid = list_again
};

enum outcome
publication_new_post(struct request *rq, void *record)
{
	const struct beginning *b = record;
	struct editor e = editor_of(rq);
	struct publication p = { 0 };
	enum outcome o;

	field_clear(publication_fields, &p.words);
	p.words.pub_type = b->pub_type;
	p.words.pub_tlp = b->pub_tlp;
	p.words.pub_level = b->pub_level;
	p.words.pub_title = b->pub_title;
	p.author = e.account;
	p.writers = arena_printf(rq->arena, "%lld", (long long)e.account);
	o = publication_insert(&e, &p);
	if (o != OK)
		return o;
	return reply_see_other(rq, "/watch/publications/%lld", (long long)p.id);
}

/* From an item of the inbox. */
enum outcome
publication_draft_post(struct request *rq, void *record)
{
	struct editor e = editor_of(rq);
	struct publication p;
	int64_t item = 0;
	enum outcome o;

	(void)record;
	if (!str_int(rq->segment[0], &item))
		return NOT_FOUND;
	o = publication_draft(&e, item, &p);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.publication_drafted");
	return reply_see_other(rq, "/watch/publications/%lld", (long long)p.id);
}
