/*
 * Vulnerabilities as everybody reads them: a list to search, and a page each, under
 * an address for ever.  Texts of records are in English and say so to screen readers.
 */
#include "knowledge/version.h"
#include "knowledge/vuln_view.h"

const struct route vulnerability_route[] = {
	{ .method = GET, .path = "/vulnerabilities", .handler = vuln_list_page },
	{ .method = GET, .path = "/vulnerabilities/:cve", .handler = vuln_one_page },
	{ 0 },
};

struct str
vuln_score_text(struct out *o, int64_t version, int64_t tenths)
{
	if (version == INT_NONE)
		return (struct str){ NULL, 0 };
	return arena_printf(o->arena, "%d%c%d (CVSS %d.%d)", (int)tenths / 10,
	    o->lang == LANG_FR ? ',' : '.', (int)tenths % 10, (int)version / 10, (int)version % 10);
}

struct str
vuln_percent(struct out *o, int64_t millionths)
{
	int64_t tenths = (millionths + 500) / 1000;

	return arena_printf(o->arena, "%d%c%d%s%%", (int)(tenths / 10),
	    o->lang == LANG_FR ? ',' : '.', (int)(tenths % 10), o->lang == LANG_FR ? "\u00a0" : "");
}

struct str
vuln_product_name(struct out *o, const struct vuln_affected *f)
{
	struct str name = f->product.n ? f->product : f->package.n ? f->package : f->cpe;

	return str_trim(arena_printf(o->arena, "%.*s %.*s", PS(f->vendor), PS(name)));
}

struct str
vuln_range(struct out *o, const struct vuln_affected *f)
{
	struct str bound[] = { f->version_from, f->version_to };

	if (f->version_from.n == 0 && f->version_to.n == 0)
		return t(o->lang, "vuln.range_all");
	if (f->version_to.n == 0)
		return t_fill(o->arena, o->lang, "vuln.range_from", bound, 2);
	if (str_eq(f->version_from, f->version_to))
		return f->version_from;
	if (f->version_from.n == 0)
		return t_fill(o->arena, o->lang,
		    f->to_included ? "vuln.range_upto" : "vuln.range_below", bound, 2);
	return t_fill(o->arena, o->lang,
	    f->to_included ? "vuln.range_from_upto" : "vuln.range_from_below", bound, 2);
}

bool
vuln_concerned(const struct vuln_affected *f, struct str version)
{
	return str_eq(f->status, S("affected")) &&
	       version_within(
		   version, f->version_from, f->from_included, f->version_to, f->to_included);
}

/* ==== Handlers ==== */

enum outcome
vuln_list_page(struct request *rq, void *record)
{
	struct str severity = param_get(&rq->query, "cvss");
	struct vuln_list_view v = { .ask = {
					.text = str_trim(param_get(&rq->query, "q")),
					.exploited =
					    str_eq(param_get(&rq->query, "exploited"), S("oui")),
					.page = 1,
				    } };
	enum outcome o;

	(void)record;
	if (vocab_find(vocab_get("cvss_severity"), severity))
		v.ask.severity = severity;
	if (!str_int(param_get(&rq->query, "page"), &v.ask.page) || v.ask.page < 1 ||
	    v.ask.page > 1000)
		v.ask.page = 1;
	o = vulnerability_search(rq->db, &v.ask, rq->arena, &v.found);
	if (o != OK)
		return o;
	page_vulnerabilities(page_begin(rq, t(rq->lang, "vuln.title")), &v);
	return page_end(rq, 200);
}

/* Another spelling of a number leads to the one address it has. */
enum outcome
vuln_one_page(struct request *rq, void *record)
{
	struct vuln_view v = { .n_scores = 0 };
	enum outcome o = vuln_view_read(rq->db, rq->segment[0], rq->arena, &v);

	(void)record;
	if (o != OK)
		return o == INVALID ? NOT_FOUND : o;
	if (!str_eq(v.v.cve, rq->segment[0]))
		return reply_see_other(rq, "/vulnerabilities/%.*s", PS(v.v.cve));
	v.version = str_utf8_head(str_trim(param_get(&rq->query, "version")), 64);
	rq->active = "/vulnerabilities";
	page_vulnerability(page_begin(rq, v.v.cve), &v);
	return page_end(rq, 200);
}
