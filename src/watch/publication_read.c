/*
 * Publications as others read them: a list with its facets in the address, a page each
 * under an address for ever, every version of it that the reader may see, and what
 * changed between two.
 *
 * A visitor before what is not CLEAR is asked to sign in, so that a link in a mail leads
 * somewhere; a member who may not read it is refused, which the journal holds.  One that
 * was withdrawn says so and why (410); what it said is no longer shown.
 */
#include "watch/publication_page.h"

#include "doc/pdf.h"
#include "incident/incident.h"
#include "watch/watch.h"

static struct str
known(struct request *rq, const char *name, const char *vocabulary)
{
	struct str s = param_get(&rq->query, name);

	return vocab_find(vocab_get(vocabulary), s) ? s : (struct str){ NULL, 0 };
}

static struct publication_filter
filter_of(struct request *rq)
{
	struct publication_filter f = { .page = 1, .max = PUBLICATIONS_PAGE };

	f.type = known(rq, "type", "publication_type");
	f.level = known(rq, "level", "publication_level");
	f.exploitation = known(rq, "exploitation", "publication_exploitation");
	f.q = str_utf8_head(param_get(&rq->query, "q"), 100);
	f.archived = param_has(&rq->query, "archived");
	f.rank = publication_rank(request_member(rq));
	if (!str_int(param_get(&rq->query, "page"), &f.page) || f.page < 1 || f.page > 100000)
		f.page = 1;
	return f;
}

enum outcome
publications_page(struct request *rq, void *record)
{
	struct publications_view v = { .f = filter_of(rq) };
	struct editor e = editor_of(rq);
	struct publication *list;
	struct str query = rq->target;
	enum outcome o = publication_list(&e, &v.f, &list, &v.n, &v.total);

	(void)record;
	if (o != OK)
		return o;
	str_cut(&query, '?');
	v.self = query;
	v.p = list;
	v.pages = (v.total + v.f.max - 1) / v.f.max;
	rq->active = "/publications";
	page_publications(page_begin(rq, t(rq->lang, "publications.title")), &v);
	return page_end(rq, 200);
}

/* ==== One ==== */

struct reading {
	struct editor e;
	struct publication p;
	int64_t rank;
};

/* NOT_FOUND with p.reference: it was never shown to such a reader, or is withdrawn. */
static enum outcome
open_for_reader(struct request *rq, struct reading *r)
{
	enum outcome o;

	r->e = editor_of(rq);
	r->rank = publication_rank(request_member(rq));
	o = publication_by_reference(&r->e, rq->segment[0], &r->p);
	if (o != OK)
		return o;
	if (r->p.shown_rank <= r->rank) {
		if (r->p.shown_rank > 0)
			trail_note(r->e.trail, "publication.read", "publication", r->p.reference,
			    (struct str){ NULL, 0 });
		return OK;
	}
	trail_refuse(r->e.trail, "publication.refused", "publication", r->p.reference,
	    (struct str){ NULL, 0 });
	return FORBIDDEN;
}

static enum outcome
turned_away(struct request *rq, enum outcome o)
{
	if (o == FORBIDDEN && rq->visitor.account == 0)
		return reply_see_other(rq, "/sign-in?next=/publications/%.*s", PS(rq->segment[0]));
	return o;
}

static enum outcome
gone(struct request *rq, const struct publication *p)
{
	struct publication_view v = { .p = p };

	rq->active = "/publications";
	page_publication_gone(page_begin(rq, t(rq->lang, "publication.gone")), &v);
	return page_end(rq, 410);
}

