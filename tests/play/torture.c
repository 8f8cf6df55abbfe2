/*
 * TORTURE=1: before a POST of a scenario succeeds, it fails once at each of its
 * store steps (begin, statement, commit), on SQLite.
 *
 * `vigie web` starts again with VIGIE_TORTURE=n (src/app/web.c), n = 1, 2 …, and
 * is asked the same until it answers something else than 503.  That answer is the
 * one that the scenario goes on with, so all that it expects holds after failures
 * as well as without; the journal and the vault must verify after each POST.
 */
#include "tests/play/play.h"

#include <stdlib.h>

#define STEPS_MAX 200

static bool
restart(struct play *p, const char *nth)
{
	bool good;

	if (!copy_stop(&p->copy))
		return play_fail(p, "'vigie web' ended badly under torture");
	if (nth)
		setenv("VIGIE_TORTURE", nth, 1);
	good = copy_start(&p->copy, "web");
	unsetenv("VIGIE_TORTURE");
	return good || play_fail(p, "'vigie web' does not start under torture");
}

static bool
sql(struct play *p, const char *statement)
{
	struct rows r;
	struct str error;

	return rows_read(&p->copy, statement, p->arena, &r, &error) ||
	       play_fail(p, "torture: %.*s", PS(error));
}

/* Attempts to sign in are counted though they fail, and not those of torture. */
static bool
keep_attempts(struct play *p)
{
	return sql(p, "drop table if exists kept_attempt") &&
	       sql(p, "create table kept_attempt as select * from attempt");
}

static bool
restore_attempts(struct play *p)
{
	return sql(p, "delete from attempt") &&
	       sql(p, "insert into attempt select * from kept_attempt");
}

/* Not where a scenario's own SQL may have broken what `vigie verify` looks at. */
static bool
whole(struct play *p)
{
	const char *const word[] = { "verify" };
	struct str path = arena_printf(p->arena, "%s.verify", p->copy.log);

	if (p->meddled || copy_run(&p->copy, word, 1, path.p) == 0)
		return true;
	return play_fail(p, "after torture: %.*s", PS(text_file(p->arena, path.p)));
}

static bool
wanted(const struct play *p)
{
	return getenv("TORTURE") && p->copy.engine == ON_SQLITE && !p->header && !p->troubled;
}

bool
play_post(struct play *p, const char *method, struct str path, const struct pair *pair, size_t n,
    bool multipart)
{
	char nth[8];
	int step = 1;

	if (!wanted(p))
		return person_call(p, method, path, pair, n, multipart);
	if (!keep_attempts(p))
		return false;
	for (; step <= STEPS_MAX; step++) {
		snprintf(nth, sizeof nth, "%d", step);
		if (!restore_attempts(p) || !restart(p, nth) ||
		    !person_call(p, method, path, pair, n, multipart))
			return false;
		if (p->reply.status != 503)
			break;
	}
	fprintf(p->log, "torture: refused at %d steps\n", step - 1);
	p->tortured += step - 1;
	if (step > STEPS_MAX)
		return play_fail(p, "still refused when step %d fails", STEPS_MAX);
	return restart(p, NULL) && whole(p);
}
