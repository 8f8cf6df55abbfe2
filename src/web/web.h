/*
 * The web server as domains see it: requests, routes, replies.  Knows no domain:
 * it calls through struct web_hooks, set by app/.
 *
 * A request, in order (dispatch.c): guard (strict HTTP), route, method, size,
 * session, right, body, CSRF, form, transaction, handler, journal, commit, reply.
 * GET runs in a read-only transaction; the trail of what was read is then written
 * in a transaction of its own before the reply leaves, and when that fails the
 * reply is 503.  POST runs in one writing transaction, committed with its trail
 * when the handler returns OK, rolled back otherwise.  INVALID is answered with
 * the form's page again (422), rendered in a read-only transaction; CONFLICT with
 * the form's page of both versions (409), where it has one.
 *
 * What else a handler may count on:
 *	- of a GET with a form, the record is unknown and rq->filled shows that;
 *	- a reply of status 400 or more that it wrote itself stands, whatever else
 *	  it returns; another reply is replaced by the outcome's page;
 *	- blobs of rq->upload are whole within its transaction; when it is rolled
 *	  back, or the form was wrong, they are gone and the person sends them again;
 *	- a ROUTE_OWN_TXN writes its own trail where it does not return OK; it takes
 *	  no files;
 *	- a page of ROUTE_STATIC_PAGE shown to nobody depends on the route, the
 *	  language, the theme and rq->now only: it is kept for that second.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/json.h"
#include "base/outcome.h"
#include "store/store.h"
#include "web/form.h"
#include "web/out.h"

struct request;
struct web;

enum method { GET, POST };

/* A right is opaque here: identity packs object and action in it. 0: everybody. */
typedef uint32_t right_t;

typedef enum outcome (*handler_fn)(struct request *rq, void *record);

struct form {
	field_list asked;
	size_t size;	    /* of the record: arena memory, cleared to unknown */
	handler_fn invalid; /* shows the page again: rq->filled says what is wrong */
	bool lenient;	    /* a missing required field is not an error here */
	handler_fn
	    conflict; /* shows what somebody wrote meanwhile, or CONFLICT; NULL: a plain 409 */
};

enum {
	ROUTE_SLOW = 1,		/* runs on the bounded pool, not on an event loop: argon2id */
	ROUTE_OWN_TXN = 2,	/* the handler opens its own transactions */
	ROUTE_UPLOAD = 4,	/* multipart with files; see `upload` */
	ROUTE_NO_CSRF = 8,	/* only for bearer tokens; never with a cookie */
	ROUTE_LIMITED = 16,	/* counted by the limiter of anonymous writes */
	ROUTE_API = 128,	/* JSON in and out, a bearer token and never a cookie */
	ROUTE_STATIC_PAGE = 32, /* needs no database: rq->db is NULL without a session cookie */
	ROUTE_UNNOTED = 64,	/* asked by a script: it does not keep a session from ending */
};

struct route {
	enum method method;
	const char *path; /* "/incidents/:reference" ; up to 4 parameters */
	right_t right;
	const struct form *form; /* NULL: none; record is then NULL */
	handler_fn handler;
	unsigned flags;
	/* ROUTE_UPLOAD: before the first file, in no transaction: may this request
	 * attach here, and in which vault? */
	enum outcome (*upload)(struct request *rq, struct vault *ret);
	const char *scope; /* ROUTE_API: what the token must name; NULL: nothing */
};

#define UPLOADS_MAX 10

struct upload {
	struct str name; /* as the client said, base name only */
	struct str type;
	struct blob blob; /* id 0: abandoned, over the limit */
	bool too_large;
	const char *refused; /* why the domain did not take it: catalogue key, or NULL */
};

struct visitor {
	int64_t session;    /* 0: none */
	int64_t account;    /* 0: nobody signed in */
	int64_t token;	    /* of a program that acts for the account; 0: a person */
	struct str role;    /* vocabulary role; "visitor" */
	struct str name;    /* for the header */
	const void *member; /* identity's struct member, or NULL */
};

enum theme { THEME_SYSTEM, THEME_LIGHT, THEME_DARK };

struct reply {
	int status;
	const char *type;
	struct buf body;
	const struct asset *asset; /* instead of body */
	struct str location;
	struct str header[8]; /* "Name: value", complete */
	size_t n_headers;
	bool stream; /* reply_stream was granted */
};

#define SEGMENTS_MAX 4

struct request {
	struct arena *arena;
	struct db *db;
	struct web *web;
	const struct web_hooks *hooks;
	const struct route *route;
	enum method method;
	struct str path;		  /* decoded */
	struct str target;		  /* as sent, with the query: for links back */
	struct str segment[SEGMENTS_MAX]; /* values of :x, in order */
	struct params query, params;	  /* of the URL; of the body */
	struct filled filled;
	size_t n_uploads;
	struct upload upload[UPLOADS_MAX];
	struct visitor visitor;
	struct trail trail;
	enum lang lang;
	enum theme theme;
	bool shortcuts; /* keys alone act on pages; one may turn that off */
	enum zone zone;
	struct moment now;
	struct str address; /* of the client, textual */
	struct str agent;
	bool secure; /* reached by HTTPS (the proxy says so) */
	struct str cookie_session, cookie_visitor, cookie_notice;
	struct str once;   /* Idempotency-Key, "" for none */
	struct str bearer; /* of a ROUTE_API, where cookies are not read */
	struct out out;
	const char *active; /* menu entry that is current: its path, or NULL */
	struct str title;   /* of the page being written */
	bool desk;	    /* it has the wide, compact layout */
	struct reply reply;
	/* What reading a page leaves beside the journal, in the journal's own
	 * transaction, if the page is shown: its handler sets both. */
	enum outcome (*leave)(struct request *rq, int64_t id);
	int64_t leave_id;
	bool released; /* its domain decided that a download may leave */
};

