/*
 * Which kind it is, and the two that need no library: UTF-16, and what stands in
 * an old office file as runs of letters.
 */
#include "doc/inside.h"

#define RUN 6 /* letters that make a word of an old file worth telling */

enum inside_kind
inside_kind(struct str b)
{
	if (str_starts(b, S("PK\x03\x04")))
		return INSIDE_OFFICE;
	if (str_has(str_sub(b, 0, 1024), S("%PDF-")))
		return INSIDE_PDF;
	if (str_starts(b, S("\xD0\xCF\x11\xE0")))
		return INSIDE_OLE;
	if (str_starts(b, S("\xFF\xFE")) || str_starts(b, S("\xFE\xFF")))
		return INSIDE_UTF16;
	return INSIDE_NONE;
}

/* ==== UTF-16 ==== */

static void
put_point(struct buf *to, uint32_t c)
{
	if (c < 0x80) {
		buf_byte(to, (char)c);
	} else if (c < 0x800) {
		buf_byte(to, (char)(0xC0 | c >> 6));
		buf_byte(to, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		buf_byte(to, (char)(0xE0 | c >> 12));
		buf_byte(to, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_byte(to, (char)(0x80 | (c & 0x3F)));
	} else {
		buf_byte(to, (char)(0xF0 | c >> 18));
		buf_byte(to, (char)(0x80 | (c >> 12 & 0x3F)));
		buf_byte(to, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_byte(to, (char)(0x80 | (c & 0x3F)));
	}
}

static uint32_t
unit(struct str b, size_t at, bool big)
{
	unsigned char one = (unsigned char)b.p[at], two = (unsigned char)b.p[at + 1];

	return big ? (uint32_t)one << 8 | two : (uint32_t)two << 8 | one;
}

static void
utf16(struct str b, struct buf *to)
{
	bool big = str_starts(b, S("\xFE\xFF"));

	for (size_t at = 2; at + 1 < b.n; at += 2) {
		uint32_t c = unit(b, at, big), low = at + 3 < b.n ? unit(b, at + 2, big) : 0;

		if (c >= 0xD800 && c < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
			at += 2;
		}
		put_point(to, c == 0 || (c >= 0xD800 && c < 0xE000) ? ' ' : c);
	}
}

/* ==== Runs of letters ==== */

static bool
printable(char c)
{
	return (c >= ' ' && c < 0x7f) || c == '\t';
}

/* step 1: bytes; 2: every other byte, the ones between being zero. */
static size_t
run_at(struct str b, size_t at, size_t step)
{
	size_t n = 0;

	while (at + n * step + step - 1 < b.n && printable(b.p[at + n * step]) &&
	       (step == 1 || b.p[at + n * step + 1] == 0))
		n++;
	return n;
}

static void
runs(struct str b, size_t step, struct buf *to)
{
	for (size_t at = 0; at < b.n;) {
		size_t n = run_at(b, at, step);

		for (size_t i = 0; n >= RUN && i < n; i++)
			buf_byte(to, b.p[at + i * step]);
		if (n >= RUN)
			buf_byte(to, '\n');
		at += n ? n * step : 1;
	}
}

bool
inside_text(struct str bytes, struct buf *to)
{
	size_t before = to->n;

	switch (inside_kind(bytes)) {
	case INSIDE_OFFICE: return inside_office(bytes, to) && to->n > before;
	case INSIDE_PDF: return inside_pdf(bytes, to) && to->n > before;
	case INSIDE_OLE:
		runs(bytes, 1, to);
		runs(bytes, 2, to);
		return to->n > before;
	case INSIDE_UTF16: utf16(bytes, to); return to->n > before;
	case INSIDE_NONE: break;
	}
	return false;
}
