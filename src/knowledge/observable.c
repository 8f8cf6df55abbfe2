/*
 * Codes of observables, and how they are shown so that nobody clicks on one.
 */
#include "base/buf.h"
#include "base/vocab.h"
#include "knowledge/knowledge.h"

struct str
observable_code(enum observable_kind kind)
{
	return vocab_get("observable")->item[kind].code;
}

bool
observable_kind_of(struct str code, enum observable_kind *ret)
{
	for (enum observable_kind k = 0; k < OBSERVABLE_KINDS; k++)
		if (str_eq(observable_code(k), code)) {
			*ret = k;
			return true;
		}
	return false;
}

/* The last dot of a host is enough to break a link, and all of them to be sure. */
static void
put_host(struct buf *b, struct str host)
{
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '.')
			buf_put(b, S("[.]"));
		else
			buf_byte(b, host.p[i]);
}

static void
put_url(struct buf *b, struct str url)
{
	struct str rest = url, scheme = str_cut(&rest, ':'), host;

	rest = str_sub(rest, 2, rest.n);
	host = rest;
	host = str_cut(&host, '/');
	if (str_starts(scheme, S("http")))
		buf_printf(b, "hxxp%.*s", PS(str_sub(scheme, 4, scheme.n)));
	else
		buf_put(b, scheme);
	buf_put(b, S("[:]//"));
	put_host(b, host);
	buf_put(b, str_sub(rest, host.n, rest.n));
}

struct str
observable_defang(enum observable_kind kind, struct str value, struct arena *a)
{
	struct buf b = BUF_INIT(4 * OBSERVABLE_MAX);
	struct str left, rest = value, ret;

	switch (kind) {
	case OBSERVABLE_URL: put_url(&b, value); break;
	case OBSERVABLE_EMAIL:
		left = str_cut(&rest, '@');
		buf_put(&b, left);
		buf_put(&b, S("[@]"));
		put_host(&b, rest);
		break;
	case OBSERVABLE_IPV4:
	case OBSERVABLE_CIDR:
	case OBSERVABLE_DOMAIN: put_host(&b, value); break;
	default: buf_put(&b, value);
	}
	ret = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return ret;
}
