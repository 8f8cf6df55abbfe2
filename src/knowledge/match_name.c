/*
 * Host names, domains and mail addresses.
 *
 * A name is brought to lower case and A-labels (UTS 46 through libidn2, not
 * transitional), then judged by the public suffix list and by what it could be
 * instead: a file, a package, two sentences without a space between them.
 */
#include <idn2.h>
#include <stdlib.h>
#include <string.h>

#include "knowledge/scan.h"

#define HOST_MAX 253
#define LABEL_MAX 63

/* ==== Names ==== */

/* Letters, digits, hyphens, underscores; no label empty, too long, or with a hyphen
 * at an end. */
static bool
labels_good(const char *p, size_t n)
{
	size_t label = 0;

	if (n == 0 || n > HOST_MAX)
		return false;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && p[i] != '.') {
			if (!is(p[i], C_NAME) || is(p[i], C_HIGH))
				return false;
			label++;
			continue;
		}
		if (label == 0 || label > LABEL_MAX || p[i - 1] == '-' || p[i - label] == '-')
			return false;
		label = 0;
	}
	return true;
}

static size_t
write_alabels(char *to, const char *p, size_t n)
{
	char name[HOST_MAX * 4 + 1], *out = NULL;
	size_t length = 0;

	if (n >= sizeof name)
		return 0;
	memcpy(name, p, n);
	name[n] = '\0';
	if (idn2_to_ascii_8z(name, &out, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK &&
	    strlen(out) <= HOST_MAX) {
		length = strlen(out);
		memcpy(to, out, length);
	}
	idn2_free(out);
	return length;
}

static struct str
last_label(const char *p, size_t n)
{
	size_t from = n;

	while (from && p[from - 1] != '.')
		from--;
	return (struct str){ p + from, n - from };
}

/* Nothing beyond ASCII, and no label that stands for such. */
static bool
is_simple(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is(p[i], C_HIGH) ||
		    ((i == 0 || p[i - 1] == '.') &&
			str_eq_nocase(str_sub((struct str){ p, n }, i, 4), S("xn--"))))
			return false;
	return true;
}

size_t
write_host(char *to, const char *p, size_t n, bool loose)
{
	struct str tld;

	if (n > HOST_MAX * 4)
		return 0;
	if (is_simple(p, n))
		for (size_t i = 0; i < n && i < HOST_MAX; i++)
			to[i] = small(p[i]);
	else
		n = write_alabels(to, p, n);
	if (!labels_good(to, n))
		return 0;
	tld = last_label(to, n);
	if (tld.n == n && !loose)
		return 0;
	/* A name that ends with a number is an address written in an odd way (RFC 3696). */
	return is(tld.p[0], C_DIGIT) ? 0 : n;
}

/* ==== The public suffix list ==== */

