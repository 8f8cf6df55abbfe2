/*
 * Pure parsers of the national FINESS files: bytes in, records out.  No database,
 * no file; hostile input is reported, never fatal.  Private to directory/.
 */
#ifndef DIRECTORY_FINESS_H
#define DIRECTORY_FINESS_H

#include <jansson.h>

#include "base/csv.h"
#include "directory/directory.h"

#define FINESS_NOTES 8

struct finess_note {
	const char *field;
	const char *key;
	struct str value;
};

enum finess_row {
	FINESS_END,
	FINESS_STRUCTURE, /* record.s */
	FINESS_LEGAL,	  /* record.legal */
	FINESS_IGNORED,	  /* coordinates: counted */
	FINESS_NOTHING,	  /* header, metadata */
	FINESS_BAD,	  /* note[0] tells why */
};

struct finess_record {
	int64_t line;
	struct structure s;
	struct legal_entity legal;
	size_t n_notes;
	struct finess_note note[FINESS_NOTES];
};

void finess_note(struct finess_record *r, const char *field, const char *key, struct str value);

/* --- Values (finess_value.c), shared by both readers ------------------- */

/* Trimmed, one space at a time, no control characters, at most max characters. */
struct str finess_text(struct arena *a, struct str raw, size_t max);

/* A FINESS number; a lost leading zero is given back where the key then holds.
 * "" when it is none (noted). */
struct str finess_number(
    struct arena *a, struct str raw, const char *field, struct finess_record *r);
struct str finess_siret(struct arena *a, struct str raw, struct finess_record *r);
struct str finess_phone(struct arena *a, struct str raw, struct finess_record *r);

/* 2026-05-12, 12/05/2026 or 2026-05-12 00:00:00; noted when it is none. */
struct moment finess_date(struct str raw, const char *field, struct finess_record *r);

/* "97306 CAYENNE CEDEX 2" to "97306" and "CAYENNE". */
void finess_routing(struct arena *a, struct str line, struct str *postcode, struct str *town);
struct str finess_town(struct arena *a, struct str town);

/* "12", "B", "R", "PASTEUR", "BP 4" to "12B RUE PASTEUR, BP 4". */
struct str finess_address(struct arena *a, struct str number, struct str complement,
    struct str type, struct str street, struct str place);

/* --- The old CSV: layouts by their header, or cs1100502 without one ----- */

enum finess_column {
	COL_KIND,
	COL_FINESS,
	COL_LEGAL,
	COL_NAME,
	COL_LONG,
	COL_EXTRA,
	COL_DELIVERY,
	COL_NUMBER,
	COL_TYPE,
	COL_STREET,
	COL_COMPLEMENT,
	COL_PLACE,
	COL_COMMUNE,
	COL_COG,
	COL_DEPARTMENT,
	COL_ROUTING,
	COL_POSTCODE,
	COL_TOWN,
	COL_PHONE,
	COL_CATEGORY,
	COL_LABEL,
	COL_SIRET,
	COL_SPH,
	COL_STATUS,
	COL_REGION,
	COL_OPENED,
	COL_UPDATED,
	COLUMNS,
};

struct finess_csv {
	struct str rest;
	int64_t line;
	bool windows; /* not valid UTF-8: Windows-1252 */
	bool started, stopped;
	const char *source;
	size_t expected;    /* cells of a line, without an empty one at the end */
	int place[COLUMNS]; /* -1: the layout has no such column */
	struct csv csv;	    /* of the current line */
};

void finess_csv_start(struct finess_csv *f, struct str bytes);
enum finess_row finess_csv_next(struct finess_csv *f, struct arena *a, struct finess_record *ret);

/* --- The JSON of FINESS+ "Structures" ---------------------------------- */

struct finess_member {
	struct str id; /* "P" + pmSmsseId or "E" + egeId */
	const struct ght *ght;
};

struct finess_json {
	struct arena *arena; /* of the groups: lives as long as this */
	struct str entities; /* what is left of array pmej */
	int64_t line;
	struct str at; /* text up to which lines were counted */
	size_t n_ght, n_members;
	struct ght *ght;
	struct finess_member *member;
	const char *error; /* the file is no such flux: catalogue key */
	json_t *entity;	   /* being told */
	int64_t entity_line;
	size_t next_site;
	struct legal_entity legal;
	const struct ght *legal_ght;
};

void finess_json_start(struct finess_json *f, struct str bytes, struct arena *a);
enum finess_row finess_json_next(struct finess_json *f, struct arena *a, struct finess_record *ret);
void finess_json_release(struct finess_json *f); /* stops anywhere */

#endif
