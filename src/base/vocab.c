/*
 * One index over data/vocabulary.tsv, whose rows of one vocabulary stand
 * together, in the order of display.
 */
#include "base/vocab.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "base/table.h"

#define MAX_VOCABULARIES 192

static struct vocab list[MAX_VOCABULARIES];
static size_t n_list;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
load(void)
{
	static struct arena *forever;
	const struct table *t = table_get("vocabulary");
	struct vocab_item *item;

	forever = arena_new(16u << 20);
	item = arena_array(forever, struct vocab_item, t->n_rows + 1);
	for (size_t i = 0; i < t->n_rows; i++) {
		struct str name = table_cell(t, i, "vocabulary");

		item[i].code = table_cell(t, i, "code");
		item[i].attributes = table_cell(t, i, "attributes");
		if (n_list == 0 || !str_eq(str_of(list[n_list - 1].name), name)) {
			if (n_list == MAX_VOCABULARIES)
				die("too many vocabularies");
			list[n_list++] =
			    (struct vocab){ .name = arena_cstr(forever, name), .item = &item[i] };
		}
		list[n_list - 1].n++;
	}
}

const struct vocab *
vocab_get(const char *name)
{
	pthread_once(&once, load);
	for (size_t i = 0; i < n_list; i++)
		if (strcmp(list[i].name, name) == 0)
			return &list[i];
	die("no vocabulary '%s'", name);
}

const struct vocab_item *
vocab_find(const struct vocab *v, struct str code)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->item[i].code, code))
			return &v->item[i];
	return NULL;
}

struct str
vocab_label(const char *vocabulary, struct str code, enum lang lang)
{
	char key[160];
	struct str label;

	snprintf(key, sizeof key, "%s.%.*s", vocabulary, PS(code));
	label = message_find(lang, str_of(key));
	return label.n ? label : code;
}
