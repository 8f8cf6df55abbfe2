/*
 * Words without those who are in them.
 *
 * A text of a file (French or English) goes in; out comes the same text where the
 * structure and its other names, persons, places, mail and network addresses,
 * domains, links, telephone and register numbers are replaced by "[structure]",
 * "[personne]"…  Two things are removed: what the file says of itself (names, in
 * any case, accent, hyphen, or inside a longer word), and what has the shape of an
 * identifier, even defanged ("hxxp", "[.]").  In doubt it is removed: who writes a
 * lesson puts a word back, nobody takes one back that was published.
 *
 * Pure and bounded; done twice it changes nothing more.  It does not know a
 * stranger's name without title, given name or capital: a person reads what leaves.
 *
 * Of a lesson (`lesson`) exact dates and indicators go too, and what may tell who is
 * pointed at: capitals, acronyms, figures.  Those a person takes out or keeps, which is
 * written down (`kept`); whom the file names cannot be kept.
 */
#ifndef INCIDENT_ANONYMISE_H
#define INCIDENT_ANONYMISE_H

#include "base/arena.h"
#include "base/lang.h"
#include "incident/report.h"

enum anonymise_kind {
	ANONYMISE_NONE,
	ANONYMISE_STRUCTURE,
	ANONYMISE_PERSON,
	ANONYMISE_PLACE,
	ANONYMISE_REGION, /* a department or a region */
	ANONYMISE_MAIL,
	ANONYMISE_URL,
	ANONYMISE_DOMAIN,
	ANONYMISE_IP,
	ANONYMISE_PHONE,
	ANONYMISE_NUMBER,
	ANONYMISE_DATE,	     /* a day or a month of a year */
	ANONYMISE_INDICATOR, /* a hash, a wallet */
	ANONYMISE_CAPITAL,   /* from here on a doubt: pointed at, not removed */
	ANONYMISE_ACRONYM,
	ANONYMISE_FIGURE,
	ANONYMISE_KINDS
};

#define ANONYMISE_NAMES 256
#define ANONYMISE_MAX (64u << 10) /* bytes of a text; a longer one comes out empty */

struct anonymise {
	enum lang lang;	 /* of the words in brackets */
	bool regions;	 /* names of departments and regions go too */
	bool lesson;	 /* dates, indicators, and doubts */
	struct str kept; /* what a person let stand, one a line */
	size_t n;
	struct {
		enum anonymise_kind kind;
		struct str text;
	} name[ANONYMISE_NAMES];
};

/* One more name to remove; what is empty, or one too many, is left out. */
void anonymise_name(struct anonymise *a, enum anonymise_kind kind, struct str text);

/* Everything that a declaration says of who and where. */
void anonymise_report(struct anonymise *a, const struct report *r);

struct str anonymise(const struct anonymise *a, struct arena *arena, struct str text);

/* What would be removed or is doubted, in the order of the text. */
struct anonymise_finding {
	enum anonymise_kind kind;
	size_t from, to; /* bytes */
};

/* No more than max; *ret_all is how many there are. */
size_t anonymise_find(const struct anonymise *a, struct arena *arena, struct str text,
    struct anonymise_finding *ret, size_t max, size_t *ret_all);

bool anonymise_doubt(enum anonymise_kind kind);
bool anonymise_may_keep(enum anonymise_kind kind);
const char *anonymise_key(enum anonymise_kind kind); /* of the words in brackets */

/* Would nothing be removed?  Asked again before a text leaves. */
bool anonymise_clean(const struct anonymise *a, struct arena *arena, struct str text);

/* --- For its own files ---------------------------------------------------- */

/* A sign of the text: ASCII as it is ('[.]' is one '.'), '\x80' a letter beyond,
 * ' ' anything else. */
struct sign {
	char c;
	bool capital;
	uint32_t from, to; /* bytes of the text */
};

struct marked {
	struct arena *arena;
	struct str text;
	size_t n;
	struct sign *sign;
	unsigned char *kind; /* one a sign */
};

bool sign_word(char c); /* a letter or a digit */
void marked_put(struct marked *m, size_t from, size_t to, enum anonymise_kind kind);
bool anonymise_word(struct str kind, struct str folded); /* of data/anonymise.tsv */
void anonymise_shapes(struct marked *m);		 /* links, addresses, numbers */
void anonymise_doubts(struct marked *m);		 /* dates, indicators, doubts of a lesson */
size_t marked_day(const struct marked *m, size_t i);	 /* how many signs of a day begin here */

/* Words: runs of letters and digits; split: also where they are glued ("srvValmont01"). */
struct marked_word {
	size_t from, to; /* signs */
	struct str folded;
	bool capital, all_capitals;
};

struct marked_words {
	size_t n;
	struct marked_word *word;
};

struct marked_words marked_words(const struct marked *m, bool split);
void anonymise_names(struct marked *m, const struct anonymise *a);

#endif
