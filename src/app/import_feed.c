/* vigie import feed FILE…: each document in a transaction of its own, so that a bad
 * one does not keep the others out. */
#include <errno.h>
#include <string.h>

#include "app/command.h"
#include "base/json.h"
#include "watch/watch.h"

struct total {
	struct watch_tally all;
	int64_t rejected;
	struct json *rejects;
};

static void
reject(struct total *t, const char *path, size_t line, struct str why)
{
	t->rejected++;
	fprintf(stderr, "%s: %.*s\n", path, PS(why));
	json_open(t->rejects, '{');
	json_pair_int(t->rejects, "line", (int64_t)line);
	json_pair(t->rejects, "field", str_of(path));
	json_pair(t->rejects, "message", why);
	json_close(t->rejects, '}');
}

static void
add(struct total *t, const struct watch_tally *one, const char *path)
{
	t->all.read += one->read;
	t->all.imported += one->imported;
	t->all.updated += one->updated;
	t->all.skipped += one->skipped;
	if (one->trouble)
		reject(t, path, one->line, watch_trouble(LANG_FR, one->trouble));
}

static enum outcome
import_one(struct command_line *cl, struct db *db, const char *path, struct total *t)
{
	const char *slash = strrchr(path, '/');
	struct arena *a = arena_new((size_t)512 << 20);
	struct watch_tally one = { 0 };
	struct str bytes = { NULL, 0 };
	enum outcome o;

	(void)cl;
	if (!command_map(path, &bytes)) {
		reject(t, path, 0, str_of(strerror(errno)));
		arena_free(a);
		return OK;
	}
	o = db_begin(db, TXN_WRITE);
	if (o == OK)
		o = db_end(db, watch_import(db, bytes, str_of(slash ? slash + 1 : path),
				   moment_now(), a, &one));
	if (o == OK)
		add(t, &one, path);
	command_unmap(bytes);
	arena_free(a);
	return o;
}

int
command_import_feed(struct command_line *cl)
{
	struct db *db = command_db(cl);
	struct buf rejects = BUF_INIT(4u << 20), b = BUF_INIT(8u << 20);
	struct json j = { .out = &rejects };
	struct total t = { .rejects = &j };
	enum outcome o = OK;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	json_open(&j, '[');
	for (size_t i = 0; i < (size_t)cl->n && o == OK; i++)
		o = import_one(cl, db, cl->word[i], &t);
	json_close(&j, ']');
	failed_db(o, "import", db);
	db_close(db);
	buf_printf(&b,
	    cl->opt.json ? "{\"kind\":\"feed\",\"read\":%lld,\"imported\":%lld,\"updated\":%lld,"
			   "\"skipped\":%lld,\"rejected\":"
			 : "read %lld, imported %lld, updated %lld, skipped %lld\n",
	    (long long)t.all.read, (long long)t.all.imported, (long long)t.all.updated,
	    (long long)t.all.skipped);
	if (cl->opt.json)
		buf_printf(&b, "%.*s}\n", PS(buf_str(&rejects)));
	command_print(&b);
	buf_release(&rejects);
	buf_release(&b);
	if (o != OK)
		return EXIT_UNAVAILABLE;
	return t.rejected ? EXIT_FAILED : EXIT_DONE;
}
