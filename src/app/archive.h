/*
 * A tar that proves itself: its last member, MANIFEST, has the SHA-256 of each
 * other one, as sha256sum -c reads it.  Backups and exported files are such tars.
 */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include "base/arena.h"

struct archive;

/* Makes the file, readable by its owner alone; NULL with errno when it cannot, or
 * when it is there already.  Lives until archive_close. */
struct archive *archive_make(const char *path);

/* One member: whole, from a file, or in pieces that are as long together as was said. */
bool archive_bytes(struct archive *ar, struct str name, struct str bytes);
bool archive_file(struct archive *ar, struct str name, const char *path);
bool archive_begin(struct archive *ar, struct str name, int64_t size);
bool archive_more(struct archive *ar, struct str bytes);
bool archive_end(struct archive *ar);

/* MANIFEST, and everything on disk; the manifest's own SHA-256, in hexadecimal. */
bool archive_finish(struct archive *ar, struct arena *a, struct str *ret_hash);
void archive_close(struct archive *ar); /* accepts NULL */

/* The member that failed, for a message; "" when none did. */
const char *archive_trouble(const struct archive *ar);

/* --- Proving one: archive_check.c -------------------------------------------- */

struct archive_proof {
	int64_t members, entries; /* entries of journal.jsonl */
	struct str trouble;	  /* "" when all is as it was written */
};

/* False when the file cannot be read at all. */
bool archive_check(const char *path, struct arena *a, struct archive_proof *ret);

#endif
