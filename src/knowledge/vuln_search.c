/*
 * Looking vulnerabilities up, by number or by the words of what they are in.
 *
 * Words are ranges of an index, as for structures.  Names of CPE alone were rejected:
 * half of the records have none on the day that matters, and people do not type
 * "apache:log4j".
 */
#include "knowledge/vuln_view.h"

#include "knowledge_sql.h"

#define ASKED_MAX 4

static void
read_row(const struct query *q, struct arena *a, struct vulnerability *v)
{
	v->id = query_id(q, "id");
	v->cve = query_text(q, query_column(q, "cve"), a);
	v->rejected = str_eq(query_text(q, query_column(q, "state"), a), S("rejected"));
	v->title = query_text(q, query_column(q, "title"), a);
	v->description = query_text(q, query_column(q, "description"), a);
	v->published = query_moment(q, query_column(q, "published"));
	v->updated = query_moment(q, query_column(q, "updated"));
	v->cvss_version = query_int(q, query_column(q, "cvss_version"));
	v->cvss_vector = query_text(q, query_column(q, "cvss_vector"), a);
	v->cvss_tenths = query_int(q, query_column(q, "cvss_tenths"));
	v->severity.s = query_text(q, query_column(q, "severity"), a);
	v->kev_added = query_moment(q, query_column(q, "kev_added"));
	v->kev_due = query_moment(q, query_column(q, "kev_due"));
	v->kev_ransomware = query_bool(q, query_column(q, "kev_ransomware"));
	v->kev_action = query_text(q, query_column(q, "kev_action"), a);
	v->epss = query_int(q, query_column(q, "epss"));
	v->epss_percentile = query_int(q, query_column(q, "epss_percentile"));
}

