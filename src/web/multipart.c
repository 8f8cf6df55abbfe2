/*
 * multipart/form-data as a stream, in bounded memory.
 *
 *	preamble -> [ after -> headers -> body ]* -> after -> epilogue
 *
 * The delimiter is CR LF "--" boundary, and a boundary holds no CR: so a byte
 * that breaks a match can only begin a new one when it is itself a CR, and the
 * bytes held back are the delimiter's own, known without a buffer.  The start of
 * the body counts as just after a CR LF.
 *
 * Strict: each part has a Content-Disposition of form-data with a name; folded
 * header lines, a transfer encoding, text that is not UTF-8 are refused.  File
 * names are read as browsers write them (%22, %0D, %0A for what cannot stand
 * between quotes), and as RFC 5987 when filename* is there; only the base name
 * is kept.  libmicrohttpd's MHD_post_process was rejected: it keeps no part
 * header but three, and accepts most of what is refused here.
 */
#include "web/parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "web/text.h"

#define PARTS_MAX 400
#define HEAD_MAX 4096
#define BOUNDARY_MAX 70
#define NAME_BYTES 200
#define FILE_NAME_BYTES 200

enum state { PREAMBLE, AFTER, AFTER_DASH, AFTER_CR, HEAD, BODY, EPILOGUE, FAILED };

struct multipart {
	const struct multipart_sink *sink;
	enum state state;
	char delimiter[4 + BOUNDARY_MAX];
	size_t n_delimiter;
	size_t matched; /* bytes of the delimiter seen and held back */
	size_t parts;
	size_t n_head;
	char head[HEAD_MAX];
	char filename[HEAD_MAX]; /* decoded, for the call to begin */
};

/* bchars of RFC 2046, less the space, which no client uses. */
static bool
boundary_legal(struct str b)
{
	if (b.n == 0 || b.n > BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < b.n; i++)
		if (!text_token_byte(b.p[i]) && memchr("(),/:=?", b.p[i], 7) == NULL)
			return false;
	return true;
}

struct multipart *
multipart_new(struct str content_type, const struct multipart_sink *sink)
{
	struct str boundary;
	struct multipart *m;

	if (!str_eq_nocase(text_media_type(content_type), S("multipart/form-data")))
		return NULL;
	if (!text_parameter(content_type, "boundary", &boundary) || !boundary_legal(boundary))
		return NULL;
	m = calloc(1, sizeof *m);
	if (m == NULL)
		die("out of memory");
	m->sink = sink;
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary.p, boundary.n);
	m->n_delimiter = 4 + boundary.n;
	m->matched = 2;
	return m;
}

void
multipart_free(struct multipart *m)
{
	free(m);
}

bool
multipart_end(struct multipart *m)
{
	return m->state == EPILOGUE;
}

/* ==== Part headers ==== */

/* The named header's value among the lines of the head; false when there are
 * two, or when a line is folded or is none. */
static bool
head_value(struct str head, const char *name, struct str *ret)
{
	size_t seen = 0;

	while (head.n) {
		struct str value = str_cut(&head, '\n');
		struct str key;

		if (value.n && value.p[value.n - 1] == '\r')
			value.n--;
		if (value.n == 0)
			continue;
		if (text_control(value) || memchr(value.p, ':', value.n) == NULL)
			return false;
		key = str_cut(&value, ':');
		if (!text_token(key))
			return false;
		if (str_eq_nocase(key, str_of(name))) {
			*ret = str_trim(value);
			seen++;
		}
	}
	return seen <= 1;
}

/* What WHATWG has browsers escape, and "\"" of other clients. */
static size_t
quoted_byte(struct str s, size_t i, char *ret)
{
	struct str three = str_sub(s, i, 3);

	*ret = s.p[i];
	if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '"') {
		*ret = '"';
		return 2;
	}
	if (str_eq(three, S("%22")) || str_eq_nocase(three, S("%0D")) ||
	    str_eq_nocase(three, S("%0A"))) {
		*ret = (char)text_percent(s, i);
		return 3;
	}
	return 1;
}

/* RFC 5987: UTF-8'language'percent-encoded; false when it is anything else. */
static bool
extended_name(struct str s, char *to, struct str *ret)
{
	struct str charset = str_cut(&s, '\'');
	size_t n = 0;

	str_cut(&s, '\'');
	if (!str_eq_nocase(charset, S("utf-8")))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];

		if (c == '%') {
			c = text_percent(s, i);
			i += 2;
		}
		if (c < 0)
			return false;
		to[n++] = (char)c;
	}
	*ret = (struct str){ to, n };
	return true;
}

/* Does a mark begin here that turns the direction of what follows?  "invoice",
 * such a mark, "fdp.exe" is read "invoiceexe.pdf".  U+200E, 200F, 202A to 202E, 2066 to 2069. */
static bool
turns(const char *p, size_t n)
{
	unsigned char a, b;

	if (n < 3 || (unsigned char)p[0] != 0xE2)
		return false;
	a = (unsigned char)p[1];
	b = (unsigned char)p[2];
	return (a == 0x80 && (b == 0x8E || b == 0x8F || (b >= 0xAA && b <= 0xAE))) ||
	       (a == 0x81 && b >= 0xA6 && b <= 0xA9);
}

/* What is left of p[from..n], at the start of p; how long it is. */
static size_t
keep_visible(char *p, size_t from, size_t n)
{
	size_t kept = 0;

	for (size_t i = from; i < n; i++) {
		if (turns(p + i, n - i))
			i += 2;
		else if ((unsigned char)p[i] >= 0x20 && p[i] != 0x7f)
			p[kept++] = p[i];
	}
	return kept;
}

