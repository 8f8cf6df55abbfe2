/*
 * What is done to all files under a provider's failure at once: a message, a
 * recommendation, the closing.
 *
 * Each structure gets it in its own file, in its own log and by its own mail, as if
 * it had been alone: nobody learns who else was struck.  Each file is opened like
 * any other, so one that the member may not write, and one that is over, is left
 * as it is and counted; a sealed one that they may not know of is not.  One transaction: all of them, or none.
 */
#include "incident/links.h"

#include "incident/incident.h"
#include "incident/need.h"
#include "incident/notice.h"
#include "incident/recommend.h"

#include "incident_sql.h"

#define ONE_FILE (8u << 20) /* memory for one file, taken again for the next */

struct together;
typedef enum outcome (*for_one)(
    struct together *t, struct act *act, struct incident *in, const struct stored_report *s);

struct together {
	struct request *rq;
	struct incident in; /* the failure */
	struct stored_report s;
	struct act act;
	struct str text;
	struct str cards;	   /* "FR-001|FR-003" */
	const struct incident *as; /* how they are closed */
	for_one run;
	int64_t done, left;
};

static enum outcome
struck_files(struct together *t, struct str **ret, size_t *ret_n)
{
	struct str *list = arena_array(t->act.arena, struct str, CHILDREN_MAX);
	struct query q = query_open(t->act.db, &sql_struck_references);

	*ret = list;
	*ret_n = 0;
	need_bind(&q, request_member(t->rq), t->act.now);
	bind_int(&q, "incident", t->in.id);
	bind_int(&q, "max", CHILDREN_MAX);
	while (*ret_n < CHILDREN_MAX && query_next(&q))
		list[(*ret_n)++] = query_text(&q, 0, t->act.arena);
	return query_close(&q);
}

enum outcome
files_each(struct request *rq, enum action action, const struct str *reference, size_t n,
    file_run run, void *context, int64_t *left)
{
	struct arena *whole = rq->arena, *small = arena_new(ONE_FILE);
	enum outcome o = OK;

	for (size_t i = 0; i < n && o == OK; i++) {
		struct stored_report s;
		struct incident in;
		struct act act;

		arena_reset(small);
		rq->arena = small;
		o = file_open(rq, OBJECT_FILE, action, reference[i], &act, &in, &s);
		if (o == OK && run)
			o = run(context, &act, &in, &s);
		rq->arena = whole;
		if (o == FORBIDDEN && left) {
			++*left;
			o = OK;
		}
	}
	arena_free(small);
	return o;
}

/* One that is over is left as it is. */
static enum outcome
live_one(void *context, struct act *act, struct incident *in, const struct stored_report *s)
{
	struct together *t = context;
	enum outcome o;

	if (workflow_ended(in->workflow.s))
		return OK;
	o = t->run(t, act, in, s);
	t->done += o == OK;
	return o;
}

static enum outcome
each(struct together *t, enum action action, for_one run)
{
	struct str *file;
	size_t n = 0;
	enum outcome o = struck_files(t, &file, &n);

	t->run = run;
	return o == OK ? files_each(t->rq, action, file, n, live_one, t, &t->left) : o;
}

static enum outcome
open_failure(struct together *t, struct request *rq, enum action action)
{
	enum outcome o;

	*t = (struct together){ .rq = rq };
	o = desk_open(rq, action, &t->act, &t->in, &t->s);
	return o == OK && !t->in.provider ? CONFLICT : o;
}

/* What was done to all is told once in the failure's own log. */
static enum outcome
told(struct together *t, const char *kind, struct str text, const char *notice)
{
	struct str words = t_count(t->act.arena, LANG_FR, "log.to_all", t->done);
	enum outcome o = log_add(&t->act, &t->in, kind, S("interne"),
	    arena_printf(t->act.arena, "%.*s%s%.*s", PS(words), text.n ? "\n\n" : "", PS(text)));

	return o == OK ? links_back(t->rq, &t->in, notice) : o;
}

/* ==== A message ==== */

struct words {
	struct str struck_message;
};

static const struct field words_message = { FIELD(words, struck_message), .max = 10000,
	.need = REQUIRED, .input = INPUT_AREA, .sealed = true };
static const struct field *const struck_message_asked[] = { &words_message, NULL };

const struct form struck_message_form = {
	.asked = struck_message_asked, .size = sizeof(struct words), .invalid = links_again
};

