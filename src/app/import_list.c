/* vigie import warninglist FILE…: each list in a transaction of its own, so that a
 * bad one does not keep the others out. */
#include <errno.h>
#include <string.h>

#include "app/command.h"
#include "base/json.h"
#include "knowledge/knowledge.h"

#define LIST_MAX (64u << 20)

struct tally {
	int64_t read, imported, skipped, rejected;
	struct json *rejects;
};

static bool
read_list(const char *path, struct buf *b)
{
	char bytes[65536];
	size_t n;
	FILE *f = fopen(path, "re");

	if (f == NULL)
		return false;
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_put(b, (struct str){ bytes, n });
	fclose(f);
	return !buf_failed(b);
}

static void
reject(struct tally *t, const char *path, struct str why)
{
	t->rejected++;
	fprintf(stderr, "%s: %.*s\n", path, PS(why));
	json_open(t->rejects, '{');
	json_pair(t->rejects, "file", str_of(path));
	json_pair(t->rejects, "message", why);
	json_close(t->rejects, '}');
}

static enum outcome
import_one(struct db *db, const char *path, struct arena *a, struct tally *t)
{
	struct buf b = BUF_INIT(LIST_MAX);
	struct str name, why = { NULL, 0 };
	bool is_new = false;
	size_t n = 0;
	enum outcome o = OK;

	t->read++;
	if (!read_list(path, &b)) {
		reject(t, path, str_of(buf_failed(&b) ? "it is too large" : strerror(errno)));
		buf_release(&b);
		return OK;
	}
	o = db_begin(db, TXN_WRITE);
	if (o == OK)
		o = db_end(db,
		    warninglist_import(db, buf_str(&b), moment_now(), a, &name, &n, &is_new, &why));
	if (o == INVALID) {
		reject(t, path, why);
		o = OK;
	} else if (o == OK) {
		t->imported += is_new;
		t->skipped += !is_new;
	}
	buf_release(&b);
	return o;
}

int
command_import_warninglist(struct command_line *cl)
{
	struct db *db = command_db(cl);
	struct buf rejects = BUF_INIT(1u << 20), b = BUF_INIT(2u << 20);
	struct json j = { .out = &rejects };
	struct tally t = { .rejects = &j };
	enum outcome o = OK;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	json_open(&j, '[');
	for (size_t i = 0; i < (size_t)cl->n && o == OK; i++)
		o = import_one(db, cl->word[i], cl->arena, &t);
	json_close(&j, ']');
	failed_db(o, "import", db);
	db_close(db);
	if (cl->opt.json)
		buf_printf(&b,
		    "{\"kind\":\"warninglist\",\"read\":%lld,\"imported\":%lld,\"updated\":0,"
		    "\"skipped\":%lld,\"rejected\":%.*s}\n",
		    (long long)t.read, (long long)t.imported, (long long)t.skipped,
		    PS(buf_str(&rejects)));
	else
		buf_printf(&b, "read %lld, imported %lld, skipped %lld\n", (long long)t.read,
		    (long long)t.imported, (long long)t.skipped);
	command_print(&b);
	buf_release(&rejects);
	buf_release(&b);
	if (o != OK)
		return EXIT_UNAVAILABLE;
	return t.rejected ? EXIT_FAILED : EXIT_DONE;
}
