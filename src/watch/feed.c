/* What the formats have in common: which one it is, their bounds, their links. */
#include "watch/feed.h"

#include <curl/curl.h>
#include <string.h>

struct feed_item *
feed_item_new(struct feed *f, struct arena *a)
{
	struct feed_item *item;

	if (f->n == FEED_ITEMS) {
		f->trouble = "too_many";
		return NULL;
	}
	if (f->item == NULL)
		f->item = arena_array(a, struct feed_item, FEED_ITEMS);
	item = &f->item[f->n++];
	item->published = item->updated = MOMENT_NONE;
	return item;
}

struct str
feed_join(struct str list, struct str c, struct arena *a)
{
	struct str rest = list;

	if (c.n == 0 || list.n + c.n + 2 > FEED_SHORT)
		return list;
	while (rest.n) {
		if (str_eq(str_trim(str_cut(&rest, ',')), c))
			return list;
	}
	return list.n ? arena_printf(a, "%.*s, %.*s", PS(list), PS(c)) : c;
}

/* ==== Links ==== */

static bool
of_the_web(struct str s)
{
	return str_eq_nocase(str_sub(s, 0, 7), S("http://")) ||
	       str_eq_nocase(str_sub(s, 0, 8), S("https://"));
}

static bool
clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 127 || strchr("\"<>\\", s.p[i]))
			return false;
	return str_utf8_valid(s);
}

/* "mailto:", "javascript:"… */
static bool
has_scheme(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == ':')
			return i > 0;
		if (strchr("/?#", c))
			return false;
	}
	return false;
}

static struct str
joined(struct str base, struct str link, struct arena *a)
{
	CURLU *u = curl_url();
	struct str ret = { NULL, 0 };
	char *whole = NULL;

	if (u && curl_url_set(u, CURLUPART_URL, arena_cstr(a, base), 0) == CURLUE_OK &&
	    curl_url_set(u, CURLUPART_URL, arena_cstr(a, link), 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_URL, &whole, 0) == CURLUE_OK)
		ret = arena_dup(a, str_of(whole));
	curl_free(whole);
	curl_url_cleanup(u);
	return ret;
}

struct str
feed_link(struct str base, struct str link, struct arena *a)
{
	struct str none = { NULL, 0 };

	link = str_trim(link);
	if (link.n == 0 || link.n > FEED_LINK || !clean(link))
		return none;
	if (!of_the_web(link)) {
		if (!of_the_web(base) || has_scheme(link))
			return none;
		link = joined(base, link, a);
	}
	return of_the_web(link) && link.n > 8 && link.n <= FEED_LINK ? arena_dup(a, link) : none;
}

/* ==== Which format ==== */

bool
feed_read(struct str bytes, struct arena *a, struct feed *ret)
{
	struct feed f = { 0 };
	struct str text = { NULL, 0 };
	bool good = false;

	if (bytes.n > FEED_BYTES) {
		f.trouble = "too_large";
	} else if (!feed_utf8(bytes, a, &text)) {
		f.trouble = "encoding";
	} else {
		text = str_trim(text);
		if (text.n && text.p[0] == '{')
			good = feed_read_json(text, a, &f);
		else if (text.n && text.p[0] == '<')
			good = feed_read_xml(text, a, &f);
		else
			f.trouble = text.n ? "no_feed" : "empty";
	}
	*ret = f;
	return good;
}
