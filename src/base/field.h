/*
 * A field is declared once.
 *
 * A struct field names a member of a C struct, how it is written outside, and
 * its limits.  A form, a page, an INSERT, a CSV, an API reply, the sealed copy
 * of a version are lists of fields.  The kind is read from the member's C type:
 *
 *	struct str     text            int64_t        a count, INT_NONE unknown
 *	struct code    one code        struct moment  an instant, MOMENT_NONE unknown
 *	struct codes   codes, "a|b"    bool           yes or no
 *
 * Words are found in the catalogues by the field's name: "field.<name>" the
 * label, "hint.<name>" the help, "example.<name>" shown in error messages.
 */
#ifndef BASE_FIELD_H
#define BASE_FIELD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/moment.h"
#include "base/outcome.h"
#include "base/str.h"
#include "base/vocab.h"

struct code {
	struct str s;
};
struct codes {
	struct str s;
};

#define INT_NONE INT64_MIN

enum kind { KIND_TEXT, KIND_CODE, KIND_CODES, KIND_INT, KIND_MOMENT, KIND_BOOL };

enum need { OPTIONAL, REQUIRED };

/* How a text is typed in; the other kinds need no choice. */
enum input {
	INPUT_LINE,
	INPUT_AREA,
	INPUT_EMAIL,
	INPUT_TEL,
	INPUT_SELECT, /* a code in a list rather than radio buttons */
	INPUT_PASSWORD,
	INPUT_FINESS, /* 9 characters, upper case; the key is warned about, never refused */
	INPUT_SIRET,  /* 14 digits, Luhn key */
	INPUT_SECRET, /* one-time code, resume secret: no spell checking, no completion */
};

struct field {
	const char *name; /* English; form parameter, SQL column, JSON key */
	const char *code; /* as domain.md §2 spells it: the CSV column; NULL when none */
	enum kind kind;
	size_t offset;
	const char *vocabulary; /* KIND_CODE, KIND_CODES */
	enum need need;
	enum input input;
	int64_t min, max;	  /* text: code points; count: value; 0,0: 1..200 and 0..10^9 */
	bool sealed;		  /* personal data or free text: encrypted at rest */
	const char *autocomplete; /* HTML autofill token, for identity (RGAA 11.13) */
};

/* clang-format off */
#define KIND_OF(member) _Generic((member), \
	struct str: KIND_TEXT, struct code: KIND_CODE, struct codes: KIND_CODES, \
	int64_t: KIND_INT, struct moment: KIND_MOMENT, bool: KIND_BOOL)
/* clang-format on */

#define FIELD(type, member)                                                                        \
	.name = #member, .kind = KIND_OF(((struct type *)0)->member),                              \
	.offset = offsetof(struct type, member)

/* Lists end with NULL. */
typedef const struct field *const *field_list;

const struct field *field_find(field_list list, struct str name);
const struct field *field_find_code(field_list list, struct str code);

/* All members named by the list to "unknown". */
void field_clear(field_list list, void *record);
bool field_known(const struct field *f, const void *record);

/* A member as text: the spelling used in SQL, CSV, JSON and forms (moments in
 * RFC 3339).  Empty when unknown. */
struct str field_text(const struct field *f, const void *record, struct arena *a);

/* For reading by people: labels of codes, local dates.  Empty when unknown. */
struct str field_shown(
    const struct field *f, const void *record, struct arena *a, enum lang lang, enum zone zone);

/* From outside text.  On failure the member is untouched and *ret_error is a
 * catalogue key ("error.too_long", …); the message may use %1 = limit.  Empty
 * text is "unknown" and always succeeds: a missing required field is for the
 * form to say. */
bool field_set(
    const struct field *f, void *record, struct str text, struct arena *a, const char **ret_error);

int64_t field_max(const struct field *f);
int64_t field_min(const struct field *f);

/* Copies the members that the list names, from one struct to another of the
 * same type. */
void field_copy(field_list list, void *to, const void *from);

/* One member into a member of another struct; both fields are of one kind. */
void field_assign(
    const struct field *to, void *record, const struct field *from, const void *source);
bool field_equal(const struct field *f, const void *a, const void *b);

/* Typed access for generic code. */
#define FIELD_AT(type, f, record) ((type *)(void *)((char *)(record) + (f)->offset))
#define FIELD_IN(type, f, record)                                                                  \
	((const type *)(const void *)((const char *)(record) + (f)->offset))

#endif
