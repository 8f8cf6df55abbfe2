/*
 * IPv4 and IPv6 addresses and blocks of them.
 *
 * The grammar of an IPv4 address is that of version numbers, and a compressed IPv6
 * address looks like the names of C++: what stands around decides (knowledge.h).
 * Normal forms: RFC 5952 for IPv6, embedded IPv4 included; a block has its host
 * bits cleared.  An address with a zone ("fe80::1%eth0") means something on one
 * machine only and is left alone.
 */
#include <arpa/inet.h>
#include <string.h>

#include "knowledge/scan.h"

/* ==== IPv4 ==== */

/* One number 0..255 without leading zero. */
static size_t
read_octet(const struct scan *s, size_t i, uint32_t *address)
{
	unsigned value = 0;
	size_t k = i;

	while (is(at(s, k), C_DIGIT) && k < i + 4)
		value = value * 10 + (unsigned)(at(s, k++) - '0');
	if (k == i || k > i + 3 || value > 255 || (at(s, i) == '0' && k > i + 1))
		return 0;
	*address = *address << 8 | value;
	return k;
}

size_t
read_ipv4(const struct scan *s, size_t i, uint32_t *ret)
{
	uint32_t address = 0;
	size_t k = i;

	for (int part = 0; part < 4; part++) {
		if (part && at(s, k++) != '.')
			return 0;
		k = read_octet(s, k, &address);
		if (k == 0)
			return 0;
	}
	*ret = address;
	return k;
}

size_t
write_ipv4(char *to, uint32_t address)
{
	return (size_t)snprintf(to, 16, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
	    address >> 8 & 255, address & 255);
}

/* "/24" at i: the place after it, when it is a length of at most max bits. */
static size_t
read_prefix(const struct scan *s, size_t i, unsigned max, unsigned *ret)
{
	unsigned bits = 0;
	size_t k = i + 1;

	if (at(s, i) != '/')
		return 0;
	while (is(at(s, k), C_DIGIT) && k < i + 4)
		bits = bits * 10 + (unsigned)(at(s, k++) - '0');
	if (k == i + 1 || bits > max || joins(s, k) || dotted(s, k) || at(s, k) == '/' ||
	    (at(s, i + 1) == '0' && k > i + 2))
		return 0;
	*ret = bits;
	return k;
}

/* "Chrome/120.0.0.0", "version 1.2.3.4". */
static bool
is_version(const struct scan *s, size_t i)
{
	char word[16];
	size_t n = 0;

	if (s->alone)
		return false;
	if (i >= 2 && s->p[i - 1] == '/' && is(s->p[i - 2], C_LETTER | C_HIGH))
		return true;
	if (i)
		return false;
	while (n < s->before.n && n < sizeof word) {
		char c = s->before.p[n];

		word[n++] = small(c);
	}
	while (n && (word[n - 1] == ':' || word[n - 1] == '.' || word[n - 1] == '='))
		n--;
	return n < sizeof word && rule_has("version", (struct str){ word, n });
}

/* Does the address end here, or does a name, a version or a number go on? */
static bool
ends_ipv4(const struct scan *s, size_t end)
{
	char next = at(s, end);

	if (joins(s, end) || dotted(s, end) || next == '@' || next == '_')
		return false;
	return next != '-' || !joins(s, end + 1) || is(s->p[end + 1], C_DIGIT);
}

size_t
match_ipv4(struct scan *s, size_t i)
{
	uint32_t address = 0;
	unsigned bits = 0;
	size_t end, block, n;

	end = is(s->p[i], C_DIGIT) ? read_ipv4(s, i, &address) : 0;
	if (end == 0 || !ends_ipv4(s, end))
		return 0;
	if (is_version(s, i))
		return end;
	block = read_prefix(s, end, 32, &bits);
	if (block && bits < 32)
		address &= bits ? UINT32_MAX << (32 - bits) : 0;
	n = write_ipv4(s->value, address);
	if (block)
		n += (size_t)snprintf(s->value + n, 5, "/%u", bits);
	scan_found(s, block ? OBSERVABLE_CIDR : OBSERVABLE_IPV4, n, i, block ? block : end);
	return block ? block : end;
}

/* ==== IPv6 ==== */

#define IPV6_TEXT 46 /* the longest, with NUL */

