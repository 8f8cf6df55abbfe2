/*
 * A ZIP archive of one file behind a password, written as the bytes come.
 *
 * The password is a convention ("infected") that keeps scanners and clicks away, not
 * a secret: traditional ZIP encryption is what every reader opens (unzip, 7-Zip,
 * Windows itself), where AES would be turned away by some and protect nothing.
 */
#ifndef DOC_ZIP_H
#define DOC_ZIP_H

#include "base/buf.h"

struct zip;

/* Into a buffer, whose maximum bounds it; never NULL. */
struct zip *zip_begin(struct buf *to, struct str password);

/* A file of that many bytes; its name is made one that no reader misunderstands. */
bool zip_entry(struct zip *z, struct str name, int64_t size, int64_t modified);
bool zip_write(struct zip *z, struct str bytes);

/* True when all went well; frees z. */
bool zip_end(struct zip *z);

/* Pure: the last part of a path, in letters, digits, '.', '-' and '_', at most
 * ZIP_NAME bytes, never empty, never beginning with a dot.  ret has room for
 * ZIP_NAME + 1. */
#define ZIP_NAME 100
void zip_name(struct str name, char *ret);

#endif
