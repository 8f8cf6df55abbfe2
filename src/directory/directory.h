/*
 * The directory: structures (FINESS), their legal entities and groups, regions
 * and their agencies.  The only header of this domain.
 *
 * A structure is a place of care or accommodation (FINESS: entité géographique,
 * ET); several belong to one legal entity (EJ), and legal entities to a group
 * (GHT).  What FINESS does not know is typed by hand (source "manual"); without a
 * number it is found by the cell only: a private practice may be a person's name.
 *
 * All texts of what is read live in the arena given.
 */
#ifndef DIRECTORY_DIRECTORY_H
#define DIRECTORY_DIRECTORY_H

#include "store/store.h"
#include "web/web.h"

/* --- Structures -------------------------------------------------------- */

struct structure {
	int64_t id;
	struct str finess;	 /* ET, 9 characters; empty outside of FINESS */
	struct str finess_legal; /* EJ */
	struct str name, long_name;
	struct str category, category_label; /* FINESS: "355" */
	struct code org_type;
	struct str siret, address, postcode, town;
	struct code department; /* ours: "59", "2A", "971", "977" */
	struct code region;	/* INSEE; empty where there is no agency */
	struct str phone;
	struct str ght, ght_code;
	struct str legal_name;
	struct code legal_status;
	bool military;
	int64_t latitude, longitude; /* WGS 84, millionths of a degree */
	struct moment opened, closed;
	struct str source; /* "finess", "finess-histo", "finess-liste", "finess-plus", "manual" */
	struct moment updated; /* as the source says */
};

extern const struct field structure_id, structure_finess, structure_finess_legal, structure_name,
    structure_long_name, structure_category, structure_category_label, structure_org_type,
    structure_siret, structure_address, structure_postcode, structure_town, structure_department,
    structure_region, structure_phone, structure_ght, structure_ght_code, structure_legal_name,
    structure_legal_status, structure_military, structure_latitude, structure_longitude,
    structure_opened, structure_closed, structure_source, structure_updated;

extern const struct field *const structure_fields[];

/* NOT_FOUND when there is none. */
enum outcome structure_by_id(struct db *db, int64_t id, struct arena *a, struct structure *ret);
enum outcome structure_by_finess(
    struct db *db, struct str finess, struct arena *a, struct structure *ret);

struct structure_list {
	size_t n;
	struct structure *item;
	bool more; /* the limit cut the list */
};

#define STRUCTURES_MAX 200

struct structure_ask {
	struct str text;       /* words of a name or town, or the beginning of a number */
	struct str department; /* our code; empty for all */
	int64_t limit;	       /* 1..STRUCTURES_MAX; 0 means 20 */
	bool manual;	       /* also what has no FINESS number: for the cell */
};

/* By number (FINESS of site or legal entity, SIRET, postcode: its beginning), or
 * by words of name, town and legal entity: any order, each may be cut short,
 * accents and case do not matter, "st" is "saint".  The closest first, closed
 * ones last.  Nothing asked finds nothing. */
enum outcome structure_search(
    struct db *db, const struct structure_ask *ask, struct arena *a, struct structure_list *ret);

/* Sites of a legal entity; of a group by its code. */
enum outcome structure_of_legal(
    struct db *db, struct str finess_legal, struct arena *a, struct structure_list *ret);
enum outcome structure_of_ght(
    struct db *db, struct str ght_code, struct arena *a, struct structure_list *ret);

/* The value of a pick button (see directory_results) to its structure. */
struct str structure_pick(const struct structure *s, struct arena *a);
enum outcome structure_by_pick(
    struct db *db, struct str pick, struct arena *a, struct structure *ret);

enum change { CHANGE_NONE, CHANGE_NEW, CHANGE_UPDATED };

/* By FINESS number, which must be known.  A known value replaces, an unknown one
 * does not (sources differ in what they tell), but for the date of closing; a
 * record older than what is there changes nothing.  s->id is set. */
enum outcome structure_upsert(
    struct db *db, struct structure *s, enum change *ret, struct arena *a);

/* A structure typed by hand: name required, INVALID without; CONFLICT when its
 * FINESS number is there already.  s->id, source and what follows from the
 * department and category are set. */
enum outcome structure_add_manual(
    struct db *db, struct structure *s, struct moment now, struct arena *a);

/* --- Legal entities and groups ----------------------------------------- */

