/*
 * Writing JSON: commas are placed by the writer, text is escaped.  Reading is
 * jansson's.
 *
 *	json_open(j, '{'); json_key(j, "n"); json_int(j, 3); json_close(j, '}');
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/field.h"

struct json {
	struct buf *out;
	bool comma;
};

void json_open(struct json *j, char bracket);
void json_close(struct json *j, char bracket);
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s); /* invalid UTF-8 becomes U+FFFD */
void json_int(struct json *j, int64_t n);
void json_bool(struct json *j, bool b);
void json_none(struct json *j);

/* key and value at once; an empty text is written as null. */
void json_pair(struct json *j, const char *key, struct str value);
void json_pair_int(struct json *j, const char *key, int64_t value);

/* A record as a value: {"name": value, …}, known fields only. */
void json_record(struct json *j, field_list list, const void *record);

/* A record as {"name": value, …}: known fields only, sets as arrays, instants
 * as RFC 3339.  record_read takes the same, ignores unknown keys; false when it
 * is no JSON object. */
void record_write(struct buf *out, field_list list, const void *record);
bool record_read(struct str text, field_list list, void *record, struct arena *a);

#endif