static enum outcome
message_one(struct together *t, struct act *act, struct incident *in, const struct stored_report *s)
{
	enum outcome o = log_add(act, in, "message", S("structure"), t->text);

	return o == OK ? notice_declarant(act, in, s, "mail.message") : o;
}

enum outcome
struck_message(struct request *rq, void *record)
{
	const struct words *w = record;
	struct together t;
	enum outcome o = open_failure(&t, rq, ACTION_WRITE);

	if (o != OK)
		return o;
	t.text = w->struck_message;
	o = each(&t, ACTION_WRITE, message_one);
	return o == OK ? told(&t, "message", t.text, "notice.to_all") : o;
}

/* ==== A recommendation ==== */

struct advice {
	struct str struck_advice;
};

static const struct field advice_text = { FIELD(advice, struck_advice), .max = 10000,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const struck_advice_asked[] = { &advice_text, NULL };

const struct form struck_advice_form = {
	.asked = struck_advice_asked, .size = sizeof(struct advice), .invalid = links_again
};

/* Who has that card already is told nothing twice. */
static enum outcome
advise_one(struct together *t, struct act *act, struct incident *in, const struct stored_report *s)
{
	enum outcome o = recommendation_send(act, in, s, t->cards, t->text);

	if (o != CONFLICT)
		return o;
	t->done--; /* live_one counts it */
	return OK;
}

enum outcome
struck_advice(struct request *rq, void *record)
{
	const struct advice *a = record;
	struct together t;
	enum outcome o = open_failure(&t, rq, ACTION_WRITE);

	if (o != OK)
		return o;
	t.text = a->struck_advice;
	t.cards = param_get(&rq->params, "card");
	if (t.text.n == 0 && reflex_card_by_ref(t.cards) == NULL) {
		rq->filled.general = "error.no_advice";
		return INVALID;
	}
	o = each(&t, ACTION_WRITE, advise_one);
	return o == OK ? told(&t, "recommandation", t.text, "notice.to_all") : o;
}

/* ==== The closing ==== */

static const struct field closing_reason = { FIELD(incident, close_reason),
	.vocabulary = "close_reason", .need = REQUIRED, .input = INPUT_SELECT };
static const struct field closing_text = { FIELD(incident, closing_report), .input = INPUT_AREA,
	.max = 20000, .need = REQUIRED, .sealed = true };
static const struct field *const struck_close_asked[] = { &closing_reason, &closing_text, NULL };

const struct form struck_close_form = {
	.asked = struck_close_asked, .size = sizeof(struct incident), .invalid = links_again
};

/* A file that nobody qualified is qualified by what it declared and, where it does
 * not say, by what the failure is: three hundred are not opened one by one. */
static enum outcome
qualify_like(
    struct together *t, struct act *act, struct incident *in, const struct stored_report *s)
{
	struct str before = in->severity.s;

	if (moment_known(in->qualified_at))
		return OK;
	qualify_prefill(in, &s->r);
	if (!field_known(&incident_origin, in))
		in->origin = t->in.origin;
	if (!field_known(&incident_category, in))
		in->category = t->in.category;
	if (!field_known(&incident_scope, in))
		in->scope = t->in.scope;
	qualify_propose(in, s, act->now);
	return qualify_save(act, in, s, before);
}

static enum outcome
close_one(struct together *t, struct act *act, struct incident *in, const struct stored_report *s)
{
	enum outcome o = qualify_like(t, act, in, s);

	in->close_reason = t->as->close_reason;
	in->closing_report = t->as->closing_report;
	return o == OK ? close_save(act, in, s) : o;
}

enum outcome
struck_close(struct request *rq, void *record)
{
	const struct incident *as = record;
	struct together t;
	enum outcome o = open_failure(&t, rq, ACTION_CLOSE);

	if (o != OK)
		return o;
	t.as = as;
	field_copy(struck_close_asked, &t.in, record);
	o = close_save(&t.act, &t.in, &t.s);
	if (o == INVALID)
		rq->filled.general = "error.not_qualified";
	if (o == OK)
		o = each(&t, ACTION_CLOSE, close_one);
	return o == OK ? told(&t, "cloture", (struct str){ NULL, 0 },
			     t.act.asked.n ? "notice.asked" : "notice.closed_all")
		       : o;
}