static bool
ask_suffix(struct str tld)
{
	char name[LABEL_MAX + 1];

	if (tld.n > LABEL_MAX)
		return false;
	memcpy(name, tld.p, tld.n);
	name[tld.n] = '\0';
	return rule_has("special", tld) || psl_is_public_suffix2(rule_suffixes(), name,
					       PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

/* A text names the same few suffixes again and again. */
static bool
suffix_known(struct scan *s, struct str tld)
{
	unsigned hash = 0;
	struct tld_known *k;

	if (tld.n >= sizeof k->name)
		return ask_suffix(tld);
	for (size_t i = 0; i < tld.n; i++)
		hash = hash * 31 + (unsigned char)tld.p[i];
	k = &s->tld[hash % TLD_CACHE];
	if (k->n != tld.n || memcmp(k->name, tld.p, tld.n) != 0) {
		k->known = ask_suffix(tld);
		k->n = (unsigned char)tld.n;
		memcpy(k->name, tld.p, tld.n);
	}
	return k->known;
}

/* The part under the suffix must name something: "co.uk" is nobody's, "1.to" is
 * a number. */
static bool
registered(const char *p, size_t n)
{
	char name[HOST_MAX + 1];
	const char *own;
	size_t label;

	memcpy(name, p, n);
	name[n] = '\0';
	if (rule_has("special", last_label(p, n)))
		return true;
	own = psl_registrable_domain(rule_suffixes(), name);
	if (own == NULL)
		return false;
	label = strcspn(own, ".");
	return label >= 3 || strspn(own, "0123456789") < label;
}

bool
host_public(struct scan *s, const char *p, size_t n)
{
	struct str tld = last_label(p, n);
	size_t under;

	if (tld.n == n || n > HOST_MAX || !suffix_known(s, tld))
		return false;
	under = last_label(p, n - tld.n - 1).n;
	/* "_" is for services, not for what is registered. */
	return memchr(p + n - tld.n - 1 - under, '_', under) == NULL && registered(p, n);
}

/* ==== What a domain could be instead ==== */

static bool
upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t
labels(struct str name)
{
	size_t n = 1;

	for (size_t i = 0; i < name.n; i++)
		n += name.p[i] == '.';
	return n;
}

static bool
doubtful(const struct scan *s, size_t from, size_t to, struct str name)
{
	struct str tld = last_label(s->p + from, to - from), first = name;
	size_t n = labels(name);

	if (s->alone || scan_defanged(s, from, to))
		return false;
	if (from && s->p[from - 1] == '\\')
		return true;
	/* "Fin.La suite" */
	if (tld.n >= 2 && upper(tld.p[0]) && lower(tld.p[1]))
		return true;
	if (n == 2)
		return rule_has("extension", last_label(name.p, name.n)) ||
		       rule_has("lookalike", name);
	return rule_has("reverse", str_cut(&first, '.'));
}

/* ==== Matching ==== */

static size_t
run_name(const struct scan *s, size_t i)
{
	size_t k = i;

	while (k < s->n && is(s->p[k], C_NAME))
		k++;
	return k;
}

static size_t
trim_name(const struct scan *s, size_t from, size_t to)
{
	while (to > from && (s->p[to - 1] == '.' || s->p[to - 1] == '-' || s->p[to - 1] == '_'))
		to--;
	return to;
}

/* "l'adresse": the article is no part of it. */
static size_t
past_elision(const struct scan *s, size_t i, size_t end)
{
	static const char article[] = "ldsjncmtLDSJNCMT";
	size_t k = i;

	if (end > i + 2 && s->p[i + 1] == '\'' && strchr(article, s->p[i]))
		k = i + 2;
	if (end > i + 3 && s->p[i + 2] == '\'' && (s->p[i] == 'q' || s->p[i] == 'Q'))
		k = i + 3;
	return k;
}

/* From i: letters, digits and the signs that addresses really have, then "@". */
static size_t
run_local(const struct scan *s, size_t i)
{
	size_t k = i;

	while (k < s->n && k < i + 70 &&
	       (is(s->p[k], C_NAME) || s->p[k] == '+' || s->p[k] == '%' || s->p[k] == '\'' ||
		   s->p[k] == '~'))
		k++;
	return at(s, k) == '@' ? k : 0;
}

static bool
local_good(const char *p, size_t n)
{
	if (n == 0 || n > 64 || p[0] == '.' || p[n - 1] == '.')
		return false;
	for (size_t i = 1; i < n; i++)
		if (p[i] == '.' && p[i - 1] == '.')
			return false;
	return true;
}

static size_t
match_email(struct scan *s, size_t i)
{
	size_t sign = run_local(s, i), from, end, n, host;

	if (sign == 0 || (i && s->p[i - 1] == '@'))
		return 0;
	from = past_elision(s, i, sign);
	end = trim_name(s, sign + 1, run_name(s, sign + 1));
	n = sign - from;
	if (!local_good(s->p + from, n) || at(s, end) == '@')
		return 0;
	host = write_host(s->value + n + 1, s->p + sign + 1, end - sign - 1, false);
	if (host == 0 || !host_public(s, s->value + n + 1, host))
		return 0;
	for (size_t k = 0; k < n; k++) {
		char c = s->p[from + k];

		s->value[k] = small(c);
	}
	s->value[n] = '@';
	scan_found(s, OBSERVABLE_EMAIL, n + 1 + host, from, end);
	return end;
}

static size_t
match_domain(struct scan *s, size_t i)
{
	size_t run = run_name(s, i), end = trim_name(s, i, run), n;

	if (memchr(s->p + i, '.', end - i) == NULL || at(s, run) == '@')
		return 0;
	n = write_host(s->value, s->p + i, end - i, false);
	if (n == 0 || !host_public(s, s->value, n) ||
	    doubtful(s, i, end, (struct str){ s->value, n }))
		return 0;
	scan_found(s, OBSERVABLE_DOMAIN, n, i, end);
	return end;
}

size_t
match_name(struct scan *s, size_t i)
{
	size_t end = match_email(s, i);

	return end ? end : match_domain(s, i);
}
