/*
 * What the build's own programs share: reading a file, writing a C literal,
 * ending with "file:line: message".  They stand on src/base (str, buf, arena)
 * and on nothing else of the product.
 */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#define TOOL_MAX (256u << 20) /* bytes that one program may hold */

/* Ends with status 1; line 0 is not written. */
_Noreturn void fail(const char *file, size_t line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The whole file, in the arena; fails when it cannot be read. */
struct str file_read(struct arena *a, const char *path);

/* Writes the file unless it holds these bytes already, so that what depends on
 * it is not built again for nothing. */
void file_write(const char *path, struct str bytes);

/* A C string literal with its quotes. */
void put_literal(struct buf *b, struct str s);

/* "src/incident/desk.sql": "incident" and "desk.sql". */
struct str path_folder(struct str path);
struct str path_base(struct str path);

#endif
