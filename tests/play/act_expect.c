/*
 * What is expected of the last reply, or of the last command.
 */
#include "tests/play/play.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXTS_MAX 50

static struct str
page_text(struct play *p)
{
	return text_of_html(p->arena, buf_str(&p->reply.body));
}

/* In the bytes, or in the page as a person reads it. */
static bool
holds(struct play *p, struct str text)
{
	return str_has(buf_str(&p->reply.body), text) || str_has(page_text(p), text);
}

/* expect STATUS [/location] ["text"…] */
bool
act_expect(struct play *p)
{
	struct str word[TEXTS_MAX];
	size_t n = text_words(p->arena, str_of(play_rest(p)), false, word, TEXTS_MAX), i = 1;
	int64_t status;

	if (n == 0 || !str_int(word[0], &status))
		return play_fail(p, "a status is needed");
	if (p->reply.status != status)
		return play_fail(p, "%s: %ld%s%s, not %" PRId64, p->request, p->reply.status,
		    p->reply.location[0] ? " to " : "", p->reply.location, status);
	if (status >= 300 && status < 400 && n > 1) {
		if (!glob_match(word[1], str_of(p->reply.location)))
			return play_fail(
			    p, "%s: to %s, not %.*s", p->request, p->reply.location, PS(word[1]));
		i = 2;
	}
	for (; i < n; i++)
		if (!holds(p, word[i]))
			return play_fail(p, "%s: no \"%.*s\"", p->request, PS(word[i]));
	return true;
}

/* Markup is looked for in the bytes alone: text that was escaped reads the same. */
bool
act_absent(struct play *p)
{
	struct str word[TEXTS_MAX];
	size_t n = text_words(p->arena, str_of(play_rest(p)), false, word, TEXTS_MAX);

	if (n == 0)
		return play_fail(p, "a text is needed");
	for (size_t i = 0; i < n; i++)
		if (str_has(buf_str(&p->reply.body), word[i]) ||
		    (!str_has(word[i], S("<")) && holds(p, word[i])))
			return play_fail(p, "%s: \"%.*s\" is there", p->request, PS(word[i]));
	return true;
}

/* expect-header Name [value]; "-": it is absent. */
bool
act_expect_header(struct play *p)
{
	struct str value = str_of(play_rest(p)), name = str_cut(&value, ' ');
	struct str got = reply_value(&p->reply, arena_cstr(p->arena, name));

	value = str_trim(value);
	if (str_starts(value, S("\"")))
		text_words(p->arena, value, false, &value, 1);
	if (str_eq(value, S("-")))
		return got.p == NULL ||
		       play_fail(p, "%s: header %.*s: %.*s", p->request, PS(name), PS(got));
	if (got.p == NULL || (value.n && !glob_match(value, got)))
		return play_fail(p, "%s: header %.*s is '%.*s', not '%.*s'", p->request, PS(name),
		    PS(got), PS(value));
	return true;
}

/* ==== Commands ==== */

bool
act_expect_exit(struct play *p)
{
	int64_t code;

	if (!str_int(str_of(play_rest(p)), &code))
		return play_fail(p, "a code is needed");
	return p->exit_code == code ||
	       play_fail(p, "%s: exit %d, not %" PRId64 ": %.*s", p->request, p->exit_code, code,
		   PS(str_sub(p->out, 0, 300)));
}

static bool
out_holds(struct play *p, bool wanted)
{
	struct str word[TEXTS_MAX];
	size_t n = text_words(p->arena, str_of(play_rest(p)), false, word, TEXTS_MAX);

	for (size_t i = 0; i < n; i++)
		if (str_has(p->out, word[i]) != wanted)
			return play_fail(p, "%s: %s \"%.*s\" in: %.*s", p->request,
			    wanted ? "no" : "there is", PS(word[i]), PS(str_sub(p->out, 0, 300)));
	return n > 0 || play_fail(p, "a text is needed");
}

bool
act_expect_out(struct play *p)
{
	return out_holds(p, true);
}

bool
act_absent_out(struct play *p)
{
	return out_holds(p, false);
}

/* ==== Variables ==== */

/* Where "let" looks. */
static bool
let_source(struct play *p, struct str where, struct str *ret)
{
	if (str_eq(where, S("location")))
		*ret = str_of(p->reply.location);
	else if (str_eq(where, S("body")))
		*ret = buf_str(&p->reply.body);
	else if (str_eq(where, S("page")))
		*ret = page_text(p);
	else if (str_eq(where, S("head")))
		*ret = buf_str(&p->reply.head);
	else if (str_eq(where, S("out")))
		*ret = p->out;
	else if (str_eq(where, S("mail")))
		*ret = p->mail.text;
	else
		return play_fail(p, "'let' knows no '%.*s'", PS(where));
	return true;
}

static bool
let_sql(struct play *p, struct str name, const char *sql)
{
	struct rows r;
	struct str error;

	if (!rows_read(&p->copy, sql, p->arena, &r, &error))
		return play_fail(p, "%.*s", PS(error));
	if (r.n_rows != 1 || r.n_columns != 1)
		return play_fail(
		    p, "%zu rows of %zu columns, not one value", r.n_rows, r.n_columns);
	play_let(p, name, r.cell[0]);
	return true;
}

/* let NAME = location|body|page|head|out|mail REGEX, = sql STATEMENT, = TEXT in quotes */
bool
act_let(struct play *p)
{
	struct str rest = str_of(play_rest(p));
	struct str name = str_trim(str_cut(&rest, '='));
	struct str where, text, found;

	rest = str_trim(rest);
	if (str_starts(rest, S("\""))) {
		if (text_words(p->arena, rest, false, &text, 1) == 1)
			play_let(p, name, text);
		return true;
	}
	where = str_cut(&rest, ' ');
	rest = str_trim(rest);
	if (str_eq(where, S("sql")))
		return let_sql(p, name, arena_cstr(p->arena, rest));
	if (rest.n > 1 && rest.p[0] == '"' && rest.p[rest.n - 1] == '"')
		rest = str_sub(rest, 1, rest.n - 2);
	if (!let_source(p, where, &text))
		return false;
	if (!text_group(p->arena, arena_cstr(p->arena, rest), text, &found))
		return play_fail(p, "'%.*s' is not in the %.*s", PS(rest), PS(where));
	play_let(p, name, found);
	return true;
}
