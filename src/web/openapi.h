/*
 * The description of an API (OpenAPI 3.1) from what serves it: lists of fields.
 *
 * A field's schema follows from its declaration, so that the description cannot say
 * another length, list or name than the code that reads and writes it.
 */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "web/web.h"

struct api_param {
	const char *name, *text;
	const char *values; /* "open|closed", or NULL: any text */
};

/* A member of a document: a record of fields under a name, or a bare text. */
struct api_part {
	const char *name;
	field_list (*fields)(void); /* NULL: a text */
};

#define API_PARTS 8
struct api_doc {
	enum method method;
	const char *path; /* as in the route */
	const char *scope;
	const char *text;
	const struct api_param *query; /* ended by a NULL name; NULL: none */
	const struct form *form;       /* the body of a POST */
	struct api_part part[API_PARTS];
	bool list; /* the parts are those of each item of "data" */
};

struct api_about {
	const char *title, *version, *text;
	struct str server;
};

/* docs: ended by a NULL path. */
void openapi_write(
    struct buf *out, const struct api_about *about, const struct api_doc *docs, struct arena *a);

#endif
