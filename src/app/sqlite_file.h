/*
 * Care of a SQLite file as a file: a copy while others write it, and the engine's
 * own check.  These two need functions of the library that store/ does not
 * offer; nothing else of app/ speaks to SQLite.
 */
#ifndef APP_SQLITE_FILE_H
#define APP_SQLITE_FILE_H

#include "base/arena.h"
#include "base/str.h"

/* Copies to a file that must not exist, made with mode 0600. */
bool sqlite_file_copy(const char *from, const char *to, struct arena *a, struct str *ret_error);

/* False with the first thing that is wrong. */
bool sqlite_file_check(const char *path, struct arena *a, struct str *ret_error);

#endif
