/*
 * Writing a tar that proves itself (archive.h).  A member is hashed as it passes, so
 * that a file of gigabytes needs no second reading.
 */
#include "app/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/tar.h"
#include "base/buf.h"
#include "base/die.h"
#include "base/moment.h"

#define CHUNK (256u << 10)

struct archive {
	FILE *to;
	struct buf manifest;
	crypto_hash_sha256_state hash; /* of the member being written */
	int64_t left, size;
	char name[TAR_NAME_MAX + 1];
	char trouble[300];
};

struct archive *
archive_make(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct archive *ar;

	if (fd < 0)
		return NULL;
	ar = calloc(1, sizeof *ar);
	if (ar == NULL)
		die("out of memory");
	buf_init(&ar->manifest, 1u << 20);
	ar->to = fdopen(fd, "w");
	return ar;
}

static bool
put(struct archive *ar, const char *p, size_t n)
{
	return n == 0 || fwrite(p, 1, n, ar->to) == n;
}

static bool
failed_at(struct archive *ar, struct str name)
{
	snprintf(ar->trouble, sizeof ar->trouble, "%.*s", PS(name));
	return false;
}

static bool
begin(struct archive *ar, struct str name, int64_t size, int64_t modified)
{
	char block[TAR_BLOCK];

	if (!tar_header(name, size, modified, block) || !put(ar, block, TAR_BLOCK))
		return failed_at(ar, name);
	snprintf(ar->name, sizeof ar->name, "%.*s", PS(name));
	ar->left = ar->size = size;
	crypto_hash_sha256_init(&ar->hash);
	return true;
}

bool
archive_begin(struct archive *ar, struct str name, int64_t size)
{
	return begin(ar, name, size, moment_now().s);
}

bool
archive_more(struct archive *ar, struct str bytes)
{
	if ((int64_t)bytes.n > ar->left || !put(ar, bytes.p, bytes.n))
		return failed_at(ar, str_of(ar->name));
	crypto_hash_sha256_update(&ar->hash, (const unsigned char *)bytes.p, bytes.n);
	ar->left -= (int64_t)bytes.n;
	return true;
}

static void
hex_of(crypto_hash_sha256_state *state, char hex[crypto_hash_sha256_BYTES * 2 + 1])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(state, hash);
	sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
}

bool
archive_end(struct archive *ar)
{
	static const char zero[TAR_BLOCK];
	char hex[crypto_hash_sha256_BYTES * 2 + 1];
	size_t over = (size_t)(ar->size % TAR_BLOCK);

	if (ar->left != 0 || (over && !put(ar, zero, TAR_BLOCK - over)))
		return failed_at(ar, str_of(ar->name));
	hex_of(&ar->hash, hex);
	buf_printf(&ar->manifest, "%s  %s\n", hex, ar->name);
	return true;
}

bool
archive_bytes(struct archive *ar, struct str name, struct str bytes)
{
	return archive_begin(ar, name, (int64_t)bytes.n) && archive_more(ar, bytes) &&
	       archive_end(ar);
}

static bool
copy(struct archive *ar, FILE *f)
{
	char *chunk = malloc(CHUNK);
	bool good = true;

	if (chunk == NULL)
		die("out of memory");
	while (good && ar->left > 0) {
		size_t want = ar->left < (int64_t)CHUNK ? (size_t)ar->left : CHUNK;
		size_t n = fread(chunk, 1, want, f);

		good = n == want && archive_more(ar, (struct str){ chunk, n });
	}
	free(chunk);
	return good;
}

bool
archive_file(struct archive *ar, struct str name, const char *path)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	bool good = f && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) &&
		    begin(ar, name, st.st_size, st.st_mtime) && copy(ar, f) && archive_end(ar);

	if (f)
		fclose(f);
	return good || failed_at(ar, str_of(path));
}

bool
archive_finish(struct archive *ar, struct arena *a, struct str *ret_hash)
{
	static const char zero[2 * TAR_BLOCK];
	char hex[crypto_hash_sha256_BYTES * 2 + 1];
	struct str s = arena_dup(a, buf_str(&ar->manifest));
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)s.p, s.n);
	hex_of(&state, hex);
	*ret_hash = arena_dup(a, str_of(hex));
	return archive_bytes(ar, S("MANIFEST"), s) && put(ar, zero, sizeof zero) &&
	       fflush(ar->to) == 0 && fsync(fileno(ar->to)) == 0;
}

void
archive_close(struct archive *ar)
{
	if (ar == NULL)
		return;
	fclose(ar->to);
	buf_release(&ar->manifest);
	free(ar);
}

const char *
archive_trouble(const struct archive *ar)
{
	return ar->trouble;
}
