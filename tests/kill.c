/*
 * kill [N]: N declarations (300) through the pages from eight connections, while
 * kill -9 falls on web, work, probe and serve in turn; then what was promised is
 * looked for.  On SQLite, and on PostgreSQL when VIGIE_TEST_POSTGRES names one.
 *
 * A declaration is acknowledged when its receipt was given.  Of each one, the
 * report, its first version, its incident and its dispatches must be there, none
 * may be half there, every mail must have come, and a repeat of a mail carries
 * the Message-ID of the first (design.md §8.4).
 */
#include "tests/play/declare.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CLIENTS 8
#define CHILDREN 8
#define RECEIPT_MAX 80

struct siege {
	struct instance_copy copy;
	unsigned wanted;
	atomic_uint begun, given; /* declarations; receipts */
	atomic_bool ended;
	char (*receipt)[RECEIPT_MAX]; /* given of them are filled */
	pthread_mutex_t lock;	      /* guards receipt */
	unsigned kills;
};

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* ==== The clients ==== */

static void
keep_receipt(struct siege *s, const char *receipt)
{
	pthread_mutex_lock(&s->lock);
	if (s->given < s->wanted)
		snprintf(s->receipt[s->given++], RECEIPT_MAX, "%s", receipt);
	pthread_mutex_unlock(&s->lock);
}

/* A person whose connection broke begins again; nothing was acknowledged. */
static void *
client(void *context)
{
	struct siege *s = context;
	unsigned seed = s->begun;
	struct declarant d;

	while (s->given < s->wanted && !s->ended) {
		unsigned n = s->begun++;

		if (!declarant_open(&d, s->copy.port, n))
			break;
		if (declarant_fill(&d, n) && declarant_submit(&d))
			keep_receipt(s, d.receipt);
		declarant_close(&d);
		/* So that kills fall on every part of a declaration, not on two of them. */
		pause_ms(rand_r(&seed) % 100);
	}
	return NULL;
}

/* ==== The killer ==== */

static size_t
children_of(pid_t parent, pid_t ret[CHILDREN])
{
	char path[80];
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
	f = fopen(path, "re");
	while (f && n < CHILDREN && fscanf(f, "%d", &ret[n]) == 1)
		n++;
	if (f)
		fclose(f);
	return n;
}

static bool
await_port(struct siege *s, bool answers)
{
	for (int i = 0; i < 6000; i++) {
		if (port_answers(s->copy.port) == answers)
			return true;
		pause_ms(10);
	}
	return false;
}

/* Each child once, in any order, then serve itself: the first fall of a child is
 * mended at once, so no pause of serve's is waited for. */
static bool
round_of_kills(struct siege *s, unsigned *seed)
{
	pid_t child[CHILDREN];
	size_t n = children_of(s->copy.server, child);

	while (n && s->given < s->wanted) {
		size_t i = (size_t)rand_r(seed) % n;

		pause_ms(50 + rand_r(seed) % 350);
		kill(child[i], SIGKILL);
		s->kills++;
		child[i] = child[--n];
	}
	if (s->given >= s->wanted)
		return true;
	pause_ms(50 + rand_r(seed) % 350);
	kill(s->copy.server, SIGKILL);
	waitpid(s->copy.server, NULL, 0);
	s->kills++;
	/* Its children see the death and end; the port is free again then. */
	return await_port(s, false) && copy_start(&s->copy, "serve");
}

/* ==== What must hold afterwards ==== */

static bool
ask(struct siege *s, struct arena *a, const char *sql, struct rows *ret)
{
	struct str error;

	if (rows_read(&s->copy, sql, a, ret, &error))
		return true;
	printf("  %s: %.*s\n", sql, PS(error));
	return false;
}

/* Statements that must bring no row, with what a row would mean. */
static const struct {
	const char *fault, *sql;
} nothing[] = {
	{ "received reports without incident",
	    "select reference from report where state = 'received' and incident is null" },
	{ "received reports without their first version",
	    "select reference from report r where state = 'received' and not exists (select 1 "
	    "from report_version v where v.report = r.id and v.version = 1)" },
	{ "incidents without report",
	    "select reference from incident i where not exists (select 1 from report r where "
	    "r.incident = i.id)" },
	{ "incidents of which the FSSI was not told",
	    "select reference from incident i where not exists (select 1 from dispatch d where "
	    "d.incident = i.id and d.rule = 'R2' and d.desk = 'fssi' and d.state = 'fired')" },
	{ "jobs that are not done", "select kind, state, reason from job where state <> 'done'" },
	{ "mails that were not sent",
	    "select message_id, state, reason from mail where state <> 'sent'" },
};

static bool
check_nothing(struct siege *s, struct arena *a)
{
	bool good = true;

	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
		struct rows r;

		if (!ask(s, a, nothing[i].sql, &r))
			good = false;
		else if (r.n_rows) {
			printf(
			    "  %zu %s, such as %.*s\n", r.n_rows, nothing[i].fault, PS(r.cell[0]));
			good = false;
		}
	}
	return good;
}

