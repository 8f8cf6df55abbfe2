/*
 * Finding a structure: a page of its own, the same results inside the
 * declaration, and as JSON.
 *
 * The department of the query is checked against the vocabulary; the rest is
 * bounded by structure_search.
 */
#include "directory/directory.h"

#include "directory/private.h"

const struct route directory_route[] = {
	{ .method = GET, .path = "/structures", .handler = directory_lookup },
	{ .method = GET, .path = "/api/v1/structures", .handler = directory_lookup_json },
	{ 0 },
};

static struct structure_ask
asked_by(const struct request *rq)
{
	struct str department = param_get(&rq->query, "department");

	return (struct structure_ask){
		.text = str_trim(param_get(&rq->query, "q")),
		.department = department_known(department) ? department : S(""),
	};
}

static bool
anything(const struct structure_ask *ask)
{
	return ask->text.n > 0 || ask->department.n > 0;
}

enum outcome
directory_lookup(struct request *rq, void *record)
{
	struct structure_ask ask = asked_by(rq);
	struct structure_list found = { .n = 0 };
	struct lookup_view view = {
		.text = ask.text,
		.department = ask.department,
		.asked = anything(&ask),
		.found = &found,
	};
	enum outcome o = structure_search(rq->db, &ask, rq->arena, &found);

	(void)record;
	if (o != OK)
		return o;
	page_directory_lookup(page_begin(rq, t(rq->lang, "directory.title")), &view);
	return page_end(rq, 200);
}

/* ==== Cards ==== */

/* "59000 LILLE (59 – Nord)" */
struct str
card_place(struct out *o, const struct structure *s)
{
	struct str place = arena_printf(o->arena, "%.*s %.*s", PS(s->postcode), PS(s->town));
	struct str department = s->department.s;

	place = str_trim(place);
	if (department.n == 0)
		return place;
	department = vocab_label("department", department, o->lang);
	return str_trim(arena_printf(o->arena, "%.*s (%.*s)", PS(place), PS(department)));
}

struct str
card_type(struct out *o, const struct structure *s)
{
	if (s->category_label.n)
		return s->category_label;
	return vocab_label("org_type", s->org_type.s, o->lang);
}

void
directory_results(struct out *o, const struct structure_list *found, bool pick)
{
	struct cards_view view = { .found = found, .pick = pick };

	if (found->n)
		directory_cards(o, &view);
}

/* ==== JSON ==== */

static const struct field *const public_fields[] = { &structure_finess, &structure_finess_legal,
	&structure_name, &structure_long_name, &structure_category, &structure_category_label,
	&structure_org_type, &structure_siret, &structure_address, &structure_postcode,
	&structure_town, &structure_department, &structure_region, &structure_phone, &structure_ght,
	&structure_legal_name, &structure_legal_status, &structure_opened, &structure_closed,
	&structure_updated, NULL };

enum outcome
directory_lookup_json(struct request *rq, void *record)
{
	struct structure_ask ask = asked_by(rq);
	struct structure_list found = { .n = 0 };
	struct buf body = BUF_INIT(1u << 20);
	enum outcome o = structure_search(rq->db, &ask, rq->arena, &found);

	(void)record;
	if (o != OK)
		return o;
	buf_puts(&body, "{\"structures\":[");
	for (size_t i = 0; i < found.n; i++) {
		buf_puts(&body, i ? "," : "");
		record_write(&body, public_fields, &found.item[i]);
	}
	buf_puts(&body, found.more ? "],\"more\":true}" : "],\"more\":false}");
	o = reply_bytes(rq, 200, "application/json", buf_str(&body));
	buf_release(&body);
	return o;
}
