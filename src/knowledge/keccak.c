/*
 * Keccak-256 as Ethereum and Monero use it: the padding of 2011, before the standard
 * (FIPS 202) changed it, so that no library at hand has it.
 */
#include <string.h>

#include "knowledge/scan.h"

#define ROUNDS 24
#define RATE 136 /* bytes */

static uint64_t
rotate(uint64_t x, unsigned by)
{
	return by ? x << by | x >> (64 - by) : x;
}

static void
theta(uint64_t a[25])
{
	uint64_t c[5], d;

	for (unsigned x = 0; x < 5; x++)
		c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
	for (unsigned x = 0; x < 5; x++) {
		d = c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1);
		for (unsigned y = 0; y < 25; y += 5)
			a[x + y] ^= d;
	}
}

/* rho and pi walk the lanes together. */
static void
rho_pi(uint64_t a[25])
{
	uint64_t carried = a[1], next;
	unsigned x = 1, y = 0, to, by = 0;

	for (unsigned t = 1; t <= 24; t++) {
		to = (2 * x + 3 * y) % 5;
		x = y;
		y = to;
		by = (by + t) % 64;
		next = a[x + 5 * y];
		a[x + 5 * y] = rotate(carried, by);
		carried = next;
	}
}

static void
chi(uint64_t a[25])
{
	for (unsigned y = 0; y < 25; y += 5) {
		uint64_t row[5];

		memcpy(row, a + y, sizeof row);
		for (unsigned x = 0; x < 5; x++)
			a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
	}
}

/* The constants of iota come from a shift register (x^8 + x^6 + x^5 + x^4 + 1). */
static uint64_t
iota(unsigned *lfsr)
{
	uint64_t constant = 0;

	for (unsigned j = 0; j < 7; j++) {
		if (*lfsr & 1)
			constant |= UINT64_C(1) << ((1u << j) - 1);
		*lfsr = *lfsr & 0x80 ? (*lfsr << 1) ^ 0x171 : *lfsr << 1;
	}
	return constant;
}

static void
permute(uint64_t a[25])
{
	unsigned lfsr = 1;

	for (int round = 0; round < ROUNDS; round++) {
		theta(a);
		rho_pi(a);
		chi(a);
		a[0] ^= iota(&lfsr);
	}
}

static void
absorb(uint64_t a[25], const unsigned char block[RATE])
{
	for (size_t i = 0; i < RATE; i++)
		a[i / 8] ^= (uint64_t)block[i] << (8 * (i % 8));
	permute(a);
}

void
keccak256(unsigned char ret[32], const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	unsigned char block[RATE];
	uint64_t a[25] = { 0 };

	for (; n >= RATE; n -= RATE, p += RATE)
		absorb(a, p);
	memset(block, 0, sizeof block);
	memcpy(block, p, n);
	block[n] ^= 0x01;
	block[RATE - 1] ^= 0x80;
	absorb(a, block);
	for (size_t i = 0; i < 32; i++)
		ret[i] = (unsigned char)(a[i / 8] >> (8 * (i % 8)));
}
