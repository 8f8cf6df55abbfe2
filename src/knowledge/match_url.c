/*
 * URLs (RFC 3986), defanged schemes included.
 *
 * Normal form: scheme and host in lower case, A-labels, no default port, "/" for an
 * empty path, escapes in upper case and undone where they were needless, what is
 * beyond ASCII escaped.  Dots in paths stay as they are: "../" is what an attack
 * looks like.
 */
#include <string.h>

#include "knowledge/scan.h"

#define SCHEME_MAX 8
#define USER_MAX 256
#define HOST_ROOM 300

struct url {
	struct str scheme;		    /* in normal form */
	size_t user, host, port, rest, end; /* places in the word; user == host: none */
	size_t host_end;
	int64_t number; /* of the port, 0 for none */
};

/* ==== Where it stands ==== */

static size_t
read_scheme(const struct scan *s, size_t i, struct str *ret)
{
	char name[SCHEME_MAX];
	size_t n = 0;

	while (n < SCHEME_MAX && (is(at(s, i + n), C_LETTER) || at(s, i + n) == '*')) {
		char c = s->p[i + n];

		name[n++] = small(c);
	}
	if (at(s, i + n) != ':' || at(s, i + n + 1) != '/' || at(s, i + n + 2) != '/')
		return 0;
	*ret = rule_means("scheme", (struct str){ name, n });
	return ret->n ? i + n + 3 : 0;
}

/* In "http://a.fr/x,http://b.fr/y" the comma ends the first. */
static bool
another_begins(const struct scan *s, size_t i)
{
	struct str scheme;

	return (s->p[i] == ',' || s->p[i] == ';') && read_scheme(s, i + 1, &scheme) > 0;
}

/* Signs that end a sentence rather than a URL; a closing bracket without opening one. */
static size_t
trim_url(const struct scan *s, size_t from, size_t to)
{
	long open = 0;

	for (size_t k = from; k < to; k++)
		open += s->p[k] == '(' ? 1 : s->p[k] == ')' ? -1 : 0;
	while (to > from) {
		char c = s->p[to - 1];

		if (c == ')' && open < 0)
			open++;
		else if (strchr(".,;:!?'*", c) == NULL)
			break;
		to--;
	}
	return to;
}

static size_t
run_url(const struct scan *s, size_t i)
{
	size_t k = i;

	while (k < s->n && is(s->p[k], C_URL) && !another_begins(s, k))
		k++;
	return trim_url(s, i, k);
}

/* "user:password@" at i, within the authority: the place after it. */
static size_t
past_user(const struct scan *s, size_t i)
{
	size_t at_sign = 0;

	for (size_t k = i; k < s->n && k < i + USER_MAX && is(s->p[k], C_URL); k++) {
		if (s->p[k] == '/' || s->p[k] == '?' || s->p[k] == '#')
			break;
		if (s->p[k] == '@')
			at_sign = k + 1;
	}
	return at_sign ? at_sign : i;
}

static size_t
read_port(const struct scan *s, size_t i, int64_t *ret)
{
	int64_t port = 0;
	size_t k = i + 1;

	if (at(s, i) != ':')
		return i;
	while (is(at(s, k), C_DIGIT) && k < i + 7)
		port = port * 10 + (s->p[k++] - '0');
	if (k == i + 1 || port < 1 || port > 65535)
		return i;
	*ret = port;
	return k;
}

static bool
read_url(const struct scan *s, size_t i, struct url *u)
{
	size_t k;

	u->user = read_scheme(s, i, &u->scheme);
	if (u->user == 0)
		return false;
	u->host = k = past_user(s, u->user);
	if (at(s, k) == '[') {
		while (k < s->n && k < u->host + 50 && s->p[k] != ']')
			k++;
		k += at(s, k) == ']';
	} else {
		while (k < s->n && is(s->p[k], C_NAME))
			k++;
		while (k > u->host && (s->p[k - 1] == '.' || s->p[k - 1] == '-'))
			k--;
	}
	u->host_end = k;
	k += at(s, k) == '.' && (at(s, k + 1) == '/' || at(s, k + 1) == ':'); /* "example.com./" */
	u->rest = read_port(s, k, &u->number);
	return u->host_end > u->host;
}

static void
read_rest(const struct scan *s, struct url *u)
{
	char c = at(s, u->rest);

	u->end = c == '/' || c == '?' || c == '#' ? run_url(s, u->rest) : u->rest;
	if (u->end == u->rest && u->number == 0)
		u->end = u->rest = u->host_end;
}

