/*
 * A vulnerability's record into the database: what its source said before goes, what
 * it says now comes, and the row that lists show is made again.
 *
 * The text of a better source stays: the record of the CVE program before that of
 * NVD, before the sentence of the catalogue of exploited ones (enum vuln_source is
 * in that order).
 */
#include "knowledge/vuln.h"

#include "knowledge_sql.h"

static struct str
source_code(enum vuln_source source)
{
	return source == VULN_KEV ? S("kev") : source == VULN_NVD ? S("nvd") : S("cve");
}

struct target {
	struct db *db;
	int64_t id;
	struct str source;
};

static struct query
open_for(const struct target *t, const struct sql *sql)
{
	struct query q = query_open(t->db, sql);

	bind_int(&q, "id", t->id);
	bind_text(&q, "source", t->source);
	return q;
}

/* ==== Children ==== */

static enum outcome
drop_all(const struct target *t)
{
	static const struct sql *const drop[] = { &sql_vulnerability_score_drop,
		&sql_vulnerability_weakness_drop, &sql_vulnerability_affected_drop,
		&sql_vulnerability_reference_drop, &sql_vulnerability_word_drop };
	enum outcome o = OK;

	for (size_t i = 0; i < sizeof drop / sizeof drop[0] && o == OK; i++) {
		struct query q = open_for(t, drop[i]);

		o = query_run(&q);
	}
	return o;
}

static enum outcome
add_scores(const struct target *t, const struct vuln_record *r)
{
	enum outcome o = OK;

	for (size_t i = 0; i < r->n_scores && o == OK; i++) {
		struct query q = open_for(t, &sql_vulnerability_score_add);

		bind_text(&q, "scorer", r->score[i].scorer);
		bind_int(&q, "version", r->score[i].cvss.version);
		bind_text(&q, "vector", r->score[i].vector);
		bind_int(&q, "tenths", r->score[i].cvss.score);
		o = query_run(&q);
	}
	for (size_t i = 0; i < r->n_weaknesses && o == OK; i++) {
		struct query q = open_for(t, &sql_vulnerability_weakness_add);

		bind_text(&q, "cwe", r->weakness[i]);
		o = query_run(&q);
	}
	return o;
}

static enum outcome
add_affected(const struct target *t, const struct vuln_affected *f, size_t place)
{
	struct query q = open_for(t, &sql_vulnerability_affected_add);

	bind_int(&q, "place", (int64_t)place);
	bind_text(&q, "status", f->status);
	bind_text(&q, "vendor", f->vendor);
	bind_text(&q, "product", f->product);
	bind_text(&q, "package", f->package);
	bind_text(&q, "cpe", f->cpe);
	bind_text(&q, "cpe_part", f->cpe_part);
	bind_text(&q, "cpe_vendor", f->cpe_vendor);
	bind_text(&q, "cpe_product", f->cpe_product);
	bind_text(&q, "version_from", f->version_from);
	bind_bool(&q, "from_included", f->from_included);
	bind_text(&q, "version_to", f->version_to);
	bind_bool(&q, "to_included", f->to_included);
	bind_text(&q, "scheme", f->scheme);
	return query_run(&q);
}

static enum outcome
add_lists(const struct target *t, const struct vuln_record *r)
{
	enum outcome o = OK;

	for (size_t i = 0; i < r->n_affected && o == OK; i++)
		o = add_affected(t, &r->affected[i], i);
	for (size_t i = 0; i < r->n_references && o == OK; i++) {
		struct query q = open_for(t, &sql_vulnerability_reference_add);

		bind_int(&q, "place", (int64_t)i);
		bind_text(&q, "url", r->reference[i].url);
		bind_text(&q, "tags", r->reference[i].tags);
		o = query_run(&q);
	}
	return o;
}

#define PER_STATEMENT 16

static enum outcome
add_words(const struct target *t, const struct vuln_record *r, struct arena *a)
{
	static const char *const name[PER_STATEMENT] = { "w1", "w2", "w3", "w4", "w5", "w6", "w7",
		"w8", "w9", "w10", "w11", "w12", "w13", "w14", "w15", "w16" };
	struct vuln_words *w = arena_new_of(a, struct vuln_words);
	enum outcome o = OK;

	vuln_words_of(r, a, w);
	for (size_t from = 0; from < w->n && o == OK; from += PER_STATEMENT) {
		struct query q = open_for(t, &sql_vulnerability_word_add);

		for (size_t i = 0; i < PER_STATEMENT && from + i < w->n; i++)
			bind_text(&q, name[i], w->word[from + i]);
		o = query_run(&q);
	}
	return o;
}

/* ==== The row ==== */

struct known {
	int64_t id; /* 0: none */
	struct str hash;
	struct moment updated; /* of what this source said before */
};

