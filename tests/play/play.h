/*
 * What the programs of tests/ share: a throw-away instance, people with cookie
 * jars, SQL, mails.  tests/README.md tells the language of .test files.
 *
 * A scenario runs in a process of its own, so everything here may fail loudly:
 * play_fail notes the first reason and returns false, and callers return at once.
 */
#ifndef TESTS_PLAY_H
#define TESTS_PLAY_H

#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#define PLAY_PATH 512
#define PLAY_BODY (64u << 20)
#define PEOPLE_MAX 40
#define VARS_MAX 100
#define MAILS_MAX 10000

/* ==== instance.c: one instance, copied from a template ==== */

enum play_engine { ON_SQLITE, ON_POSTGRES, PLAY_ENGINES };

struct bench {		      /* made once a run */
	const char *vigie;    /* the program */
	const char *postgres; /* URL, or NULL */
	char folder[200];     /* all that the run writes, removed at its end */
	int id;		      /* in names of databases */
	char smtp_url[80];
	char gateway[80]; /* of telephones: tests/webhook.mjs, without a path */
	pid_t smtp;
	int smtp_input; /* closing it ends the mail server */
};

struct instance_copy {
	const struct bench *bench;
	enum play_engine engine;
	char data[300];
	char database[PLAY_PATH]; /* URL */
	char name[64];		  /* of its database and mail domain */
	char log[300];		  /* what its processes wrote */
	uint16_t port;
	int held;     /* keeps the port from others; see hold_port */
	pid_t server; /* 0: not started */
};

/* Starts the mail server, makes one template an engine. False with a word on
 * standard error. */
bool bench_open(struct bench *b, const char *vigie, const char *postgres);
void bench_close(struct bench *b);

bool copy_make(struct instance_copy *c, const struct bench *b, enum play_engine e, unsigned n);
void copy_remove(struct instance_copy *c);
bool copy_configure(const struct instance_copy *c, const char *line); /* to vigie.conf */

/* command: "web" or "serve"; returns when the port answers. */
bool copy_start(struct instance_copy *c, const char *command);
/* False when it did not end well: a crash, a sanitizer's report. */
bool copy_stop(struct instance_copy *c);

/* Runs the program on this instance; its output goes to the file. Exit code, or
 * -1 when it died. */
int copy_run(const struct instance_copy *c, const char *const *word, size_t n, const char *output);

uint16_t free_port(void);
bool port_answers(uint16_t port);

/* ==== client.c: HTTP ==== */

struct reply_seen {
	long status; /* 0: no answer */
	struct buf head, body;
	char location[2048]; /* without scheme and host when they are ours */
	char trouble[CURL_ERROR_SIZE];
};

struct jar {
	char name[64];
	CURL *curl;
	char csrf[160]; /* "": not known */
	bool signed_in;
};

struct pair {
	struct str name, value;
	bool file; /* value: a file's path */
};

struct call {
	const char *method; /* "GET", "POST" … */
	const char *url;
	struct curl_slist *header;
	const struct pair *pair;
	size_t n_pairs;
	bool multipart;
};

bool jar_open(struct jar *j, const char *name);
void jar_close(struct jar *j);
void jar_forget(struct jar *j); /* cookies and token */

/* Any answer is true; none: false, with reply.trouble. */
bool jar_call(struct jar *j, const struct call *c, struct reply_seen *ret);
bool client_raw(uint16_t port, struct str bytes, struct reply_seen *ret);

/* Value of a header of the last reply; "" when absent. */
struct str reply_value(const struct reply_seen *r, const char *name);

/* ==== text.c ==== */

bool glob_match(struct str pattern, struct str text);	 /* only '*' is special */
struct str text_file(struct arena *a, const char *path); /* p NULL: cannot be read */

/* Words by white space; "…" groups and keeps what it holds as it is, outside of
 * it '+' is a space and %xx a byte when decode is set. */
size_t text_words(struct arena *a, struct str line, bool decode, struct str *word, size_t max);

/* A page as read: no tags, no entities, white space once. */
struct str text_of_html(struct arena *a, struct str html);

/* First group (or the whole match) of an extended regular expression. */
bool text_group(struct arena *a, const char *regex, struct str text, struct str *ret);

