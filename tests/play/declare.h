/*
 * A visitor who declares an incident through the pages, as a browser without
 * script would: for the tests that kill and the ones that measure.
 */
#ifndef TESTS_DECLARE_H
#define TESTS_DECLARE_H

#include "tests/play/play.h"

struct declarant {
	struct jar jar;
	struct reply_seen reply;
	struct curl_slist *header; /* the address that a proxy would tell */
	uint16_t port;
	char draft[80], receipt[80]; /* references; "": none yet */
};

/* n makes an address of its own, so that the limit of anonymous writes of one
 * network does not stand in the way: the instance must be behind_proxy. */
bool declarant_open(struct declarant *d, uint16_t port, unsigned n);
void declarant_close(struct declarant *d);

/* A new visitor, the form filled up to its summary. False: no draft to submit. */
bool declarant_fill(struct declarant *d, unsigned n);

/* True when a receipt was given: d->receipt is acknowledged. */
bool declarant_submit(struct declarant *d);

/* One request of this visitor, with the token. */
bool declarant_get(struct declarant *d, const char *path);
bool declarant_post(struct declarant *d, const char *path, const struct pair *pair, size_t n);

#endif
