/*
 * vigie check KIND FILE…: a document judged against its standard; nothing is
 * imported, no instance is needed.  One file that cannot be read is an error of that
 * file, never the end of the others.
 */
#include <errno.h>
#include <string.h>

#include "app/command.h"
#include "base/json.h"
#include "knowledge/knowledge.h"

#define FILE_MEMORY ((size_t)2 << 30) /* far beyond what the bounds of a document take */
#define OUTPUT_MAX (256u << 20)	      /* of one file */

static void
json_findings(struct json *j, const char *key, const struct csaf_findings *f)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < f->kept; i++) {
		json_open(j, '{');
		json_pair(j, "test", str_of(f->of[i].test));
		json_key(j, "path");
		json_str(j, f->of[i].path);
		json_pair(j, "message", f->of[i].message);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_verdict(struct json *j, const char *path, const struct csaf_verdict *v)
{
	json_open(j, '{');
	json_pair(j, "file", str_of(path));
	json_pair(j, "version", v->version);
	json_key(j, "valid");
	json_bool(j, v->valid);
	json_findings(j, "errors", &v->errors);
	json_findings(j, "warnings", &v->warnings);
	json_close(j, '}');
}

static void
text_findings(struct buf *b, const char *path, const char *kind, const struct csaf_findings *f)
{
	for (size_t i = 0; i < f->kept; i++)
		buf_printf(b, "%s: %s %s: %.*s%s%.*s\n", path, kind, f->of[i].test,
		    PS(f->of[i].path), f->of[i].path.n ? ": " : "", PS(f->of[i].message));
	if (f->n > f->kept)
		buf_printf(b, "%s: and %zu more\n", path, f->n - f->kept);
}

static void
text_verdict(struct buf *b, const char *path, const struct csaf_verdict *v)
{
	text_findings(b, path, "error", &v->errors);
	text_findings(b, path, "warning", &v->warnings);
	buf_printf(b, "%s: %s%s%.*s, errors %zu, warnings %zu\n", path,
	    v->valid ? "valid" : "invalid", v->version.n ? " CSAF " : "", PS(v->version),
	    v->errors.n, v->warnings.n);
}

/* As one that has no byte to judge. */
static void
unreadable(struct arena *a, const char *path, struct csaf_verdict *ret)
{
	struct csaf_finding *f = arena_new_of(a, struct csaf_finding);

	*f = (struct csaf_finding){ "file", { NULL, 0 },
		arena_printf(a, "cannot be read: %s", strerror(errno)) };
	*ret = (struct csaf_verdict){ .errors = { 1, 1, f } };
	failed(EXIT_FAILED, "cannot read '%s': %s", path, strerror(errno));
}

static void
check_one(const char *path, bool as_json, struct json *j, bool *ret_valid, struct arena *a)
{
	struct csaf_verdict v;
	struct str bytes;

	if (command_map(path, &bytes)) {
		csaf_check(bytes, a, &v);
		csaf_check_name(str_of(path), a, &v);
		command_unmap(bytes);
	} else
		unreadable(a, path, &v);
	if (as_json)
		json_verdict(j, path, &v);
	else
		text_verdict(j->out, path, &v);
	*ret_valid = v.valid;
}

static bool
flush(struct buf *b)
{
	struct str s = buf_str(b);
	bool good = !buf_failed(b) && fwrite(s.p ? s.p : "", 1, s.n, stdout) == s.n;

	buf_clear(b);
	return good;
}

int
command_check_csaf(struct command_line *cl)
{
	struct buf b = BUF_INIT(OUTPUT_MAX);
	struct json j = { .out = &b };
	bool good = true, valid = true, each;

	if (cl->opt.json)
		json_open(&j, '[');
	for (int i = 0; i < cl->n && good; i++) {
		struct arena *a = arena_new(FILE_MEMORY);

		check_one(cl->word[i], cl->opt.json, &j, &each, a);
		arena_free(a);
		valid = valid && each;
		good = flush(&b);
	}
	if (cl->opt.json)
		json_close(&j, ']');
	good = (!cl->opt.json || command_print(&b)) && good && fflush(stdout) == 0;
	buf_release(&b);
	if (!good)
		return failed(EXIT_FAILED, "cannot write the verdicts");
	return valid ? EXIT_DONE : EXIT_FAILED;
}
