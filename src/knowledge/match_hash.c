/*
 * Hashes of files by their length, fuzzy hashes, and numbers of vulnerabilities.
 */
#include <string.h>

#include "knowledge/scan.h"

static size_t
put_lower(struct scan *s, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		char c = s->p[i];

		s->value[n++] = small(c);
	}
	return n;
}

/* ==== Hashes ==== */

static bool
hash_kind(size_t digits, enum observable_kind *ret)
{
	switch (digits) {
	case 32: *ret = OBSERVABLE_MD5; return true;
	case 40: *ret = OBSERVABLE_SHA1; return true;
	case 56: *ret = OBSERVABLE_SHA224; return true;
	case 64: *ret = OBSERVABLE_SHA256; return true;
	case 96: *ret = OBSERVABLE_SHA384; return true;
	case 128: *ret = OBSERVABLE_SHA512; return true;
	default: return false;
	}
}

/* A run of decimal digits is a number, a run of letters a word. */
size_t
match_hash(struct scan *s, size_t i)
{
	enum observable_kind kind = OBSERVABLE_KINDS;
	bool digit = false, letter = false;
	size_t end = i;

	for (; end < s->n && is(s->p[end], C_HEX); end++) {
		digit |= is(s->p[end], C_DIGIT);
		letter |= is(s->p[end], C_LETTER);
	}
	if (!hash_kind(end - i, &kind) || !digit || !letter || joins(s, end) || at(s, end) == '_' ||
	    at(s, end) == '-' || at(s, end) == '@')
		return 0;
	scan_found(s, kind, put_lower(s, i, end), i, end);
	return end;
}

/* ==== ssdeep: blocksize:hash:hash ==== */

static size_t
run_base64(const struct scan *s, size_t i, size_t min, size_t max)
{
	size_t k = i;

	while (k < s->n && k <= i + max && is(s->p[k], C_BASE64))
		k++;
	return k >= i + min && k <= i + max ? k : 0;
}

/* Three times a power of two. */
static bool
block_size_good(uint64_t n)
{
	return n >= 3 && n % 3 == 0 && ((n / 3) & (n / 3 - 1)) == 0;
}

size_t
match_ssdeep(struct scan *s, size_t i)
{
	uint64_t size = 0;
	size_t k = i;

	if (i && (s->p[i - 1] == ':' || s->p[i - 1] == '.'))
		return 0;
	while (k < i + 11 && is(at(s, k), C_DIGIT))
		size = size * 10 + (uint64_t)(s->p[k++] - '0');
	if (k == i || at(s, k) != ':' || !block_size_good(size))
		return 0;
	k = run_base64(s, k + 1, 6, 64);
	if (k == 0 || at(s, k) != ':')
		return 0;
	k = run_base64(s, k + 1, 4, 64);
	if (k == 0 || joins(s, k) || at(s, k) == ':')
		return 0;
	memcpy(s->value, s->p + i, k - i);
	scan_found(s, OBSERVABLE_SSDEEP, k - i, i, k);
	return k;
}

/* ==== CVE-2024-12345 ==== */

static size_t
run_digits(const struct scan *s, size_t i)
{
	while (is(at(s, i), C_DIGIT))
		i++;
	return i;
}

/* Four to seven digits after a year since 1999; five and more do not begin with 0. */
size_t
match_cve(struct scan *s, size_t i)
{
	size_t end, n;

	if (s->n - i < 13 || !str_eq_nocase((struct str){ s->p + i, 4 }, S("CVE-")))
		return 0;
	if (run_digits(s, i + 4) != i + 8 || s->p[i + 8] != '-')
		return 0;
	if (memcmp(s->p + i + 4, "1999", 4) < 0 || memcmp(s->p + i + 4, "2099", 4) > 0)
		return 0;
	end = run_digits(s, i + 9);
	n = end - i - 9;
	if (n < 4 || n > 7 || (n > 4 && s->p[i + 9] == '0') || joins(s, end) || at(s, end) == '_')
		return 0;
	memcpy(s->value, "CVE-", 4);
	memcpy(s->value + 4, s->p + i + 4, end - i - 4);
	scan_found(s, OBSERVABLE_CVE, end - i, i, end);
	return end;
}
