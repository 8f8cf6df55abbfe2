/*
 * Codes of an authenticator application (RFC 6238: SHA-1, 30 s, six digits),
 * computed by liboath; the drawing by libqrencode.
 *
 * Six digits and SHA-1 because authenticators of hospitals' telephones know
 * nothing else; what protects them is the count of wrong codes (attempt.c) and
 * that a step is accepted once (totp_accept).
 *
 * The QR code is SVG elements in the page, with presentation attributes and no
 * style: the content security policy refuses style attributes and data: images.
 */
#include "identity/private.h"

#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>

#include "base/die.h"
#include "base/shape.h"

#define PERIOD 30
#define DIGITS 6

struct str
totp_secret(struct arena *a)
{
	char *p = arena_alloc(a, TOTP_BYTES);

	if (sodium_init() < 0)
		die("libsodium does not start");
	randombytes_buf(p, TOTP_BYTES);
	return (struct str){ p, TOTP_BYTES };
}

struct str
totp_base32(struct arena *a, struct str secret)
{
	char *out = NULL;
	size_t n = 0;
	struct str s;

	if (oath_base32_encode(secret.p, secret.n, &out, &n) != OATH_OK)
		die("no memory for a base32 text");
	s = arena_dup(a, (struct str){ out, n });
	sodium_memzero(out, n);
	free(out);
	return s;
}

bool
totp_from_base32(struct arena *a, struct str base32, struct str *ret_secret)
{
	char *out = NULL;
	size_t n = 0;

	if (oath_base32_decode(base32.p, base32.n, &out, &n) != OATH_OK)
		return false;
	*ret_secret = arena_dup(a, (struct str){ out, n });
	sodium_memzero(out, n);
	free(out);
	return true;
}

/* The digits typed, without spaces; false when there are not six. */
static bool
digits_of(struct str typed, char ret[DIGITS + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == ' ')
			continue;
		if (typed.p[i] < '0' || typed.p[i] > '9' || n == DIGITS)
			return false;
		ret[n++] = typed.p[i];
	}
	ret[n] = '\0';
	return n == DIGITS;
}

bool
totp_step(struct str secret, struct str code, struct moment now, int64_t *ret_step)
{
	char typed[DIGITS + 1], right[DIGITS + 2];
	int64_t found = -1;

	if (!digits_of(code, typed))
		return false;
	for (int64_t step = now.s / PERIOD - 1; step <= now.s / PERIOD + 1; step++) {
		if (oath_totp_generate(secret.p, secret.n, (time_t)(step * PERIOD), PERIOD, 0,
			DIGITS, right) != OATH_OK)
			die("liboath makes no code");
		if (sodium_memcmp(typed, right, DIGITS) == 0 && found < 0)
			found = step;
	}
	if (found < 0)
		return false;
	*ret_step = found;
	return true;
}

/* ==== Enrolment ==== */

struct str
totp_uri(struct arena *a, struct str brand, struct str email, struct str secret)
{
	struct str issuer = shape_url(a, brand);

	return arena_printf(a,
	    "otpauth://totp/%.*s:%.*s?secret=%.*s&issuer=%.*s&digits=%d&period=%d", PS(issuer),
	    PS(shape_url(a, email)), PS(totp_base32(a, secret)), PS(issuer), DIGITS, PERIOD);
}

/* One row of dark modules as sub-paths: "M x y h length v1 h-length z". */
static void
put_row(struct buf *b, const QRcode *qr, int y, int margin)
{
	for (int x = 0; x < qr->width; x++) {
		int from = x;

		while (x < qr->width && (qr->data[y * qr->width + x] & 1))
			x++;
		if (x > from)
			buf_printf(
			    b, "M%d %dh%dv1h-%dz", from + margin, y + margin, x - from, x - from);
	}
}

static void
put_attribute(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr("&<>\"'", s.p[i]))
			buf_printf(b, "&#%d;", s.p[i]);
		else
			buf_byte(b, s.p[i]);
}

struct html
totp_qr(struct arena *a, struct str uri, struct str label)
{
	enum { MARGIN = 4, SCALE = 5 };
	struct buf b = BUF_INIT(256u << 10);
	struct html h = { { NULL, 0 } };
	QRcode *qr = QRcode_encodeString(arena_cstr(a, uri), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	int side;

	if (qr == NULL)
		return h;
	side = qr->width + 2 * MARGIN;
	buf_printf(&b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
	    "height=\"%d\" role=\"img\" shape-rendering=\"crispEdges\" aria-label=\"",
	    side, side, side * SCALE, side * SCALE);
	put_attribute(&b, label);
	buf_printf(&b,
	    "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"", side,
	    side);
	for (int y = 0; y < qr->width; y++)
		put_row(&b, qr, y, MARGIN);
	buf_puts(&b, "\"/></svg>");
	if (!buf_failed(&b))
		h.s = arena_dup(a, buf_str(&b));
	buf_release(&b);
	QRcode_free(qr);
	return h;
}
