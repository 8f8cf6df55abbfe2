/*
 * Publications in the database.
 *
 * One row each, with the words at work; one row a version with the words that were
 * published.  All words are sealed by the publication's own vault, whatever their
 * marking: one way to keep them, and no draft in clear.  Rejected: clear text for what
 * is CLEAR, which would leave what a draft said before in the pages of the database.
 */
#include "watch/publication.h"

#include "base/json.h"

#include "watch_sql.h"

#define BODY_MAX (512u << 10)

struct editor
editor_of(struct request *rq)
{
	return (struct editor){ .db = rq->db,
		.keyring = web_config(rq->web)->keyring,
		.arena = rq->arena,
		.trail = &rq->trail,
		.now = rq->now,
		.account = rq->visitor.account };
}

static struct str
name_of(const struct editor *e, const struct publication *p)
{
	return p->reference.n ? p->reference : arena_printf(e->arena, "%lld", (long long)p->id);
}

/* ==== Words ==== */

static struct str
seal(const struct vault *v, const struct publication_words *w, struct arena *a)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct str sealed;

	record_write(&b, publication_fields, w);
	sealed = vault_seal(v, "publication.words", buf_str(&b), a);
	buf_release(&b);
	return sealed;
}

static bool
unseal(const struct vault *v, struct str sealed, struct publication_words *w, struct arena *a)
{
	struct str clear;

	field_clear(publication_fields, w);
	return vault_unseal(v, "publication.words", sealed, a, &clear) &&
	       record_read(clear, publication_fields, w, a);
}

/* ==== One ==== */

/* clang-format off */
static const struct field reference_field = { FIELD(publication, reference) };
static const struct field id_field = { FIELD(publication, id) };
static const struct field version_field = { FIELD(publication, version) };
static const struct field state_field = { FIELD(publication, state), .vocabulary = "publication_state" };
static const struct field online_field = { FIELD(publication, online) };
static const struct field writers_field = { FIELD(publication, writers) };
static const struct field created_field = { FIELD(publication, created_at) };
static const struct field changed_field = { FIELD(publication, changed_at) };
static const struct field scheduled_field = { FIELD(publication, scheduled_at) };
static const struct field published_field = { FIELD(publication, published_at) };
static const struct field updated_field = { FIELD(publication, updated_at) };
static const struct field withdrawn_field = { FIELD(publication, withdrawn_at) };
static const struct field shown_field = { FIELD(publication, shown) };
static const struct field rank_field = { FIELD(publication, shown_rank) };
static const struct field tlp_field = { FIELD(publication, shown_tlp), .vocabulary = "publication_tlp" };
static const struct field type_field = { FIELD(publication, shown_type), .vocabulary = "publication_type" };
static const struct field level_field = { FIELD(publication, shown_level), .vocabulary = "publication_level" };
static const struct field exploitation_field = { FIELD(publication, shown_exploitation), .vocabulary = "publication_exploitation" };
static const struct field cvss_field = { FIELD(publication, shown_cvss) };
static const struct field title_field = { FIELD(publication, shown_title) };
static const struct field words_field = { FIELD(publication, shown_words), .max = 1000 };
/* clang-format on */

static const struct field *const clear_fields[] = { &reference_field, &id_field, &version_field,
	&state_field, &online_field, &writers_field, &created_field, &changed_field,
	&scheduled_field, &published_field, &updated_field, &withdrawn_field, &shown_field,
	&rank_field, &tlp_field, &type_field, &level_field, &exploitation_field, &cvss_field,
	&title_field, &words_field, NULL };

static void
blank(struct publication *p)
{
	*p = (struct publication){ .version = 1 };
	field_clear(clear_fields, p);
	field_clear(publication_fields, &p->words);
}

enum outcome
publication_insert(struct editor *e, struct publication *p)
{
	struct vault v;
	struct query q;
	enum outcome o = vault_create(e->db, e->keyring, &v);

	if (o != OK)
		return o;
	q = query_open(e->db, &sql_publication_insert);
	bind_text(&q, "pub_type", p->words.pub_type.s);
	bind_text(&q, "pub_tlp", p->words.pub_tlp.s);
	bind_int(&q, "author", e->account ? e->account : INT_NONE);
	bind_text(&q, "writers", p->writers);
	bind_int(&q, "item", p->item ? p->item : INT_NONE);
	bind_moment(&q, "now", e->now);
	bind_int(&q, "vault", v.id);
	bind_blob(&q, "body", seal(&v, &p->words, e->arena));
	if (query_next(&q))
		p->id = query_int(&q, 0);
	p->vault = v.id;
	vault_wipe(&v);
	p->version = 1;
	p->state.s = S("draft");
	p->shown = 0;
	p->shown_rank = 9;
	p->created_at = p->changed_at = e->now;
	trail_note(
	    e->trail, "publication.create", "publication", name_of(e, p), (struct str){ NULL, 0 });
	return query_close(&q);
}

static enum outcome
open_words(struct editor *e, struct publication *p, struct str body, struct str remark)
{
	struct vault v;
	enum outcome o = vault_open(e->db, e->keyring, p->vault, &v);

	if (o != OK)
		return o;
	if (!unseal(&v, body, &p->words, e->arena) ||
	    !vault_unseal(&v, "publication.remark", remark, e->arena, &p->remark))
		o = UNAVAILABLE;
	vault_wipe(&v);
	return o;
}

