/*
 * The text as signs, and as it comes out.  Signs are marked by two passes, shapes
 * (anonymise_shape.c) and names (anonymise_name.c), so that neither reads what the
 * other wrote; replacing while reading was rejected for that.
 */
#include "incident/anonymise.h"

#include <string.h>

#include "base/buf.h"
#include "base/table.h"

/* ==== The text as signs ==== */

struct decoded {
	uint32_t c;
	size_t n;
};

/* One code point; a broken byte is not seen, so that it hides no name that it stands in. */
#define BROKEN 0x200B

static struct decoded
decode(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
	uint32_t point = n < 2 ? c : c & (0x7Fu >> n);

	if (n == 0 || n > s.n)
		return (struct decoded){ BROKEN, 1 };
	for (size_t i = 1; i < n; i++) {
		if (((unsigned char)s.p[i] & 0xC0) != 0x80)
			return (struct decoded){ BROKEN, 1 };
		point = point << 6 | ((unsigned char)s.p[i] & 0x3F);
	}
	return (struct decoded){ point, n };
}

/* What is not seen: accents apart, soft hyphens, joiners, marks of direction. */
static bool
unseen(uint32_t c)
{
	return (c >= 0x300 && c < 0x370) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

static char
plain(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0; /* wide forms of ASCII */
	if (c >= 0x2010 && c <= 0x2012)
		return '-';
	if (c < 0x80)
		return (char)(c < ' ' ? ' ' : c);
	if (c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c < 0x2C00) ||
	    (c >= 0x3000 && c < 0x3040))
		return ' ';
	return '\x80';
}

static bool
capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || c == 0x152 || c == 0x178;
}

/* "[.]", "(dot)", "[at]", "[:]": as they are written so that nobody clicks. */
static size_t
defanged(struct str s, char *ret)
{
	static const struct {
		const char *text;
		char c;
	} form[] = { { "[.]", '.' }, { "(.)", '.' }, { "{.}", '.' }, { "[dot]", '.' },
		{ "(dot)", '.' }, { "[point]", '.' }, { "[at]", '@' }, { "(at)", '@' },
		{ "[@]", '@' }, { "(@)", '@' }, { "[:]", ':' }, { "[://]", ':' } };

	for (size_t i = 0; i < sizeof form / sizeof form[0]; i++) {
		struct str t = str_of(form[i].text);

		if (str_eq_nocase(str_sub(s, 0, t.n), t)) {
			*ret = form[i].c;
			return t.n;
		}
	}
	return 0;
}

static void
read_signs(struct marked *m)
{
	m->sign = arena_array(m->arena, struct sign, m->text.n + 1);
	m->kind = arena_array(m->arena, unsigned char, m->text.n + 1);
	for (size_t at = 0; at < m->text.n;) {
		struct str rest = str_sub(m->text, at, m->text.n);
		struct sign *s = &m->sign[m->n];
		size_t n = defanged(rest, &s->c);

		if (n == 0) {
			struct decoded d = decode(rest);

			n = d.n;
			if (unseen(d.c)) {
				at += n;
				continue;
			}
			s->c = plain(d.c);
			s->capital = capital(d.c);
		}
		s->from = (uint32_t)at;
		s->to = (uint32_t)(at += n);
		m->n++;
	}
}

bool
sign_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '\x80';
}

/* What one pass marked stays: shapes come first, and are the surer. */
void
marked_put(struct marked *m, size_t from, size_t to, enum anonymise_kind kind)
{
	for (size_t i = from; i < to && i < m->n; i++)
		if (m->kind[i] == ANONYMISE_NONE)
			m->kind[i] = (unsigned char)kind;
}

bool
anonymise_word(struct str kind, struct str folded)
{
	const struct table *t = table_get("anonymise");
	struct str words = table_cell(t, table_find(t, "kind", kind), "words");

	return folded.n > 0 && str_in_set(words, folded);
}

/* ==== What comes out ==== */

static const char *const key_table[ANONYMISE_KINDS] = { "", "anonymise.structure",
	"anonymise.person", "anonymise.place", "anonymise.region", "anonymise.mail",
	"anonymise.url", "anonymise.domain", "anonymise.ip", "anonymise.phone", "anonymise.number",
	"anonymise.date", "anonymise.indicator", "anonymise.capital", "anonymise.acronym",
	"anonymise.figure" };

const char *
anonymise_key(enum anonymise_kind kind)
{
	return key_table[kind];
}

bool
anonymise_doubt(enum anonymise_kind kind)
{
	return kind >= ANONYMISE_CAPITAL;
}

/* A region, a link, a day may be the subject; who and where never is. */
bool
anonymise_may_keep(enum anonymise_kind kind)
{
	return anonymise_doubt(kind) || kind == ANONYMISE_REGION || kind == ANONYMISE_URL ||
	       kind == ANONYMISE_DOMAIN || kind == ANONYMISE_DATE || kind == ANONYMISE_NUMBER;
}

