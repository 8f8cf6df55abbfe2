/* JSON Feed 1.0 and 1.1.  An id that is a number is taken as its digits. */
#include <jansson.h>

#include "watch/feed.h"

static struct str
text(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) }
				 : (struct str){ NULL, 0 };
}

static struct str
id_of(const json_t *o, struct arena *a)
{
	const json_t *v = json_object_get(o, "id");

	if (json_is_integer(v))
		return arena_printf(a, "%lld", (long long)json_integer_value(v));
	return feed_words(text(o, "id"), a, FEED_LINK);
}

/* "author" of 1.0, "authors" of 1.1. */
static struct str
authors(const json_t *o, struct arena *a)
{
	struct str list = feed_words(text(json_object_get(o, "author"), "name"), a, FEED_SHORT);
	size_t i;
	json_t *one;

	json_array_foreach(json_object_get(o, "authors"), i, one) list =
	    feed_join(list, feed_words(text(one, "name"), a, 100), a);
	return list;
}

static struct str
tags(const json_t *o, struct arena *a)
{
	struct str list = { NULL, 0 };
	size_t i;
	json_t *one;

	json_array_foreach(json_object_get(o, "tags"), i, one) if (json_is_string(one)) list =
	    feed_join(list, feed_words(str_of(json_string_value(one)), a, 100), a);
	return list;
}

static struct str
summary(const json_t *o, struct arena *a)
{
	struct str s = text(o, "summary");

	if (s.n == 0)
		s = text(o, "content_text");
	if (s.n)
		return feed_words(str_sub(s, 0, FEED_TEXT), a, FEED_SUMMARY);
	return feed_plain(str_sub(text(o, "content_html"), 0, FEED_TEXT), a, FEED_SUMMARY);
}

static void
read_item(const json_t *o, struct arena *a, struct feed *f, struct feed_item *item)
{
	struct str link = text(o, "url");

	item->id = id_of(o, a);
	item->link = feed_link(f->link, link.n ? link : text(o, "external_url"), a);
	item->title = feed_words(str_sub(text(o, "title"), 0, FEED_TEXT), a, FEED_SHORT);
	item->summary = summary(o, a);
	item->authors = authors(o, a);
	item->categories = tags(o, a);
	feed_moment(text(o, "date_published"), &item->published);
	feed_moment(text(o, "date_modified"), &item->updated);
}

bool
feed_read_json(struct str utf8, struct arena *a, struct feed *f)
{
	json_error_t error;
	json_t *root = json_loadb(utf8.p, utf8.n, 0, &error), *list, *one;
	size_t i;

	if (root == NULL) {
		f->trouble = "broken";
		f->line = error.line > 0 ? (size_t)error.line : 0;
		return false;
	}
	list = json_object_get(root, "items");
	if (!json_is_array(list)) {
		f->trouble = "no_feed";
		json_decref(root);
		return false;
	}
	f->kind = FEED_JSON;
	f->title = feed_words(str_sub(text(root, "title"), 0, FEED_TEXT), a, FEED_SHORT);
	f->link = feed_link((struct str){ NULL, 0 }, text(root, "home_page_url"), a);
	json_array_foreach(list, i, one)
	{
		struct feed_item *item = json_is_object(one) ? feed_item_new(f, a) : NULL;

		if (item)
			read_item(one, a, f, item);
		if (f->trouble)
			break;
	}
	json_decref(root);
	return true;
}