static enum outcome
find(struct db *db, const struct vuln_record *r, struct arena *a, struct known *ret)
{
	struct query q = query_open(db, &sql_vulnerability_source_hash);

	bind_text(&q, "cve", r->cve);
	bind_text(&q, "source", source_code(r->source));
	*ret = (struct known){ .updated = MOMENT_NONE };
	if (query_next(&q)) {
		ret->id = query_id(&q, "id");
		ret->hash = query_text(&q, 1, a);
		ret->updated = query_moment(&q, 2);
	}
	return query_close(&q);
}

/* The same, or an older one that came late. */
static bool
nothing_new(const struct vuln_record *r, const struct known *k, struct str hash)
{
	return str_eq(k->hash, hash) || (moment_known(r->updated) && moment_known(k->updated) &&
					    r->updated.s < k->updated.s);
}

static enum outcome
put_row(struct db *db, const struct vuln_record *r)
{
	struct query q = query_open(db, &sql_vulnerability_put);
	struct moment recent = moment_known(r->published) ? r->published : r->kev_added;

	bind_text(&q, "cve", r->cve);
	bind_int(&q, "rank", (int64_t)r->source + 1);
	bind_text(&q, "state", r->rejected ? S("rejected") : S("published"));
	bind_text(&q, "title", r->title);
	bind_text(&q, "description", r->description);
	bind_moment(&q, "published", r->published);
	bind_moment(&q, "updated", r->updated);
	bind_int(&q, "recent", moment_known(recent) ? recent.s : 0);
	return query_run(&q);
}

static enum outcome
put_kev(const struct target *t, const struct vuln_record *r)
{
	bool catalogue = r->source == VULN_KEV;
	struct query q;

	if (!moment_known(r->kev_added))
		return OK;
	q = query_open(t->db, catalogue ? &sql_vulnerability_kev_put : &sql_vulnerability_kev_told);
	bind_int(&q, "id", t->id);
	bind_moment(&q, "added", r->kev_added);
	if (catalogue) {
		bind_moment(&q, "due", r->kev_due);
		bind_bool(&q, "ransomware", r->kev_ransomware);
		bind_text(&q, "action", r->kev_action);
	}
	return query_run(&q);
}

/* The score to show, and its word. */
static enum outcome
put_best(const struct target *t)
{
	struct query q = query_open(t->db, &sql_vulnerability_best);
	int64_t version = INT_NONE, tenths = INT_NONE;
	enum outcome o;

	bind_int(&q, "id", t->id);
	o = query_run(&q);
	if (o != OK)
		return o;
	q = query_open(t->db, &sql_vulnerability_best_read);
	bind_int(&q, "id", t->id);
	if (query_next(&q)) {
		version = query_int(&q, 0);
		tenths = query_int(&q, 1);
	}
	o = query_close(&q);
	if (o != OK)
		return o;
	q = query_open(t->db, &sql_vulnerability_severity_put);
	bind_int(&q, "id", t->id);
	if (version != INT_NONE)
		bind_text(
		    &q, "severity", str_of(cvss_severity((enum cvss_version)version, (int)tenths)));
	return query_run(&q);
}

static enum outcome
put_source(const struct target *t, const struct vuln_record *r, struct str hash, struct moment now)
{
	struct query q = open_for(t, &sql_vulnerability_source_put);

	bind_text(&q, "hash", hash);
	bind_moment(&q, "updated", r->updated);
	bind_moment(&q, "now", now);
	return query_run(&q);
}

static enum outcome
put_all(const struct target *t, const struct vuln_record *r, struct str hash, struct moment now,
    struct arena *a)
{
	enum outcome o = drop_all(t);

	if (o == OK)
		o = add_scores(t, r);
	if (o == OK)
		o = add_lists(t, r);
	if (o == OK)
		o = add_words(t, r, a);
	if (o == OK)
		o = put_kev(t, r);
	if (o == OK)
		o = put_best(t);
	return o == OK ? put_source(t, r, hash, now) : o;
}

enum outcome
vuln_store(struct db *db, const struct vuln_record *r, struct moment now, struct arena *a,
    enum change *ret)
{
	struct target t = { .db = db, .source = source_code(r->source) };
	struct str hash = vuln_hash(r, a);
	struct known known;
	enum outcome o = find(db, r, a, &known);

	if (o != OK)
		return o;
	if (nothing_new(r, &known, hash)) {
		*ret = CHANGE_NONE;
		return OK;
	}
	*ret = known.id ? CHANGE_UPDATED : CHANGE_NEW;
	o = put_row(db, r);
	if (o == OK && known.id == 0)
		o = find(db, r, a, &known);
	t.id = known.id;
	return o == OK ? put_all(&t, r, hash, now, a) : o;
}
