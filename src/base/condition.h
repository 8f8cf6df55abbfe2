/*
 * Conditions of rule tables, over the fields of a record, in three values.
 *
 *	condition = term { "or" term }       term = atom { "and" atom }
 *	atom = "always" | field "=" code {"|" code} | field "!=" code {"|" code}
 *
 * A field that is empty or holds the code "nsp" is not known, and so is an atom
 * over it (Kleene: yes or unknown is yes, no and unknown is no).  "=" on a set
 * holds when any member is listed; "!=" when none is.
 */
#ifndef BASE_CONDITION_H
#define BASE_CONDITION_H

#include "base/field.h"

enum truth { NO, YES, UNKNOWN };

/* A condition that does not parse, or names no field of the list, is a broken
 * table: condition_check tells it (a catalogue-free English reason, or NULL). */
const char *condition_check(struct str condition, field_list list);
enum truth condition_holds(struct str condition, field_list list, const void *record);

enum truth truth_or(enum truth a, enum truth b);
enum truth truth_and(enum truth a, enum truth b);
struct str truth_code(enum truth v); /* "oui", "non", "nsp" */

#endif
