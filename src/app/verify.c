/*
 * vigie verify: is what is stored what was written?  Three proofs, each told
 * even when another fails: the chain of the journal, the engine's own check of
 * its file, every blob opened and compared with its hash.
 *
 * PostgreSQL checks its pages itself (data checksums, amcheck); what can be asked
 * of it from here is that the schema is whole: every statement prepares.
 */
#include "app/archive.h"
#include "app/command.h"
#include "app/sqlite_file.h"
#include "base/json.h"

struct proof {
	struct journal_check journal;
	struct blob_check blobs;
	bool database;
	struct str trouble; /* of the database; "" when it is well */
};

static bool
intact(const struct proof *p)
{
	return p->journal.intact && p->blobs.intact && p->database;
}

static void
print_json(const struct proof *p)
{
	struct buf b = BUF_INIT(64u << 10);
	struct json j = { .out = &b };

	json_open(&j, '{');
	json_key(&j, "journal");
	json_open(&j, '{');
	json_pair_int(&j, "entries", p->journal.entries);
	json_key(&j, "intact");
	json_bool(&j, p->journal.intact);
	if (!p->journal.intact)
		json_pair_int(&j, "first_bad", p->journal.first_bad);
	json_close(&j, '}');
	json_pair(&j, "database", p->database ? S("ok") : p->trouble);
	json_key(&j, "blobs");
	json_open(&j, '{');
	json_pair_int(&j, "count", p->blobs.count);
	json_key(&j, "intact");
	json_bool(&j, p->blobs.intact);
	json_close(&j, '}');
	json_close(&j, '}');
	command_print(&b);
}

static void
print_text(const struct proof *p)
{
	printf("journal: %lld entries, ", (long long)p->journal.entries);
	if (p->journal.intact)
		puts("intact");
	else
		printf("BROKEN from entry %lld\n", (long long)p->journal.first_bad);
	printf("database: %s%.*s\n", p->database ? "ok" : "BROKEN: ", PS(p->trouble));
	printf(
	    "blobs: %lld, %s\n", (long long)p->blobs.count, p->blobs.intact ? "intact" : "BROKEN");
}

static void
check_database(struct command_line *cl, struct db *db, struct proof *p)
{
	const char *file = instance_sqlite(cl->in);

	p->database = db_prepare_all(db, cl->arena, &p->trouble) &&
		      (file == NULL || sqlite_file_check(file, cl->arena, &p->trouble));
	if (p->database)
		p->trouble = (struct str){ NULL, 0 };
}

static int
verify_archive(struct command_line *cl, const char *path)
{
	struct archive_proof p = { 0 };

	if (!archive_check(path, cl->arena, &p))
		return failed(EXIT_FAILED, "cannot read '%s'", path);
	if (p.trouble.n)
		return failed(EXIT_FAILED, "'%s': %.*s", path, PS(p.trouble));
	printf("'%s': %lld members and %lld entries of the journal as they were written\n", path,
	    (long long)p.members, (long long)p.entries);
	return EXIT_DONE;
}

static int
verify_instance(struct command_line *cl)
{
	struct db *db = command_db(cl);
	struct proof p = { 0 };
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	check_database(cl, db, &p);
	o = journal_verify(db, &p.journal);
	if (o == OK)
		o = blob_verify(db, cl->in->keyring, &p.blobs);
	if (o != OK) {
		failed_db(o, "verify", db);
		db_close(db);
		return o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED;
	}
	db_close(db);
	if (cl->opt.json)
		print_json(&p);
	else
		print_text(&p);
	return intact(&p) ? EXIT_DONE : EXIT_FAILED;
}

int
command_verify(struct command_line *cl)
{
	return cl->n ? verify_archive(cl, cl->word[0]) : verify_instance(cl);
}
