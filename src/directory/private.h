/* What the files of this folder share, and nobody else includes. */
#ifndef DIRECTORY_PRIVATE_H
#define DIRECTORY_PRIVATE_H

#include "base/shape.h"
#include "directory/directory.h"

/* --- structure.c --- */

/* Type, label, region, army: what follows from category and department. */
void structure_settle(struct structure *s);

/* Reads at most limit rows and closes; the query asks for one more. */
enum outcome structures_read(
    struct query *q, int64_t limit, struct arena *a, struct structure_list *ret);

/* --- search.c --- */

/* The text that search reads, with the usual abbreviations in full too. */
struct str structure_folded(struct arena *a, const struct structure *s);

/* The words of old go, those of new come. */
enum outcome structure_words_write(
    struct db *db, int64_t id, struct str old, struct str new, struct arena *a);

/* --- lookup.c, lookup.html, results.html --- */

/* What lookup.html shows. */
struct lookup_view {
	struct str text, department;
	bool asked;
	const struct structure_list *found;
};

struct cards_view {
	const struct structure_list *found;
	bool pick;
};

void page_directory_lookup(struct out *o, const struct lookup_view *v);
void directory_cards(struct out *o, const struct cards_view *v);

struct str card_place(struct out *o, const struct structure *s);
struct str card_type(struct out *o, const struct structure *s);

#endif
