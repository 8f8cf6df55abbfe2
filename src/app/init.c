/*
 * vigie init: the data folder, the settings, the keys, the schema, the first
 * administrator.
 *
 * Each step finds what a run that was cut short left, so that it can be run
 * again; what makes an instance "already initialised" is the last step, an
 * account.  A database that has accounts while the folder has no keys is refused
 * before a key is made: with a second set of keys it would be lost.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/invite.h"

/* The folder and those above it that are not there. */
static bool
make_folder(struct arena *a, const char *path)
{
	char *part = arena_cstr(a, str_of(path));

	for (char *p = part + 1; *p; p++)
		if (*p == '/') {
			*p = '\0';
			if (mkdir(part, 0755) != 0 && errno != EEXIST)
				return false;
			*p = '/';
		}
	return mkdir(part, 0700) == 0 || errno == EEXIST;
}

/* A database given on the command line is the one of every later command. */
static bool
write_conf(struct command_line *cl)
{
	const char *path = instance_path(cl->in, "vigie.conf");
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct buf b = BUF_INIT(64u << 10);
	bool good;

	if (fd < 0)
		return errno == EEXIST;
	conf_sample(&b);
	if (cl->opt.database)
		buf_printf(&b, "\ndatabase = %s\n", cl->opt.database);
	good = write(fd, b.p, b.n) == (ssize_t)b.n;
	good = close(fd) == 0 && good;
	buf_release(&b);
	return good;
}

static bool
has_keys(const struct instance *in)
{
	return access(instance_path(in, "keys/1.key"), F_OK) == 0;
}

/* Schema and keys. */
static struct db *
prepare(struct command_line *cl, struct str *ret_error)
{
	struct instance *in = cl->in;
	struct db *db = instance_db(in, ret_error);
	bool keys = has_keys(in);
	int applied = 0;

	if (db == NULL)
		return NULL;
	if (!keys && migrate_current(db))
		*ret_error = arena_printf(cl->arena,
		    "the database holds an instance already, whose keys are not in '%s/keys'",
		    in->data);
	else if (migrate(db, &applied, cl->arena, ret_error) == OK && !keys)
		in->keyring = keyring_create(instance_path(in, "keys"), cl->arena, ret_error);
	else if (keys)
		instance_keys(in, ret_error);
	if (ret_error->n == 0 && in->keyring)
		return db;
	db_close(db);
	return NULL;
}

static int
first_account(struct command_line *cl, struct db *db)
{
	struct arena *a = cl->arena;
	struct account *known, acc = { .role = { role_code(ROLE_ADMIN) } };
	size_t n = 0;
	enum outcome o = account_list(db, cl->in->keyring, S(""), 1, a, &known, &n);

	if (o != OK)
		return failed_db(o, "read the accounts", db);
	if (n > 0)
		return failed(EXIT_FAILED, "'%s' is initialised already", cl->in->data);
	acc.email =
	    cl->n > 0 ? str_of(cl->word[0]) : arena_printf(a, "admin@%s", cl->in->mail_domain);
	acc.name = cl->n > 1 ? str_of(cl->word[1]) : S("Administrateur");
	if (!cl->opt.json)
		printf("Instance ready in '%s'. First administrator:\n", cl->in->data);
	return invite_and_print(cl, db, &acc);
}

int
command_init(struct command_line *cl)
{
	struct str error = { NULL, 0 };
	struct db *db;
	int code;

	if (!make_folder(cl->arena, cl->in->data))
		return failed(EXIT_FAILED, "cannot make '%s': %s", cl->in->data, strerror(errno));
	if (!write_conf(cl))
		return failed(
		    EXIT_FAILED, "cannot write in '%s': %s", cl->in->data, strerror(errno));
	db = prepare(cl, &error);
	if (db == NULL)
		return failed(EXIT_FAILED, "%.*s", PS(error));
	code = first_account(cl, db);
	db_close(db);
	return code;
}
