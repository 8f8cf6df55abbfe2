/*
 * Where a byte of HTML stands: text, a tag, a quoted attribute, a script.
 *
 * tools/html follows the static text of a template with it, to know how a value
 * must be escaped and where none may stand.  It is no HTML parser: it knows just
 * what decides the escaping.
 */
#ifndef TOOLS_CONTEXT_H
#define TOOLS_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

enum place {
	PLACE_TEXT,
	PLACE_TAG_NAME,	    /* after '<' */
	PLACE_TAG,	    /* between attributes */
	PLACE_ATTRIBUTE,    /* in a name */
	PLACE_BEFORE_VALUE, /* after '=' */
	PLACE_QUOTED,	    /* in "…" */
	PLACE_APOSTROPHE,   /* in '…' */
	PLACE_UNQUOTED,
	PLACE_COMMENT,
	PLACE_RAW, /* in <script> or <style> */
};

#define CONTEXT_NAME 32

struct context {
	enum place place;
	bool closing;	  /* the tag began with "</" */
	bool verbatim;	  /* in <pre> or <textarea>: white space counts */
	bool value_begun; /* something stands in the attribute's value already */
	char tag[CONTEXT_NAME], attribute[CONTEXT_NAME];
	char head[CONTEXT_NAME]; /* the value's static beginning, lower case */
	size_t match;		 /* bytes seen of what ends a comment or a script */
};

/* One byte further; a sentence when the byte may not stand there, else NULL. */
const char *context_step(struct context *c, char byte);

/* Why nothing computed may stand here, or NULL. */
const char *context_refusal(const struct context *c);

/* Is the value an address? */
bool context_url(const struct context *c);

/* Does white space here count as one space or line end, whatever its length? */
bool context_collapses(const struct context *c);

/* At the edge of a block a name that was being read has ended. */
void context_settle(struct context *c);
bool context_same(const struct context *a, const struct context *b);

const char *context_name(const struct context *c); /* for messages */

#endif
