/*
 * What the files that serve a request share.  Private.
 *
 * server.c speaks with libmicrohttpd, with send.c for replies and slow.c for
 * suspended connections, and nobody else does.  open.c turns headers into a
 * request; body.c and upload.c a body into parameters and blobs; dispatch.c
 * decides; slow.c is the bounded pool for what would block an event loop; pool.c
 * recycles.
 */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include <stdatomic.h>

#include "web/parse.h"
#include "web/web.h"

/* ==== Bounds ==== */

#define BODY_TEXT_MAX (256u << 10)  /* a urlencoded body; the text parts of a multipart one */
#define BODY_TOTAL_MAX (520u << 20) /* a multipart body */
#define BODY_DROP_MAX (64u << 20)   /* what is read only to be able to answer */
#define REQUEST_MEMORY (64u << 20)  /* of an arena */
#define REPLY_MAX (16u << 20)
#define HELD_MAX (INT64_C(512) << 20)
#define WRITE_BURST 60 /* anonymous writes of a network, then one each two seconds */
#define WRITE_REFILL_MS 2000
#define API_BURST 200 /* calls of a token, then twenty a second */
#define API_REFILL_MS 50
#define SLOW_THREADS 2
#define SLOW_QUEUE 64
#define UPLOADERS_MAX 16 /* connections to the database beyond those of the threads */
#define RETRY_SECONDS 30

#define CSRF_FIELD "csrf"
#define TOKEN_LENGTH 43

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;
struct pool;
struct slow;
struct kept;
struct limiter;
struct live;
struct stream;

struct web {
	struct web_config config;
	struct MHD_Daemon *daemon;
	uint16_t port;
	struct pool *pool;
	struct slow *slow;
	struct live *live;
	struct limiter *limiter;     /* anonymous writes, by network */
	struct limiter *api_limiter; /* calls of programs, by token */
	struct kept *kept;
	struct MHD_Response **asset; /* three an asset: as is, gzip, brotli */
	atomic_int open;	     /* requests between their first line and their end */
	atomic_int uploads;	     /* at most UPLOADERS_MAX */
	atomic_llong held;	     /* bytes of downloads that are leaving; at most HELD_MAX */
};

/* NEW: the headers are here.  BODY: it is being read, or dropped when the reply
 * is known already.  WAIT: the slow pool has it, the connection is suspended and
 * no event loop touches it.  READY: the reply can be queued. */
enum stage { STAGE_NEW, STAGE_BODY, STAGE_WAIT, STAGE_READY };

enum body_kind { BODY_NONE, BODY_FORM, BODY_PARTS, BODY_JSON };
enum part_kind { PART_SKIP, PART_TEXT, PART_FILE };

/* One request and what serving it needs.  It belongs to the event loop of its
 * connection, but in stage WAIT to a thread of the slow pool. */
struct exchange {
	struct request rq; /* first: a handler's request is its exchange */
	struct MHD_Connection *connection;
	struct exchange *next; /* in the pool's list or in the slow queue */
	enum stage stage;
	bool answered; /* rq.reply is the answer, what follows is dropped */
	bool close;    /* the connection cannot be trusted after this reply */
	bool known;    /* the session was looked up */
	bool broken;   /* the database connection is not to be used again */
	bool visitor_new;
	struct stream *stream; /* granted, and not yet libmicrohttpd's */

	struct str host, content_type, cookie, accept_language, accept_encoding;
	struct str origin, fetch_site, real_ip, forwarded_proto, content_length, authorization,
	    once;

	int64_t length; /* Content-Length, 0 when there is none */
	enum body_kind body;
	uint64_t received, dropped;
	struct buf text; /* the urlencoded body, or the text part being read */
	struct multipart *multipart;
	struct multipart_sink sink;
	enum part_kind part;
	struct str part_name;
	size_t text_bytes; /* over all text parts */

	long long held; /* counted in web->held */
	bool uploading; /* counted in web->uploads */
	bool vault_open;
	struct vault vault;
	struct blob_writer *writer[UPLOADS_MAX]; /* NULL: finished or abandoned */
};

static inline struct exchange *
exchange_of(struct request *rq)
{
	return (struct exchange *)(void *)rq;
}

