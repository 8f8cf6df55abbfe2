/*
 * Addresses of Bitcoin, Ethereum and Monero, each with its checksum verified: what
 * only looks like one is none.
 */
#include <sodium.h>
#include <string.h>

#include "knowledge/scan.h"

static size_t
run_alnum(const struct scan *s, size_t i, size_t max)
{
	size_t k = i;

	while (k < s->n && k <= i + max && is(s->p[k], C_DIGIT | C_LETTER))
		k++;
	return k;
}

static size_t
found(struct scan *s, enum observable_kind kind, size_t from, size_t to)
{
	scan_found(s, kind, to - from, from, to);
	return to;
}

/* ==== Base58 ==== */

static int
base58_value(char c)
{
	static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
	const char *place = c ? strchr(alphabet, c) : NULL;

	return place ? (int)(place - alphabet) : -1;
}

/* The number that n digits make, on `size` bytes; false when it is larger. */
static bool
base58_decode(const char *p, size_t n, unsigned char *bytes, size_t size)
{
	memset(bytes, 0, size);
	for (size_t i = 0; i < n; i++) {
		int digit = base58_value(p[i]);
		unsigned carry;

		if (digit < 0)
			return false;
		carry = (unsigned)digit;
		for (size_t k = size; k-- > 0;) {
			carry += bytes[k] * 58u;
			bytes[k] = (unsigned char)carry;
			carry >>= 8;
		}
		if (carry)
			return false;
	}
	return true;
}

/* ==== Bitcoin ==== */

/* Version, 20 bytes, four of the double SHA-256; a 1 for each zero byte in front. */
static bool
base58check(const char *p, size_t n)
{
	unsigned char bytes[25], hash[32];
	size_t ones = 0, zeros = 0;

	if (!base58_decode(p, n, bytes, sizeof bytes))
		return false;
	while (ones < n && p[ones] == '1')
		ones++;
	while (zeros < sizeof bytes && bytes[zeros] == 0)
		zeros++;
	crypto_hash_sha256(hash, bytes, 21);
	crypto_hash_sha256(hash, hash, sizeof hash);
	return ones == zeros && (bytes[0] == 0 || bytes[0] == 5) &&
	       memcmp(hash, bytes + 21, 4) == 0;
}

static uint32_t
bech32_step(uint32_t c, unsigned value)
{
	static const uint32_t generator[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
		0x2a1462b3 };
	uint32_t top = c >> 25;

	c = (c & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++)
		if (top >> i & 1)
			c ^= generator[i];
	return c;
}