enum outcome
vulnerability_by_cve(struct db *db, struct str cve, struct arena *a, struct vulnerability *ret)
{
	struct str number;
	struct query q;
	enum outcome o;
	bool found;

	if (!vuln_number(cve, a, &number))
		return INVALID;
	q = query_open(db, &sql_vulnerability_by_cve);
	bind_text(&q, "cve", number);
	found = query_next(&q);
	if (found)
		read_row(&q, a, ret);
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

static void
bind_words(struct query *q, const struct vuln_words *w, struct arena *a)
{
	static const char *const from[] = { "a1", "a2", "a3", "a4" };
	static const char *const to[] = { "z1", "z2", "z3", "z4" };

	for (size_t i = 0; i < w->n && i < ASKED_MAX; i++) {
		bind_text(q, from[i], w->word[i]);
		bind_text(
		    q, to[i], arena_printf(a, "%.*szzzzzzzzzzzzzzzzzzzzzzzz", PS(w->word[i])));
	}
}

static enum outcome
by_words(struct db *db, const struct vulnerability_ask *ask, const struct vuln_words *w,
    struct arena *a, struct vulnerability_list *ret)
{
	int64_t page = ask->page < 1 ? 1 : ask->page;
	struct query q = query_open(db, &sql_vulnerability_search);

	bind_words(&q, w, a);
	bind_bool(&q, "exploited", ask->exploited);
	bind_text(&q, "severity", ask->severity);
	bind_int(&q, "limit", VULNERABILITIES_PAGE + 1);
	bind_int(&q, "offset", (page - 1) * VULNERABILITIES_PAGE);
	ret->item = arena_array(a, struct vulnerability, VULNERABILITIES_PAGE);
	while (query_next(&q)) {
		if (ret->n == VULNERABILITIES_PAGE)
			ret->more = true;
		else
			read_row(&q, a, &ret->item[ret->n++]);
	}
	return query_close(&q);
}

enum outcome
vulnerability_search(struct db *db, const struct vulnerability_ask *ask, struct arena *a,
    struct vulnerability_list *ret)
{
	struct str text = str_utf8_valid(ask->text) ? str_trim(ask->text) : (struct str){ NULL, 0 };
	struct vuln_words *w = arena_new_of(a, struct vuln_words);
	enum outcome o;

	*ret = (struct vulnerability_list){ 0 };
	text = str_utf8_head(text, 200);
	if (vuln_number(text, a, &text)) {
		ret->item = arena_new_of(a, struct vulnerability);
		o = vulnerability_by_cve(db, text, a, ret->item);
		ret->n = o == OK;
		return o == NOT_FOUND ? OK : o;
	}
	vuln_words_add(w, text, a);
	if (text.n && w->n == 0) /* signs alone: nothing is called so */
		return OK;
	return by_words(db, ask, w, a, ret);
}

/* ==== What one is made of ==== */

static enum outcome
read_scores(struct db *db, int64_t id, struct arena *a, struct vuln_view *v)
{
	struct query q = query_open(db, &sql_vulnerability_scores);

	bind_int(&q, "id", id);
	v->score = arena_array(a, struct vuln_shown_score, VIEW_MAX);
	while (v->n_scores < VIEW_MAX && query_next(&q))
		v->score[v->n_scores++] = (struct vuln_shown_score){ query_text(&q, 0, a),
			query_int(&q, 1), query_text(&q, 2, a), query_int(&q, 3) };
	return query_close(&q);
}

static enum outcome
read_weaknesses(struct db *db, int64_t id, struct arena *a, struct vuln_view *v)
{
	struct query q = query_open(db, &sql_vulnerability_weaknesses);

	bind_int(&q, "id", id);
	v->weakness = arena_array(a, struct str, VIEW_MAX);
	while (v->n_weaknesses < VIEW_MAX && query_next(&q))
		v->weakness[v->n_weaknesses++] = query_text(&q, 0, a);
	return query_close(&q);
}

static enum outcome
read_affected(struct db *db, int64_t id, struct arena *a, struct vuln_view *v)
{
	struct query q = query_open(db, &sql_vulnerability_affecteds);

	bind_int(&q, "id", id);
	bind_int(&q, "limit", VIEW_MAX + 1);
	v->affected = arena_array(a, struct vuln_affected, VIEW_MAX);
	while (query_next(&q)) {
		struct vuln_affected *f = &v->affected[v->n_affected];

		if (v->n_affected == VIEW_MAX) {
			v->more_affected = true;
			continue;
		}
		v->n_affected++;
		f->status = query_text(&q, query_column(&q, "status"), a);
		f->vendor = query_text(&q, query_column(&q, "vendor"), a);
		f->product = query_text(&q, query_column(&q, "product"), a);
		f->package = query_text(&q, query_column(&q, "package"), a);
		f->cpe = query_text(&q, query_column(&q, "cpe"), a);
		f->version_from = query_text(&q, query_column(&q, "version_from"), a);
		f->from_included = query_bool(&q, query_column(&q, "from_included"));
		f->version_to = query_text(&q, query_column(&q, "version_to"), a);
		f->to_included = query_bool(&q, query_column(&q, "to_included"));
	}
	return query_close(&q);
}

static enum outcome
read_references(struct db *db, int64_t id, struct arena *a, struct vuln_view *v)
{
	struct query q = query_open(db, &sql_vulnerability_references);

	bind_int(&q, "id", id);
	bind_int(&q, "limit", VIEW_MAX);
	v->reference = arena_array(a, struct vuln_reference, VIEW_MAX);
	while (v->n_references < VIEW_MAX && query_next(&q))
		v->reference[v->n_references++] =
		    (struct vuln_reference){ query_text(&q, 0, a), query_text(&q, 1, a) };
	return query_close(&q);
}

enum outcome
vuln_view_read(struct db *db, struct str cve, struct arena *a, struct vuln_view *ret)
{
	enum outcome o = vulnerability_by_cve(db, cve, a, &ret->v);

	if (o == OK)
		o = read_scores(db, ret->v.id, a, ret);
	if (o == OK)
		o = read_weaknesses(db, ret->v.id, a, ret);
	if (o == OK)
		o = read_affected(db, ret->v.id, a, ret);
	return o == OK ? read_references(db, ret->v.id, a, ret) : o;
}
