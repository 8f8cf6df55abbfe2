/*
 * Key files: 64 hexadecimal digits and a line end, so that an officer can print
 * one and type it again.  "1.key", "2.key"… are master keys.  "index.key" keys
 * the blind indexes and the token hashes; it never rotates, because an index can
 * only be made anew from the clear values.
 *
 * A file is written beside, synced, and linked to its name: it is whole or not
 * there, and an existing key is never written over.  A file that others may read
 * is refused.
 *
 * Rejected: deriving the master keys from a passphrase (a service must start by
 * itself at night); keeping them in the database under one more key (a stolen
 * copy of the database would then hold everything but one secret).
 */
#include "store/keyring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "store/keys.h"

#define HEX (KEY_BYTES * 2)
#define PATH_SIZE 4096

void
sodium_start(void)
{
	if (sodium_init() < 0)
		die("the system gives no random numbers");
}

/* ==== One file ==== */

static bool
path_of(char *path, const char *folder, const char *name)
{
	int n = snprintf(path, PATH_SIZE, "%s/%s", folder, name);

	return n > 0 && n < PATH_SIZE;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0;
}

static bool
sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

static bool
write_file(const char *beside, const char *path, const char *hex)
{
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool good;
	int error;

	if (fd < 0)
		return false;
	good = write_all(fd, hex, HEX + 1);
	good = close(fd) == 0 && good;
	good = good && link(beside, path) == 0;
	error = errno;
	unlink(beside);
	errno = error;
	return good;
}

static bool
new_key(const char *folder, const char *name, struct arena *a, struct str *ret_error)
{
	unsigned char key[KEY_BYTES];
	char hex[HEX + 2], path[PATH_SIZE], beside[PATH_SIZE], draft[32];
	bool good;

	snprintf(draft, sizeof draft, ".new-%08x", (unsigned)randombytes_random());
	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	hex[HEX] = '\n';
	good = path_of(path, folder, name) && path_of(beside, folder, draft) &&
	       write_file(beside, path, hex) && sync_folder(folder);
	if (!good)
		*ret_error = arena_printf(
		    a, "cannot write key '%s' in '%s': %s", name, folder, strerror(errno));
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	return good;
}

static bool
private_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077) == 0;
}

/* A reason, or NULL. */
static const char *
read_key(const char *folder, const char *name, unsigned char key[KEY_BYTES])
{
	char path[PATH_SIZE], hex[HEX + 1] = "";
	const char *error = NULL;
	size_t n = 0;
	int fd;

	if (!path_of(path, folder, name))
		return "its name is too long";
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return strerror(errno);
	if (!private_file(fd))
		error = "others than its owner may read it";
	else if (read(fd, hex, HEX) != HEX ||
		 sodium_hex2bin(key, KEY_BYTES, hex, HEX, NULL, &n, NULL) != 0 || n != KEY_BYTES)
		error = "it is not a key of 64 hexadecimal digits";
	close(fd);
	sodium_memzero(hex, sizeof hex);
	return error;
}

/* ==== The folder ==== */

/* "12.key" gives 12; anything else 0. */
static int64_t
key_number(const char *name)
{
	struct str s = str_of(name);
	int64_t n = 0;

	if (!str_ends(s, S(".key")) || !str_int(str_sub(s, 0, s.n - 4), &n) || n < 1 || n > 999999)
		return 0;
	return name[0] >= '1' && name[0] <= '9' ? n : 0;
}

/* The numbers found, in rising order; at most max. */
static size_t
list_keys(const char *folder, int64_t *number, size_t max)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	size_t n = 0;

	while (d && n < max && (e = readdir(d)) != NULL) {
		int64_t found = key_number(e->d_name);
		size_t i = n;

		if (found == 0)
			continue;
		for (; i > 0 && number[i - 1] > found; i--)
			number[i] = number[i - 1];
		number[i] = found;
		n++;
	}
	if (d)
		closedir(d);
	return n;
}

