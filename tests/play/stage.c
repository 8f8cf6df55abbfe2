/*
 * The words of a scenario, and playing one in an instance.
 */
#include "tests/play/play.h"

#include "base/moment.h"

static const struct verb {
	const char *name;
	bool (*act)(struct play *p);
} verb_table[] = {
	{ "as", act_as },
	{ "get", act_get },
	{ "post", act_post },
	{ "upload", act_post },
	{ "request", act_request },
	{ "json", act_json },
	{ "follow", act_follow },
	{ "header", act_header },
	{ "raw", act_raw },
	{ "listen", act_listen },
	{ "hear", act_hear },
	{ "expect", act_expect },
	{ "absent", act_absent },
	{ "expect-header", act_expect_header },
	{ "let", act_let },
	{ "rows", act_rows },
	{ "sql", act_sql },
	{ "vigie", act_vigie },
	{ "expect-exit", act_expect_exit },
	{ "expect-out", act_expect_out },
	{ "absent-out", act_absent_out },
	{ "work", act_work },
	{ "mail", act_mail },
	{ "smtp", act_smtp },
	{ "conf", act_conf },
	{ "web", act_web },
	{ "trouble", act_trouble },
};

static void
let_instant(struct play *p, const char *name, int64_t when)
{
	play_let(p, str_of(name), moment_rfc3339(p->arena, (struct moment){ when }));
}

void
play_let_first(struct play *p)
{
	int64_t now = moment_now().s;

	play_let(p, S("base"), arena_printf(p->arena, "http://127.0.0.1:%u", p->copy.port));
	play_let(p, S("gateway"), str_of(p->copy.bench->gateway));
	play_let(p, S("port"), arena_printf(p->arena, "%u", p->copy.port));
	play_let(p, S("data"), str_of(p->copy.data));
	let_instant(p, "now", now);
	let_instant(p, "hour_ago", now - 3600);
	let_instant(p, "yesterday", now - 86400);
	let_instant(p, "tomorrow", now + 86400);
	play_let(p, S("year"), str_sub(moment_rfc3339(p->arena, (struct moment){ now }), 0, 4));
	play_let(p, S("epoch"), arena_printf(p->arena, "%" PRId64, now));
}

bool
play_do(struct play *p)
{
	for (size_t i = 0; i < sizeof verb_table / sizeof verb_table[0]; i++)
		if (str_eq(p->now->verb, str_of(verb_table[i].name)))
			return verb_table[i].act(p);
	return play_fail(p, "'%.*s' is no instruction", PS(p->now->verb));
}

bool
play_script(struct play *p, const char *path)
{
	struct instruction *list = NULL;
	struct str error;
	size_t n = 0;

	if (!script_read(path, p->arena, &list, &n, &error))
		return play_fail(p, "%.*s", PS(error));
	for (size_t i = 0; i < n && p->reason[0] == '\0'; i++) {
		p->now = &list[i];
		fprintf(
		    p->log, "%d: %.*s %.*s\n", p->now->line, PS(p->now->verb), PS(p->now->rest));
		if (!play_do(p))
			play_fail(p, "failed");
	}
	return p->reason[0] == '\0';
}
