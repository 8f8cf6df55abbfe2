/*
 * Requests: get, post, upload, follow, request, header, raw.
 */
#include "tests/play/play.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX 200
#define TOKEN_PAGE "/preferences"

static bool
made_file(struct play *p, struct str name, const char *bytes, size_t n, struct str *ret)
{
	struct str path = arena_printf(p->arena, "%s/%.*s", p->copy.data, PS(name));
	FILE *f = fopen(path.p, "we");

	if (f == NULL)
		return play_fail(p, "cannot write %s", path.p);
	for (size_t i = 0; i < n; i++)
		fputc(bytes ? bytes[i] : (int)('a' + i % 26), f);
	*ret = path;
	return fclose(f) == 0 || play_fail(p, "cannot write %s", path.p);
}

/* @FILE beside the scenario, @text:WORDS:NAME, @size:BYTES:NAME. */
static bool
file_value(struct play *p, struct str value, struct str *ret)
{
	const char *slash = strrchr(p->path, '/');
	struct str rest = value, kind = str_cut(&rest, ':');
	struct str content = str_cut(&rest, ':');

	if (str_eq(kind, S("text")) && rest.n)
		return made_file(p, rest, content.p, content.n, ret);
	if (str_eq(kind, S("size")) && rest.n)
		return made_file(p, rest, NULL, strtoul(content.p, NULL, 10), ret);
	*ret = arena_printf(p->arena, "%.*s/%.*s", (int)(slash ? slash - p->path : 1),
	    slash ? p->path : ".", PS(value));
	return true;
}

static bool
add_pair(struct play *p, struct str word, struct pair *ret)
{
	struct str value = word;

	ret->name = str_cut(&value, '=');
	ret->value = value;
	ret->file = str_starts(value, S("@"));
	return !ret->file || file_value(p, str_sub(value, 1, value.n), &ret->value);
}

static bool
named(const struct pair *pair, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(pair[i].name, name))
			return true;
	return false;
}

static bool
bearer(const struct play *p)
{
	for (const struct curl_slist *h = p->header; h; h = h->next)
		if (strncasecmp(h->data, "Authorization:", 14) == 0)
			return true;
	return false;
}

/* The csrf token comes first unless the line gives one ("csrf=-": none at all). */
static bool
token_pair(struct play *p, struct pair *pair, size_t *n)
{
	if (named(pair, *n, S("csrf"))) {
		for (size_t i = 0; i < *n; i++)
			if (str_eq(pair[i].name, S("csrf")) && str_eq(pair[i].value, S("-")))
				pair[i] = pair[--*n];
		return true;
	}
	if (bearer(p))
		return true;
	if (!person_token(p, TOKEN_PAGE))
		return false;
	memmove(pair + 1, pair, *n * sizeof *pair);
	pair[0] = (struct pair){ S("csrf"), arena_dup(p->arena, str_of(p->who->csrf)), false };
	++*n;
	return true;
}

/* Refused with the token of a session that ended meanwhile?  A browser would have
 * asked for the page again; pair[0] then carries the token of now. */
static bool
token_was_old(struct play *p, struct pair *pair)
{
	struct reply_seen kept = p->reply;
	char request[sizeof p->request];
	bool old;

	memcpy(request, p->request, sizeof request);
	p->reply = (struct reply_seen){ 0 };
	p->who->csrf[0] = '\0';
	old = person_token(p, TOKEN_PAGE) && !str_eq(pair[0].value, str_of(p->who->csrf));
	pair[0].value = arena_dup(p->arena, str_of(p->who->csrf));
	if (!old) {
		buf_release(&p->reply.head);
		buf_release(&p->reply.body);
		p->reply = kept;
		memcpy(p->request, request, sizeof request);
	}
	return old;
}

static bool
send_form(struct play *p, const char *method, bool multipart)
{
	struct str word[PAIRS_MAX];
	struct pair pair[PAIRS_MAX + 1];
	size_t n = text_words(p->arena, str_of(play_rest(p)), true, word, PAIRS_MAX), pairs = 0;
	bool given;

	if (n == 0 || word[0].p[0] != '/')
		return play_fail(p, "a path is needed");
	if (p->who == NULL)
		return play_fail(p, "nobody asks: write 'as visitor' first");
	for (size_t i = 1; i < n; i++) {
		if (!add_pair(p, word[i], &pair[pairs++]))
			return false;
		multipart = multipart || pair[pairs - 1].file;
	}
	given = named(pair, pairs, S("csrf")) || p->header;
	if (!token_pair(p, pair, &pairs) || !play_post(p, method, word[0], pair, pairs, multipart))
		return false;
	if (given || p->reply.status != 403 || !token_was_old(p, pair))
		return p->reason[0] == '\0';
	return person_call(p, method, word[0], pair, pairs, multipart);
}

bool
act_post(struct play *p)
{
	return send_form(p, "POST", str_eq(p->now->verb, S("upload")));
}

/* The path as it is written: '+' and %xx are the server's to read. */
bool
act_get(struct play *p)
{
	struct str word;

	if (text_words(p->arena, str_of(play_rest(p)), false, &word, 1) == 0)
		return play_fail(p, "a path is needed");
	return person_call(p, "GET", word, NULL, 0, false);
}

/* request METHOD /path: without body or token. */
bool
act_request(struct play *p)
{
	struct str word[2];

	if (text_words(p->arena, str_of(play_rest(p)), false, word, 2) < 2)
		return play_fail(p, "a method and a path are needed");
	return person_call(p, arena_cstr(p->arena, word[0]), word[1], NULL, 0, false);
}

/* json /path BODY: the rest of the line is the body. */
bool
act_json(struct play *p)
{
	struct str rest = arena_dup(p->arena, str_of(play_rest(p))), path = str_cut(&rest, ' ');
	struct pair whole = { S(""), str_trim(rest), false };

	p->header = curl_slist_append(p->header, "Content-Type: application/json");
	return person_call(p, "POST", path, &whole, 1, false);
}

bool
act_follow(struct play *p)
{
	struct str at = arena_dup(p->arena, str_of(p->reply.location));

	if (at.n == 0)
		return play_fail(p, "the last reply has no Location");
	return person_call(p, "GET", str_cut(&at, '#'), NULL, 0, false);
}

bool
act_header(struct play *p)
{
	p->header = curl_slist_append(p->header, play_rest(p));
	return true;
}

/* raw <<, then lines whose escapes say each byte; what comes back is the body. */
bool
act_raw(struct play *p)
{
	struct buf b = BUF_INIT(1u << 20);

	if (p->copy.server == 0 && !copy_start(&p->copy, "web"))
		return play_fail(p, "'vigie web' does not start: see %s", p->copy.log);
	for (size_t i = 0; i < p->now->n_block; i++)
		buf_put(&b, text_escapes(p->arena, play_fill(p, p->now->block[i])));
	snprintf(p->request, sizeof p->request, "raw bytes");
	client_raw(p->copy.port, buf_str(&b), &p->reply);
	fprintf(p->log, "raw: %ld\n", p->reply.status);
	buf_release(&b);
	return true;
}