static void
name_key(char *name, size_t size, int64_t number)
{
	snprintf(name, size, "%lld.key", (long long)number);
}

static bool
read_keys(struct keyring *k, const char *folder, struct arena *a, struct str *ret_error)
{
	int64_t number[KEYS_MAX];
	char name[32] = "index.key";
	const char *error = read_key(folder, name, k->index);

	k->n = list_keys(folder, number, KEYS_MAX);
	for (size_t i = 0; error == NULL && i < k->n; i++) {
		name_key(name, sizeof name, number[i]);
		k->master[i].number = number[i];
		error = read_key(folder, name, k->master[i].key);
	}
	if (error == NULL && k->n == 0)
		error = "there is no master key";
	if (error)
		*ret_error =
		    arena_printf(a, "cannot read key '%s' in '%s': %s", name, folder, error);
	return error == NULL;
}

struct keyring *
keyring_open(const char *folder, struct arena *a, struct str *ret_error)
{
	struct keyring *k;

	sodium_start();
	k = sodium_malloc(sizeof *k);
	if (k == NULL)
		die("out of memory");
	memset(k, 0, sizeof *k);
	if (!read_keys(k, folder, a, ret_error)) {
		keyring_close(k);
		return NULL;
	}
	sodium_mprotect_readonly(k);
	return k;
}

/* What a killed creation left is completed: vaults need a master key, which is
 * made last. */
struct keyring *
keyring_create(const char *folder, struct arena *a, struct str *ret_error)
{
	int64_t number;
	char path[PATH_SIZE];

	sodium_start();
	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		*ret_error = arena_printf(a, "cannot make '%s': %s", folder, strerror(errno));
		return NULL;
	}
	if (list_keys(folder, &number, 1) > 0) {
		*ret_error = arena_printf(a, "there are keys in '%s' already", folder);
		return NULL;
	}
	if (!path_of(path, folder, "index.key") ||
	    (access(path, F_OK) != 0 && !new_key(folder, "index.key", a, ret_error)) ||
	    !new_key(folder, "1.key", a, ret_error))
		return NULL;
	return keyring_open(folder, a, ret_error);
}

bool
keyring_grow(const struct keyring *k, const char *folder, struct arena *a, struct str *ret_error)
{
	char name[32];

	if (k->n == KEYS_MAX) {
		*ret_error = arena_printf(a, "there are %d master keys already", KEYS_MAX);
		return false;
	}
	name_key(name, sizeof name, keyring_newest(k)->number + 1);
	return new_key(folder, name, a, ret_error);
}

void
keyring_close(struct keyring *k)
{
	sodium_free(k);
}

const struct master_key *
keyring_newest(const struct keyring *k)
{
	return &k->master[k->n - 1];
}

const struct master_key *
keyring_find(const struct keyring *k, int64_t number)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->master[i].number == number)
			return &k->master[i];
	return NULL;
}

/* ==== Keyed hashes ==== */

/* The length of a BLAKE2b hash is part of it, so the two uses never meet. */
static struct str
keyed_hash(
    const struct keyring *k, size_t size, const char *purpose, struct str text, struct arena *a)
{
	crypto_generichash_state st;
	unsigned char hash[crypto_generichash_BYTES];
	char *hex = arena_alloc(a, size * 2 + 1);

	crypto_generichash_init(&st, k->index, KEY_BYTES, size);
	crypto_generichash_update(&st, (const unsigned char *)purpose, strlen(purpose) + 1);
	if (text.n)
		crypto_generichash_update(&st, (const unsigned char *)text.p, text.n);
	crypto_generichash_final(&st, hash, size);
	sodium_bin2hex(hex, size * 2 + 1, hash, size);
	return (struct str){ hex, size * 2 };
}

struct str
keyring_blind(const struct keyring *k, const char *purpose, struct str text, struct arena *a)
{
	return keyed_hash(k, 16, purpose, text, a);
}

struct str
keyring_token_hash(const struct keyring *k, struct str token, struct arena *a)
{
	return keyed_hash(k, 32, "token", token, a);
}