static int
compare(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool
found(const struct str *list, size_t n, struct str one)
{
	return n && bsearch(&one, list, n, sizeof one, compare) != NULL;
}

static bool
check_receipts(struct siege *s, struct arena *a)
{
	struct rows r;
	size_t lost = 0;

	if (!ask(s, a, "select reference from report where state = 'received'", &r))
		return false;
	if (r.n_rows)
		qsort(r.cell, r.n_rows, sizeof *r.cell, compare);
	for (unsigned i = 0; i < s->given; i++)
		if (!found(r.cell, r.n_rows, str_of(s->receipt[i]))) {
			printf("  lost: %s\n", s->receipt[i]);
			lost++;
		}
	printf("  %u receipts given, %zu reports received, %zu lost\n", (unsigned)s->given,
	    r.n_rows, lost);
	return lost == 0 && r.n_rows >= s->given;
}

static int
by_text(const void *x, const void *y)
{
	const struct letter_seen *a = x, *b = y;
	int c = str_cmp(a->to, b->to);

	c = c ? c : str_cmp(a->subject, b->subject);
	c = c ? c : str_cmp(a->body, b->body);
	return c ? c : str_cmp(a->message_id, b->message_id);
}

static bool
same_mail(const struct letter_seen *a, const struct letter_seen *b)
{
	return str_eq(a->to, b->to) && str_eq(a->subject, b->subject) && str_eq(a->body, b->body);
}

/* Every Message-ID of the outbox arrived, nothing else did, and what is twice the
 * same mail is twice the same Message-ID. */
static bool
check_mails(struct siege *s, struct arena *a)
{
	struct letter_seen *m;
	size_t n = mails_read(&s->copy, a, &m), repeats = 0, wrong = 0, missing = 0;
	struct str *id = arena_array(a, struct str, n + 1);
	struct rows r;

	if (!ask(s, a, "select message_id from mail", &r))
		return false;
	if (r.n_rows)
		qsort(r.cell, r.n_rows, sizeof *r.cell, compare);
	qsort(m, n, sizeof *m, by_text);
	for (size_t i = 0; i < n; i++) {
		bool again = i && same_mail(&m[i], &m[i - 1]);

		id[i] = m[i].message_id;
		repeats += again;
		wrong += again && !str_eq(m[i].message_id, m[i - 1].message_id);
		wrong += !found(r.cell, r.n_rows, m[i].message_id);
	}
	qsort(id, n, sizeof *id, compare);
	for (size_t i = 0; i < r.n_rows; i++)
		missing += !found(id, n, r.cell[i]);
	printf("  %zu mails due, %zu came, %zu repeats, %zu missing, %zu under a wrong name\n",
	    r.n_rows, n, repeats, missing, wrong);
	return missing == 0 && wrong == 0;
}

static bool
run(struct siege *s, const char *const *word, size_t n)
{
	int code = copy_run(&s->copy, word, n, s->copy.log);

	if (code)
		printf("  vigie %s: exit %d\n", word[0], code);
	return code == 0;
}

/* Time passes: leases of those that were killed end. */
static bool
drain(struct siege *s, struct arena *a)
{
	static const char *const work[] = { "work", "--once" };
	struct rows r;

	for (int i = 0; i < 3; i++)
		if (!ask(s, a, "update job set wake = 0 where state in ('waiting', 'running')",
			&r) ||
		    !ask(s, a, "update mail set wake = 0 where state in ('waiting', 'running')",
			&r) ||
		    !run(s, work, 2))
			return false;
	return true;
}

static bool
check(struct siege *s)
{
	static const char *const verify[] = { "verify" };
	struct arena *a = arena_new(2u << 30);
	bool good = drain(s, a);

	good = check_receipts(s, a) && good;
	good = check_nothing(s, a) && good;
	good = check_mails(s, a) && good;
	good = run(s, verify, 1) && good;
	arena_free(a);
	return good;
}

/* ==== One engine ==== */

static bool
besiege(struct siege *s, unsigned seed)
{
	pthread_t thread[CLIENTS];
	time_t began = time(NULL);
	bool good = true;

	for (size_t i = 0; i < CLIENTS; i++)
		pthread_create(&thread[i], NULL, client, s);
	while (good && s->given < s->wanted) {
		good = round_of_kills(s, &seed);
		if (time(NULL) - began > 120 + (time_t)s->wanted) {
			printf("  too slow: %u receipts\n", (unsigned)s->given);
			good = false;
		}
	}
	s->ended = true;
	for (size_t i = 0; i < CLIENTS; i++)
		pthread_join(thread[i], NULL);
	printf("  %u kills in %ld s, %u declarations begun\n", s->kills, (long)(time(NULL) - began),
	    (unsigned)s->begun);
	return good;
}

static bool
siege(const struct bench *b, enum play_engine e, unsigned wanted)
{
	static struct siege s;
	unsigned seed = (unsigned)time(NULL);
	bool good;

	s = (struct siege){ .wanted = wanted };
	pthread_mutex_init(&s.lock, NULL);
	s.receipt = calloc(wanted, sizeof *s.receipt);
	printf("%s, seed %u\n", e == ON_SQLITE ? "sqlite" : "postgres", seed);
	fflush(stdout);
	good = s.receipt && copy_make(&s.copy, b, e, (unsigned)e) &&
	       copy_configure(&s.copy, "behind_proxy = true") && copy_start(&s.copy, "serve");
	good = good && besiege(&s, seed);
	copy_stop(&s.copy);
	good = check(&s) && good;
	if (good)
		copy_remove(&s.copy);
	free(s.receipt);
	printf("%s %s\n", good ? "ok  " : "FAIL", e == ON_SQLITE ? "sqlite" : "postgres");
	return good;
}

int
main(int argc, char **argv)
{
	unsigned wanted = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 300;
	const char *vigie = getenv("VIGIE");
	struct bench b;
	int good = 0, all = 0;

	if (vigie == NULL || wanted == 0) {
		fprintf(stderr, "usage: VIGIE=PROGRAM kill [N]\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (bench_open(&b, vigie, getenv("VIGIE_TEST_POSTGRES"))) {
		for (int e = 0; e < (b.postgres ? PLAY_ENGINES : 1); e++, all++)
			good += siege(&b, (enum play_engine)e, wanted);
	} else {
		all = 1;
	}
	if (good == all)
		bench_close(&b);
	printf("%d passed, %d failed\n", good, all - good);
	return good != all;
}
