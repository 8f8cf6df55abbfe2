/*
 * Encryption at rest (libsodium).
 *
 * The instance's master keys live in DATA/keys/ (one file a key, mode 0600,
 * "1.key", "2.key"…; the highest encrypts, all decrypt), never in the database.
 * "index.key" beside them keys blind indexes and token hashes; it never rotates.
 * Each incident file, draft and account has a vault: a random key of its own,
 * wrapped by a master key and kept in table vault.  Columns and blobs are sealed
 * with the vault's key (XChaCha20-Poly1305), the place they stand in being the
 * associated data, so a value moved to another column, or to a row of another
 * vault, does not open (for rows of one vault, put the row's number in the place).
 * Rotation wraps the vaults anew; erasing a vault erases all that it sealed: the
 * row stays, without its key, and vault_open says NOT_FOUND.
 *
 * The probe process is started without the keyring.
 */
#ifndef STORE_KEYRING_H
#define STORE_KEYRING_H

#include "store/db.h"

struct keyring;

/* NULL with a sentence in the arena.  create refuses a folder that has keys. */
struct keyring *keyring_create(const char *folder, struct arena *a, struct str *ret_error);
struct keyring *keyring_open(const char *folder, struct arena *a, struct str *ret_error);
void keyring_close(struct keyring *k); /* wipes; accepts NULL */

/* A key that finds without telling: the same text gives the same index, keyed
 * and separated by purpose ("account.email"). 32 hexadecimal characters. */
struct str keyring_blind(
    const struct keyring *k, const char *purpose, struct str text, struct arena *a);

/* Secret tokens are stored as this, never themselves. 64 hexadecimal characters. */
struct str keyring_token_hash(const struct keyring *k, struct str token, struct arena *a);

struct vault {
	int64_t id;
	unsigned char key[32];
};

/* UNAVAILABLE: also when the vault does not open with the keys that are loaded
 * (db_trouble tells which); NOT_FOUND: erased, or never there. */
enum outcome vault_create(struct db *db, const struct keyring *k, struct vault *ret);
enum outcome vault_open(struct db *db, const struct keyring *k, int64_t id, struct vault *ret);
enum outcome vault_erase(struct db *db, int64_t id);
void vault_wipe(struct vault *v);

/* place: "report.body", a constant. */
struct str vault_seal(const struct vault *v, const char *place, struct str clear, struct arena *a);

/* False when it was not sealed by this vault for this place. Empty opens to empty. */
bool vault_unseal(
    const struct vault *v, const char *place, struct str sealed, struct arena *a, struct str *ret);

/* A new master key wraps every vault again, outside of any transaction.
 * Resumable: when vaults are behind, it goes on with the highest key instead of
 * making one.  Processes that run with the keyring of before see UNAVAILABLE
 * until they open it again. */
enum outcome keyring_rotate(
    struct db *db, const char *folder, int64_t *ret_vaults, struct arena *a, struct str *ret_error);

/* Random tokens for people: n groups of 4 out of 28 letters and digits without
 * 0 O 1 I L U 5 S ("7K4Q-W9RX"); and for links: 43 URL-safe characters (256 bits). */
struct str token_for_people(struct arena *a, size_t groups);
struct str token_for_links(struct arena *a);

#endif
