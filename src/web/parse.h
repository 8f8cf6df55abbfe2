/*
 * Pure parsers of what a client sends; each has a fuzzer and a corpus.
 */
#ifndef WEB_PARSE_H
#define WEB_PARSE_H

#include "web/form.h"

/* --- The guard: what libmicrohttpd 0.9.75 lets through and must not pass.
 * Names and values as received.  Status 0 when all is well, else 400 or 431.
 * Refused: two Content-Length, Content-Length with Transfer-Encoding, two Host or
 * none, a name with a space or control character, a Content-Length that is not
 * plain digits, a value with a control character, an encoding other than chunked. */
struct header {
	struct str name, value;
};
int guard_check(const struct header *h, size_t n, struct str target);

/* Cookie: header to one value; "" when absent or malformed. */
struct str cookie_get(struct str header, const char *name);

/* Path of a request target: percent-decoded, no NUL, no dot segments; false: 400. */
bool path_decode(struct str target, struct str *ret_path, struct str *ret_query, struct arena *a);

/* --- multipart/form-data, streaming (RFC 7578) ------------------------- */
struct multipart;

struct multipart_sink {
	void *context;
	/* A part begins; filename.p is NULL for a plain field. False stops with INVALID. */
	bool (*begin)(void *context, struct str name, struct str filename, struct str type);
	bool (*data)(void *context, struct str bytes);
	bool (*end)(void *context);
};

/* boundary from the Content-Type header; NULL when it has none that is legal. */
struct multipart *multipart_new(struct str content_type, const struct multipart_sink *sink);
bool multipart_feed(struct multipart *m, struct str bytes); /* false: malformed or refused */
bool multipart_end(struct multipart *m);		    /* was the closing boundary seen? */
void multipart_free(struct multipart *m);

/* The best of "fr", "en" for an Accept-Language header. */
enum lang accept_language(struct str header);

#endif
