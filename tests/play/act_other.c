/*
 * Rows, commands, mails, configuration.
 */
#include "tests/play/play.h"

#include <stdlib.h>
#include <string.h>

/* ==== Rows ==== */

static bool
row_matches(struct play *p, struct str wanted, const struct str *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n;

		if (!last && !str_has(wanted, S("|")))
			return false;
		if (!glob_match(str_trim(last ? wanted : str_cut(&wanted, '|')), cell[i]))
			return false;
	}
	(void)p;
	return true;
}

static const char *
row_text(struct play *p, const struct str *cell, size_t n)
{
	struct str s = S("");

	for (size_t i = 0; i < n; i++)
		s = arena_printf(p->arena, "%.*s%s%.*s", PS(s), i ? " | " : "", PS(cell[i]));
	return s.p;
}

bool
act_rows(struct play *p)
{
	struct rows r;
	struct str error;

	if (!rows_read(&p->copy, play_rest(p), p->arena, &r, &error))
		return play_fail(p, "%.*s", PS(error));
	for (size_t i = 0; i < p->now->n_block; i++) {
		struct str wanted = play_fill(p, p->now->block[i]);

		if (i >= r.n_rows)
			return play_fail(p, "%zu rows: no '%.*s'", r.n_rows, PS(wanted));
		if (!row_matches(p, wanted, r.cell + i * r.n_columns, r.n_columns))
			return play_fail(p, "row %zu is '%s', not '%.*s'", i + 1,
			    row_text(p, r.cell + i * r.n_columns, r.n_columns), PS(wanted));
	}
	if (r.n_rows > p->now->n_block)
		return play_fail(p, "a row too much: '%s'",
		    row_text(p, r.cell + p->now->n_block * r.n_columns, r.n_columns));
	return true;
}

/* sql STATEMENT: to set the scene, such as a clock put back. */
bool
act_sql(struct play *p)
{
	struct rows r;
	struct str error;

	p->meddled = true;
	return rows_read(&p->copy, play_rest(p), p->arena, &r, &error) ||
	       play_fail(p, "%.*s", PS(error));
}

/* ==== Commands ==== */

static bool
run(struct play *p, struct str line)
{
	struct str word[30], path = arena_printf(p->arena, "%s.out", p->copy.log);
	const char *argv[30];
	size_t n = text_words(p->arena, line, false, word, 30);

	for (size_t i = 0; i < n; i++)
		argv[i] = arena_cstr(p->arena, word[i]);
	remove(path.p);
	snprintf(p->request, sizeof p->request, "vigie %.*s", PS(line));
	p->exit_code = copy_run(&p->copy, argv, n, path.p);
	p->out = text_file(p->arena, path.p);
	fprintf(
	    p->log, "%s: exit %d\n%.*s\n", p->request, p->exit_code, PS(str_sub(p->out, 0, 4000)));
	if (p->exit_code < 0 || p->exit_code == 70)
		return play_fail(
		    p, "%s died (%d): %.*s", p->request, p->exit_code, PS(str_sub(p->out, 0, 300)));
	return true;
}

bool
act_vigie(struct play *p)
{
	return run(p, str_of(play_rest(p)));
}

bool
act_work(struct play *p)
{
	if (!run(p, S("work --once")))
		return false;
	return p->exit_code == 0 ||
	       play_fail(p, "work: exit %d: %.*s", p->exit_code, PS(str_sub(p->out, 0, 300)));
}

/* ==== Mails ==== */

/* Does the mail satisfy one word: to=x, subject~x, body~x, absent~x? */
static bool
mail_is(const struct letter_seen *m, struct str word)
{
	size_t n = 0;
	struct str key, value;

	while (n < word.n && word.p[n] != '=' && word.p[n] != '~')
		n++;
	key = str_sub(word, 0, n);
	value = str_sub(word, n + 1, word.n);
	if (str_eq(key, S("to")))
		return glob_match(value, m->to);
	if (str_eq(key, S("subject")))
		return str_has(m->subject, value);
	if (str_eq(key, S("body")))
		return str_has(m->text, value);
	return str_eq(key, S("absent")) && !str_has(m->text, value);
}

static bool
mail_fits(const struct letter_seen *m, const struct str *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!mail_is(m, word[i]))
			return false;
	return true;
}

static void
mails_log(struct play *p, const struct letter_seen *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(p->log, "--- mail %zu%s to %.*s: %.*s\n%.*s\n", i + 1,
		    p->mail_used[i] ? " (used)" : "", PS(m[i].to), PS(m[i].subject),
		    PS(str_sub(m[i].text, 0, 3000)));
}

/* mail [none|skip] to=x subject~"…" body~"…" absent~"…": a mail that no line used. */
bool
act_mail(struct play *p)
{
	struct str word[20];
	size_t n = text_words(p->arena, str_of(play_rest(p)), false, word, 20), first = 0, mails;
	struct letter_seen *m;
	bool none, skip;

	mails = mails_read(&p->copy, p->arena, &m);
	if (mails > MAILS_MAX)
		return play_fail(p, "too many mails");
	none = n && str_eq(word[0], S("none"));
	skip = n && str_eq(word[0], S("skip"));
	first = none || skip;
	for (size_t i = 0; i < mails; i++) {
		if (p->mail_used[i] || !mail_fits(&m[i], word + first, n - first))
			continue;
		p->mail_used[i] = true;
		p->mail = m[i];
		if (none)
			mails_log(p, m, mails);
		if (none)
			return play_fail(
			    p, "there is a mail to %.*s: %.*s", PS(m[i].to), PS(m[i].subject));
		if (!skip)
			return true;
	}
	if (none || skip)
		return true;
	mails_log(p, m, mails);
	return play_fail(p, "no such mail among %zu", mails);
}

/* smtp REPLY TIMES: the mail server refuses the next ones. */
bool
act_smtp(struct play *p)
{
	struct str word[2];

	if (text_words(p->arena, str_of(play_rest(p)), false, word, 2) < 2)
		return play_fail(p, "a reply and a number are needed");
	return mails_refuse(
		   &p->copy, arena_cstr(p->arena, word[0]), arena_cstr(p->arena, word[1])) ||
	       play_fail(p, "the mail server cannot be told");
}

/* ==== The instance ==== */

bool
act_web(struct play *p)
{
	struct str what = str_of(play_rest(p));

	if (!str_eq(what, S("start")) && !copy_stop(&p->copy))
		return play_fail(p, "'vigie web' ended badly: see %s", p->copy.log);
	if (!str_eq(what, S("stop")) && !copy_start(&p->copy, "web"))
		return play_fail(p, "'vigie web' does not start: see %s", p->copy.log);
	return true;
}

/* conf NAME = VALUE: and the web process starts again with it. */
bool
act_conf(struct play *p)
{
	bool running = p->copy.server != 0;

	if (!copy_configure(&p->copy, play_rest(p)) || !copy_stop(&p->copy))
		return play_fail(p, "cannot be configured");
	return !running || copy_start(&p->copy, "web") ||
	       play_fail(p, "'vigie web' does not start: see %s", p->copy.log);
}
