/*
 * Text of scenarios and of what they read.
 */
#include "tests/play/play.h"

#include <ctype.h>
#include <regex.h>
#include <string.h>

bool
glob_match(struct str pattern, struct str text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;

	while (t < text.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			mark = t;
		} else if (p < pattern.n && pattern.p[p] == text.p[t]) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			t = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

struct str
text_file(struct arena *a, const char *path)
{
	struct buf b = BUF_INIT(PLAY_BODY);
	FILE *f = fopen(path, "re");
	struct str s = { NULL, 0 };
	char part[8192];
	size_t n;

	if (f == NULL)
		return s;
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_put(&b, (struct str){ part, n });
	fclose(f);
	s = arena_dup(a, buf_str(&b));
	if (s.p == NULL)
		s = S("");
	buf_release(&b);
	return s;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
percent(struct str s, size_t i, char *ret)
{
	if (i + 2 >= s.n || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
		return false;
	*ret = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
	return true;
}

/* The byte that stands at *i, when '+' and %xx are to be read. */
static char
decoded(struct str s, size_t *i)
{
	char c = s.p[*i];

	if (c == '%' && percent(s, *i, &c))
		*i += 2;
	return c == '+' && s.p[*i] == '+' ? ' ' : c;
}

/* One word from *at on; what is quoted is kept as it is. */
static struct str
word_take(struct arena *a, struct str line, bool decode, size_t *at)
{
	char *out = arena_alloc(a, line.n + 1);
	bool quoted = false;
	size_t n = 0, i = *at;

	for (; i < line.n && (quoted || !isspace((unsigned char)line.p[i])); i++) {
		if (line.p[i] == '"')
			quoted = !quoted;
		else if (quoted && line.p[i] == '\\' && strchr("\"\\", line.p[i + 1]))
			out[n++] = line.p[++i];
		else
			out[n++] = decode && !quoted ? decoded(line, &i) : line.p[i];
	}
	*at = i;
	return (struct str){ out, n };
}

size_t
text_words(struct arena *a, struct str line, bool decode, struct str *word, size_t max)
{
	size_t n = 0, at = 0;

	while (n < max) {
		while (at < line.n && isspace((unsigned char)line.p[at]))
			at++;
		if (at >= line.n)
			break;
		word[n++] = word_take(a, line, decode, &at);
	}
	return n;
}

/* ==== HTML ==== */

static const struct {
	const char *name, *text;
} entity_table[] = {
	{ "&amp;", "&" },
	{ "&lt;", "<" },
	{ "&gt;", ">" },
	{ "&quot;", "\"" },
	{ "&#39;", "'" },
	{ "&#34;", "\"" },
	{ "&nbsp;", " " },
	{ "\u00a0", " " },
	{ "\u202f", " " },
};

static size_t
entity(struct str s, struct buf *out)
{
	for (size_t i = 0; i < sizeof entity_table / sizeof entity_table[0]; i++)
		if (str_starts(s, str_of(entity_table[i].name))) {
			buf_puts(out, entity_table[i].text);
			return strlen(entity_table[i].name);
		}
	buf_byte(out, s.p[0]);
	return 1;
}

struct str
text_of_html(struct arena *a, struct str html)
{
	struct buf b = BUF_INIT(PLAY_BODY);
	bool tag = false;
	struct str s;

	for (size_t i = 0; i < html.n;) {
		struct str rest = str_sub(html, i, html.n);
		bool space = isspace((unsigned char)html.p[i]) || html.p[i] == '<' || tag;

		if (html.p[i] == '<' || html.p[i] == '>')
			tag = html.p[i] == '<';
		if (space && b.n && b.p[b.n - 1] != ' ')
			buf_byte(&b, ' ');
		if (space)
			i++;
		else
			i += entity(rest, &b);
	}
	s = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return s;
}

/* ==== Expressions, escapes ==== */

bool
text_group(struct arena *a, const char *regex, struct str text, struct str *ret)
{
	regex_t r;
	regmatch_t m[2];
	const char *c = arena_cstr(a, text);
	bool found;
	int g;

	if (regcomp(&r, regex, REG_EXTENDED | REG_NEWLINE) != 0)
		return false;
	found = regexec(&r, c, 2, m, 0) == 0;
	regfree(&r);
	if (!found)
		return false;
	g = m[1].rm_so >= 0 ? 1 : 0;
	*ret = (struct str){ c + m[g].rm_so, (size_t)(m[g].rm_eo - m[g].rm_so) };
	return true;
}

struct str
text_escapes(struct arena *a, struct str s)
{
	static const char from[] = "rnt0\\", to[] = "\r\n\t\0\\";
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *known;

		if (s.p[i] != '\\' || i + 1 == s.n) {
			out[n++] = s.p[i];
			continue;
		}
		known = strchr(from, s.p[i + 1]);
		if (s.p[i + 1] == 'x' && percent(s, i + 1, &out[n])) {
			n++;
			i += 3;
		} else if (known) {
			out[n++] = to[known - from];
			i++;
		} else {
			out[n++] = s.p[i];
		}
	}
	return (struct str){ out, n };
}
