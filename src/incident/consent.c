/* Consents as they are kept. */
#include "incident/consent.h"

#include <string.h>

#include "incident/lesson.h"

#include "incident_sql.h"

struct words {
	struct str given_by, wording;
};

static const struct field words_given_by = { FIELD(words, given_by), .max = 200, .sealed = true };
static const struct field words_wording = { FIELD(words, wording), .max = 2000, .sealed = true };
static const struct field *const words_fields[] = { &words_given_by, &words_wording, NULL };

#define WORDS_MAX 8192

static const char *
vocabulary_of(const char *subject)
{
	return strcmp(subject, "lessons") == 0 ? "consent_lessons" : "yes_no";
}

bool
consent_answer(const char *subject, struct str answer)
{
	return vocab_find(vocab_get(vocabulary_of(subject)), answer) != NULL;
}

/* ==== Reading ==== */

static void
read_row(struct act *act, const struct incident *in, struct query *q, struct consent *c)
{
	struct str clear;
	struct words w = { 0 };

	c->id = query_int(q, 0);
	c->subject = query_text(q, 1, act->arena);
	c->answer = query_text(q, 2, act->arena);
	c->at = query_moment(q, 3);
	c->ended_at = query_moment(q, 4);
	c->account = query_null(q, 5) ? 0 : query_int(q, 5);
	c->role = query_text(q, 6, act->arena);
	c->channel.s = query_text(q, 7, act->arena);
	if (vault_unseal(
		&in->vault, "consent.words", query_blob(q, 8, act->arena), act->arena, &clear) &&
	    record_read(clear, words_fields, &w, act->arena)) {
		c->given_by = w.given_by;
		c->wording = w.wording;
	}
}

enum outcome
consent_of(struct act *act, const struct incident *in, const char *subject, struct consent *ret)
{
	struct query q = query_open(act->db, &sql_consent_current);

	*ret = (struct consent){ .subject = str_of(subject),
		.answer = S("non"),
		.at = MOMENT_NONE,
		.ended_at = MOMENT_NONE };
	bind_int(&q, "incident", in->id);
	bind_text(&q, "subject", str_of(subject));
	if (query_next(&q))
		read_row(act, in, &q, ret);
	return query_close(&q);
}

enum outcome
consent_list(struct act *act, const struct incident *in, struct consent **ret, size_t *ret_n)
{
	struct consent *list = arena_array(act->arena, struct consent, CONSENT_MANY);
	struct query q = query_open(act->db, &sql_consent_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", CONSENT_MANY);
	while (n < CONSENT_MANY && query_next(&q))
		read_row(act, in, &q, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* ==== Writing ==== */

/* Ended before the new one is written: of two at once the second waits here. */
static enum outcome
end(struct act *act, const struct incident *in, const char *subject)
{
	struct query q = query_open(act->db, &sql_consent_end);

	bind_int(&q, "incident", in->id);
	bind_text(&q, "subject", str_of(subject));
	bind_moment(&q, "now", act->now);
	return query_run(&q);
}

static struct str
sealed_words(struct act *act, const struct incident *in, const struct words *w)
{
	struct buf b = BUF_INIT(WORDS_MAX);
	struct str sealed;

	record_write(&b, words_fields, w);
	sealed = vault_seal(&in->vault, "consent.words", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

static enum outcome
insert(struct act *act, const struct incident *in, const char *subject, struct str answer,
    const char *channel, struct str given_by)
{
	struct words w = { .given_by = given_by };
	struct query q = query_open(act->db, &sql_consent_insert);

	w.wording =
	    t(act->lang, arena_printf(act->arena, "consent.words.%s.%.*s", subject, PS(answer)).p);
	bind_int(&q, "incident", in->id);
	bind_text(&q, "subject", str_of(subject));
	bind_text(&q, "answer", answer);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_text(&q, "role", act->role);
	bind_text(&q, "channel", str_of(channel));
	bind_blob(&q, "body", sealed_words(act, in, &w));
	trail_note(act->trail, "incident.consent", "incident", in->reference,
	    arena_printf(act->arena, "%s=%.*s;channel=%s", subject, PS(answer), channel));
	return query_run(&q);
}

enum outcome
consent_give(struct act *act, const struct incident *in, const char *subject, struct str answer,
    const char *channel, struct str given_by)
{
	struct consent now;
	enum outcome o;

	if (!consent_answer(subject, answer))
		return INVALID;
	o = consent_of(act, in, subject, &now);
	if (o != OK || (now.id && str_eq(now.answer, answer)))
		return o;
	o = end(act, in, subject);
	if (o == OK)
		o = insert(act, in, subject, answer, channel, given_by);
	return o == OK ? lesson_review(act, in) : o;
}

/* ==== The declaration's ==== */

/* A complement repeats every answer: one that stands there since the beginning must
 * not bring back what was taken back since. */
static enum outcome
declared(struct act *act, const struct incident *in, const char *subject, struct str answer,
    struct str given_by)
{
	struct query q = query_open(act->db, &sql_consent_said);
	struct str before = { NULL, 0 };
	enum outcome o;

	bind_int(&q, "incident", in->id);
	bind_text(&q, "subject", str_of(subject));
	bind_text(&q, "channel", S("declaration"));
	if (query_next(&q))
		before = query_text(&q, 0, act->arena);
	o = query_close(&q);
	if (o != OK || str_eq(before, answer) || !consent_answer(subject, answer))
		return o;
	return consent_give(act, in, subject, answer, "declaration", given_by);
}

enum outcome
consent_declared(struct act *act, const struct incident *in, const struct report *r)
{
	struct str who = arena_printf(
	    act->arena, "%.*s %.*s", PS(r->reporter_first_name), PS(r->reporter_last_name));
	enum outcome o = declared(act, in, "lessons", r->consent_lessons.s, str_trim(who));

	return o == OK ? declared(act, in, "indicators", r->consent_indicators.s, str_trim(who))
		       : o;
}
