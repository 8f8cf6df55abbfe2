/* Hash tables by text, in an arena, keyed with a secret of the process: who writes a
 * file cannot make its keys collide. */
#include <pthread.h>
#include <sodium.h>

#include "knowledge/csaf_view.h"

struct pair {
	struct str key;
	int64_t value;
	bool taken;
};

#define ROOM_FIRST 8

struct csaf_map {
	struct arena *arena;
	size_t n, room; /* room: a power of two, or none yet: most maps stay empty */
	struct pair *pair;
};

static unsigned char secret[crypto_shorthash_KEYBYTES];

static void
secret_make(void)
{
	crypto_shorthash_keygen(secret);
}

struct csaf_map *
csaf_map_new(struct arena *a)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct csaf_map *m = arena_new_of(a, struct csaf_map);

	pthread_once(&once, secret_make);
	m->arena = a;
	return m;
}

static struct pair *
slot(const struct csaf_map *m, struct str key)
{
	unsigned char h[crypto_shorthash_BYTES];
	size_t i;

	crypto_shorthash(h, (const unsigned char *)(key.p ? key.p : ""), key.n, secret);
	memcpy(&i, h, sizeof i);
	for (i &= m->room - 1; m->pair[i].taken && !str_eq(m->pair[i].key, key);
	     i = (i + 1) & (m->room - 1))
		;
	return &m->pair[i];
}

static void
grow(struct csaf_map *m)
{
	struct pair *old = m->pair;
	size_t n = m->room;

	m->room = n ? n * 2 : ROOM_FIRST;
	m->pair = arena_array(m->arena, struct pair, m->room);
	for (size_t i = 0; i < n; i++)
		if (old[i].taken)
			*slot(m, old[i].key) = old[i];
}

int64_t *
csaf_map_find(const struct csaf_map *m, struct str key)
{
	struct pair *p = m->room ? slot(m, key) : NULL;

	return p && p->taken ? &p->value : NULL;
}

int64_t *
csaf_map_at(struct csaf_map *m, struct str key)
{
	int64_t *found = csaf_map_find(m, key);
	struct pair *p;

	if (found)
		return found;
	if (++m->n * 4 > m->room * 3)
		grow(m);
	p = slot(m, key);
	*p = (struct pair){ key, 0, true };
	return &p->value;
}

bool
csaf_map_add(struct csaf_map *m, struct str key)
{
	size_t n = m->n;

	csaf_map_at(m, key);
	return m->n > n;
}
