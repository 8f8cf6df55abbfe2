/*
 * Is it Markdown that a person wrote?  And the pieces that its writers share.
 *
 * A first walk counts before anything is written: md4c has bounds of its own against
 * nesting, but ten thousand quotations one in the other are still a page that no
 * browser draws.
 */
#include "doc/markdown_read.h"

#include <string.h>

#define BLOCKS_MAX 2000
#define LINKS_MAX 400
#define DEPTH_MAX 12

struct count {
	size_t blocks, links, depth;
	bool over; /* md4c does not always tell that a callback stopped it */
};

static int
judge(struct count *c)
{
	c->over = c->over || c->blocks > BLOCKS_MAX || c->links > LINKS_MAX || c->depth > DEPTH_MAX;
	return c->over;
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct count *c = userdata;

	(void)type;
	(void)detail;
	c->blocks++;
	c->depth++;
	return judge(c);
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct count *c = userdata;

	(void)type;
	(void)detail;
	c->depth--;
	return 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct count *c = userdata;

	(void)detail;
	c->links += type == MD_SPAN_A;
	c->depth++;
	return judge(c);
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct count *c = userdata;

	(void)type;
	(void)detail;
	c->depth--;
	return 0;
}

static int
count_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *userdata)
{
	(void)type;
	(void)p;
	(void)n;
	(void)userdata;
	return 0;
}

bool
markdown_fits(struct str text)
{
	static const MD_PARSER parser = { 0, MARKDOWN_FLAGS, enter_block, leave_block, enter_span,
		leave_span, count_text, NULL, NULL };
	struct count c = { 0 };

	if (text.n == 0)
		return true;
	return text.n <= MARKDOWN_MAX && memchr(text.p, 0, text.n) == NULL &&
	       md_parse(text.p, (MD_SIZE)text.n, &parser, &c) == 0 && !c.over;
}

/* ==== Text ==== */

static const struct entity {
	const char *name, *bytes;
} entity_table[] = {
	{ "&amp;", "&" },
	{ "&lt;", "<" },
	{ "&gt;", ">" },
	{ "&quot;", "\"" },
	{ "&apos;", "'" },
	{ "&nbsp;", "\xc2\xa0" },
};

/* The character of a number, as UTF-8; 0 where there is none. */
static size_t
utf8_put(uint32_t c, char out[8])
{
	if (c < 0x20 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static uint32_t
number_of(struct str digits)
{
	bool hex = digits.n && (digits.p[0] | 32) == 'x';
	uint32_t c = 0;

	for (size_t i = hex; i < digits.n && c <= 0x10ffff; i++) {
		char d = (char)(digits.p[i] | 32);

		if (d >= '0' && d <= '9')
			c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
		else if (hex && d >= 'a' && d <= 'f')
			c = c * 16 + (uint32_t)(d - 'a') + 10;
		else
			return 0;
	}
	return c;
}

static struct str
entity(struct str s, char space[8])
{
	for (size_t i = 0; i < sizeof entity_table / sizeof entity_table[0]; i++)
		if (str_eq(s, str_of(entity_table[i].name)))
			return str_of(entity_table[i].bytes);
	if (s.n > 3 && s.p[1] == '#') {
		size_t n = utf8_put(number_of(str_sub(s, 2, s.n - 3)), space);

		if (n)
			return (struct str){ space, n };
	}
	return s; /* as it was typed */
}

#define CONSTANT_MAX 16 /* of md4c's own pieces: line ends, spaces before code */

/* Within the text, or one of the parser's constants. */
static struct str
piece(struct str whole, const MD_CHAR *p, MD_SIZE n)
{
	uintptr_t at = (uintptr_t)p, begin = (uintptr_t)whole.p;

	if (at >= begin && at <= begin + whole.n)
		return (struct str){ p, n < begin + whole.n - at ? n : begin + whole.n - at };
	return (struct str){ p, n <= CONSTANT_MAX ? n : 0 };
}

struct str
markdown_bytes(struct str whole, MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, char space[8])
{
	switch (type) {
	case MD_TEXT_ENTITY: return entity(piece(whole, p, n), space);
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR: return S("\n");
	case MD_TEXT_NULLCHAR: return S("\xef\xbf\xbd");
	case MD_TEXT_NORMAL:
	case MD_TEXT_CODE:
	case MD_TEXT_HTML:
	case MD_TEXT_LATEXMATH: break;
	}
	return piece(whole, p, n);
}