/* The base name, without control characters, cut to a length, never a dot name. */
static struct str
clean_name(char *p, size_t n)
{
	size_t from = 0, kept;
	struct str name;

	if (n == 0)
		return S("");
	for (size_t i = 0; i < n; i++)
		if (p[i] == '/' || p[i] == '\\')
			from = i + 1;
	kept = keep_visible(p, from, n);
	name = (struct str){ p, kept };
	while (name.n > FILE_NAME_BYTES ||
	       (name.n && name.n < kept && ((unsigned char)p[name.n] & 0xC0) == 0x80))
		name.n--;
	if (name.n == 0 || str_eq(name, S(".")) || str_eq(name, S("..")))
		return S("_");
	return name;
}

/* False: a file name that is not UTF-8.  No file name at all: p is NULL. */
static bool
file_name(struct multipart *m, struct str disposition, struct str *ret)
{
	struct str raw, name = { NULL, 0 };
	size_t n = 0;

	*ret = name;
	if (text_parameter(disposition, "filename*", &raw) &&
	    extended_name(raw, m->filename, &name)) {
		n = name.n;
	} else if (text_parameter(disposition, "filename", &raw)) {
		for (size_t i = 0; i < raw.n; n++)
			i += quoted_byte(raw, i, &m->filename[n]);
	} else {
		return true;
	}
	if (!str_utf8_valid((struct str){ m->filename, n }))
		return false;
	*ret = clean_name(m->filename, n);
	return true;
}

static bool
encoding_plain(struct str encoding)
{
	return encoding.n == 0 || str_eq_nocase(encoding, S("binary")) ||
	       str_eq_nocase(encoding, S("8bit")) || str_eq_nocase(encoding, S("7bit"));
}

static bool
part_begin(struct multipart *m)
{
	struct str head = { m->head, m->n_head };
	struct str disposition = { NULL, 0 }, encoding = disposition, type = disposition;
	struct str name, filename;

	if (++m->parts > PARTS_MAX || !head_value(head, "Content-Disposition", &disposition) ||
	    !head_value(head, "Content-Type", &type) ||
	    !head_value(head, "Content-Transfer-Encoding", &encoding))
		return false;
	if (!str_eq_nocase(text_media_type(disposition), S("form-data")) ||
	    !encoding_plain(encoding))
		return false;
	if (!text_parameter(disposition, "name", &name) || name.n > NAME_BYTES ||
	    !str_utf8_valid(name) || !file_name(m, disposition, &filename))
		return false;
	return m->sink->begin(m->sink->context, name, filename, type);
}

/* ==== The stream ==== */

/* Held-back bytes that turn out to be the part's. */
static bool
give_back(struct multipart *m)
{
	struct str held = { m->delimiter, m->matched };

	m->matched = 0;
	if (m->state == PREAMBLE || held.n == 0)
		return true;
	return m->sink->data(m->sink->context, held);
}

static bool
delimiter_seen(struct multipart *m)
{
	bool whole = m->state == BODY;

	m->matched = 0;
	m->state = AFTER;
	return !whole || m->sink->end(m->sink->context);
}

/* Bytes before the next CR, at once. */
static bool
plain_run(struct multipart *m, struct str *in)
{
	const char *cr = memchr(in->p, '\r', in->n);
	struct str run = { in->p, cr ? (size_t)(cr - in->p) : in->n };

	in->p += run.n, in->n -= run.n;
	if (in->n) {
		m->matched = 1;
		in->p++, in->n--;
	}
	return m->state == PREAMBLE || run.n == 0 || m->sink->data(m->sink->context, run);
}

static bool
step_body(struct multipart *m, struct str *in)
{
	if (m->matched == 0)
		return plain_run(m, in);
	if (*in->p != m->delimiter[m->matched])
		return give_back(m);
	in->p++, in->n--;
	return ++m->matched < m->n_delimiter || delimiter_seen(m);
}

static bool
step_head(struct multipart *m, struct str *in)
{
	if (m->n_head == HEAD_MAX)
		return false;
	m->head[m->n_head++] = *in->p;
	in->p++, in->n--;
	if (m->n_head == 2 && str_eq((struct str){ m->head, 2 }, S("\r\n")))
		return false;
	if (m->head[m->n_head - 1] != '\n' ||
	    !str_ends((struct str){ m->head, m->n_head }, S("\r\n\r\n")))
		return true;
	m->state = BODY;
	return part_begin(m);
}

/* Just after a delimiter: "--" ends all, blanks are skipped, CR LF begins a part. */
static bool
step_after(struct multipart *m, struct str *in)
{
	char c = *in->p;

	in->p++, in->n--;
	if (m->state == AFTER && (c == ' ' || c == '\t'))
		return true;
	if (m->state == AFTER && c == '-')
		m->state = AFTER_DASH;
	else if (m->state == AFTER && c == '\r')
		m->state = AFTER_CR;
	else if (m->state == AFTER_DASH && c == '-')
		m->state = EPILOGUE;
	else if (m->state == AFTER_CR && c == '\n') {
		m->state = HEAD;
		m->n_head = 0;
	} else
		return false;
	return true;
}

static bool
step(struct multipart *m, struct str *in)
{
	switch (m->state) {
	case PREAMBLE:
	case BODY: return step_body(m, in);
	case HEAD: return step_head(m, in);
	case AFTER:
	case AFTER_DASH:
	case AFTER_CR: return step_after(m, in);
	case EPILOGUE: in->n = 0; return true;
	case FAILED: break;
	}
	return false;
}

bool
multipart_feed(struct multipart *m, struct str bytes)
{
	while (bytes.n) {
		if (!step(m, &bytes)) {
			m->state = FAILED;
			return false;
		}
	}
	return m->state != FAILED;
}
