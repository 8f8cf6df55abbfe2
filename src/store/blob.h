/*
 * Blobs: attachments and other files, encrypted, in chunks, in the database.
 *
 * Written as a stream: blob_begin and each chunk commit on their own, so a slow
 * upload holds no lock; the blob is "partial" until blob_finish makes it whole
 * in the caller's transaction.  Partial blobs of a day are swept by work.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "store/keyring.h"

#define BLOB_CHUNK (256u << 10)
#define BLOB_MAX (50u << 20)

struct blob_writer;

/* The vault must exist and be committed already. */
enum outcome blob_begin(struct db *db, const struct vault *v, struct blob_writer **ret);
enum outcome blob_write(struct blob_writer *w, struct str bytes); /* INVALID over BLOB_MAX */

struct blob {
	int64_t id;
	int64_t size;	   /* clear bytes */
	struct str sha256; /* of the clear bytes, hexadecimal */
};

enum outcome blob_finish(struct blob_writer *w, struct arena *a, struct blob *ret); /* frees w */
void blob_abandon(struct blob_writer *w); /* removes what was written; accepts NULL */

/* After a rollback: what blob_finish had made whole is partial again, and goes.
 * A whole one stays. */
void blob_drop(struct db *db, int64_t id);

/* In a writing transaction: a whole one that nothing names any more. */
enum outcome blob_delete(struct db *db, const struct vault *v, int64_t id);

/* Calls sink with each chunk in order, once the chunk proved authentic; it stops
 * when sink returns false.  UNAVAILABLE when a chunk is damaged or missing. */
typedef bool (*blob_sink)(void *context, struct str bytes);
enum outcome blob_read(
    struct db *db, const struct vault *v, int64_t id, blob_sink sink, void *context);

/* Its size and hash; NOT_FOUND: partial, erased, of another vault, or never there. */
enum outcome blob_find(
    struct db *db, const struct vault *v, int64_t id, struct arena *a, struct blob *ret);

/* Removes partial blobs begun before an instant, and what erased vaults sealed. */
enum outcome blob_sweep(struct db *db, struct moment older_than, int64_t *ret_swept);

struct blob_check {
	int64_t count; /* whole blobs that were read */
	bool intact;
};
enum outcome blob_verify(struct db *db, const struct keyring *k, struct blob_check *ret);

#endif
