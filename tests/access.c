/*
 * access: every route of the site, asked over HTTP by every account of the
 * demonstration, by a stranger and by the session of a declarant, on an instance
 * where one incident was declared (access.scene).  access_table.h says who may.
 *
 * Of each answer three things are looked at: its status is that of a grant or of
 * a refusal; no word of it is somebody else's; and the journal says so, with the
 * account, the object and the reference of what was read or written, or with a
 * refusal and no reading.
 */
#include "tests/access_table.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/routes.h"
#include "tests/play/play.h"

#define SECONDS 600
#define LOG "build/access.log"

static const char *const name_table[WHO_COUNT] = { "declarant", "correspondent", "director", "dpo",
	"analyst", "duty", "lead", "auditor-surveillance", "fssi", "ars-idf", "ars-hdf", "corruss",
	"anssi", "ansm", "army", "journal-auditor", "admin", "researcher", "vendor", "provider",
	"visitor-stranger", "visitor-owner" };

struct walk {
	struct play p;
	struct arena *scratch;
	int64_t account[WHO_COUNT];
	int64_t seq; /* of the journal's last entry before the request */
	size_t passed, failed;
};

static bool
has_account(enum who who)
{
	return who != STRANGER && who != OWNER;
}

/* ==== Asking ==== */

static bool
say(struct play *p, const char *verb, struct str rest)
{
	struct instruction now = { .verb = str_of(verb), .rest = rest };
	bool good;

	p->now = &now;
	good = play_do(p);
	p->now = NULL;
	return good;
}

static const char *
verb_of(const struct row *r)
{
	if (r->method == GET)
		return "get";
	return r->flags & UPLOADS ? "upload" : "post";
}

static bool
ask(struct walk *w, enum who who, const struct row *r)
{
	struct play *p = &w->p;
	struct str rest =
	    arena_printf(p->arena, "%s %s", r->asked ? r->asked : r->path, r->body ? r->body : "");

	return say(p, "as", str_of(name_table[who])) &&
	       say(p, verb_of(r), r->method == GET ? str_of(r->asked ? r->asked : r->path) : rest);
}

static int64_t
number(struct walk *w, const char *sql)
{
	struct str error;
	struct rows r;
	int64_t n = -1;

	arena_reset(w->scratch);
	if (!rows_read(&w->p.copy, sql, w->scratch, &r, &error))
		play_fail(&w->p, "%s: %.*s", sql, PS(error));
	else if (r.n_rows)
		str_int(r.cell[0], &n);
	return n;
}

/* ==== What came back ==== */

static bool
led_away(const struct play *p)
{
	return p->reply.status == 303 && (strncmp(p->reply.location, "/sign-in", 8) == 0 ||
					     strcmp(p->reply.location, "/declare/resume") == 0);
}

static bool
granted(const struct play *p)
{
	long s = p->reply.status;

	return !led_away(p) && (s == 200 || s == 303 || s == 409 || s == 422);
}

/* Who has an account is told no, who has none is asked who they are. */
static bool
refused(const struct play *p, enum who who)
{
	long s = p->reply.status;

	return s == 401 || s == 403 || s == 404 || (!has_account(who) && led_away(p));
}

static bool
status_right(const struct walk *w, enum who who, const struct row *r)
{
	if (r->flags & ANYHOW)
		return w->p.reply.status && w->p.reply.status < 500;
	return r->may & ONE(who) ? granted(&w->p) : refused(&w->p, who);
}

static const char *
leaked(const struct walk *w, enum who who)
{
	const struct buf *b = &w->p.reply.body;

	for (size_t i = 0; i < sizeof mark_table / sizeof mark_table[0]; i++) {
		const struct mark *m = &mark_table[i];

		if ((m->may & ONE(who)) == 0 && b->n &&
		    memmem(b->p, b->n, m->text, strlen(m->text)))
			return m->text;
	}
	return NULL;
}

/* ==== The journal ==== */

static bool
noted(struct walk *w, enum who who, const struct row *r)
{
	struct str reference = play_fill(&w->p, str_of(r->reference ? r->reference : ""));
	const char *sql = arena_printf(w->p.arena,
	    "select count(*) from journal where seq > %lld and account = %lld and object = '%s' "
	    "and ('%.*s' = '' or reference = '%.*s') and action not like '%%.refused'",
	    (long long)w->seq, (long long)w->account[who], r->object, PS(reference), PS(reference))
			      .p;

	return number(w, sql) > 0;
}

/* A refusal is there, and no reading or writing by the one who was refused. */
static bool
refusal_noted(struct walk *w, enum who who)
{
	const char *sql = arena_printf(w->p.arena,
	    "select count(case when action like '%%.refused' then 1 end) > 0 and "
	    "count(case when action not like '%%.refused' then 1 end) = 0 "
	    "from journal where seq > %lld and account = %lld",
	    (long long)w->seq, (long long)w->account[who])
			      .p;

	return number(w, sql) == 1;
}

/* Who has no account is refused at the door where the route has a right. */
static bool
journal_right(struct walk *w, enum who who, const struct row *r)
{
	bool at_door =
	    strncmp(r->path, "/desk", 5) == 0 || strncmp(r->path, "/cards", 6) == 0 ||
	    strncmp(r->path, "/accounts", 9) == 0 || strncmp(r->path, "/duty", 5) == 0 ||
	    strncmp(r->path, "/sector-alerts", 14) == 0 || strncmp(r->path, "/fssi", 5) == 0 ||
	    strncmp(r->path, "/campaigns", 10) == 0 || strncmp(r->path, "/decisions", 10) == 0 ||
	    strncmp(r->path, "/journal", 8) == 0;
	long s = w->p.reply.status;

	if (r->object == NULL)
		return true;
	if (r->may & ONE(who))
		return (s != 200 && s != 303) || noted(w, who, r);
	return (at_door && !has_account(who)) || refusal_noted(w, who);
}

