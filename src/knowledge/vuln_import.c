/*
 * Importing what is known of vulnerabilities: a record each, five hundred a
 * transaction.  What is wrong in one is the report's; what fails in the database
 * stops, and the same file again finishes the work.
 *
 * A file is read whole by jansson: the largest feeds are a year of NVD, some tens
 * of megabytes.  Names given twice in an object are refused: two programs would
 * read two different records.
 */
#include "base/csv.h"
#include "knowledge/vuln_run.h"

#define BATCH 500
#define SCRATCH_MAX ((size_t)256 << 20)

typedef bool (*reader_fn)(
    const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *ret_wrong);

static enum outcome
flush(struct vuln_run *run)
{
	enum outcome o = db_in_transaction(run->db) ? db_commit(run->db) : OK;

	if (o == OK) {
		run->before = *run->report;
		run->in_batch = 0;
	}
	return o;
}

enum outcome
vuln_run_give_up(struct vuln_run *run, enum outcome o)
{
	if (db_in_transaction(run->db))
		db_rollback(run->db);
	*run->report = run->before;
	return o;
}

enum outcome
vuln_run_done(struct vuln_run *run)
{
	enum outcome o;

	if (++run->in_batch < BATCH)
		return OK;
	o = flush(run);
	return o == OK ? OK : vuln_run_give_up(run, o);
}

static void
count(struct import_report *r, enum change change)
{
	switch (change) {
	case CHANGE_NEW: r->imported++; break;
	case CHANGE_UPDATED: r->updated++; break;
	case CHANGE_NONE: r->skipped++; break;
	}
}

static enum outcome
take(struct vuln_run *run, const json_t *item, int64_t line, reader_fn reader)
{
	struct vuln_record *rec;
	struct vuln_wrong wrong = { "", "vuln.bad_record" };
	enum change change = CHANGE_NONE;
	enum outcome o = OK;

	arena_reset(run->scratch);
	rec = arena_new_of(run->scratch, struct vuln_record);
	run->report->read++;
	if (!reader(item, run->scratch, rec, &wrong)) {
		import_reject(run->report, line, wrong.field, wrong.key, run->file);
		return OK;
	}
	if (rec->left_out)
		import_warn(run->report, line, "", "vuln.left_out", rec->cve);
	if (!db_in_transaction(run->db))
		o = db_begin(run->db, TXN_WRITE);
	if (o == OK)
		o = vuln_store(run->db, rec, run->now, run->scratch, &change);
	if (o != OK)
		return vuln_run_give_up(run, o);
	count(run->report, change);
	return vuln_run_done(run);
}

static enum outcome
take_each(struct vuln_run *run, const json_t *list, reader_fn reader)
{
	enum outcome o = OK;

	for (size_t i = 0; i < json_array_size(list) && o == OK; i++)
		o = take(run, json_array_get(list, i), (int64_t)i + 1, reader);
	return o;
}

/* ==== CSV ==== */

/* A row as the object that it would be in JSON. */
static json_t *
row_object(const struct csv *c, const struct str *name, size_t n, struct arena *a)
{
	json_t *object = json_object();

	for (size_t i = 0; i < c->n && i < n; i++)
		if (str_utf8_valid(name[i]) && str_utf8_valid(c->field[i]))
			json_object_set_new(object, arena_cstr(a, name[i]),
			    json_stringn(c->field[i].p, c->field[i].n));
	return object;
}

static enum outcome
take_rows(struct vuln_run *run, struct str bytes, reader_fn reader)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct csv *c = arena_new_of(a, struct csv);
	struct str name[32];
	size_t n = 0;
	enum outcome o = OK;

	csv_start(c, bytes, ',');
	if (csv_next(c, a))
		for (; n < c->n && n < 32; n++)
			name[n] = c->field[n];
	if (n == 0 || !str_eq(name[0], S("cveID"))) {
		import_reject(run->report, 1, "file", "vuln.bad_file", run->file);
		o = INVALID;
	}
	while (o == OK && csv_next(c, a)) {
		json_t *object;

		if (c->error) {
			run->report->read++;
			import_reject(run->report, (int64_t)c->line, "", c->error, run->file);
			continue;
		}
		object = row_object(c, name, n, a);
		o = take(run, object, (int64_t)c->line, reader);
		json_decref(object);
	}
	arena_free(a);
	return o;
}

/* ==== Files ==== */

static enum outcome
refuse_file(struct vuln_run *run, int64_t line, const char *key)
{
	import_reject(run->report, line, "file", key, run->file);
	return INVALID;
}

static bool
is_json(struct str bytes)
{
	bytes = str_trim(str_sub(bytes, 0, 64));
	return bytes.n && (bytes.p[0] == '{' || bytes.p[0] == '[');
}

static enum outcome
take_cve(struct vuln_run *run, const json_t *root)
{
	if (json_object_get(root, "cveMetadata"))
		return take(run, root, 1, vuln_cve5);
	if (json_is_array(root))
		return take_each(run, root, vuln_cve5);
	if (json_is_array(json_object_get(root, "CVE_Items")))
		return take_each(run, json_object_get(root, "CVE_Items"), vuln_nvd1);
	if (json_is_array(json_object_get(root, "vulnerabilities")))
		return take_each(run, json_object_get(root, "vulnerabilities"), vuln_nvd2);
	if (json_is_object(json_object_get(json_object_get(root, "item"), "cve")))
		return take(run, json_object_get(root, "item"), 1, vuln_nvd2);
	return refuse_file(run, 1, "vuln.bad_file");
}

static enum outcome
take_kev(struct vuln_run *run, const json_t *root)
{
	const json_t *list = json_object_get(root, "vulnerabilities");

	return json_is_array(list) ? take_each(run, list, vuln_kev)
				   : refuse_file(run, 1, "vuln.bad_file");
}

static enum outcome
take_json(struct vuln_run *run, struct str bytes,
    enum outcome (*take_root)(struct vuln_run *, const json_t *))
{
	json_error_t error;
	json_t *root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &error);
	enum outcome o;

	o = root ? take_root(run, root) : refuse_file(run, error.line, "vuln.bad_json");
	json_decref(root);
	return o;
}

static enum outcome
take_file(struct vuln_run *run, struct str bytes)
{
	bool kev = strcmp(run->report->kind, "kev") == 0;

	if (strcmp(run->report->kind, "epss") == 0)
		return vuln_import_epss(run, bytes);
	if (is_json(bytes))
		return take_json(run, bytes, kev ? take_kev : take_cve);
	return kev ? take_rows(run, bytes, vuln_kev) : refuse_file(run, 1, "vuln.bad_json");
}

enum outcome
vulnerability_import(struct db *db, struct str bytes, struct str name, struct moment now,
    struct import_report *report)
{
	struct vuln_run run = { .db = db,
		.scratch = arena_new(SCRATCH_MAX),
		.report = report,
		.before = *report,
		.now = now,
		.file = name };
	enum outcome o = take_file(&run, bytes), end;

	if (o == OK || o == INVALID) {
		end = flush(&run);
		if (end != OK)
			o = vuln_run_give_up(&run, end);
	}
	arena_free(run.scratch);
	return o;
}
