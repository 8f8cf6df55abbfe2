/*
 * The feeds that other parsers are tested with, where they are at hand
 * (VIGIE_TEST_DATA, default ../shared/data): feedparser's, whose comment says what is
 * expected, and gofeed's, with the expected document beside each.
 *
 * Compared is what both have: title, link, id and dates of the first item.  Their
 * texts keep the markup, so theirs is made plain by our own reader first.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/unit.h"
#include "watch/feed.h"

static struct arena *one;
static size_t files, unread, stated, agreed;

static struct str
folder(const char *path)
{
	const char *data = getenv("VIGIE_TEST_DATA");

	return arena_printf(arena, "%s/feeds/%s", data && *data ? data : "../shared/data", path);
}

static struct str
read_file(const char *path)
{
	struct buf b = BUF_INIT(FEED_BYTES);
	struct str text = { NULL, 0 };
	char chunk[65536];
	size_t n;
	FILE *f = fopen(path, "re");

	while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(&b, (struct str){ chunk, n });
	if (f) {
		fclose(f);
		text = arena_dup(one, buf_str(&b));
	}
	buf_release(&b);
	return text;
}

static void
compare(const char *path, const char *what, struct str ours, struct str theirs)
{
	stated++;
	if (str_eq(ours, theirs))
		agreed++;
	else if (getenv("VIGIE_TEST_SAY"))
		printf("%s: %s is '%.*s', not '%.*s'\n", path, what, PS(ours), PS(theirs));
}

static struct str
rfc(struct moment m)
{
	return moment_rfc3339(one, m);
}

/* ==== feedparser: "Expect: not bozo and entries[0]['title'] == 'x'" ==== */

static bool
cut_at(struct str *s, const char *mark)
{
	const char *at = memmem(s->p, s->n, mark, strlen(mark));

	if (at)
		*s = str_sub(*s, (size_t)(at - s->p) + strlen(mark), s->n);
	return at != NULL;
}

/* A plain Python string, alone until the line's end; not one with escapes. */
static bool
quoted(struct str s, struct str *ret)
{
	if (s.n < 2 || s.p[0] != '\'' || s.p[s.n - 1] != '\'')
		return false;
	s = str_sub(s, 1, s.n - 2);
	if (memchr(s.p, '\'', s.n) || memchr(s.p, '\\', s.n))
		return false;
	*ret = s;
	return true;
}

static bool
tuple(struct str s, struct moment *ret)
{
	struct civil c = { 0 };
	char text[64];

	snprintf(text, sizeof text, "%.*s", PS(s));
	return sscanf(text, "(%d, %d, %d, %d, %d, %d", &c.year, &c.month, &c.day, &c.hour,
		   &c.minute, &c.second) == 6 &&
	       moment_from_civil(c, ZONE_UTC, ret);
}

/* "entries[0]['KEY'] == VALUE" of the first line of what is expected. */
static bool
stated_of(struct str bytes, struct str *ret_key, struct str *ret_value)
{
	struct str line = bytes;

	if (!cut_at(&line, "Expect:"))
		return false;
	line = str_trim(str_cut(&line, '\n'));
	if (str_has(line, S(" and entries[0]")) && !str_starts(line, S("not bozo and entries[0]")))
		return false;
	if (!cut_at(&line, "entries[0]['"))
		return false;
	*ret_key = str_cut(&line, '\'');
	if (!str_starts(line, S("] == ")))
		return false;
	*ret_value = str_trim(str_sub(line, 5, line.n));
	return true;
}

static void
compare_text(const char *path, struct str key, const struct feed_item *item, struct str value)
{
	if (str_eq(key, S("title")))
		compare(path, "title", item->title, feed_plain(value, one, FEED_SHORT));
	else if (str_eq(key, S("summary")) || str_eq(key, S("description")))
		compare(path, "summary", item->summary, feed_plain(value, one, FEED_SUMMARY));
	else if (str_eq(key, S("link")))
		compare(path, "link", item->link, value);
	else if (str_eq(key, S("id")))
		compare(path, "id", item->id, value);
}

static void
expectation(const char *path, struct str bytes, const struct feed *f)
{
	const struct feed_item none = { .published = MOMENT_NONE, .updated = MOMENT_NONE };
	const struct feed_item *item = f->n ? &f->item[0] : &none;
	struct str key, line, value;
	struct moment m;

	if (!stated_of(bytes, &key, &line))
		return;
	if (tuple(line, &m) && str_eq(key, S("updated_parsed")))
		compare(path, "updated",
		    rfc(moment_known(item->updated) ? item->updated : item->published), rfc(m));
	else if (tuple(line, &m) && str_eq(key, S("published_parsed")))
		compare(path, "published", rfc(item->published), rfc(m));
	else if (quoted(line, &value))
		compare_text(path, key, item, value);
}

