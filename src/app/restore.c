/*
 * vigie restore FILE: a backup into a data folder that has no database.
 *
 * Members are written under a name of their own choosing only from a closed
 * list; everything is written beside first, checked against the manifest and by
 * the engine, then moved into place, the database last.  Keys may be in the
 * archive, or in the folder already, or come later.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/sqlite_file.h"
#include "app/tar.h"

#define CHUNK (256u << 10)
#define MEMBERS_MAX 200
#define MANIFEST_MAX (1u << 20)

struct member_file {
	struct str name, hash; /* hexadecimal */
	const char *part, *place;
};

struct extraction {
	struct command_line *cl;
	FILE *from;
	char *chunk;
	struct str manifest;
	size_t n;
	struct member_file file[MEMBERS_MAX];
	struct str error;
};

static bool
wrong(struct extraction *x, const char *what, const char *name)
{
	x->error = arena_printf(x->cl->arena, "%s '%s'", what, name);
	return false;
}

/* "keys/12.key": one folder, one plain name, that ending. */
static bool
inside(struct str name, const char *folder, const char *ending)
{
	struct str rest = name;

	if (!str_eq(str_cut(&rest, '/'), str_of(folder)) || rest.n == 0 || rest.p[0] == '.')
		return false;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '/' || (unsigned char)rest.p[i] < ' ')
			return false;
	return str_ends(rest, str_of(ending));
}

/* Where a member goes; NULL when it has no place in an instance. */
static const char *
place_of(const struct instance *in, struct str name)
{
	if (str_eq(name, S("vigie.db")))
		return instance_sqlite(in);
	if (str_eq(name, S("vigie.conf")) || inside(name, "tables", ".tsv") ||
	    inside(name, "keys", ".key"))
		return instance_path(in, arena_cstr(in->arena, name));
	return NULL;
}

static bool
read_manifest(struct extraction *x, int64_t size)
{
	char *p;

	if (size > MANIFEST_MAX)
		return wrong(x, "it is too long:", "MANIFEST");
	p = arena_alloc(x->cl->arena, (size_t)size + TAR_BLOCK);
	x->manifest = (struct str){ p, (size_t)size };
	return fread(p, TAR_BLOCK, ((size_t)size + TAR_BLOCK - 1) / TAR_BLOCK, x->from) ==
	       ((size_t)size + TAR_BLOCK - 1) / TAR_BLOCK;
}

static struct str
hash_hex(struct arena *a, crypto_hash_sha256_state *state)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof hash + 1];

	crypto_hash_sha256_final(state, hash);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	return arena_dup(a, str_of(hex));
}

/* Whole blocks are read; what is beyond the size is padding. */
static bool
copy_out(struct extraction *x, FILE *to, int64_t size, struct str *ret_hash)
{
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	for (int64_t left = size; left > 0;) {
		size_t want = left < CHUNK ? (size_t)left : CHUNK;
		size_t blocks = (want + TAR_BLOCK - 1) / TAR_BLOCK;

		if (fread(x->chunk, TAR_BLOCK, blocks, x->from) != blocks ||
		    fwrite(x->chunk, 1, want, to) != want)
			return false;
		crypto_hash_sha256_update(&state, (unsigned char *)x->chunk, want);
		left -= (int64_t)want;
	}
	*ret_hash = hash_hex(x->cl->arena, &state);
	return true;
}

