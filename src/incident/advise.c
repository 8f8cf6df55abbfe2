/*
 * Advising, from the desk: reflex cards proposed by category, and words of one's
 * own.
 *
 * Cards are chosen by reference; those for the category stand first and are
 * ticked, unless the structure has them already.  Everything goes in one mail.
 */
#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/recommend.h"

#define CHOICE_MAX 64

struct advice {
	struct str advice;
};

static const struct field advice_text = { FIELD(advice, advice), .max = 10000, .input = INPUT_AREA,
	.sealed = true };
static const struct field *const advice_asked[] = { &advice_text, NULL };

struct choice {
	size_t n, n_proposed;
	const struct reflex_card *card[CHOICE_MAX];
	bool checked[CHOICE_MAX];
};

static bool
chosen(const struct request *rq, const struct reflex_card *c)
{
	for (size_t i = 0; i < rq->params.n; i++)
		if (str_eq(rq->params.param[i].name, S("card")) &&
		    str_eq(rq->params.param[i].value, c->ref))
			return true;
	return false;
}

static bool
has_it(const struct recommendation *sent, size_t n, const struct reflex_card *c)
{
	for (size_t i = 0; i < n; i++)
		if (sent[i].card && str_eq(sent[i].card->ref, c->ref) &&
		    sent[i].card->version == c->version)
			return true;
	return false;
}

static void
offer(struct choice *ch, const struct reflex_card *c, const struct advise_view *v, bool checked)
{
	for (size_t i = 0; i < ch->n; i++)
		if (ch->card[i] == c)
			return;
	if (ch->n == CHOICE_MAX || has_it(v->sent, v->n_sent, c))
		return;
	ch->checked[ch->n] = checked;
	ch->card[ch->n++] = c;
}

/* Those for the category, then all others; as they were chosen, when the page
 * comes back. */
static void
choose(struct request *rq, struct choice *ch, const struct advise_view *v, struct str category)
{
	const struct reflex_card *proposed[8], *all;
	size_t n = reflex_cards_for(category, proposed, 8);

	for (size_t i = 0; i < n; i++)
		offer(ch, proposed[i], v, rq->method == GET || chosen(rq, proposed[i]));
	ch->n_proposed = ch->n;
	all = reflex_cards(&n);
	for (size_t i = 0; i < n; i++)
		offer(ch, &all[i], v, rq->method == POST && chosen(rq, &all[i]));
}

static enum outcome
show(struct request *rq, struct act *act, struct incident *in, const struct stored_report *s,
    int status)
{
	struct choice *ch = arena_new_of(rq->arena, struct choice);
	struct advise_view v = { .in = in, .filled = &rq->filled };
	struct recommendation *sent;
	struct out *out;
	enum outcome o = recommendation_list(act, in, &sent, &v.n_sent);

	if (o != OK)
		return o;
	v.sent = sent;
	choose(rq, ch, &v, in->category.s.n ? in->category.s : s->r.category.s);
	v.n_proposed = ch->n_proposed;
	v.n = ch->n;
	v.card = ch->card;
	v.checked = ch->checked;
	out = page_begin(rq, t(rq->lang, "advise.title"));
	page_advise(out, &v);
	return page_end(rq, status);
}

enum outcome
desk_advise_page(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct advice blank = { 0 };
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	form_show(advice_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return o == OK ? show(rq, &act, &in, &s, 200) : o;
}

static enum outcome
advise_again(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	return o == OK ? show(rq, &act, &in, &s, 422) : o;
}

const struct form advise_form = {
	.asked = advice_asked, .size = sizeof(struct advice), .invalid = advise_again
};

/* The references that were chosen, "FR-001|FR-003". */
static struct str
references(struct request *rq)
{
	struct buf b = BUF_INIT(4096);
	struct str refs;

	for (size_t i = 0; i < rq->params.n; i++) {
		if (!str_eq(rq->params.param[i].name, S("card")))
			continue;
		if (b.n)
			buf_byte(&b, '|');
		buf_put(&b, rq->params.param[i].value);
	}
	refs = arena_dup(rq->arena, buf_str(&b));
	buf_release(&b);
	return refs;
}

enum outcome
desk_advise(struct request *rq, void *record)
{
	const struct advice *a = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = recommendation_send(&act, &in, &s, references(rq), a->advice);
	if (o == INVALID)
		rq->filled.general = "error.no_advice";
	if (o != OK)
		return o;
	reply_notice(rq, "notice.advised");
	return reply_see_other(rq, "/desk/%.*s", PS(in.reference));
}
