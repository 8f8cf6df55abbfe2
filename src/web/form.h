/*
 * Forms: a list of fields to ask, parsed into a typed struct, shown again with
 * what was typed and one message a field.
 *
 * A name absent from the list cannot be set from outside, whatever the request
 * contains.  An instant is asked as four inputs, name.d name.m name.y name.t
 * (day, month, year, hh:mm; a whole date pasted in the first is understood), and
 * also read from `name` as RFC 3339 for the API.  A set arrives as several
 * `name` parameters.  Parsing is pure.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/field.h"
#include "web/out.h"

#define PARAM_MAX 400
#define FORM_MAX 96

struct param {
	struct str name, value;
};

struct params {
	size_t n;
	struct param *param;
};

struct str param_get(const struct params *p, const char *name); /* the first; "" when absent */
bool param_has(const struct params *p, const char *name);

/* application/x-www-form-urlencoded, pure; false when malformed (bad %xx, NUL) or
 * over PARAM_MAX. */
bool params_parse(struct str body, struct params *ret, struct arena *a);

/* The same from a JSON object of scalars and of arrays of scalars: a set becomes
 * several parameters, true is "1"; false, null and an empty set are the empty text: named, and
 * unknown.  Pure; false when it is anything else, or too much. */
bool params_json(struct str body, struct params *ret, struct arena *a);

/* One field as typed. */
struct typed {
	const struct field *field;
	struct str raw;
	struct str part[4]; /* KIND_MOMENT: day, month, year, time */
	unsigned wrong;	    /* KIND_MOMENT: bit i set, part i is at fault */
	const char *error;  /* catalogue key, or NULL */
	struct str only;    /* KIND_CODES: those that are offered, "a|b"; "": all */
};

struct filled {
	size_t n;
	struct typed typed[FORM_MAX];
	size_t errors;
	const char *general; /* catalogue key of a message about the whole form, or NULL */
};

/* Reads the fields; true when nothing is wrong.  strict: a missing REQUIRED field
 * is an error.  Wrong fields keep their raw text and leave the record untouched. */
bool form_parse(field_list asked, const struct params *p, void *record, struct filled *ret,
    bool strict, enum zone zone, struct arena *a);

/* What a page shows at first: the record's values, no errors. */
void form_show(
    field_list asked, const void *record, struct filled *ret, enum zone zone, struct arena *a);

/* The page offers these choices alone; what else is sent is the handler's to refuse. */
void form_offer(struct filled *f, const struct field *field, struct str only);
bool form_offers(const struct typed *x, struct str code);
struct str form_first(const struct typed *x); /* the first choice offered; "": none */

/* A rule over several fields found this one wrong.  The first message of a field
 * stays; of a field that was not asked, the form as a whole says it. */
void form_error(struct filled *f, const struct field *field, const char *key);

/* The sentence for a wrong field, with its limit and its example; "" when right. */
struct str form_message(struct arena *a, enum lang lang, const struct typed *x);

/* An instant from its four inputs, pure.  A whole date pasted in the first is
 * spread over the four.  Empty inputs are MOMENT_NONE.  On failure *ret_wrong has
 * the bits of the inputs at fault and *ret_error the key of the message. */
bool moment_from_parts(struct str part[4], enum zone zone, struct arena *a, struct moment *ret,
    unsigned *ret_wrong, const char **ret_error);
void moment_to_parts(struct moment m, enum zone zone, struct arena *a, struct str ret[4]);

/* Widgets (DSFR markup), for {{call …}}.  The first input of a field has the id
 * "f-<name>", its parts "f-<name>-d" … and its choices "f-<name>-<code>". */
void form_field(struct out *o, const struct filled *f, const struct field *field);
void form_fields(struct out *o, const struct filled *f); /* all, in order */
void form_errors(
    struct out *o, const struct filled *f); /* the summary with links; nothing when none */
void form_intro(struct out *o, const struct filled *f); /* which fields must be filled */
void form_csrf(struct out *o); /* the hidden token: first in every POST form */
void form_hidden(struct out *o, const char *name, struct str value);
void form_upload(
    struct out *o, const char *name, int64_t max_bytes); /* several files, each up to max */

/* A select or text input of a filter form (GET), value as typed.  Its label is
 * "filter.<name>", or else "field.<name>". */
void form_filter(struct out *o, const char *name, const char *vocabulary, struct str value);

#endif