/* Between two words of one name nothing is left but a blank or a hyphen. */
static size_t
run_end(const struct marked *m, size_t i)
{
	unsigned char kind = m->kind[i];
	size_t end = i;

	for (; i < m->n; i++) {
		char c = m->sign[i].c;

		if (m->kind[i] == kind)
			end = i + 1;
		else if (m->kind[i] || (c != ' ' && c != '-' && c != '\'') || i > end + 1)
			break;
	}
	return end;
}

static struct str
written(const struct marked *m, enum lang lang)
{
	struct buf b = BUF_INIT(16 * ANONYMISE_MAX);
	struct str out;
	size_t at = 0;

	for (size_t i = 0; i < m->n;) {
		bool goes = m->kind[i] && !anonymise_doubt(m->kind[i]);
		size_t end = goes ? run_end(m, i) : i;

		if (end == i) {
			buf_put(&b, str_sub(m->text, at, m->sign[i].to - at));
			at = m->sign[i++].to;
			continue;
		}
		buf_puts(&b, "[");
		buf_put(&b, t(lang, key_table[m->kind[i]]));
		buf_puts(&b, "]");
		/* What is not seen behind it goes with it. */
		at = end < m->n ? m->sign[end].from : m->text.n;
		i = end;
	}
	buf_put(&b, str_sub(m->text, at, m->text.n));
	out = arena_dup(m->arena, buf_str(&b));
	buf_release(&b);
	return out;
}

static struct str
run_text(const struct marked *m, size_t from, size_t to)
{
	return str_sub(m->text, m->sign[from].from, m->sign[to - 1].to - m->sign[from].from);
}

/* A line of what was kept; in the text a blank may be the end of a line. */
static bool
same_line(struct str line, struct str text)
{
	bool same = line.n == text.n;

	for (size_t i = 0; same && i < text.n; i++)
		same = line.p[i] == (text.p[i] > 0 && text.p[i] < ' ' ? ' ' : text.p[i]);
	return same;
}

/* What a person let stand loses its mark. */
static void
keep(struct marked *m, const struct anonymise *a)
{
	for (size_t i = 0; i < m->n && a->kept.n; i++) {
		size_t end = m->kind[i] ? run_end(m, i) : i;
		struct str lines = a->kept, text;

		if (end == i)
			continue;
		text = run_text(m, i, end);
		while (anonymise_may_keep(m->kind[i]) && lines.n)
			if (same_line(str_cut(&lines, '\n'), text))
				memset(m->kind + i, ANONYMISE_NONE, end - i);
		i = end - 1;
	}
}

static struct marked
marked(const struct anonymise *a, struct arena *arena, struct str text)
{
	struct marked m = { .arena = arena, .text = text };

	read_signs(&m);
	anonymise_shapes(&m);
	anonymise_names(&m, a);
	if (a->lesson)
		anonymise_doubts(&m);
	keep(&m, a);
	return m;
}

/* Once more as long as it finds something: a word that was glued to a name that is
 * gone may be one itself. */
#define ROUNDS 8

struct str
anonymise(const struct anonymise *a, struct arena *arena, struct str text)
{
	if (text.n > ANONYMISE_MAX)
		return (struct str){ NULL, 0 };
	for (int round = 0; round < ROUNDS; round++) {
		struct marked m = marked(a, arena, text);
		struct str out = written(&m, a->lang);

		if (str_eq(out, text))
			return out;
		text = out;
	}
	return (struct str){ NULL, 0 };
}

bool
anonymise_clean(const struct anonymise *a, struct arena *arena, struct str text)
{
	struct marked m;

	if (text.n > ANONYMISE_MAX)
		return false;
	m = marked(a, arena, text);
	for (size_t i = 0; i < m.n; i++)
		if (m.kind[i] && !anonymise_doubt(m.kind[i]))
			return false;
	return true;
}

size_t
anonymise_find(const struct anonymise *a, struct arena *arena, struct str text,
    struct anonymise_finding *ret, size_t max, size_t *ret_all)
{
	struct marked m = { .n = 0 };
	size_t n = 0;

	*ret_all = 0;
	if (text.n <= ANONYMISE_MAX)
		m = marked(a, arena, text);
	for (size_t i = 0; i < m.n;) {
		size_t end = m.kind[i] ? run_end(&m, i) : i + 1;

		if (m.kind[i] && n < max)
			ret[n++] = (struct anonymise_finding){ m.kind[i], m.sign[i].from,
				m.sign[end - 1].to };
		*ret_all += m.kind[i] != ANONYMISE_NONE;
		i = end;
	}
	return n;
}