static void
feedparser_file(const char *path, bool well_formed)
{
	struct str bytes, text;
	struct feed f;
	bool good;

	bytes = read_file(path);
	good = feed_read(bytes, one, &f) && f.trouble == NULL;
	files++;
	if (well_formed && !good && !str_has(bytes, S("Expect:      bozo"))) {
		unread++;
		if (getenv("VIGIE_TEST_SAY"))
			printf("%s: %s, line %zu\n", path, f.trouble ? f.trouble : "?", f.line);
	}
	if (good && feed_utf8(bytes, one, &text))
		expectation(path, text, &f);
}

/* ==== gofeed: the same name with .json ==== */

static struct str
string(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return str_of(s);
}

static void
gofeed_moment(const char *path, const json_t *o, const char *key, struct moment ours)
{
	struct str s = string(o, key);
	struct moment m;

	if (s.n && moment_parse(s, &m))
		compare(path, key, rfc(ours), rfc(m));
}

static void
gofeed_item(const char *path, const json_t *o, const struct feed_item *item)
{
	const json_t *guid = json_object_get(o, "guid");
	struct str id = json_is_object(guid) ? string(guid, "value") : string(o, "guid");

	if (id.n == 0)
		id = string(o, "id");
	if (id.n)
		compare(path, "id", item->id, id);
	if (string(o, "title").n)
		compare(
		    path, "title", item->title, feed_plain(string(o, "title"), one, FEED_SHORT));
	if (string(o, "link").n)
		compare(path, "link", item->link, string(o, "link"));
	gofeed_moment(path, o, "pubDateParsed", item->published);
	gofeed_moment(path, o, "publishedParsed", item->published);
	gofeed_moment(path, o, "updatedParsed", item->updated);
}

static void
gofeed_file(const char *path)
{
	const struct feed_item none = { .published = MOMENT_NONE, .updated = MOMENT_NONE };
	struct str wanted =
	    read_file(arena_printf(one, "%.*s.json", (int)strlen(path) - 4, path).p);
	json_t *root = json_loadb(wanted.p ? wanted.p : "", wanted.n, 0, NULL), *list;
	struct feed f;
	bool good = feed_read(read_file(path), one, &f) && f.trouble == NULL;

	files++;
	if (root && !good) {
		unread++;
		if (getenv("VIGIE_TEST_SAY"))
			printf("%s: %s, line %zu\n", path, f.trouble ? f.trouble : "?", f.line);
	}
	list = json_object_get(root, "items");
	if (list == NULL)
		list = json_object_get(root, "entries");
	if (good && json_array_size(list) > 0)
		gofeed_item(path, json_array_get(list, 0), f.n ? &f.item[0] : &none);
	json_decref(root);
}

/* ==== All of them ==== */

enum corpus { WELL, ILL, GOFEED };

static void
walk(const char *path, enum corpus c)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char whole[1024];

		if (e->d_name[0] == '.')
			continue;
		snprintf(whole, sizeof whole, "%s/%s", path, e->d_name);
		if (e->d_type == DT_DIR) {
			walk(whole, c);
			continue;
		}
		arena_reset(one);
		if (c != GOFEED)
			feedparser_file(whole, c == WELL);
		else if (str_ends(str_of(whole), S(".xml")))
			gofeed_file(whole);
	}
	if (d)
		closedir(d);
}

/* At most so many unread, at least so many percent agreed. */
static void
judged(const char *name, const char *path, enum corpus c, size_t most_unread, size_t least)
{
	files = unread = stated = agreed = 0;
	walk(folder(path).p, c);
	if (files == 0) {
		fprintf(stderr, "%s is not there: skipped\n", folder(path).p);
		return;
	}
	printf("%s: %zu files, %zu unread, %zu of %zu stated values agree\n", name, files, unread,
	    agreed, stated);
	EXPECT(unread <= most_unread);
	EXPECT(agreed * 100 >= stated * least);
}

TEST(feedparser)
{
	one = arena_new((size_t)1 << 30);
	judged("feedparser, well-formed", "feedparser/tests/wellformed", WELL, 0, 97);
	judged("feedparser, ill-formed", "feedparser/tests/illformed", ILL, 0, 100);
	judged("feedparser, encodings", "feedparser/tests/encoding", ILL, 0, 100);
	judged("feedparser, entities", "feedparser/tests/entities", ILL, 0, 100);
	arena_free(one);
}

TEST(gofeed)
{
	one = arena_new((size_t)1 << 30);
	judged("gofeed", "gofeed/testdata", GOFEED, 9, 94);
	arena_free(one);
}

UNIT_MAIN(feedparser, gofeed)
