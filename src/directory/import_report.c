/*
 * What an import tells.  The first thousand notes of each kind are kept and all
 * are counted: a file that is wrong on each line must not fill the memory.
 */
#include "directory/directory.h"

void
import_report_init(struct import_report *r, const char *kind, struct arena *a)
{
	*r = (struct import_report){ .kind = kind, .arena = a };
	r->rejected.note = arena_array(a, struct import_note, IMPORT_KEPT);
	r->warnings.note = arena_array(a, struct import_note, IMPORT_KEPT);
}

static void
note(struct import_notes *notes, int64_t line, const char *field, const char *key, struct str value,
    struct arena *a)
{
	notes->n++;
	if (notes->kept == IMPORT_KEPT)
		return;
	if (str_utf8_valid(value))
		value = str_utf8_head(value, 100);
	else
		value = str_sub(value, 0, 100);
	notes->note[notes->kept++] = (struct import_note){
		.line = line,
		.field = arena_dup(a, str_of(field)),
		.key = key,
		.value = arena_dup(a, value),
	};
}

void
import_reject(
    struct import_report *r, int64_t line, const char *field, const char *key, struct str value)
{
	note(&r->rejected, line, field, key, value, r->arena);
}

void
import_warn(
    struct import_report *r, int64_t line, const char *field, const char *key, struct str value)
{
	note(&r->warnings, line, field, key, value, r->arena);
}

struct str
import_message(const struct import_note *n, struct arena *a, enum lang lang)
{
	return t_fill(a, lang, n->key, &n->value, 1);
}

static void
put_notes(struct json *j, const char *key, const struct import_notes *notes, enum lang lang)
{
	struct arena *a = arena_new(1u << 20);

	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < notes->kept; i++) {
		const struct import_note *n = &notes->note[i];

		json_open(j, '{');
		json_pair_int(j, "line", n->line);
		json_pair(j, "field", n->field);
		json_pair(j, "message", import_message(n, a, lang));
		json_close(j, '}');
	}
	json_close(j, ']');
	arena_free(a);
}

void
import_report_json(struct buf *out, const struct import_report *r, enum lang lang)
{
	struct json j = { .out = out };

	json_open(&j, '{');
	json_pair(&j, "kind", str_of(r->kind));
	json_pair_int(&j, "read", r->read);
	json_pair_int(&j, "imported", r->imported);
	json_pair_int(&j, "updated", r->updated);
	json_pair_int(&j, "skipped", r->skipped);
	put_notes(&j, "rejected", &r->rejected, lang);
	json_pair_int(&j, "rejected_count", r->rejected.n);
	json_pair_int(&j, "ignored", r->ignored);
	put_notes(&j, "warnings", &r->warnings, lang);
	json_pair_int(&j, "warnings_count", r->warnings.n);
	json_close(&j, '}');
}