size_t
write_ipv6(char *to, const char *p, size_t n)
{
	char text[IPV6_TEXT];
	unsigned char address[16];

	if (n < 3 || n >= sizeof text)
		return 0;
	memcpy(text, p, n);
	text[n] = '\0';
	if (inet_pton(AF_INET6, text, address) != 1 ||
	    inet_ntop(AF_INET6, address, to, IPV6_TEXT) == NULL)
		return 0;
	return strlen(to);
}

/* Blocks of the registry (RFC 4291, 4193, 6052, 6666) where an address may stand. */
static bool
allocated(const unsigned char a[16])
{
	static const unsigned char translated[4] = { 0x00, 0x64, 0xFF, 0x9B };

	return (a[0] & 0xE0) == 0x20 || (a[0] & 0xFE) == 0xFC || a[0] == 0xFF ||
	       (a[0] == 0xFE && a[1] >= 0x80) || memcmp(a, translated, 4) == 0 ||
	       (a[0] == 0x01 && a[1] == 0x00);
}

/* All groups of two digits: a hardware address of 64 bits. */
static bool
is_hardware(const char *p, size_t n)
{
	if (n != 23)
		return false;
	for (size_t i = 2; i < n; i += 3)
		if (p[i] != ':')
			return false;
	return true;
}

/* "std::a" and "dead::beef" are names; "::1" and "2001:db8::1" are addresses. */
static bool
plausible(const char *p, size_t n, const char *normal)
{
	unsigned char a[16];
	bool digit = false;

	if (inet_pton(AF_INET6, normal, a) != 1 || str_eq(str_of(normal), S("::")))
		return false;
	if (!str_has((struct str){ p, n }, S("::")))
		return !is_hardware(p, n);
	for (size_t i = 0; i < n; i++)
		digit |= is(p[i], C_DIGIT);
	if (!digit)
		return false;
	return p[0] == ':' ? true : allocated(a);
}

/* The run of bytes that an address may have; a zone or one group more is no end. */
static size_t
run_ipv6(const struct scan *s, size_t i)
{
	size_t k = i;

	while (k < s->n && k < i + 64 && (is(s->p[k], C_HEX) || s->p[k] == ':' || s->p[k] == '.'))
		k++;
	while (k > i &&
	       (s->p[k - 1] == '.' || (s->p[k - 1] == ':' && k > i + 1 && s->p[k - 2] != ':')))
		k--;
	return k;
}

static size_t
write_block6(struct scan *s, size_t n, unsigned bits)
{
	unsigned char a[16];

	if (inet_pton(AF_INET6, s->value, a) != 1)
		return n;
	for (unsigned b = bits; b < 128; b++)
		a[b / 8] = (unsigned char)(a[b / 8] & ~(0x80u >> b % 8));
	inet_ntop(AF_INET6, a, s->value, IPV6_TEXT);
	n = strlen(s->value);
	return n + (size_t)snprintf(s->value + n, 6, "/%u", bits);
}

/* Could an address begin here, being no end of something longer? */
static bool
begins_ipv6(const struct scan *s, size_t i)
{
	char before = i ? s->p[i - 1] : ' ';

	if (before == ':' || before == '.' || before == '-')
		return false;
	return is(s->p[i], C_HEX) || (s->p[i] == ':' && !is(before, C_LETTER | C_DIGIT | C_HIGH));
}

static bool
ends_ipv6(const struct scan *s, size_t end)
{
	char next = at(s, end);

	return !joins(s, end) && next != '%' && next != '_' && next != '-';
}

size_t
match_ipv6(struct scan *s, size_t i)
{
	size_t end, n, block;
	unsigned bits = 0;

	if (!begins_ipv6(s, i))
		return 0;
	end = run_ipv6(s, i);
	if (memchr(s->p + i, ':', end - i) == NULL || !ends_ipv6(s, end))
		return 0;
	n = write_ipv6(s->value, s->p + i, end - i);
	if (n == 0 || !(s->alone || plausible(s->p + i, end - i, s->value)))
		return 0;
	block = read_prefix(s, end, 128, &bits);
	if (block)
		n = write_block6(s, n, bits);
	if (str_starts((struct str){ s->value, n }, S("::/")))
		return block; /* everything, or nothing */
	scan_found(s, block ? OBSERVABLE_CIDR : OBSERVABLE_IPV6, n, i, block ? block : end);
	return block ? block : end;
}
