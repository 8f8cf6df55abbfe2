#include "web/text.h"

#include <string.h>

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
text_percent(struct str s, size_t i)
{
	int high, low;

	if (s.n - i < 3)
		return -1;
	high = hex(s.p[i + 1]);
	low = hex(s.p[i + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool
alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
text_token_byte(char c)
{
	return alphanumeric(c) || (c && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

bool
text_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!text_token_byte(s.p[i]))
			return false;
	return s.n > 0;
}

bool
text_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
			return true;
	return false;
}

struct str
text_media_type(struct str value)
{
	return str_trim(str_cut(&value, ';'));
}

/* A quoted string at the start of *s: its inside, and *s after it. */
static bool
cut_quoted(struct str *s, struct str *ret)
{
	for (size_t i = 1; i < s->n; i++) {
		if (s->p[i] == '\\' && i + 1 < s->n && s->p[i + 1] == '"')
			i++;
		else if (s->p[i] == '"') {
			*ret = (struct str){ s->p + 1, i - 1 };
			*s = str_trim(str_sub(*s, i + 1, s->n));
			return s->n == 0 || s->p[0] == ';';
		}
	}
	return false;
}

bool
text_parameter(struct str value, const char *name, struct str *ret)
{
	str_cut(&value, ';');
	while (value.n) {
		struct str found, key = { value.p, 0 };

		while (key.n < value.n && value.p[key.n] != '=' && value.p[key.n] != ';')
			key.n++;
		if (key.n == value.n)
			return false;
		if (value.p[key.n] == ';') {
			str_cut(&value, ';');
			continue;
		}
		value = str_trim(str_sub(value, key.n + 1, value.n));
		if (value.n && value.p[0] == '"') {
			if (!cut_quoted(&value, &found))
				return false;
			str_cut(&value, ';');
		} else {
			found = str_trim(str_cut(&value, ';'));
		}
		if (str_eq_nocase(str_trim(key), str_of(name))) {
			*ret = found;
			return true;
		}
	}
	return false;
}

bool
text_url_byte(char c)
{
	return alphanumeric(c) || (c && strchr("-._~!$&'()*+,;=:@/?%#[]", c) != NULL);
}
