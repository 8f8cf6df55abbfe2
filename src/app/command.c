/*
 * What commands share: opening an instance, changing it under the journal,
 * speaking to people and to programs.
 */
#include "app/command.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int
failed(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("vigie: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return code;
}

int
failed_db(enum outcome o, const char *what, struct db *db)
{
	const char *why = db ? db_trouble(db) : "";

	if (o == OK)
		return EXIT_DONE;
	return failed(o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED, "cannot %s: %s%s%s", what,
	    outcome_name(o), *why ? ", " : "", why);
}

int
failed_outcome(enum outcome o, const char *what)
{
	return failed_db(o, what, NULL);
}

int
failed_usage(const struct command_line *cl)
{
	fprintf(stderr, "usage: vigie %s %s\n", cl->command->name, cl->command->usage);
	return EXIT_USAGE;
}

struct db *
command_db_old(struct command_line *cl)
{
	struct str error = { NULL, 0 };
	struct db *db = NULL;

	if (access(instance_path(cl->in, "keys"), F_OK) != 0) {
		failed(EXIT_UNAVAILABLE, "there is no instance in '%s': run 'vigie init'",
		    cl->in->data);
		return NULL;
	}
	if (instance_keys(cl->in, &error))
		db = instance_db(cl->in, &error);
	if (db == NULL)
		failed(EXIT_UNAVAILABLE, "%.*s", PS(error));
	return db;
}

struct db *
command_db(struct command_line *cl)
{
	struct db *db = command_db_old(cl);

	if (db == NULL || migrate_current(db))
		return db;
	failed(EXIT_UNAVAILABLE, "the schema of the database is not this program's: "
				 "run 'vigie migrate'");
	db_close(db);
	return NULL;
}

enum outcome
command_change(struct command_line *cl, struct db *db, edit_fn fn, void *context)
{
	struct edit e = {
		.cl = cl,
		.db = db,
		.trail = { .arena = cl->arena, .role = S("shell") },
		.context = context,
	};
	enum outcome o = db_begin(db, TXN_WRITE);

	if (o != OK)
		return o;
	o = fn(&e);
	if (o == OK && e.trail.n)
		o = trail_write(db, &e.trail);
	return db_end(db, o);
}

bool
command_print(struct buf *b)
{
	struct str s = buf_str(b);
	bool good = !buf_failed(b) && fwrite(s.p ? s.p : "", 1, s.n, stdout) == s.n;

	good = good && (str_ends(s, S("\n")) || putchar('\n') != EOF) && fflush(stdout) == 0;
	buf_release(b);
	return good;
}

bool
command_map(const char *path, struct str *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p = NULL;
	bool good = fd >= 0 && fstat(fd, &st) == 0;

	if (good && st.st_size > 0) {
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		good = p != MAP_FAILED;
	}
	if (good)
		*ret = (struct str){ p, (size_t)st.st_size };
	if (fd >= 0)
		close(fd);
	return good;
}

void
command_unmap(struct str s)
{
	if (s.n)
		munmap((void *)(uintptr_t)s.p, s.n);
}
