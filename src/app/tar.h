/*
 * The form of a backup: POSIX tar (ustar), plain files only, so that any machine
 * can open it without Vigie.  Headers are pure; sizes from 8 GB on are written
 * in the base-256 form that every tar of today reads.
 */
#ifndef APP_TAR_H
#define APP_TAR_H

#include "base/str.h"

#define TAR_BLOCK 512u
#define TAR_NAME_MAX 100

struct tar_entry {
	char name[TAR_NAME_MAX + 1];
	int64_t size;
};

/* False when the name is too long. */
bool tar_header(struct str name, int64_t size, int64_t modified, char block[TAR_BLOCK]);

enum tar_kind { TAR_FILE, TAR_END, TAR_BAD };
enum tar_kind tar_parse(const char block[TAR_BLOCK], struct tar_entry *ret);

#endif
