/*
 * What one source says of one vulnerability, read from its bytes: the pure part,
 * shared by the readers (vuln_cve.c, vuln_kev.c) and by what stores
 * (vuln_store.c).  Private to this folder, and to its tests and fuzzers.
 *
 * Readers bound everything: what is beyond a bound is left out and counted, and a
 * record without a valid number is refused with the member at fault.
 */
#ifndef KNOWLEDGE_VULN_H
#define KNOWLEDGE_VULN_H

#include <jansson.h>

#include "knowledge/knowledge.h"

#define VULN_TITLE_MAX 500
#define VULN_TEXT_MAX 16384
#define VULN_NAME_MAX 300
#define VULN_URL_MAX 2000
#define VULN_SCORES_MAX 32
#define VULN_WEAKNESSES_MAX 32
#define VULN_AFFECTED_MAX 5000
#define VULN_REFERENCES_MAX 500
#define VULN_CPES_MAX 200

struct vuln_score {
	struct str scorer, vector;
	struct cvss cvss;
};

struct vuln_affected {
	struct str status; /* affected, unaffected, unknown */
	struct str vendor, product, package, cpe;
	struct str cpe_part, cpe_vendor, cpe_product; /* unescaped */
	struct str version_from, version_to;	      /* "" where open */
	bool from_included, to_included;
	struct str scheme; /* semver, rpm, custom… */
};

struct vuln_reference {
	struct str url, tags;
};

enum vuln_source { VULN_KEV, VULN_NVD, VULN_CVE };

struct vuln_record {
	enum vuln_source source;
	struct str cve;
	bool rejected;
	struct str title, description;
	struct moment published, updated;
	struct moment kev_added, kev_due;
	bool kev_ransomware;
	struct str kev_action;
	size_t n_scores, n_weaknesses, n_affected, n_references, n_cpes;
	struct vuln_score *score;
	struct str *weakness;
	struct vuln_affected *affected;
	struct vuln_reference *reference;
	struct str *cpe; /* all that were named: their words are searched too */
	size_t left_out; /* beyond a bound, or a vector that is none */
};

/* What made a record no record. */
struct vuln_wrong {
	const char *field, *key;
};

/* Empty, with room for all that a record may hold. */
void vuln_begin(struct vuln_record *r, enum vuln_source source, struct arena *a);

/* One CVE record 5.x, one item of the KEV catalogue in JSON; a row of it in CSV. */
bool vuln_cve5(
    const json_t *root, struct arena *a, struct vuln_record *ret, struct vuln_wrong *ret_wrong);
bool vuln_kev(
    const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *ret_wrong);

/* One item of NVD: "vulnerabilities" of the API 2.0, "CVE_Items" of a feed 1.1. */
bool vuln_nvd2(
    const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *ret_wrong);
bool vuln_nvd1(
    const json_t *item, struct arena *a, struct vuln_record *ret, struct vuln_wrong *ret_wrong);

/* EPSS: a score as millionths, and the day of a file's scores (vuln_epss.c). */
bool vuln_millionths(struct str text, int64_t *ret);
struct moment vuln_epss_date(struct str bytes);

/* --- Parts that the readers share (vuln_read.c) --- */

/* A member's text, trimmed, at most so many bytes of whole characters; "" otherwise. */
struct str vuln_text(const json_t *object, const char *key, size_t max, struct arena *a);
struct moment vuln_moment(const json_t *object, const char *key);
void vuln_add_score(struct vuln_record *r, struct str scorer, struct str vector);
void vuln_add_weakness(struct vuln_record *r, struct str cwe);
void vuln_add_reference(struct vuln_record *r, struct str url, struct str tags);
void vuln_add_cpe(struct vuln_record *r, struct str cpe);

/* The next place, or NULL when there is no room. */
struct vuln_affected *vuln_add_affected(struct vuln_record *r);

/* "cve-2021-44228" is CVE-2021-44228; false: it is no such number. */
bool vuln_number(struct str text, struct arena *a, struct str *ret);

/* Of everything that was read: the same bytes, the same hash. */
struct str vuln_hash(const struct vuln_record *r, struct arena *a);

/* The words by which it is found, "log4j apache …": of its products, or else of its
 * text when nobody named a product. */
#define VULN_WORDS_MAX 400
struct vuln_words {
	size_t n;
	struct str word[VULN_WORDS_MAX];
};
void vuln_words_of(const struct vuln_record *r, struct arena *a, struct vuln_words *ret);
void vuln_words_add(struct vuln_words *w, struct str text, struct arena *a);

/* --- vuln_store.c --- */

/* Inside of the caller's transaction.  CHANGE_NONE: the same was read before. */
enum outcome vuln_store(struct db *db, const struct vuln_record *r, struct moment now,
    struct arena *a, enum change *ret);

#endif
