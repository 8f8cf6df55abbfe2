#include "base/lang.h"

#include <stdio.h>

#include "base/buf.h"

static const struct message *
find(struct str key)
{
	size_t low = 0, high = message_count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = str_cmp(key, message_table[mid].key);

		if (c == 0)
			return &message_table[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

struct str
message_find(enum lang lang, struct str key)
{
	const struct message *m = find(key);

	return m ? m->text[lang] : (struct str){ NULL, 0 };
}

struct str
t(enum lang lang, const char *key)
{
	struct str text = message_find(lang, str_of(key));

	return text.p ? text : str_of(key);
}

static struct str
fill(struct arena *a, struct str text, const struct str *arg, size_t n)
{
	struct buf b = BUF_INIT(1u << 20);
	struct str filled;

	for (size_t i = 0; i < text.n; i++) {
		size_t k = i + 1 < text.n ? (size_t)(unsigned char)text.p[i + 1] - '1' : n;

		if (text.p[i] == '%' && k < n) {
			buf_put(&b, arg[k]);
			i++;
		} else {
			buf_byte(&b, text.p[i]);
		}
	}
	filled = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return filled;
}

struct str
t_fill(struct arena *a, enum lang lang, const char *key, const struct str *arg, size_t n)
{
	return fill(a, t(lang, key), arg, n);
}

struct str
t_count(struct arena *a, enum lang lang, const char *key, int64_t count)
{
	bool plural = lang == LANG_FR ? count > 1 : count != 1;
	struct str number = arena_printf(a, "%lld", (long long)count);
	struct str many = message_find(lang, arena_printf(a, "%s#", key));

	return fill(a, plural && many.n ? many : t(lang, key), &number, 1);
}

const char *
lang_code(enum lang lang)
{
	return lang == LANG_EN ? "en" : "fr";
}