/* ==== pool.c ==== */

struct pool *pool_new(const char *database, size_t max);
void pool_free(struct pool *p); /* accepts NULL */
/* False when the database cannot be opened: a sentence in the arena. */
bool pool_check(struct pool *p, struct arena *a, struct str *ret_error);

struct exchange *exchange_take(struct web *w);
void exchange_give(struct exchange *x); /* abandons, closes and clears all it holds */

/* rq.db; false when there is none to be had.  Nothing to do when it has one. */
bool exchange_connect(struct exchange *x);
void exchange_disconnect(struct exchange *x);

/* ==== slow.c ==== */

struct slow *slow_new(void);
bool slow_push(struct slow *s, struct exchange *x); /* suspends; false when full or stopping */
void slow_stop(struct slow *s); /* answers what waits, ends the threads; accepts NULL */
void slow_free(struct slow *s); /* after slow_stop; accepts NULL */

/* ==== kept.c ==== */

struct kept *kept_new(void);
void kept_free(struct kept *k);		 /* accepts NULL */
bool kept_may(const struct exchange *x); /* is this page the same for every nobody? */
bool kept_send(struct kept *k, struct exchange *x, int *ret_result); /* false: write it */
void kept_put(struct kept *k, const struct exchange *x, struct MHD_Response *response);

/* ==== live.c ==== */

struct live *live_new(struct web *w);
void live_stop(struct live *l); /* ends every stream and grants no more; accepts NULL */
void live_free(struct live *l); /* when no connection is left; accepts NULL */
/* The granted stream as a response, which owns it from there. */
struct MHD_Response *live_response(struct exchange *x);
void live_drop(struct exchange *x); /* one that was granted and is not sent */

/* ==== limiter.c ==== */

/* burst at once, then one each refill_ms. */
struct limiter *limiter_new(unsigned burst, unsigned refill_ms);
void limiter_free(struct limiter *l); /* accepts NULL */
/* One token of the client's network; *ret_wait: seconds until there is one. */
bool limiter_take(struct limiter *l, struct str address, int64_t now_ms, unsigned *ret_wait);
bool limiter_take_number(struct limiter *l, int64_t number, int64_t now_ms, unsigned *ret_wait);

/* ==== problem.c ==== */

/* A refusal for a program (RFC 9457), with the mistakes of rq->filled. */
void problem_document(struct request *rq, int status, struct str title, struct str detail);
/* 422 for a program: each field at fault, by name. */
enum outcome reply_invalid(struct request *rq);

/* ==== open.c, dispatch.c ==== */

/* Headers to request: guard, cookies, path, route.  Afterwards the exchange is
 * answered, or its route is known. */
void open_request(struct exchange *x, const struct header *h, size_t n, struct str method);

/* A POST before its body: session, right, rate, size.  Either the exchange is
 * answered, or its body is wanted. */
void dispatch_admit(struct exchange *x);
void dispatch_run(struct exchange *x); /* the body is whole: fills rq.reply */

/* The answer is this page; the rest of the request is dropped. */
void dispatch_refuse(struct exchange *x, int status, const char *key);
void dispatch_refuse_outcome(struct exchange *x, enum outcome o);

/* ==== csrf.c ==== */

bool csrf_valid(struct exchange *x); /* the token, and where the request says it comes from */

/* ==== body.c, upload.c ==== */

void body_open(struct exchange *x);		      /* what kind, is it too long? */
bool body_feed(struct exchange *x, struct str bytes); /* false: no more will be read */
void body_end(struct exchange *x);		      /* rq.params, or a refusal */

bool upload_begin(struct exchange *x, struct str filename, struct str type);
bool upload_data(struct exchange *x, struct str bytes);
enum outcome upload_finish(struct exchange *x); /* in the writing transaction */
void upload_drop(struct exchange *x);		/* after a rollback */
void upload_abandon(struct exchange *x);

/* ==== reply.c, send.c ==== */

void reply_clear(struct request *rq);
bool reply_has(const struct request *rq, struct str name);

bool send_assets(struct web *w); /* prepares the replies of static files */
void send_release(struct web *w);
int send_reply(struct exchange *x); /* an enum MHD_Result */

#endif
