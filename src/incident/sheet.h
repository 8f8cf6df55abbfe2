/*
 * A card's lines: what data/card_field.tsv lets a desk be told, and nothing else.
 *
 * The lines are made once, when the card leaves, and kept as they are: a table
 * that changes later changes no card that was sent.  A line names its field and
 * how it is told (the value, how many, whether there is any), so that the card is
 * read in the reader's language.  Private to src/incident.
 */
#ifndef INCIDENT_SHEET_H
#define INCIDENT_SHEET_H

#include "incident/file.h"

enum sheet_as { AS_VALUE, AS_COUNT, AS_YES_NO, AS_IDENTIFIERS };

struct sheet_line {
	const struct field *field;
	bool of_incident;
	enum sheet_as as;
	struct str text; /* canonical; empty: not known */
};

struct sheet {
	size_t n;
	struct sheet_line *line;
};

/* From the facts of now; r as the rules see it (qualified over declared). */
void sheet_make(struct arena *a, struct str card, struct str desk, const struct report *r,
    const struct incident *in, struct sheet *ret);

struct str sheet_write(struct arena *a, const struct sheet *s);
/* Also cards of before the table, which hold a record of the report's fields. */
bool sheet_read(struct arena *a, struct str body, struct sheet *ret);

/* The line of this field, or NULL. */
const struct sheet_line *sheet_find(const struct sheet *s, const struct field *f, bool of_incident);
bool sheet_differs(const struct sheet_line *a, const struct sheet_line *b);

/* What a card that was sent would have to say anew. */
enum sheet_update { UPDATE_NONE, UPDATE_PROPOSE, UPDATE_FIRE };
enum sheet_update sheet_update(
    struct str card, struct str desk, const struct sheet *sent, const struct sheet *now);
/* The weighed lines alone, hashed: a declined update is not proposed again. */
struct str sheet_weight(struct arena *a, struct str card, struct str desk, const struct sheet *s);

struct str sheet_hash(struct arena *a, struct str body); /* SHA-256, in hex */

struct str sheet_shown(const struct sheet_line *l, struct arena *a, enum lang lang, enum zone zone);
void sheet_row(struct out *o, const struct sheet_line *l); /* of <dl class="facts"> */

/* NULL, or which row of the table is not sound. */
struct str sheet_check(struct arena *a);

#endif
