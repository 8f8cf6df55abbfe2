/*
 * Parameters of a query or of a urlencoded body: a view over text decoded once.
 *
 * Strict where browsers always are: a "%" that is not followed by two
 * hexadecimal digits, a NUL, or text that is not UTF-8 makes the whole body
 * malformed.  Guessing what was meant was rejected: two readers of one request
 * (a filter in front, us) would guess differently.
 */
#include "web/form.h"

#include "web/text.h"

struct str
param_get(const struct params *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->param[i].name, str_of(name)))
			return p->param[i].value;
	return (struct str){ NULL, 0 };
}

bool
param_has(const struct params *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->param[i].name, str_of(name)))
			return true;
	return false;
}

static bool
decode(struct str s, struct arena *a, struct str *ret)
{
	char *p = arena_alloc(a, s.n + 1);
	struct str out = { p, 0 };

	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			c = text_percent(s, i);
			i += 2;
		}
		if (c <= 0)
			return false;
		p[out.n++] = (char)c;
	}
	if (!str_utf8_valid(out))
		return false;
	*ret = out;
	return true;
}

static size_t
count(struct str body)
{
	size_t n = body.n > 0;

	for (size_t i = 0; i < body.n; i++)
		n += body.p[i] == '&';
	return n;
}

bool
params_parse(struct str body, struct params *ret, struct arena *a)
{
	size_t max = count(body);
	struct params p = { 0 };

	if (max > PARAM_MAX)
		return false;
	p.param = max ? arena_array(a, struct param, max) : NULL;
	while (body.n) {
		struct str value = str_cut(&body, '&');
		struct str name = str_cut(&value, '=');

		if (name.n == 0 && value.n == 0)
			continue;
		if (!decode(name, a, &p.param[p.n].name) || !decode(value, a, &p.param[p.n].value))
			return false;
		p.n++;
	}
	*ret = p;
	return true;
}
