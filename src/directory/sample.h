/* For this folder's tests: files of tests/data/finess and of the large data. */
#ifndef DIRECTORY_SAMPLE_H
#define DIRECTORY_SAMPLE_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "tests/unit.h"

static inline bool
sample_read(const char *path, struct str *ret)
{
	FILE *f = fopen(path, "re");
	struct buf b = BUF_INIT(40u << 20);
	char chunk[65536];
	size_t n;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(&b, (struct str){ chunk, n });
	fclose(f);
	*ret = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return true;
}

/* A file that ships with the tree. */
static inline struct str
sample(const char *name)
{
	struct str path = arena_printf(arena, "tests/data/finess/%s", name);
	struct str bytes = { NULL, 0 };

	EXPECT(sample_read(path.p, &bytes));
	return bytes;
}

/* A file of the large data; false, and a line that says so, where it is absent. */
static inline bool
large(const char *name, struct str *ret)
{
	const char *folder = getenv("VIGIE_TEST_DATA");
	struct str path =
	    arena_printf(arena, "%s/finess/%s", folder ? folder : "../shared/data", name);

	if (sample_read(path.p, ret))
		return true;
	fprintf(stderr, "skipped: no %s\n", name);
	return false;
}

#endif
