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

/* A member of a document: a record of fields under a name, or one value. */
struct api_part {
	const char *name;
	field_list (*fields)(void); /* NULL: one value */
	const char *type;	    /* of JSON, for one value; NULL: "string" */
};

#define API_PARTS 10
struct api_doc {
	enum method method;
	const char *path; /* as in the route, whose form and scope it has */
	const char *text;
	const struct api_param *query; /* ended by a NULL name; NULL: none */
	struct api_part part[API_PARTS];
	bool list;		  /* the parts are those of each item of "data" */
	field_list (*item)(void); /* each item is this record, beside the parts */
	const char *media;	  /* NULL: JSON */
};

struct api_about {
	const char *title, *version, *text;
	struct str server;
	const struct route *routes; /* ended by a zero row */
};

/* docs: ended by a NULL path; each has its route, or the program ends. */
void openapi_write(
    struct buf *out, const struct api_about *about, const struct api_doc *docs, struct arena *a);

#endif