struct legal_entity {
	struct str finess; /* EJ */
	struct str name;
	struct str siren;
	struct code legal_status;
	struct str ght_code;
	struct moment opened, closed;
	struct str source;
	struct moment updated;
};

extern const struct field *const legal_entity_fields[];

enum outcome legal_entity_by_finess(
    struct db *db, struct str finess, struct arena *a, struct legal_entity *ret);
enum outcome legal_entity_upsert(
    struct db *db, const struct legal_entity *e, enum change *ret, struct arena *a);

struct ght {
	struct str code, name;
};

struct ght_list {
	size_t n;
	struct ght *item;
};

enum outcome ght_all(struct db *db, struct arena *a, struct ght_list *ret); /* by name */
enum outcome ght_put(struct db *db, const struct ght *g);

/* --- Territories (tables of data/) ------------------------------------------------ */

struct region {
	struct str code, name;	   /* INSEE, in French; empty without agency */
	struct str agency;	   /* "ARS Hauts-de-France"; empty when none was there yet */
	struct str alert_mail;	   /* of the regional focal point */
	struct moment from, until; /* validity of the agency; MOMENT_NONE: open */
	bool no_ars;		   /* 975 986 987 988: to the FSSI and the authority, by hand */
};

/* At that date (MOMENT_NONE: today's rule).  False when there is no such
 * department. */
bool directory_region(struct str department, struct moment date, struct region *ret);
struct str directory_region_code(struct str department); /* INSEE; "" when there is none */

bool department_known(struct str department);

/* Our code of the department of an address, or "" when a person must be asked.
 * Any of the three may be empty: commune is its INSEE code (5 characters),
 * finess_department FINESS's own code ("59", "2A", "9A"). */
struct str directory_department(
    struct str postcode, struct str commune, struct str finess_department);

/* From the first characters of a FINESS number; "" when they do not tell. */
struct str directory_department_of_finess(struct str finess);

/* Catalogue key of what to warn about (bad key, unknown department), or NULL. */
const char *finess_warning(struct str finess);

/* Vocabulary org_type of a FINESS category ("355" is "ES"); "AUTRE" when unknown. */
struct code structure_type(struct str category);
struct str structure_category_name(struct str category); /* in French; "" when unknown */

/* --- Imports ----------------------------------------------------------- */

#define IMPORT_KEPT 1000

struct import_note {
	int64_t line;
	struct str field;
	const char *key;  /* catalogue */
	struct str value; /* %1 of the message: what was read */
};

struct import_notes {
	int64_t n; /* all */
	size_t kept;
	struct import_note *note; /* the first IMPORT_KEPT */
};

/* What `import KIND --json` tells (design.md §5.1), for every importer. */
struct import_report {
	const char *kind; /* "finess" */
	int64_t read, imported, updated, skipped;
	int64_t ignored; /* lines that are no record: geographic coordinates */
	struct import_notes rejected, warnings;
	struct arena *arena; /* of the notes */

	/* Called after each batch when not NULL; done and total in bytes. */
	void (*progress)(void *context, size_t done, size_t total);
	void *context;
};

void import_report_init(struct import_report *r, const char *kind, struct arena *a);
void import_reject(
    struct import_report *r, int64_t line, const char *field, const char *key, struct str value);
void import_warn(
    struct import_report *r, int64_t line, const char *field, const char *key, struct str value);
struct str import_message(const struct import_note *n, struct arena *a, enum lang lang);
void import_report_json(struct buf *out, const struct import_report *r, enum lang lang);

/* A national FINESS file: the layouts of the old CSV, the short list, the JSON
 * of FINESS+.  Opens its own transactions, one a thousand records, so none may
 * be open.  INVALID when the file is of no known kind (and the report says so);
 * UNAVAILABLE stops, what was committed stays and the same file can be given
 * again. */
enum outcome directory_import(struct db *db, struct str bytes, struct import_report *report);

/* --- Pages ------------------------------------------------------------- */

extern const struct route directory_route[];

enum outcome directory_lookup(struct request *rq, void *record);      /* GET /structures */
enum outcome directory_lookup_json(struct request *rq, void *record); /* GET /api/v1/structures */
enum outcome api_structure(struct request *rq, void *record); /* GET /api/v1/structures/:finess */

/* The results as cards, to embed in a page.  pick: each card has a submit button
 * named "pick", to stand inside the page's form; it works without script. */
void directory_results(struct out *o, const struct structure_list *found, bool pick);

#endif
