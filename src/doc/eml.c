/* Lines of a mail: headers and encoded bodies (RFC 2045). */
#include "doc/eml.h"

enum encoding { CLEAR, QUOTED, BASE64 };

struct reader {
	struct buf *to;
	bool headers; /* in those of a part */
	bool text;    /* the part is text, or says nothing */
	enum encoding encoding;
	uint32_t bits; /* of base64, not yet a byte */
	unsigned n_bits;
};

/* ==== Lines ==== */

static struct str
next_line(struct str *rest)
{
	struct str line = str_cut(rest, '\n');

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* "Name: value" of that name: its value. */
static bool
is_header(struct str line, struct str name, struct str *ret)
{
	if (line.n <= name.n || line.p[name.n] != ':' ||
	    !str_eq_nocase(str_sub(line, 0, name.n), name))
		return false;
	*ret = str_trim(str_sub(line, name.n + 1, line.n));
	return true;
}

static bool
header_name(struct str line)
{
	size_t i = 0;

	while (i < line.n && line.p[i] > ' ' && line.p[i] != ':' && line.p[i] < 127)
		i++;
	return i > 0 && i < line.n && line.p[i] == ':';
}

#define HEAD_LINES 200

bool
eml_is_mail(struct str bytes)
{
	struct str rest = bytes;

	for (size_t n = 0; n < HEAD_LINES && rest.n; n++) {
		struct str line = next_line(&rest);

		if (line.n == 0)
			return n >= 2;
		if (!header_name(line) && (n == 0 || (line.p[0] != ' ' && line.p[0] != '\t')))
			return false;
	}
	return false;
}

/* ==== Bodies ==== */

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "=C3=A9"; a "=" at the end joins the next line. */
static void
quoted(struct reader *r, struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		bool escape = line.p[i] == '=' && i + 2 < line.n && hex(line.p[i + 1]) >= 0 &&
			      hex(line.p[i + 2]) >= 0;

		if (line.p[i] == '=' && i + 1 == line.n)
			return;
		if (escape) {
			buf_byte(r->to, (char)(hex(line.p[i + 1]) << 4 | hex(line.p[i + 2])));
			i += 2;
		} else {
			buf_byte(r->to, line.p[i]);
		}
	}
	buf_byte(r->to, '\n');
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void
base64(struct reader *r, struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		int value = base64_value(line.p[i]);

		if (value < 0)
			continue;
		r->bits = r->bits << 6 | (uint32_t)value;
		r->n_bits += 6;
		if (r->n_bits >= 8) {
			r->n_bits -= 8;
			buf_byte(r->to, (char)(r->bits >> r->n_bits & 255));
		}
	}
}

/* ==== Parts ==== */

static void
begin_part(struct reader *r)
{
	*r = (struct reader){ .to = r->to, .headers = true, .text = true };
}

static void
read_header(struct reader *r, struct str line)
{
	struct str value;

	if (line.n == 0)
		r->headers = false;
	else if (is_header(line, S("Content-Type"), &value))
		r->text = str_eq_nocase(str_sub(value, 0, 5), S("text/"));
	else if (is_header(line, S("Content-Transfer-Encoding"), &value))
		r->encoding = str_eq_nocase(value, S("base64"))		    ? BASE64
			      : str_eq_nocase(value, S("quoted-printable")) ? QUOTED
									    : CLEAR;
}

void
eml_text(struct str bytes, struct buf *to)
{
	struct reader r = { .to = to };

	begin_part(&r);
	while (bytes.n) {
		struct str line = next_line(&bytes);

		if (!r.headers && str_starts(line, S("--")) && line.n > 4) {
			buf_byte(to, '\n');
			begin_part(&r);
		} else if (r.headers) {
			read_header(&r, line);
		} else if (r.text && r.encoding == QUOTED) {
			quoted(&r, line);
		} else if (r.text && r.encoding == BASE64) {
			base64(&r, line);
		}
	}
}