/* ==== The walk ==== */

static void
tell(struct walk *w, enum who who, const struct row *r, const char *why)
{
	w->failed++;
	printf("FAIL %s %s as %s: %s (%ld %s)\n", r->method == GET ? "GET" : "POST",
	    r->asked ? r->asked : r->path, name_table[who], why, w->p.reply.status,
	    w->p.reply.location);
	fflush(stdout);
}

static void
try(struct walk *w, enum who who, const struct row *r)
{
	const char *word;

	w->p.reason[0] = '\0';
	w->seq = number(w, "select seq from journal_head");
	if (!ask(w, who, r))
		tell(w, who, r, w->p.reason);
	else if (!status_right(w, who, r))
		tell(w, who, r, r->may & ONE(who) ? "is refused" : "is not refused");
	else if ((word = leaked(w, who)) != NULL)
		tell(w, who, r, word);
	else if (!journal_right(w, who, r))
		tell(w, who, r, "the journal does not say so");
	else
		w->passed++;
}

static void
try_all(struct walk *w, const struct row *list, size_t n, unsigned late)
{
	for (size_t i = 0; i < n; i++)
		for (enum who who = 0; who < WHO_COUNT; who++)
			if ((list[i].flags & LATE) == late)
				try(w, who, &list[i]);
}

/* ==== Is every route in the table, and every row a route? ==== */

#define N_ROWS (sizeof row_table / sizeof row_table[0])

static bool
in_table(const struct route *r)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (row_table[i].method == r->method && strcmp(row_table[i].path, r->path) == 0)
			return true;
	return false;
}

static bool
in_site(const struct row *row)
{
	for (size_t i = 0; all_routes[i]; i++)
		for (const struct route *r = all_routes[i]; r->path; r++)
			if (r->method == row->method && strcmp(row->path, r->path) == 0)
				return true;
	return false;
}

static void
count(struct walk *w, bool good, const char *path, const char *why)
{
	w->passed += good;
	w->failed += !good;
	if (!good)
		printf("FAIL %s %s\n", path, why);
}

static void
compare_tables(struct walk *w)
{
	for (size_t i = 0; all_routes[i]; i++)
		for (const struct route *r = all_routes[i]; r->path; r++)
			count(w, in_table(r), r->path, "is not in tests/access_table.h");
	for (size_t i = 0; i < N_ROWS; i++)
		count(w, in_site(&row_table[i]), row_table[i].path, "is no route");
}

/* ==== The scene ==== */

static bool
set_scene(struct walk *w)
{
	struct play *p = &w->p;

	play_let_first(p);
	if (!play_script(p, "tests/access.scene"))
		return false;
	for (enum who who = 0; who < WHO_COUNT; who++) {
		struct str role = arena_dup(p->arena, str_of(name_table[who]));
		char *c = arena_cstr(p->arena, str_starts(role, S("ars")) ? S("ars") : role);
		const char *sql;

		for (char *at = c; *at; at++)
			*at = *at == '-' ? '_' : *at;
		sql = arena_printf(p->arena,
		    "select max(id) from account where role = '%s' and state = 'active' and "
		    "coalesce(region, '') = '%s'",
		    c,
		    who == ARS_IDF   ? "11"
		    : who == ARS_HDF ? "32"
				     : "")
			  .p;
		w->account[who] = has_account(who) ? number(w, sql) : 0;
	}
	/* So that no signing-in stands between a request and its trace. */
	for (enum who who = 0; who < WHO_COUNT; who++)
		say(p, "as", str_of(name_table[who]));
	return p->reason[0] == '\0';
}

static bool
session_stands(struct walk *w)
{
	struct str sql = play_fill(&w->p, S("select count(*) from session where id = $session"));

	return number(w, arena_cstr(w->p.arena, sql)) == 1;
}

static bool
verified(struct walk *w)
{
	return say(&w->p, "vigie", S("verify --data $data")) && say(&w->p, "expect-exit", S("0"));
}

static void
walk_site(struct walk *w, const struct bench *b)
{
	if (!copy_make(&w->p.copy, b, ON_SQLITE, 1) || !set_scene(w)) {
		count(w, false, "tests/access.scene", w->p.reason);
		return;
	}
	compare_tables(w);
	try_all(w, first_table, sizeof first_table / sizeof first_table[0], 0);
	try_all(w, row_table, N_ROWS, 0);
	count(w, session_stands(w), "/account/sessions/:id/end", "ends somebody else's session");
	try_all(w, row_table, N_ROWS, LATE);
	w->p.reason[0] = '\0';
	count(w, verified(w), "vigie verify", w->p.reason);
}

int
main(void)
{
	static struct walk w;
	const char *vigie = getenv("VIGIE");
	struct bench b;

	if (vigie == NULL) {
		fprintf(stderr, "usage: VIGIE=PROGRAM access\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	alarm(SECONDS);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	w.p = (struct play){ .arena = arena_new(2u << 30), .path = "tests/access.scene" };
	w.scratch = arena_new(16u << 20);
	w.p.log = fopen(LOG, "we");
	if (w.p.log == NULL || !bench_open(&b, vigie, NULL)) {
		printf("0 passed, 1 failed\n");
		return 1;
	}
	walk_site(&w, &b);
	count(&w, copy_stop(&w.p.copy), "vigie web", "ended badly");
	copy_remove(&w.p.copy);
	bench_close(&b);
	fclose(w.p.log);
	printf("%zu passed, %zu failed\n", w.passed, w.failed);
	return w.failed > 0;
}
