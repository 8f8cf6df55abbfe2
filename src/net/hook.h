/*
 * One signed message to one gateway, by HTTPS (libcurl).
 *
 *	POST url
 *	Content-Type: application/json
 *	Vigie-Id: AST-000012-45		the same at each try: the gateway drops repeats
 *	Vigie-Timestamp: 1795600000	seconds since 1970
 *	Vigie-Signature: v1=<hex>	HMAC-SHA256(key, timestamp "." id "." body)
 *
 * http:// is taken for this very machine only.  Redirections are not followed, an
 * answer is bounded in time and size, and its words are not kept.  Blocking: for
 * work, never for web.
 */
#ifndef NET_HOOK_H
#define NET_HOOK_H

#include "base/moment.h"
#include "base/str.h"

struct hook_server {
	const char *url;
	struct str key;		 /* of the signature */
	const char *authorities; /* a file of certificates; NULL: the system's */
	long seconds;		 /* for the whole; 0: HOOK_SECONDS */
};

enum hook_result {
	HOOK_SENT,  /* the gateway said 2xx: it has it, which is all that this proves */
	HOOK_LATER, /* try again: the network, the gateway, the configuration */
	HOOK_NEVER, /* this message is refused for ever */
};

#define HOOK_REASON 160
#define HOOK_SECONDS 10L
#define HOOK_KEY_MIN 16

enum hook_result hook_send(const struct hook_server *s, struct str id, struct str body,
    struct moment now, char reason[HOOK_REASON]);

/* Is it an address that a message may go to?  Else a reason. */
const char *hook_url_wrong(const char *url);

/* "v1=…", in the arena. */
struct str hook_signature(
    struct arena *a, struct str key, struct moment at, struct str id, struct str body);

#endif