struct str text_escapes(struct arena *a, struct str s); /* \r \n \t \0 \\ \xHH */

/* ==== rows.c ==== */

/* Cells of all rows, row by row; a NULL is "null". False with *ret_error. */
struct rows {
	size_t n_columns, n_rows;
	struct str *cell;
};
bool rows_read(const struct instance_copy *c, const char *sql, struct arena *a, struct rows *ret,
    struct str *ret_error);

/* ==== mails.c ==== */

struct letter_seen {
	struct str to, subject, body; /* decoded */
	struct str text;	      /* headers and body */
	struct str message_id;
};

/* The mails that this instance sent, in order. */
size_t mails_read(const struct instance_copy *c, struct arena *a, struct letter_seen **ret);
bool mails_refuse(const struct instance_copy *c, const char *reply, const char *times);

/* ==== script.c ==== */

struct instruction {
	int line;
	struct str verb, rest; /* rest: to the end of the line, continuations joined */
	size_t n_block;	       /* indented lines of verbs that take a block */
	struct str *block;
};

/* False: cannot be read, *ret_error tells. */
bool script_read(const char *path, struct arena *a, struct instruction **ret, size_t *ret_n,
    struct str *ret_error);

/* ==== A scenario being played ==== */

struct variable {
	struct str name, value;
};

struct play {
	struct arena *arena;
	const char *path;
	struct instance_copy copy;
	FILE *log;
	const struct instruction *now;
	char reason[600]; /* why it failed; "": it did not */

	size_t n_jars;
	struct jar jar[PEOPLE_MAX];
	struct jar *who;
	struct curl_slist *header; /* of the next request */
	struct reply_seen reply;
	char request[PLAY_PATH]; /* the last one, for the log */

	size_t n_vars;
	struct variable var[VARS_MAX];
	int exit_code;
	struct str out; /* of the last command */
	bool mail_used[MAILS_MAX];
	struct letter_seen mail; /* the last one found */
	bool troubled;		 /* by `trouble` */
	bool meddled;		 /* by `sql`: verify may tell so */
	int tortured;		 /* steps that failed on purpose */
	CURLM *ear;		 /* what `listen` opened, or NULL */
	CURL *heard_by;
	struct buf heard;
	bool heard_end;
	void *lock; /* the connection that keeps writers out, or NULL */
};

bool play_fail(struct play *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void play_let(struct play *p, struct str name, struct str value);
struct str play_fill(struct play *p, struct str text); /* $variables */
char *play_rest(struct play *p);		       /* the instruction's rest, filled */

/* stage.c */
void play_let_first(struct play *p); /* $base, $now … */
bool play_do(struct play *p);	     /* the instruction p->now */
bool play_script(struct play *p, const char *path);

/* person.c */
bool act_as(struct play *p);
bool person_call(struct play *p, const char *method, struct str path, const struct pair *pair,
    size_t n, bool multipart);
bool person_token(struct play *p, const char *page); /* who->csrf is known, or failure */
void person_learn(struct play *p);		     /* the token of the page just read */

/* act_request.c */
bool act_get(struct play *p);
bool act_post(struct play *p);
bool act_follow(struct play *p), act_json(struct play *p);
bool act_header(struct play *p);
bool act_raw(struct play *p);
bool act_request(struct play *p);

/* act_expect.c */
bool act_expect(struct play *p);
bool act_absent(struct play *p);
bool act_expect_header(struct play *p);
bool act_expect_exit(struct play *p);
bool act_expect_out(struct play *p);
bool act_absent_out(struct play *p);
bool act_let(struct play *p);

/* act_other.c */
bool act_rows(struct play *p);
bool act_sql(struct play *p);
bool act_vigie(struct play *p);
bool act_work(struct play *p);
bool act_mail(struct play *p);
bool act_smtp(struct play *p);
bool act_conf(struct play *p);
bool act_web(struct play *p);

/* torture.c: person_call, after failures under TORTURE=1 */
bool play_post(struct play *p, const char *method, struct str path, const struct pair *pair,
    size_t n, bool multipart);

/* act_stream.c */
bool act_listen(struct play *p);
bool act_hear(struct play *p);
void play_stream_end(struct play *p);

/* trouble.c */
bool act_trouble(struct play *p);
void play_trouble_end(struct play *p);

#endif
