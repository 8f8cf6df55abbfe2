/*
 * The private side of keyring.h; included by src/store/ alone.
 *
 * Sealed bytes are: one byte of version (1), a random nonce of 24 bytes, then
 * what XChaCha20-Poly1305 makes of the clear bytes.  Random nonces of 192 bits
 * need no counter.  The context, authenticated but not stored, says where the
 * bytes stand; each use has a prefix of its own ("vault/", "column/", "chunk/",
 * "blob/"), so that nothing sealed for one use opens for another.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include "store/keyring.h"

#define KEY_BYTES 32
#define KEYS_MAX 64
#define SEAL_EXTRA (1 + 24 + 16)

struct master_key {
	int64_t number;
	unsigned char key[KEY_BYTES];
};

/* In guarded, locked, read-only memory (sodium_malloc). */
struct keyring {
	size_t n;
	struct master_key master[KEYS_MAX]; /* by rising number */
	unsigned char index[KEY_BYTES];	    /* blind indexes and token hashes */
};

const struct master_key *keyring_newest(const struct keyring *k);
const struct master_key *keyring_find(const struct keyring *k, int64_t number); /* or NULL */

/* Makes the next master key in the folder. */
bool keyring_grow(
    const struct keyring *k, const char *folder, struct arena *a, struct str *ret_error);

void sodium_start(void); /* dies when the system gives no randomness */

/* to: clear.n + SEAL_EXTRA bytes. */
void seal_bytes(
    const unsigned char key[KEY_BYTES], const char *context, struct str clear, char *to);
/* to: sealed.n - SEAL_EXTRA bytes; false, and nothing written, when it does not open. */
bool unseal_bytes(
    const unsigned char key[KEY_BYTES], const char *context, struct str sealed, char *to);

/* A vault's key wrapped anew by the newest master key of k. */
enum outcome vault_rewrap(struct db *db, const struct keyring *k, int64_t id, bool *ret_done);

#endif
