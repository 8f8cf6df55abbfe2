/*
 * The demonstration's publications: data/demo_publication.json, written by one, checked
 * by another, published at its day, some of them updated since: by the same deeds as
 * those of the pages.
 */
#include <jansson.h>

#include "base/asset.h"
#include "base/die.h"
#include "watch/publication.h"
#include "watch/watch.h"

struct telling {
	struct editor author, checker;
	struct moment now;
	int64_t days; /* ago */
};

static struct str
text(const json_t *j, const char *key)
{
	const json_t *v = json_object_get(j, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) }
				 : (struct str){ NULL, 0 };
}

static int64_t
days(const json_t *j)
{
	return json_integer_value(json_object_get(j, "days_ago"));
}

/* An array of texts, joined. */
static struct str
joined(struct arena *a, const json_t *list, const char *between)
{
	struct str s = { NULL, 0 };

	for (size_t i = 0; i < json_array_size(list); i++)
		s = arena_printf(a, "%.*s%s%s", PS(s), i ? between : "",
		    json_string_value(json_array_get(list, i)));
	return s;
}

/* Of each object of an array, a line of its members. */
static struct str
lines(struct arena *a, const json_t *list, const char *const *member)
{
	struct str s = { NULL, 0 };

	for (size_t i = 0; i < json_array_size(list); i++) {
		for (size_t k = 0; member[k]; k++) {
			struct str cell = text(json_array_get(list, i), member[k]);

			s = arena_printf(a, "%.*s%s%.*s", PS(s), k ? " | " : "", PS(cell));
		}
		s = arena_printf(a, "%.*s\n", PS(s));
	}
	return s;
}

static struct str
marking(struct arena *a, const char *kind, struct str code)
{
	return code.n ? arena_printf(a, "%s:%.*s", kind, PS(code)) : code;
}

static void
read_words(struct arena *a, const json_t *j, struct publication_words *w)
{
	static const char *const product[] = { "vendor", "product", "versions", "fixed", NULL };
	static const char *const link[] = { "label", "url", NULL };

	field_clear(publication_fields, w);
	w->pub_type.s = text(j, "type");
	w->pub_tlp.s = marking(a, "TLP", text(j, "tlp"));
	w->pub_pap.s = marking(a, "PAP", text(j, "pap"));
	w->pub_level.s = text(j, "level");
	w->pub_title = text(j, "title");
	w->pub_brief = text(j, "brief");
	w->pub_todo = text(j, "todo");
	w->pub_details = text(j, "details");
	w->pub_cves = joined(a, json_object_get(j, "cve"), " ");
	w->pub_affected = lines(a, json_object_get(j, "products"), product);
	w->pub_risks.s = joined(a, json_object_get(j, "risks"), "|");
	w->pub_exploitation.s = text(j, "exploitation");
	w->pub_cvss = text(j, "cvss");
	w->pub_care = text(j, "care_impact");
	w->pub_detection = text(j, "detection");
	w->pub_links = lines(a, json_object_get(j, "links"), link);
	w->pub_tags = joined(a, json_object_get(j, "tags"), ", ");
}

static void
set_day(struct telling *t, int64_t ago)
{
	struct moment at = moment_add_days(t->now, (int)-ago, ZONE_PARIS);

	t->author.now = t->checker.now = at;
}

static enum outcome
put_online(struct telling *t, struct publication *p)
{
	const char *why = NULL;
	enum outcome o = publication_submit(&t->author, p, &why);

	if (o == OK)
		o = publication_check(&t->checker, p, &why);
	if (o == OK)
		o = publication_publish(&t->checker, p, &why);
	if (o == INVALID)
		die("the demonstration's '%.*s' is refused: %s", PS(p->words.pub_title),
		    why ? why : "?");
	return o;
}

static enum outcome
update(struct telling *t, struct publication *p, const json_t *j)
{
	struct str more = text(j, "append");
	enum outcome o;

	set_day(t, days(j));
	p->words.pub_note = text(j, "note");
	if (more.n)
		p->words.pub_details = arena_printf(
		    t->author.arena, "%.*s\n\n%.*s\n", PS(p->words.pub_details), PS(more));
	o = publication_write(&t->author, p);
	return o == OK ? put_online(t, p) : o;
}

static enum outcome
tell(struct telling *t, const json_t *j)
{
	const json_t *updates = json_object_get(j, "updates");
	struct publication p = { .author = t->author.account };
	enum outcome o;

	read_words(t->author.arena, j, &p.words);
	p.writers = arena_printf(t->author.arena, "%lld", (long long)p.author);
	p.created_at = p.published_at = p.updated_at = p.scheduled_at = p.withdrawn_at =
	    MOMENT_NONE;
	set_day(t, days(j));
	o = publication_insert(&t->author, &p);
	if (o == OK && json_is_true(json_object_get(j, "draft")))
		return OK;
	if (o == OK)
		o = put_online(t, &p);
	for (size_t i = 0; o == OK && i < json_array_size(updates); i++)
		o = update(t, &p, json_array_get(updates, i));
	return o;
}

enum outcome
watch_demo_publications(struct db *db, const struct keyring *k, const struct account *author,
    const struct account *checker, struct moment now, struct arena *a)
{
	const struct asset *file = asset_find(S("data/demo_publication.json"));
	struct trail by = { .arena = a, .account = author->id, .role = author->role.s };
	struct trail also = { .arena = a, .account = checker->id, .role = checker->role.s };
	struct telling t = { .author = { db, k, a, &by, now, author->id },
		.checker = { db, k, a, &also, now, checker->id },
		.now = now };
	json_t *list = file ? json_loadb(file->bytes.p, file->bytes.n, 0, NULL) : NULL;
	enum outcome o = db_begin(db, TXN_WRITE);

	if (!json_is_array(list))
		die("data/demo_publication.json is not an array");
	for (size_t i = 0; o == OK && i < json_array_size(list); i++)
		o = tell(&t, json_array_get(list, i));
	if (o == OK)
		o = trail_write(db, &by);
	if (o == OK)
		o = trail_write(db, &also);
	o = db_end(db, o);
	json_decref(list);
	return o;
}
