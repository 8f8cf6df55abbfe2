/*
 * What a scenario knows: its variables, and why it failed.
 */
#include "tests/play/play.h"

#include <stdarg.h>

bool
play_fail(struct play *p, const char *fmt, ...)
{
	va_list ap;

	if (p->reason[0])
		return false;
	va_start(ap, fmt);
	vsnprintf(p->reason, sizeof p->reason, fmt, ap);
	va_end(ap);
	return false;
}

void
play_let(struct play *p, struct str name, struct str value)
{
	struct variable *v = NULL;

	for (size_t i = 0; i < p->n_vars && v == NULL; i++)
		if (str_eq(p->var[i].name, name))
			v = &p->var[i];
	if (v == NULL && p->n_vars == VARS_MAX) {
		play_fail(p, "too many variables");
		return;
	}
	if (v == NULL)
		v = &p->var[p->n_vars++];
	v->name = arena_dup(p->arena, name);
	v->value = arena_dup(p->arena, value);
	fprintf(p->log, "%.*s = %.*s\n", PS(name), PS(value));
}

static const struct variable *
variable_at(const struct play *p, struct str s)
{
	const struct variable *best = NULL;

	for (size_t i = 0; i < p->n_vars; i++)
		if (str_starts(s, p->var[i].name) && (!best || best->name.n < p->var[i].name.n))
			best = &p->var[i];
	return best;
}

struct str
play_fill(struct play *p, struct str text)
{
	struct buf b = BUF_INIT(PLAY_BODY);
	struct str s;

	for (size_t i = 0; i < text.n; i++) {
		const struct variable *v = NULL;

		if (text.p[i] == '$')
			v = variable_at(p, str_sub(text, i + 1, text.n));
		if (v) {
			buf_put(&b, v->value);
			i += v->name.n;
		} else {
			buf_byte(&b, text.p[i]);
		}
	}
	s = arena_dup(p->arena, buf_str(&b));
	buf_release(&b);
	return s;
}

char *
play_rest(struct play *p)
{
	return arena_cstr(p->arena, play_fill(p, p->now->rest));
}
