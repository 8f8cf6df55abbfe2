/*
 * Mails.  Words of a header that are not plain ASCII become encoded words
 * (RFC 2047, base 64, cut between characters); the body is quoted-printable,
 * whatever it holds.  "8bit" was rejected: it asks for a server extension, and a
 * single old relay on the way would spoil an accent or a line.
 */
#include "doc/mail.h"

#define LINE_MAX_CHARS 76 /* RFC 2045 §6.7, RFC 2047 §2 */
#define WORD_BYTES 39	  /* clear bytes of an encoded word: with "Subject: " and its frame, 73 */

static bool
control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* A byte of an address or Message-ID that needs no quoting (RFC 5322 §3.2.3). */
static bool
atom_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

static bool
atoms(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!atom_byte(s.p[i]))
			return false;
	return s.n && s.p[0] != '.' && s.p[s.n - 1] != '.' && !str_has(s, S(".."));
}

bool
mail_address_valid(struct str address)
{
	struct str domain = address, local = str_cut(&domain, '@');

	return address.n <= MAIL_ADDRESS_MAX && local.n <= 64 && atoms(local) && atoms(domain);
}

/* ==== Headers ==== */

static bool
plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return !str_has(s, S("=?"));
}

static void
base64(struct buf *out, struct str s)
{
	static const char digit[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = 0;

		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0u);
		for (size_t k = 0; k < 4; k++)
			buf_byte(out, i + k > s.n ? '=' : digit[v >> (18 - 6 * k) & 63]);
	}
}

/* The first bytes of s, at most max, that end between two characters. */
static struct str
whole_characters(struct str s, size_t max)
{
	size_t n = s.n < max ? s.n : max;

	while (n && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_sub(s, 0, n ? n : max);
}

static void
encoded_words(struct buf *out, struct str s)
{
	char clean[WORD_BYTES];
	bool first = true;

	while (s.n) {
		struct str part = whole_characters(s, WORD_BYTES);

		for (size_t i = 0; i < part.n; i++)
			clean[i] = control(part.p[i]) ? ' ' : part.p[i];
		buf_puts(out, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		base64(out, (struct str){ clean, part.n });
		buf_puts(out, "?=");
		s = str_sub(s, part.n, s.n);
		first = false;
	}
}

/* ASCII words, the line broken at a space before it is too long. */
static void
folded(struct buf *out, struct str s, size_t column)
{
	while (s.n) {
		struct str word = str_cut(&s, ' ');

		if (column + 1 + word.n > LINE_MAX_CHARS && word.n) {
			buf_puts(out, "\r\n");
			column = 0;
		}
		buf_byte(out, ' ');
		buf_put(out, word);
		column += 1 + word.n;
	}
}

static bool
has_long_word(struct str s)
{
	while (s.n)
		if (str_cut(&s, ' ').n > LINE_MAX_CHARS / 2)
			return true;
	return false;
}

static void
header_words(struct buf *out, const char *name, struct str words)
{
	words = str_trim(words);
	buf_printf(out, "%s:", name);
	if (plain(words) && !has_long_word(words)) {
		folded(out, words, strlen(name) + 1);
	} else {
		buf_byte(out, ' ');
		encoded_words(out, words);
	}
	buf_puts(out, "\r\n");
}

/* A short name that only needs quotes around it. */
static bool
quotable(struct str s)
{
	return s.n && s.n <= 40 && plain(s) && !memchr(s.p, '"', s.n) && !memchr(s.p, '\\', s.n);
}

static void
header_from(struct buf *out, const struct letter *l)
{
	buf_puts(out, "From: ");
	if (quotable(l->from_name)) {
		buf_printf(out, "\"%.*s\" ", PS(l->from_name));
	} else if (l->from_name.n) {
		encoded_words(out, l->from_name);
		buf_puts(out, "\r\n ");
	}
	buf_printf(out, "<%.*s>\r\n", PS(l->from));
}

/* "Tue, 24 Nov 2026 08:30:00 +0000" */
static void
header_date(struct buf *out, struct moment m)
{
	static const char day[] = "MonTueWedThuFriSatSun";
	static const char month[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = moment_civil(m, ZONE_UTC);

	buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n", day + 3 * c.weekday,
	    c.day, month + 3 * (c.month - 1), c.year, c.hour, c.minute, c.second);
}

/* ==== Body ==== */

static void
quoted_byte(struct buf *out, char c, bool last, size_t *column)
{
	static const char digit[] = "0123456789ABCDEF";
	unsigned char u = (unsigned char)c;
	bool as_is = (u > ' ' && u < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !last);
	size_t width = as_is ? 1 : 3;

	/* A soft break leaves room for its own '='; a lone dot or "From " at the
	 * start of a line is spelled out: old relays touch them. */
	if (*column + width > LINE_MAX_CHARS - 1) {
		buf_puts(out, "=\r\n");
		*column = 0;
	}
	if (as_is && *column == 0 && (c == '.' || c == 'F'))
		as_is = false, width = 3;
	*column += width;
	if (as_is) {
		buf_byte(out, c);
		return;
	}
	buf_byte(out, '=');
	buf_byte(out, digit[u >> 4]);
	buf_byte(out, digit[u & 15]);
}

static void
quoted_printable(struct buf *out, struct str text)
{
	while (text.n) {
		struct str line = str_cut(&text, '\n');
		size_t column = 0;

		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		for (size_t i = 0; i < line.n; i++)
			quoted_byte(out, line.p[i], i + 1 == line.n, &column);
		buf_puts(out, "\r\n");
	}
}

bool
mail_write(struct buf *out, const struct letter *l)
{
	if (!mail_address_valid(l->from) || !mail_address_valid(l->to) ||
	    !mail_address_valid(l->message_id))
		return false;
	header_date(out, l->date);
	buf_printf(out, "Message-ID: <%.*s>\r\n", PS(l->message_id));
	header_from(out, l);
	buf_printf(out, "To: <%.*s>\r\n", PS(l->to));
	header_words(out, "Subject", l->subject);
	buf_puts(out, "MIME-Version: 1.0\r\n"
		      "Content-Type: text/plain; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: quoted-printable\r\n");
	buf_printf(out, "Content-Language: %s\r\n", lang_code(l->lang));
	/* RFC 3834: no out-of-office answer to a machine. */
	buf_puts(out, "Auto-Submitted: auto-generated\r\n"
		      "X-Auto-Response-Suppress: All\r\n\r\n");
	quoted_printable(out, l->body);
	return !buf_failed(out);
}