static enum outcome
show(struct request *rq, struct reading *r, int64_t n)
{
	struct facts none = { 0 };
	struct publication_view v = { .p = &r->p };
	struct publication_version *list, one;
	enum outcome o;

	if (!r->p.online)
		return gone(rq, &r->p);
	o = publication_version_get(&r->e, &r->p, n, r->rank, &one);
	if (o == OK)
		o = publication_versions(&r->e, &r->p, r->rank, &list, &v.n);
	if (o != OK)
		return o;
	v.v = &one;
	v.version = list;
	v.latest = n == r->p.shown;
	v.may_edit = access_may(request_member(rq), OBJECT_PUBLICATION, ACTION_READ, &none);
	rq->active = "/publications";
	page_publication(page_begin(rq, one.words.pub_title), &v);
	return page_end(rq, 200);
}

enum outcome
publication_page(struct request *rq, void *record)
{
	struct reading r;
	enum outcome o = open_for_reader(rq, &r);

	(void)record;
	return o == OK ? show(rq, &r, r.p.shown) : turned_away(rq, o);
}

enum outcome
publication_version_page(struct request *rq, void *record)
{
	struct reading r;
	int64_t n = 0;
	enum outcome o = open_for_reader(rq, &r);

	(void)record;
	if (o != OK)
		return turned_away(rq, o);
	return str_int(rq->segment[1], &n) ? show(rq, &r, n) : NOT_FOUND;
}

/* ==== What changed ==== */

static enum outcome
changes(struct request *rq, struct publication_diff_view *v)
{
	struct publication_change *list = arena_array(rq->arena, struct publication_change, 32);

	for (size_t i = 0; publication_fields[i] && v->n < 32; i++) {
		const struct field *f = publication_fields[i];

		if (str_eq(str_of(f->name), S("pub_note")) ||
		    field_equal(f, &v->from->words, &v->to->words))
			continue;
		list[v->n++] = (struct publication_change){ f,
			diff_of(field_shown(f, &v->from->words, rq->arena, rq->lang, rq->zone),
			    field_shown(f, &v->to->words, rq->arena, rq->lang, rq->zone),
			    rq->arena) };
	}
	v->change = list;
	rq->active = "/publications";
	page_publication_diff(page_begin(rq, t_fill(rq->arena, rq->lang, "publication.changes_of",
						 (struct str[]){ v->p->reference }, 1)),
	    v);
	return page_end(rq, 200);
}

/* From the version before, unless another is named. */
enum outcome
publication_diff_page(struct request *rq, void *record)
{
	struct reading r;
	struct publication_version from, to;
	struct publication_diff_view v = { .p = &r.p, .from = &from, .to = &to };
	int64_t n = 0, before = 0;
	enum outcome o = open_for_reader(rq, &r);

	(void)record;
	if (o != OK)
		return turned_away(rq, o);
	if (!r.p.online)
		return gone(rq, &r.p);
	if (!str_int(rq->segment[1], &n))
		return NOT_FOUND;
	if (!str_int(param_get(&rq->query, "from"), &before))
		before = n - 1;
	o = publication_version_get(&r.e, &r.p, n, r.rank, &to);
	if (o == OK)
		o = publication_version_get(&r.e, &r.p, before, r.rank, &from);
	return o == OK ? changes(rq, &v) : o;
}

/* ==== On paper ==== */

enum outcome
publication_pdf(struct request *rq, void *record)
{
	struct buf bytes = BUF_INIT(16u << 20);
	struct publication_version one;
	struct reading r;
	enum outcome o = open_for_reader(rq, &r);

	(void)record;
	if (o != OK)
		return turned_away(rq, o);
	if (!r.p.online)
		return gone(rq, &r.p);
	o = publication_version_get(&r.e, &r.p, r.p.shown, r.rank, &one);
	if (o == OK)
		o = exit_release_card(rq, r.p.reference, one.tlp.s, "bulletin_pdf");
	if (o != OK)
		return o;
	if (!pdf_write(publication_document(
			   &r.e, &r.p, &one, web_config(rq->web)->brand, rq->lang, rq->zone),
		&bytes)) {
		buf_release(&bytes);
		return UNAVAILABLE;
	}
	return reply_attachment(rq,
	    arena_printf(rq->arena, "%.*s-v%lld.pdf", PS(r.p.reference), (long long)one.n), &bytes);
}
