/*
 * Likeness: is this declaration the same event as another?
 *
 * Candidates are found by what they share and nothing else: table incident_signal
 * holds, for each file, its structure, legal entity and folded name in clear, and
 * keyed blind indexes of what is sealed (reporter's address and telephone, name of
 * the provider).  A range of one index gives those of the same time, so a hundred
 * thousand files cost what the handful that is alike costs.  Comparing texts was
 * rejected: they are sealed, and a score that people must trust has to say why.
 *
 * The points stand in data/duplicate.tsv; each that counted is shown.  A score
 * decides nothing: an analyst merges, or says "not a duplicate", which is kept.
 * Private to src/incident.
 */
#ifndef INCIDENT_SIMILAR_H
#define INCIDENT_SIMILAR_H

#include "incident/file.h"

#define REASONS_MAX 10

struct like_reason {
	struct str signal; /* vocabulary duplicate_signal */
	int64_t points;
};

/* What two files share or do not; made by SQL, judged by like_score. */
struct like_facts {
	bool structure, legal, name, reporter, provider;
	bool elsewhere; /* surely another: two of the directory, or another name */
	int64_t apart;	/* seconds between the two detections */
	bool category, vector;
};

/* Pure: 0..100, with the points of each reason, in the order of the table. */
int64_t like_score(const struct like_facts *f, struct like_reason ret[REASONS_MAX], size_t *ret_n);

struct likeness {
	int64_t incident;
	struct str reference, org_name;
	struct code workflow;
	struct moment received_at;
	int64_t score;
	size_t n;
	struct like_reason why[REASONS_MAX];
};

/* Of a received report, anew at each routing. */
enum outcome signals_write(struct act *act, const struct stored_report *s);

/* A provider's failure is found by those who name it. */
enum outcome signals_of_failure(struct act *act, const struct incident *in);

/* The most alike first, at most max, from the points of row "shown".  For m, NULL
 * for the program; sealed files that m may not read are left out. */
enum outcome likeness_list(struct act *act, const struct member *m, const struct incident *in,
    const struct stored_report *s, size_t max, struct likeness **ret, size_t *ret_n);

/* The best score, for the queue: noted with the file and with those it is like, from
 * the points of row "hint". */
enum outcome likeness_note(
    struct act *act, const struct incident *in, const struct stored_report *s);

/* "Not a duplicate", for both and for ever. */
enum outcome likeness_dismiss(
    struct act *act, const struct incident *in, const struct incident *other);

/* --- Waves: several structures name one provider (R14) -------------------- */

struct wave {
	int64_t structures; /* that name it within the window, this one too */
	bool reached;	    /* as many as data/provider_wave.tsv asks, or a failure is open */
	struct str failure; /* the open failure of that provider: reference, or "" */
	size_t n;
	struct str *file; /* others of the wave under no parent, that m may read: references */
};

enum outcome wave_of(
    struct act *act, const struct member *m, const struct incident *in, struct wave *ret);

/* Pure: as two people write one name. */
struct str provider_folded(struct arena *a, struct str name);

#endif
