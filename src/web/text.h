/*
 * The small spellings of HTTP that several parsers of web/ share.  Private.
 */
#ifndef WEB_TEXT_H
#define WEB_TEXT_H

#include "base/arena.h"
#include "base/str.h"

/* The byte that "%xx" at place i of s stands for; -1 when it is malformed. */
int text_percent(struct str s, size_t i);

/* A byte of a token (RFC 9110 §5.6.2): header names, media types, cookie names. */
bool text_token_byte(char c);
bool text_token(struct str s);	 /* one or more of them */
bool text_control(struct str s); /* does it hold a control character? */

/* Without what stands after ';', trimmed: "text/html; charset=utf-8". */
struct str text_media_type(struct str value);

/* A parameter of a header value, 'name="a; b"; other=c': false when absent or
 * malformed.  Quotes are removed, "\"" inside them is left as it stands. */
bool text_parameter(struct str value, const char *name, struct str *ret);

/* Is each byte fit to stand unescaped in a URL's path or query? */
bool text_url_byte(char c);

#endif