/* ==== Its normal form ==== */

static int
hex_value(char c)
{
	return is(c, C_DIGIT) ? c - '0' : is(c, C_HEX) ? (c | 32) - 'a' + 10 : -1;
}

static size_t
put_escape(char *to, unsigned char c)
{
	static const char digit[] = "0123456789ABCDEF";

	to[0] = '%';
	to[1] = digit[c >> 4];
	to[2] = digit[c & 15];
	return 3;
}

static bool
unreserved(char c)
{
	return is(c, C_LETTER | C_DIGIT) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* An escaped point stays one: at the end it would be read as that of the sentence.  A
 * percent sign that begins no escape becomes one, or it would with what follows. */
static bool
stays(char c, bool escape)
{
	return escape ? unreserved(c) && c != '.' : c != '%' && !is(c, C_HIGH);
}

static size_t
write_part(char *to, const char *p, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		bool escape = p[i] == '%' && i + 2 < n && hex_value(p[i + 1]) >= 0 &&
			      hex_value(p[i + 2]) >= 0;
		char c = p[i];

		if (escape) {
			c = (char)(hex_value(p[i + 1]) << 4 | hex_value(p[i + 2]));
			i += 2;
		}
		if (stays(c, escape))
			to[length++] = c;
		else
			length += put_escape(to + length, (unsigned char)c);
	}
	return length;
}

/* The host at `to`; its kind, should it be told apart. */
static size_t
write_url_host(struct scan *s, const struct url *u, char *to, enum observable_kind *kind)
{
	const char *p = s->p + u->host;
	size_t n = u->host_end - u->host, length;
	uint32_t address;

	if (p[0] == '[') {
		length = n > 2 && p[n - 1] == ']' ? write_ipv6(to + 1, p + 1, n - 2) : 0;
		if (length == 0)
			return 0;
		to[0] = '[';
		to[length + 1] = ']';
		*kind = OBSERVABLE_IPV6;
		return length + 2;
	}
	if (read_ipv4(s, u->host, &address) == u->host_end) {
		*kind = OBSERVABLE_IPV4;
		return write_ipv4(to, address);
	}
	length = write_host(to, p, n, true);
	*kind = host_public(s, to, length) ? OBSERVABLE_DOMAIN : OBSERVABLE_KINDS;
	return length;
}

static size_t
write_url(struct scan *s, const struct url *u, struct str host)
{
	char *to = s->value;
	char port[24];
	size_t n = u->scheme.n;

	memcpy(to, u->scheme.p, n);
	memcpy(to + n, "://", 3);
	n += 3;
	n += write_part(to + n, s->p + u->user, u->host - u->user);
	memcpy(to + n, host.p, host.n);
	n += host.n;
	snprintf(port, sizeof port, "%lld", (long long)u->number);
	if (u->number && !str_eq(rule_means("port", u->scheme), str_of(port)))
		n += (size_t)snprintf(to + n, sizeof port, ":%s", port);
	if (u->end == u->rest || s->p[u->rest] != '/')
		to[n++] = '/';
	if (n + 3 * (u->end - u->rest) > OBSERVABLE_MAX) {
		s->too_long++;
		return 0;
	}
	return n + write_part(to + n, s->p + u->rest, u->end - u->rest);
}

/* ==== Matching ==== */

/* The host is looked at before the rest is: a long row of bad ones is read once. */
size_t
match_url(struct scan *s, size_t i)
{
	struct url u = { 0 };
	enum observable_kind kind = OBSERVABLE_KINDS;
	char text[HOST_ROOM];
	struct str host = { text, 0 };
	size_t n;

	if (!is(s->p[i], C_LETTER) || !read_url(s, i, &u))
		return 0;
	host.n = write_url_host(s, &u, text, &kind);
	if (host.n == 0)
		return 0;
	read_rest(s, &u);
	n = write_url(s, &u, host);
	if (n)
		scan_found(s, OBSERVABLE_URL, n, i, u.end);
	if (n == 0 || kind == OBSERVABLE_KINDS)
		return u.end;
	if (kind == OBSERVABLE_IPV6) {
		u.host++;
		u.host_end--;
		host = str_sub(host, 1, host.n - 2);
	}
	memcpy(s->value, host.p, host.n);
	scan_part(s, kind, host.n, u.host, u.host_end);
	return u.end;
}
