/*
 * A draft from an item of the inbox, with the facts that are known: its
 * vulnerabilities, the gravest score, whether one is exploited, where it was read.
 *
 * No sentence is written for the analyst, and nothing of the source's words is copied:
 * what others wrote is theirs.
 */
#include "knowledge/knowledge.h"
#include "watch/publication.h"

#include "watch_sql.h"

struct source {
	struct str title, link, name;
	int64_t topic;
};

static enum outcome
read_item(struct editor *e, int64_t item, struct source *ret)
{
	struct query q = query_open(e->db, &sql_publication_item);
	bool found;
	enum outcome o;

	bind_int(&q, "id", item);
	found = query_next(&q);
	if (found) {
		ret->title = query_text(&q, 0, e->arena);
		ret->link = query_text(&q, 1, e->arena);
		ret->name = query_text(&q, 3, e->arena);
		ret->topic = query_int(&q, 4);
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

/* "label | address", a line each. */
static void
add_link(struct editor *e, struct publication_words *w, struct str label, struct str address)
{
	char *clean = arena_cstr(e->arena, label);

	if (address.n == 0 || !str_starts(address, S("http")))
		return;
	for (size_t i = 0; i < label.n; i++)
		if (clean[i] == '|' || clean[i] == '\n' || clean[i] == '\r')
			clean[i] = ' ';
	w->pub_links =
	    arena_printf(e->arena, "%.*s%s | %.*s\n", PS(w->pub_links), clean, PS(address));
}

static enum outcome
add_facts(struct editor *e, struct publication_words *w, struct str cve, int64_t *worst)
{
	struct vulnerability v;
	enum outcome o = vulnerability_by_cve(e->db, cve, e->arena, &v);

	add_link(
	    e, w, cve, arena_printf(e->arena, "https://www.cve.org/CVERecord?id=%.*s", PS(cve)));
	if (o == NOT_FOUND || o == INVALID)
		return OK;
	if (o != OK)
		return o;
	if (moment_known(v.kev_added))
		w->pub_exploitation.s = S("active");
	if (v.cvss_tenths != INT_NONE && v.cvss_tenths > *worst) {
		*worst = v.cvss_tenths;
		w->pub_cvss = v.cvss_vector;
	}
	return OK;
}

static enum outcome
facts(struct editor *e, int64_t topic, struct publication_words *w)
{
	struct str cve[PUBLICATION_CVES];
	struct query q = query_open(e->db, &sql_watch_cves);
	int64_t worst = -1;
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "topic", topic);
	bind_int(&q, "max", PUBLICATION_CVES);
	while (n < PUBLICATION_CVES && query_next(&q))
		cve[n++] = query_text(&q, 0, e->arena);
	o = query_close(&q);
	for (size_t i = 0; o == OK && i < n; i++) {
		w->pub_cves =
		    arena_printf(e->arena, "%.*s%s%.*s", PS(w->pub_cves), i ? " " : "", PS(cve[i]));
		if (i < 10)
			o = add_facts(e, w, cve[i], &worst);
	}
	return o;
}

enum outcome
publication_draft(struct editor *e, int64_t item, struct publication *ret)
{
	struct source s = { 0 };
	struct publication p = { .item = item };
	enum outcome o = read_item(e, item, &s);

	if (o != OK)
		return o;
	field_clear(publication_fields, &p.words);
	p.words.pub_type.s = S("ACTU");
	p.words.pub_level.s = S("information");
	p.words.pub_tlp.s = S("TLP:CLEAR");
	p.words.pub_title = str_utf8_head(s.title.n ? s.title : s.name, 200);
	add_link(e, &p.words, s.name, s.link);
	o = facts(e, s.topic, &p.words);
	if (o != OK)
		return o;
	if (p.words.pub_cves.n)
		p.words.pub_type.s = S("VULN");
	if (str_eq(p.words.pub_exploitation.s, S("active")))
		p.words.pub_level.s = S("alerte");
	p.author = e->account;
	p.writers = arena_printf(e->arena, "%lld", (long long)e->account);
	o = publication_insert(e, &p);
	*ret = p;
	return o;
}
