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
#include <sys/stat.h>
#include <unistd.h>

#include "app/archive.h"
#include "app/command.h"
#include "app/sqlite_file.h"
#include "base/json.h"

/* The files of DATA/folder whose names end so; a folder that is not there has none. */
static bool
add_folder(struct command_line *cl, struct archive *ar, const char *folder, const char *ending)
{
	DIR *d = opendir(instance_path(cl->in, folder));
	struct dirent *e;
	bool good = true;

	while (good && d && (e = readdir(d)) != NULL) {
		struct str name;

		if (e->d_name[0] == '.' || !str_ends(str_of(e->d_name), str_of(ending)))
			continue;
		name = arena_printf(cl->arena, "%s/%s", folder, e->d_name);
		good = archive_file(ar, name, instance_path(cl->in, name.p));
	}
	if (d)
		closedir(d);
	return good;
}

static bool
add_all(struct command_line *cl, struct archive *ar, const char *database)
{
	const char *conf = instance_path(cl->in, "vigie.conf");
	struct str hash;

	return archive_file(ar, S("vigie.db"), database) &&
	       (access(conf, F_OK) != 0 || archive_file(ar, S("vigie.conf"), conf)) &&
	       add_folder(cl, ar, "tables", ".tsv") &&
	       (!cl->opt.with_keys || add_folder(cl, ar, "keys", ".key")) &&
	       archive_finish(ar, cl->arena, &hash);
}

static int
write_archive(struct command_line *cl, const char *database, const char *part)
{
	struct archive *ar = archive_make(part);
	bool good;

	if (ar == NULL)
		return failed(EXIT_FAILED, "cannot make '%s': %s", part, strerror(errno));
	good = add_all(cl, ar, database);
	if (!good)
		failed(EXIT_FAILED, "cannot copy '%s': %s",
		    *archive_trouble(ar) ? archive_trouble(ar) : part, strerror(errno));
	archive_close(ar);
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