static bool
extract(struct extraction *x, const struct tar_entry *e)
{
	struct member_file *m = &x->file[x->n];
	struct arena *a = x->cl->arena;
	FILE *to;
	int fd;
	bool good;

	m->name = arena_dup(a, str_of(e->name));
	m->place = place_of(x->cl->in, m->name);
	if (m->place == NULL || x->n == MEMBERS_MAX - 1)
		return wrong(x, "this archive is no backup: it holds", e->name);
	m->part = arena_printf(a, "%s.part", m->place).p;
	fd = open(m->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	to = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (to == NULL)
		return wrong(x, strerror(errno), m->part);
	x->n++;
	good = copy_out(x, to, e->size, &m->hash) && fflush(to) == 0 && fsync(fd) == 0;
	fclose(to);
	return good ? true : wrong(x, "it cannot be copied whole:", e->name);
}

static bool
read_archive(struct extraction *x)
{
	char block[TAR_BLOCK];
	struct tar_entry e;
	enum tar_kind kind = TAR_FILE;
	bool good = true;

	while (good && kind == TAR_FILE) {
		if (fread(block, TAR_BLOCK, 1, x->from) != 1)
			return wrong(x, "it ends too early:", x->cl->word[0]);
		kind = tar_parse(block, &e);
		if (kind == TAR_BAD)
			return wrong(x, "this is no archive, or a broken one:", x->cl->word[0]);
		if (kind == TAR_FILE && strcmp(e.name, "MANIFEST") == 0)
			good = read_manifest(x, e.size);
		else if (kind == TAR_FILE)
			good = extract(x, &e);
	}
	return good;
}

/* Does the manifest have this very line? */
static bool
told(struct str manifest, const struct member_file *m)
{
	while (manifest.n) {
		struct str line = str_cut(&manifest, '\n');

		if (str_eq(str_sub(line, 0, 64), m->hash) &&
		    str_eq(str_sub(line, 66, line.n), m->name))
			return true;
	}
	return false;
}

static bool
checked(struct extraction *x)
{
	const char *database = NULL;

	for (size_t i = 0; i < x->n; i++) {
		if (!told(x->manifest, &x->file[i]))
			return wrong(x, "it is not what the manifest says:", x->file[i].place);
		if (str_eq(x->file[i].name, S("vigie.db")))
			database = x->file[i].part;
	}
	if (database == NULL)
		return wrong(x, "there is no database in", x->cl->word[0]);
	return sqlite_file_check(database, x->cl->arena, &x->error);
}

/* The database is first in the archive: it is moved last. */
static bool
move_in(struct extraction *x)
{
	for (size_t i = x->n; i > 0; i--) {
		struct member_file *m = &x->file[i - 1];

		/* Settings, tables and keys that are there already are the operator's. */
		if (link(m->part, m->place) != 0 && errno != EEXIST)
			return wrong(x, strerror(errno), m->place);
	}
	return true;
}

static bool
ready(struct command_line *cl)
{
	const char *database = instance_sqlite(cl->in);

	if (database == NULL) {
		failed(EXIT_FAILED,
		    "a PostgreSQL database is restored by its own tool: "
		    "pg_restore --clean --if-exists --dbname=\"$VIGIE_DATABASE\" FILE");
		return false;
	}
	/* A log of another database would be played into the copy. */
	if (access(database, F_OK) == 0 ||
	    access(arena_printf(cl->arena, "%s-wal", database).p, F_OK) == 0) {
		failed(
		    EXIT_FAILED, "'%s' is there already: restore needs an empty folder", database);
		return false;
	}
	mkdir(cl->in->data, 0700);
	mkdir(instance_path(cl->in, "keys"), 0700);
	mkdir(instance_path(cl->in, "tables"), 0700);
	return true;
}

int
command_restore(struct command_line *cl)
{
	struct extraction *x = arena_new_of(cl->arena, struct extraction);
	bool good;

	if (!ready(cl))
		return EXIT_FAILED;
	x->cl = cl;
	x->chunk = arena_alloc(cl->arena, CHUNK);
	x->from = fopen(cl->word[0], "re");
	if (x->from == NULL)
		return failed(EXIT_FAILED, "cannot read '%s': %s", cl->word[0], strerror(errno));
	good = read_archive(x) && checked(x) && move_in(x);
	for (size_t i = 0; i < x->n; i++)
		unlink(x->file[i].part);
	fclose(x->from);
	if (!good)
		return failed(EXIT_FAILED, "cannot restore: %.*s", PS(x->error));
	if (access(instance_path(cl->in, "keys/index.key"), F_OK) != 0)
		printf("restored without keys: put them in '%s/keys', then run 'vigie verify'\n",
		    cl->in->data);
	else
		puts("restored; run 'vigie verify'");
	return EXIT_DONE;
}
