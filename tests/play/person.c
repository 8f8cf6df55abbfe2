/*
 * People: one cookie jar each, a real sign-in, the token that forms carry.
 */
#include "tests/play/play.h"

#include <ctype.h>
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/demo.h"

#define PERIOD 30

static void
code_at(time_t when, char ret[8])
{
	char *secret = NULL;
	size_t n = 0;

	ret[0] = '\0';
	if (oath_base32_decode(DEMO_TOTP, strlen(DEMO_TOTP), &secret, &n) == OATH_OK)
		oath_totp_generate(secret, n, when, PERIOD, 0, 6, ret);
	free(secret);
}

/* The token of a form: the value of the input named csrf. */
void
person_learn(struct play *p)
{
	struct str body = buf_str(&p->reply.body), found;
	struct str cookie = reply_value(&p->reply, "Set-Cookie");

	/* A new session, or none any more: the token that was known is of another. */
	if (cookie.n)
		p->who->csrf[0] = '\0';
	if (text_group(p->arena, "name=\"csrf\" value=\"([^\"]*)\"", body, &found))
		snprintf(p->who->csrf, sizeof p->who->csrf, "%.*s", PS(found));
}

bool
person_call(struct play *p, const char *method, struct str path, const struct pair *pair, size_t n,
    bool multipart)
{
	struct str url = arena_printf(p->arena, "http://127.0.0.1:%u%.*s", p->copy.port, PS(path));
	struct call c = { method, url.p, p->header, pair, n, multipart };
	bool good;

	if (p->who == NULL)
		return play_fail(p, "nobody asks: write 'as visitor' first");
	if (p->copy.server == 0 && !copy_start(&p->copy, "web"))
		return play_fail(p, "'vigie web' does not start: see %s", p->copy.log);
	snprintf(p->request, sizeof p->request, "%s %.*s as %s", method, PS(path), p->who->name);
	good = jar_call(p->who, &c, &p->reply);
	fprintf(p->log, "%s: %ld %s\n", p->request, p->reply.status, p->reply.location);
	curl_slist_free_all(p->header);
	p->header = NULL;
	if (!good)
		return play_fail(p, "no answer: %s", p->reply.trouble);
	person_learn(p);
	return true;
}

bool
person_token(struct play *p, const char *page)
{
	struct curl_slist *kept = p->header;

	if (p->who == NULL || p->who->csrf[0])
		return true;
	p->header = NULL;
	if (!person_call(p, "GET", str_of(page), NULL, 0, false))
		return false;
	p->header = kept;
	if (p->who->csrf[0] == '\0')
		return play_fail(p, "%s carries no csrf token", page);
	return true;
}

/* ==== Signing in ==== */

static bool
give_code(struct play *p, time_t when)
{
	struct pair pair[2] = { { S("csrf"), S(""), false }, { S("code"), S(""), false } };
	char code[8];

	code_at(when, code);
	if (!person_token(p, "/sign-in/code"))
		return false;
	pair[0].value = str_of(p->who->csrf);
	pair[1].value = str_of(code);
	return person_call(p, "POST", S("/sign-in/code"), pair, 2, false);
}

/* A code serves once: the next one is accepted early, the one after is awaited. */
static bool
give_codes(struct play *p)
{
	for (int tries = 0; tries < 4; tries++) {
		time_t now = time(NULL);

		if (tries > 1)
			sleep((unsigned)(PERIOD - now % PERIOD));
		if (!give_code(p, tries == 0 ? now : time(NULL) + PERIOD))
			return false;
		if (p->reply.status == 303)
			return true;
	}
	return play_fail(p, "%s: no code was accepted", p->who->name);
}

static bool
person_sign_in(struct play *p)
{
	struct pair pair[3] = { { S("csrf"), S(""), false }, { S("email"), S(""), false },
		{ S("password"), S(DEMO_PASSWORD), false } };

	if (!person_token(p, "/sign-in"))
		return false;
	pair[0].value = str_of(p->who->csrf);
	pair[1].value = arena_printf(p->arena, "%s@demo.vigie.example", p->who->name);
	if (!person_call(p, "POST", S("/sign-in"), pair, 3, false))
		return false;
	if (p->reply.status != 303)
		return play_fail(p, "%s cannot sign in", p->who->name);
	if (strcmp(p->reply.location, "/sign-in/code") == 0 && !give_codes(p))
		return false;
	if (strncmp(p->reply.location, "/sign-in", 8) == 0)
		return play_fail(p, "%s is not signed in", p->who->name);
	p->who->signed_in = true;
	return true;
}

static struct jar *
jar_of(struct play *p, const char *name)
{
	for (size_t i = 0; i < p->n_jars; i++)
		if (strcmp(p->jar[i].name, name) == 0)
			return &p->jar[i];
	if (p->n_jars == PEOPLE_MAX || !jar_open(&p->jar[p->n_jars], name))
		return NULL;
	return &p->jar[p->n_jars++];
}

/* as NAME [fresh] */
bool
act_as(struct play *p)
{
	struct str word[2];
	size_t n = text_words(p->arena, str_of(play_rest(p)), false, word, 2);
	char *name;

	if (n == 0)
		return play_fail(p, "as whom?");
	name = arena_cstr(p->arena, word[0]);
	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	p->who = jar_of(p, name);
	if (p->who == NULL)
		return play_fail(p, "too many people");
	if (n == 2)
		jar_forget(p->who);
	if (p->who->signed_in || strncmp(name, "visitor", 7) == 0)
		return true;
	return person_sign_in(p);
}