static int
bech32_value(char c)
{
	static const char charset[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	const char *place = c ? strchr(charset, c) : NULL;

	return place ? (int)(place - charset) : -1;
}

/* BIP 173 and 350: "bc1", a version, 2 to 40 bytes in groups of five bits, the
 * padding zero; version 0 ends with the checksum of bech32, the others with that of
 * bech32m.  One case. */
static bool
segwit(const char *p, size_t n)
{
	static const unsigned char prefix[] = { 3, 3, 0, 2, 3 }; /* "bc", spread */
	int version = bech32_value(p[3]), last = bech32_value(p[n - 7]);
	unsigned bits = (unsigned)(n - 10) * 5, bytes = bits / 8;
	uint32_t c = 1;

	for (size_t i = 0; i < sizeof prefix; i++)
		c = bech32_step(c, prefix[i]);
	for (size_t i = 3; i < n; i++) {
		int value = bech32_value(p[i]);

		if (value < 0)
			return false;
		c = bech32_step(c, (unsigned)value);
	}
	if (version > 16 || bytes < 2 || bytes > 40 || bits % 8 > 4 ||
	    ((unsigned)last & ((1u << bits % 8) - 1)) != 0)
		return false;
	return version ? c == 0x2bc830a3 : c == 1 && (bytes == 20 || bytes == 32);
}

static size_t
match_base58(struct scan *s, size_t i)
{
	size_t end = run_alnum(s, i, 35), n = end - i;

	if (n < 26 || n > 35 || !base58check(s->p + i, n))
		return 0;
	memcpy(s->value, s->p + i, n);
	return found(s, OBSERVABLE_BITCOIN, i, end);
}

static size_t
match_segwit(struct scan *s, size_t i)
{
	size_t end = run_alnum(s, i, 90), n = end - i;
	bool lower = false, upper = false;

	if (n < 14 || n > 90 || !str_eq_nocase((struct str){ s->p + i, 3 }, S("bc1")))
		return 0;
	for (size_t k = 0; k < n; k++) {
		char c = s->p[i + k];

		lower |= c >= 'a';
		upper |= c >= 'A' && c <= 'Z';
		s->value[k] = small(c);
	}
	return (lower && upper) || !segwit(s->value, n) ? 0 : found(s, OBSERVABLE_BITCOIN, i, end);
}

/* ==== Ethereum ==== */

/* EIP-55: the case of each letter is a bit of the hash of the address. */
static void
checksum_case(char *digit)
{
	unsigned char hash[32];

	keccak256(hash, digit, 40);
	for (size_t i = 0; i < 40; i++)
		if (digit[i] >= 'a' && (hash[i / 2] >> (i % 2 ? 0 : 4) & 8))
			digit[i] = (char)(digit[i] - 32);
}

static size_t
match_ethereum(struct scan *s, size_t i)
{
	const char *p = s->p + i;
	size_t end = run_alnum(s, i, 42);
	bool lower = false, upper = false, zero = true;

	if (end - i != 42 || p[0] != '0' || (p[1] != 'x' && p[1] != 'X'))
		return 0;
	memcpy(s->value, "0x", 2);
	for (size_t k = 2; k < 42; k++) {
		if (!is(p[k], C_HEX))
			return 0;
		lower |= p[k] >= 'a';
		upper |= p[k] >= 'A' && p[k] <= 'F';
		zero &= p[k] == '0';
		s->value[k] = (char)(p[k] >= 'A' && p[k] <= 'F' ? p[k] + 32 : p[k]);
	}
	checksum_case(s->value + 2);
	if (zero || (lower && upper && memcmp(s->value + 2, p + 2, 40) != 0))
		return 0;
	return found(s, OBSERVABLE_ETHEREUM, i, end);
}

/* ==== Monero ==== */

#define MONERO_BLOCK 11 /* digits for eight bytes */

/* Blocks of eleven digits make eight bytes; the last one, seven make five. */
static bool
monero_decode(const char *p, size_t n, unsigned char *bytes, size_t size)
{
	size_t full = n / MONERO_BLOCK, rest = n % MONERO_BLOCK;

	for (size_t i = 0; i < full; i++)
		if (!base58_decode(p + i * MONERO_BLOCK, MONERO_BLOCK, bytes + i * 8, 8))
			return false;
	return rest == 0 ||
	       base58_decode(p + full * MONERO_BLOCK, rest, bytes + full * 8, size - full * 8);
}

/* Standard and sub-addresses have 95 digits, integrated ones 106: a prefix, two
 * keys, maybe an identifier of eight bytes, four bytes of Keccak. */
static size_t
match_monero(struct scan *s, size_t i)
{
	unsigned char bytes[77], hash[32];
	size_t end = run_alnum(s, i, 106), n = end - i, size = n == 95 ? 69 : 77;

	if ((s->p[i] != '4' && s->p[i] != '8') || (n != 95 && n != 106) ||
	    !monero_decode(s->p + i, n, bytes, size))
		return 0;
	if (n == 95 ? bytes[0] != 18 && bytes[0] != 42 : bytes[0] != 19)
		return 0;
	keccak256(hash, bytes, size - 4);
	if (memcmp(hash, bytes + size - 4, 4) != 0)
		return 0;
	memcpy(s->value, s->p + i, n);
	return found(s, OBSERVABLE_MONERO, i, end);
}

size_t
match_wallet(struct scan *s, size_t i)
{
	size_t end = 0;

	switch (s->p[i]) {
	case '1':
	case '3': end = match_base58(s, i); break;
	case 'b':
	case 'B': end = match_segwit(s, i); break;
	case '0': end = match_ethereum(s, i); break;
	case '4':
	case '8': end = match_monero(s, i); break;
	default: break;
	}
	return end;
}