struct menu_item {
	const char *key; /* catalogue */
	const char *path;
};

struct web_hooks {
	/* Fills rq->visitor from rq->cookie_session, or rq->bearer where there is one;
	 * anything but OK: nobody. */
	enum outcome (*session_find)(struct request *rq);
	bool (*may)(const struct request *rq, right_t right);
	/* Entries of the main menu for this visitor, ended by {NULL, NULL}. */
	const struct menu_item *(*menu)(const struct request *rq);
	/* Does the token of a program name the route's scope? */
	bool (*scoped)(const struct request *rq);
};

/* --- Replies ----------------------------------------------------------- */

/* A page in the site's layout: begin, write with a template, end.
 *	struct out *o = page_begin(rq, t(rq->lang, "queue.title"));
 *	page_incident_queue(o, &view);
 *	return page_end(rq, 200);                                             */
struct out *page_begin(struct request *rq, struct str title);
enum outcome page_end(struct request *rq, int status);
void page_desk(struct request *rq); /* this page uses the wide, compact layout */

/* A place of this site; whatever leads elsewhere becomes "/". */
enum outcome reply_see_other(struct request *rq, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
enum outcome reply_bytes(struct request *rq, int status, const char *type, struct str bytes);
/* A download: never shown inline, whatever its type says.  What nobody released
 * (rq->released) is not sent: 500. */
enum outcome reply_attachment(struct request *rq, struct str name, struct buf *bytes);
/* The same for what outsiders sent: bytes of no type, in a sandbox should a browser
 * show them all the same. */
enum outcome reply_download(struct request *rq, struct str name, struct buf *bytes);
/* A JSON document: what was written, taken over from the buffer. */
enum outcome reply_json(struct request *rq, int status, struct buf *document);
void reply_header(struct request *rq, struct str name, struct str value);
/* max_age in seconds; 0 removes it, below 0 it ends with the browser. */
void reply_cookie(struct request *rq, const char *name, struct str value, int64_t max_age);

/* A stream of events of this kind (live.c), until the client leaves, its session
 * ends or its right is lost; 503 when there are too many. */
enum outcome reply_stream(struct request *rq, const char *kind);

/* The page that an outcome, or a status, deserves, in the visitor's language. */
enum outcome reply_problem(struct request *rq, int status, const char *message_key);

/* A one-time message shown on the next page ("flash"), by a cookie that holds a
 * catalogue key, never text. */
void reply_notice(struct request *rq, const char *key);

/* Token bound to the visitor's cookie; makes the cookie when there is none. */
struct str request_csrf(struct request *rq);

/* --- The server -------------------------------------------------------- */

/* What a source of events remembers between two looks; zero at first. */
struct live_mark {
	int64_t value[4];
};

/* Asked once a second for all streams, in a read-only transaction: did something
 * move since the mark?  The first look sets the mark, and tells: what came
 * between a page and its stream is not known. */
struct live_source {
	const char *kind; /* the event's name, "desk" */
	enum outcome (*look)(
	    struct db *db, struct moment now, struct live_mark *mark, bool *ret_moved);
};

struct live_limits {
	int64_t heartbeat_ms; /* less than a proxy waits, and the server (30 s) */
	int64_t look_ms, retry_ms;
	int64_t per_account, in_all; /* streams */
};

struct web_config {
	const char *address; /* "127.0.0.1" */
	uint16_t port;	     /* 0: any; web_port tells */
	unsigned threads;
	const char *database;
	const struct keyring *keyring;
	const struct route *const *routes; /* arrays ended by a zero row; NULL at the end */
	const struct web_hooks *hooks;
	struct str public_url;		/* "https://vigie.example", for mails and Secure cookies */
	bool behind_proxy;		/* X-Real-IP and X-Forwarded-Proto come from our nginx */
	struct str brand;		/* "Vigie" */
	struct str phone;		/* emergency number, in every page's header */
	const struct live_source *live; /* ended by a zero row, 4 at most; NULL: no stream */
	struct live_limits live_limits;
};

struct web *web_start(const struct web_config *c, struct arena *a, struct str *ret_error);
uint16_t web_port(const struct web *w);
void web_stop(struct web *w); /* ends open requests, accepts NULL */
const struct web_config *web_config(const struct web *w);

/* For tests and make check: the row that answers, or NULL with a status (404, 405). */
const struct route *route_find(const struct route *const *routes, enum method m, struct str path,
    struct str segment[SEGMENTS_MAX], int *ret_status);

#endif