enum outcome
publication_of(struct editor *e, int64_t id, struct publication *ret)
{
	struct query q = query_open(e->db, &sql_publication_of);
	struct str body = { NULL, 0 }, remark = body;
	bool found;
	enum outcome o;

	blank(ret);
	bind_int(&q, "id", id);
	found = query_next(&q);
	if (found) {
		query_fields(&q, clear_fields, ret, e->arena);
		ret->vault = query_id(&q, "vault");
		ret->item = query_id(&q, "item");
		ret->author = query_id(&q, "author");
		ret->checker = query_id(&q, "checker");
		body = query_blob(&q, query_column(&q, "body"), e->arena);
		remark = query_blob(&q, query_column(&q, "remark"), e->arena);
	}
	o = query_close(&q);
	if (o != OK || !found)
		return o == OK ? NOT_FOUND : o;
	return open_words(e, ret, body, remark);
}

static struct str
seal_remark(const struct vault *v, const struct publication *p, struct arena *a)
{
	return p->remark.n ? vault_seal(v, "publication.remark", p->remark, a)
			   : (struct str){ NULL, 0 };
}

enum outcome
publication_save(struct editor *e, struct publication *p, const char *action)
{
	struct vault v;
	struct query q;
	bool saved;
	enum outcome o = vault_open(e->db, e->keyring, p->vault, &v);

	if (o != OK)
		return o;
	q = query_open(e->db, &sql_publication_save);
	bind_fields(&q, clear_fields, p);
	bind_text(&q, "pub_type", p->words.pub_type.s);
	bind_text(&q, "pub_tlp", p->words.pub_tlp.s);
	bind_int(&q, "author", p->author ? p->author : INT_NONE);
	bind_int(&q, "checker", p->checker ? p->checker : INT_NONE);
	bind_moment(&q, "now", e->now);
	bind_blob(&q, "body", seal(&v, &p->words, e->arena));
	bind_blob(&q, "remark", seal_remark(&v, p, e->arena));
	saved = query_next(&q);
	vault_wipe(&v);
	o = query_close(&q);
	if (o != OK || !saved)
		return o == OK ? CONFLICT : o;
	p->version++;
	p->changed_at = e->now;
	trail_note(e->trail, action, "publication", name_of(e, p), (struct str){ NULL, 0 });
	return OK;
}

/* ==== Versions ==== */

static enum outcome
put_cves(struct editor *e, const struct publication *p)
{
	struct str cve[PUBLICATION_CVES];
	size_t n = publication_cves(p->words.pub_cves, e->arena, cve);
	struct query q = query_open(e->db, &sql_publication_cves_drop);
	enum outcome o;

	bind_int(&q, "publication", p->id);
	o = query_run(&q);
	for (size_t i = 0; o == OK && i < n; i++) {
		q = query_open(e->db, &sql_publication_cve_put);
		bind_int(&q, "publication", p->id);
		bind_text(&q, "cve", cve[i]);
		o = query_run(&q);
	}
	return o;
}

enum outcome
publication_version_put(struct editor *e, const struct publication *p)
{
	struct vault v;
	struct query q;
	enum outcome o = vault_open(e->db, e->keyring, p->vault, &v);

	if (o != OK)
		return o;
	q = query_open(e->db, &sql_publication_version_put);
	bind_int(&q, "publication", p->id);
	bind_int(&q, "n", p->shown);
	bind_moment(&q, "now", e->now);
	bind_int(&q, "author", p->author ? p->author : INT_NONE);
	bind_int(&q, "checker", p->checker ? p->checker : INT_NONE);
	bind_text(&q, "tlp", p->words.pub_tlp.s);
	bind_int(&q, "rank", p->shown_rank);
	bind_blob(&q, "body", seal(&v, &p->words, e->arena));
	vault_wipe(&v);
	o = query_run(&q);
	return o == OK ? put_cves(e, p) : o;
}

static struct str
read_version(const struct editor *e, const struct query *q, struct publication_version *ret)
{
	ret->n = query_int(q, 0);
	ret->at = query_moment(q, 1);
	ret->author = query_id(q, "author");
	ret->checker = query_id(q, "checker");
	ret->tlp.s = query_text(q, 4, e->arena);
	return query_blob(q, 6, e->arena);
}

enum outcome
publication_version_get(struct editor *e, const struct publication *p, int64_t n, int64_t rank,
    struct publication_version *ret)
{
	struct query q = query_open(e->db, &sql_publication_version_get);
	struct str body = { NULL, 0 };
	struct vault v;
	bool found;
	enum outcome o;

	bind_int(&q, "publication", p->id);
	bind_int(&q, "n", n);
	bind_int(&q, "rank", rank);
	found = query_next(&q);
	if (found)
		body = read_version(e, &q, ret);
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	if (o == OK)
		o = vault_open(e->db, e->keyring, p->vault, &v);
	if (o != OK)
		return o;
	o = unseal(&v, body, &ret->words, e->arena) ? OK : UNAVAILABLE;
	vault_wipe(&v);
	return o;
}

enum outcome
publication_versions(struct editor *e, const struct publication *p, int64_t rank,
    struct publication_version **ret, size_t *ret_n)
{
	struct publication_version *list =
	    arena_array(e->arena, struct publication_version, PUBLICATION_VERSIONS);
	struct str *body = arena_array(e->arena, struct str, PUBLICATION_VERSIONS);
	struct query q = query_open(e->db, &sql_publication_versions);
	struct vault v;
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "publication", p->id);
	bind_int(&q, "rank", rank);
	bind_int(&q, "max", PUBLICATION_VERSIONS);
	for (; n < PUBLICATION_VERSIONS && query_next(&q); n++)
		body[n] = read_version(e, &q, &list[n]);
	o = query_close(&q);
	if (o == OK)
		o = vault_open(e->db, e->keyring, p->vault, &v);
	if (o != OK)
		return o;
	for (size_t i = 0; o == OK && i < n; i++)
		o = unseal(&v, body[i], &list[i].words, e->arena) ? OK : UNAVAILABLE;
	vault_wipe(&v);
	*ret = list;
	*ret_n = n;
	return o;
}
