/*
 * Bytes of any encoding as UTF-8.
 *
 * ISO-8859-1 and windows-1252 are read by hand, as the latter, which browsers do
 * too; the rest is the C library's.  What says that it is UTF-8 and is not is read
 * as windows-1252: it mostly is.
 */
#include <iconv.h>
#include <string.h>

#include "watch/feed.h"

/* 0x80 to 0x9f; 0: unused. */
static const uint16_t windows[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d,
	0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178 };

uint32_t
feed_windows(uint32_t c)
{
	return c >= 0x80 && c < 0xa0 ? windows[c - 0x80] : c;
}

void
feed_put_letter(struct buf *b, uint32_t c)
{
	char p[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return;
	for (size_t i = n; i-- > 1; c >>= 6)
		p[i] = (char)(0x80 | (c & 0x3f));
	p[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xff) | c);
	buf_put(b, (struct str){ p, n });
}

static struct str
of_windows(struct str s, struct arena *a)
{
	struct buf b = BUF_INIT(4 * FEED_BYTES);
	struct str ret;

	for (size_t i = 0; i < s.n; i++)
		feed_put_letter(&b, feed_windows((unsigned char)s.p[i]));
	ret = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return ret;
}

/* What cannot be read in it becomes "?". */
static bool
convert(struct str s, const char *encoding, struct arena *a, struct str *ret)
{
	iconv_t c = iconv_open("UTF-8", encoding);
	struct buf b = BUF_INIT(4 * FEED_BYTES);
	char *in = (char *)(uintptr_t)s.p, out[4096];
	size_t left = s.n;

	if (c == (iconv_t)-1)
		return false;
	while (left > 0) {
		char *to = out;
		size_t room = sizeof out, before = left;

		iconv(c, &in, &left, &to, &room);
		buf_put(&b, (struct str){ out, (size_t)(to - out) });
		if (before == left && to == out) {
			buf_byte(&b, '?');
			in++;
			left--;
		}
	}
	iconv_close(c);
	*ret = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return str_utf8_valid(*ret);
}

/* What its first bytes say; *ret_skip: a mark that is no text. */
static const char *
by_head(struct str s, size_t *ret_skip)
{
	static const struct {
		const char *head;
		size_t n;
		const char *encoding;
		size_t skip;
	} known[] = {
		{ "\xff\xfe\0\0", 4, "UTF-32LE", 4 },
		{ "\0\0\xfe\xff", 4, "UTF-32BE", 4 },
		{ "\xef\xbb\xbf", 3, "UTF-8", 3 },
		{ "\xff\xfe", 2, "UTF-16LE", 2 },
		{ "\xfe\xff", 2, "UTF-16BE", 2 },
		{ "<\0\0\0", 4, "UTF-32LE", 0 },
		{ "\0\0\0<", 4, "UTF-32BE", 0 },
		{ "<\0?\0", 4, "UTF-16LE", 0 },
		{ "\0<\0?", 4, "UTF-16BE", 0 },
		{ "\x4c\x6f\xa7\x94", 4, "IBM037", 0 },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(s, (struct str){ known[i].head, known[i].n })) {
			*ret_skip = known[i].skip;
			return known[i].encoding;
		}
	return NULL;
}

/* encoding="…" of <?xml …?>, or "". */
static struct str
declared(struct str s)
{
	struct str head = str_trim(str_sub(s, 0, 400)), none = { NULL, 0 };
	const char *at;

	if (!str_starts(head, S("<?xml")))
		return none;
	head = str_cut(&head, '>');
	at = memmem(head.p, head.n, "encoding", 8);
	if (at == NULL)
		return none;
	head = str_sub(head, (size_t)(at - head.p) + 8, head.n);
	head = str_trim(head);
	if (head.n < 3 || head.p[0] != '=')
		return none;
	head = str_trim(str_sub(head, 1, head.n));
	if (head.n < 2 || (head.p[0] != '"' && head.p[0] != '\''))
		return none;
	return str_cut(&(struct str){ head.p + 1, head.n - 1 }, head.p[0]);
}

static bool
is_any(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_eq_nocase(s, str_of(*list)))
			return true;
	return false;
}

/* iconv_open takes "//" for wishes of its own. */
static bool
clean_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr("/, \t", s.p[i]))
			return false;
	return true;
}

bool
feed_utf8(struct str s, struct arena *a, struct str *ret)
{
	static const char *const latin[] = { "iso-8859-1", "iso8859-1", "latin1", "latin-1",
		"windows-1252", "cp1252", "l1", "iso_8859-1", NULL };
	/* Whose letters could not have been read this far if it were true. */
	static const char *const own[] = { "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf16",
		"utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be", "ucs-2", "ucs-4",
		"iso-10646-ucs-2", "iso-10646-ucs-4", NULL };
	size_t skip = 0;
	const char *head = by_head(s, &skip);
	struct str name;

	s = str_sub(s, skip, s.n);
	if (head && strcmp(head, "UTF-8") != 0)
		return convert(s, head, a, ret);
	name = head ? S("utf-8") : declared(s);
	if (is_any(name, latin) || ((name.n == 0 || is_any(name, own)) && !str_utf8_valid(s))) {
		*ret = of_windows(s, a);
		return true;
	}
	if (name.n == 0 || is_any(name, own)) {
		*ret = s;
		return true;
	}
	return name.n < 40 && clean_name(name) && convert(s, arena_cstr(a, name), a, ret);
}
