/*
 * How many anonymous writes a network may make, or calls a token of the API: a
 * token bucket each.
 *
 * A network is an IPv4 address or an IPv6 /64.  The table has a fixed size and
 * allocates nothing: a network lives in one of the WAYS places of its set, and
 * takes the place of the one seen longest ago.  Sets are chosen by a keyed hash,
 * so nobody can aim at the set of another.  Many networks at once only make the
 * limit laxer; nginx and MHD bound that.  A hospital stands behind one address:
 * the burst lets several people declare at the same time.
 */
#include "web/serve.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#define SETS 1024
#define WAYS 4

struct bucket {
	uint64_t network; /* keyed hash; 0: free */
	int64_t spent_ms; /* refill_ms a token not yet given back, at `seen` */
	int64_t seen;
};

struct limiter {
	pthread_mutex_t lock; /* guards bucket */
	int64_t burst, refill_ms;
	unsigned char key[crypto_shorthash_KEYBYTES];
	struct bucket bucket[SETS][WAYS];
};

struct limiter *
limiter_new(unsigned burst, unsigned refill_ms)
{
	struct limiter *l = calloc(1, sizeof *l);

	if (l == NULL || pthread_mutex_init(&l->lock, NULL) != 0)
		die("out of memory");
	l->burst = burst;
	l->refill_ms = refill_ms;
	randombytes_buf(l->key, sizeof l->key);
	return l;
}

void
limiter_free(struct limiter *l)
{
	if (l == NULL)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

static uint64_t
name_of(const struct limiter *l, const unsigned char raw[8])
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t name;

	crypto_shorthash(hash, raw, 8, l->key);
	memcpy(&name, hash, sizeof name);
	return name ? name : 1;
}

/* Eight bytes that name the network: those of the /64, or the IPv4 address. */
static uint64_t
network_of(const struct limiter *l, struct str address)
{
	unsigned char raw[16] = { 0 };
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	char text[INET6_ADDRSTRLEN] = "";

	if (address.n < sizeof text)
		memcpy(text, address.p ? address.p : "", address.n);
	if (inet_pton(AF_INET6, text, raw) == 1) {
		if (memcmp(raw, mapped, sizeof mapped) == 0)
			memmove(raw, raw + 12, 4);
		memset(raw + 8, 0, 8);
	} else if (inet_pton(AF_INET, text, raw) != 1) {
		memset(raw, 0, sizeof raw);
	}
	return name_of(l, raw);
}

/* The network's place, or the one it takes over. */
static struct bucket *
find(struct limiter *l, uint64_t network, int64_t now_ms)
{
	struct bucket *set = l->bucket[network % SETS], *oldest = set;

	for (size_t i = 0; i < WAYS; i++) {
		if (set[i].network == network)
			return &set[i];
		if (set[i].network == 0 || set[i].seen < oldest->seen)
			oldest = &set[i];
	}
	*oldest = (struct bucket){ .network = network, .seen = now_ms };
	return oldest;
}

static bool
take(struct limiter *l, uint64_t network, int64_t now_ms, unsigned *ret_wait)
{
	struct bucket *b;
	int64_t over;

	pthread_mutex_lock(&l->lock);
	b = find(l, network, now_ms);
	if (now_ms > b->seen) {
		b->spent_ms -= now_ms - b->seen;
		b->seen = now_ms;
	}
	if (b->spent_ms < 0)
		b->spent_ms = 0;
	over = b->spent_ms + l->refill_ms - l->burst * l->refill_ms;
	if (over <= 0)
		b->spent_ms += l->refill_ms;
	pthread_mutex_unlock(&l->lock);
	if (over > 0)
		*ret_wait = (unsigned)((over + 999) / 1000);
	return over <= 0;
}

bool
limiter_take(struct limiter *l, struct str address, int64_t now_ms, unsigned *ret_wait)
{
	return take(l, network_of(l, address), now_ms, ret_wait);
}

bool
limiter_take_number(struct limiter *l, int64_t number, int64_t now_ms, unsigned *ret_wait)
{
	unsigned char raw[8];

	memcpy(raw, &number, sizeof raw);
	return take(l, name_of(l, raw), now_ms, ret_wait);
}
