#include "tests/play/declare.h"

#include <string.h>

#define PAIRS_MAX 16
#define PAIR(name, value)                                                                          \
	{                                                                                          \
		S(name), S(value), false                                                           \
	}

bool
declarant_open(struct declarant *d, uint16_t port, unsigned n)
{
	char address[60];

	*d = (struct declarant){ .port = port };
	snprintf(address, sizeof address, "X-Real-IP: 10.%u.%u.%u", n >> 16 & 255, n >> 8 & 255,
	    n & 255);
	d->header = curl_slist_append(NULL, address);
	return jar_open(&d->jar, "declarant") && d->header != NULL;
}

void
declarant_close(struct declarant *d)
{
	curl_slist_free_all(d->header);
	jar_close(&d->jar);
	buf_release(&d->reply.head);
	buf_release(&d->reply.body);
}

/* The value of the input named csrf, when the page has one. */
static void
learn(struct declarant *d)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	const char *at = d->reply.body.n ? strstr(d->reply.body.p, mark) : NULL;

	if (at) {
		at += sizeof mark - 1;
		snprintf(d->jar.csrf, sizeof d->jar.csrf, "%.*s", (int)strcspn(at, "\""), at);
	}
}

static bool
call(struct declarant *d, const char *method, const char *path, const struct pair *pair, size_t n)
{
	char url[300];
	struct call c = { method, url, d->header, pair, n, false };

	snprintf(url, sizeof url, "http://127.0.0.1:%u%s", d->port, path);
	if (!jar_call(&d->jar, &c, &d->reply))
		return false;
	learn(d);
	return true;
}

bool
declarant_get(struct declarant *d, const char *path)
{
	return call(d, "GET", path, NULL, 0) && d->reply.status == 200;
}

bool
declarant_post(struct declarant *d, const char *path, const struct pair *pair, size_t n)
{
	struct pair all[PAIRS_MAX + 1] = { { S("csrf"), str_of(d->jar.csrf), false } };

	if (n > PAIRS_MAX)
		return false;
	memcpy(all + 1, pair, n * sizeof *pair);
	return call(d, "POST", path, all, n + 1) && d->reply.status == 303;
}

static bool
step(struct declarant *d, int number, const struct pair *pair, size_t n)
{
	char path[160];

	snprintf(path, sizeof path, "/declare/%s/%d", d->draft, number);
	return declarant_post(d, path, pair, n);
}

static bool
fill_steps(struct declarant *d, unsigned n)
{
	char name[80];
	struct pair a[] = { { S("org_name"), S(""), false }, PAIR("org_type", "ES"),
		PAIR("department", "59"), PAIR("act", "next") };
	static const struct pair b[] = { PAIR("reporter_last_name", "Laroche"),
		PAIR("reporter_email", "laroche@hopital.example"),
		PAIR("reporter_phone", "0399010101"), PAIR("act", "next") };
	static const struct pair c[] = { PAIR("detected_at", "2026-02-03T08:30:00Z"),
		PAIR("description", "Des postes sont chiffrés depuis ce matin."),
		PAIR("act", "next") };

	snprintf(name, sizeof name, "CENTRE HOSPITALIER %u", n);
	a[0].value = str_of(name);
	return step(d, 1, a, 4) && step(d, 2, b, 4) && step(d, 3, c, 3);
}

bool
declarant_fill(struct declarant *d, unsigned n)
{
	char path[160];

	jar_forget(&d->jar);
	d->draft[0] = d->receipt[0] = '\0';
	if (!declarant_get(d, "/declare") || !declarant_post(d, "/declare", NULL, 0) ||
	    sscanf(d->reply.location, "/declare/%79[^/]/1", d->draft) != 1)
		return false;
	snprintf(path, sizeof path, "/declare/%s/1", d->draft);
	return declarant_get(d, path) && fill_steps(d, n);
}

bool
declarant_submit(struct declarant *d)
{
	char path[160];

	snprintf(path, sizeof path, "/declare/%s/submit", d->draft);
	return declarant_post(d, path, NULL, 0) &&
	       sscanf(d->reply.location, "/receipt/%79[^/?#]", d->receipt) == 1;
}
