/* The API as a list (openapi.c): its routes, and what the description says of each. */
#ifndef APP_OPENAPI_H
#define APP_OPENAPI_H

#include "web/openapi.h"

extern const struct api_doc api_doc[]; /* ended by a NULL path */

void openapi_document(struct buf *out, struct str public_url, struct arena *a);
enum outcome openapi_page(struct request *rq, void *record);

#endif
