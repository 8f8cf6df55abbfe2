/*
 * vigie backup FILE: a tar with the database, the settings and the replaced
 * tables, taken while the service runs; the last member, MANIFEST, has the
 * SHA-256 of each (sha256sum -c reads it).
 *
 * The keys are left out by default: whoever holds database and keys reads
 * everything, so the two are to be kept in two places.  --with-keys is for a
 * move to another machine.
 *
 * PostgreSQL has tools of its own, which know of replicas and of point-in-time
 * recovery: the command to run is told instead of a poorer copy being made.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/sqlite_file.h"
#include "app/tar.h"
#include "base/json.h"

#define CHUNK (256u << 10)

struct archive {
	struct command_line *cl;
	FILE *to;
	struct buf manifest;
	char *chunk;
	const char *trouble; /* the member that failed, with errno */
};

static bool
put(struct archive *ar, const char *p, size_t n)
{
	return fwrite(p, 1, n, ar->to) == n;
}

static bool
pad(struct archive *ar, int64_t size)
{
	static const char zero[TAR_BLOCK];
	size_t over = (size_t)(size % TAR_BLOCK);

	return over == 0 || put(ar, zero, TAR_BLOCK - over);
}

static void
note_hash(struct archive *ar, const char *name, crypto_hash_sha256_state *state)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof hash + 1];

	crypto_hash_sha256_final(state, hash);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	buf_printf(&ar->manifest, "%s  %s\n", hex, name);
}

/* Exactly as many bytes as its header says. */
static bool
add_bytes(struct archive *ar, const char *name, FILE *f, int64_t size)
{
	crypto_hash_sha256_state state;
	int64_t left = size;

	crypto_hash_sha256_init(&state);
	while (left > 0) {
		size_t want = left < CHUNK ? (size_t)left : CHUNK;
		size_t n = fread(ar->chunk, 1, want, f);

		if (n != want || !put(ar, ar->chunk, n))
			return false;
		crypto_hash_sha256_update(&state, (unsigned char *)ar->chunk, n);
		left -= (int64_t)n;
	}
	note_hash(ar, name, &state);
	return pad(ar, size);
}

static bool
add_file(struct archive *ar, const char *name, const char *path)
{
	char block[TAR_BLOCK];
	FILE *f = fopen(path, "re");
	struct stat st;
	bool good = f && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) &&
		    tar_header(str_of(name), st.st_size, st.st_mtime, block) &&
		    put(ar, block, TAR_BLOCK) && add_bytes(ar, name, f, st.st_size);

	if (!good)
		ar->trouble = path;
	if (f)
		fclose(f);
	return good;
}

/* The files of DATA/folder whose names end so; a folder that is not there has none. */
static bool
add_folder(struct archive *ar, const char *folder, const char *ending)
{
	DIR *d = opendir(instance_path(ar->cl->in, folder));
	struct dirent *e;
	bool good = true;

	while (good && d && (e = readdir(d)) != NULL) {
		const char *name;

		if (e->d_name[0] == '.' || !str_ends(str_of(e->d_name), str_of(ending)))
			continue;
		name = arena_printf(ar->cl->arena, "%s/%s", folder, e->d_name).p;
		good = add_file(ar, name, instance_path(ar->cl->in, name));
	}
	if (d)
		closedir(d);
	return good;
}

static bool
add_manifest(struct archive *ar)
{
	static const char zero[TAR_BLOCK];
	struct str s = buf_str(&ar->manifest);
	char block[TAR_BLOCK];

	return tar_header(S("MANIFEST"), (int64_t)s.n, moment_now().s, block) &&
	       put(ar, block, TAR_BLOCK) && put(ar, s.p, s.n) && pad(ar, (int64_t)s.n) &&
	       put(ar, zero, TAR_BLOCK) && put(ar, zero, TAR_BLOCK);
}

static bool
add_all(struct archive *ar, const char *database)
{
	const char *conf = instance_path(ar->cl->in, "vigie.conf");

	return add_file(ar, "vigie.db", database) &&
	       (access(conf, F_OK) != 0 || add_file(ar, "vigie.conf", conf)) &&
	       add_folder(ar, "tables", ".tsv") &&
	       (!ar->cl->opt.with_keys || add_folder(ar, "keys", ".key")) && add_manifest(ar) &&
	       fflush(ar->to) == 0 && fsync(fileno(ar->to)) == 0;
}

static int
write_archive(struct command_line *cl, const char *database, const char *part)
{
	struct archive ar = { .cl = cl, .manifest = BUF_INIT(1u << 20) };
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good;

	if (fd < 0)
		return failed(EXIT_FAILED, "cannot make '%s': %s", part, strerror(errno));
	ar.to = fdopen(fd, "w");
	ar.chunk = arena_alloc(cl->arena, CHUNK);
	good = add_all(&ar, database);
	if (!good)
		failed(EXIT_FAILED, "cannot copy '%s': %s", ar.trouble ? ar.trouble : part,
		    strerror(errno));
	fclose(ar.to);
	buf_release(&ar.manifest);
	return good ? EXIT_DONE : EXIT_FAILED;
}

static int
tell(struct command_line *cl, const char *file)
{
	struct buf b = BUF_INIT(64u << 10);
	struct json j = { .out = &b };
	struct stat st;

	if (stat(file, &st) != 0)
		return failed(EXIT_FAILED, "cannot read '%s': %s", file, strerror(errno));
	if (!cl->opt.json) {
		printf("'%s', %lld bytes%s\n", file, (long long)st.st_size,
		    cl->opt.with_keys ? ", with the keys: keep it as secret as the data"
				      : ", without the keys: copy them to another place");
		return EXIT_DONE;
	}
	json_open(&j, '{');
	json_pair(&j, "file", str_of(file));
	json_pair_int(&j, "bytes", st.st_size);
	json_key(&j, "keys");
	json_bool(&j, cl->opt.with_keys);
	json_close(&j, '}');
	command_print(&b);
	return EXIT_DONE;
}

static int
backup(struct command_line *cl, const char *from, const char *file)
{
	const char *copy = arena_printf(cl->arena, "%s.db-part", file).p;
	const char *part = arena_printf(cl->arena, "%s.part", file).p;
	struct str error = { NULL, 0 };
	int code = EXIT_FAILED;

	if (!sqlite_file_copy(from, copy, cl->arena, &error))
		failed(code, "%.*s", PS(error));
	else
		code = write_archive(cl, copy, part);
	unlink(copy);
	/* link and not rename: another file of that name is never replaced. */
	if (code == EXIT_DONE && link(part, file) != 0)
		code = failed(EXIT_FAILED, "cannot make '%s': %s", file, strerror(errno));
	unlink(part);
	return code;
}

int
command_backup(struct command_line *cl)
{
	const char *from = instance_sqlite(cl->in), *file = cl->word[0];
	struct db *db;
	int code;

	if (from == NULL)
		return failed(EXIT_FAILED,
		    "a PostgreSQL database is copied by its own tool: "
		    "pg_dump --format=custom --file='%s' \"$VIGIE_DATABASE\"; "
		    "keys and settings are in '%s'",
		    file, cl->in->data);
	if (access(file, F_OK) == 0)
		return failed(EXIT_FAILED, "'%s' is there already", file);
	db = command_db_old(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	db_close(db);
	code = backup(cl, from, file);
	return code == EXIT_DONE ? tell(cl, file) : code;
}
