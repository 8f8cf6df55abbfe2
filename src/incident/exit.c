/*
 * Channels of data/exit.tsv over marking, consent and seal.  A test per exit was
 * rejected: the eleventh exit would forget one of the three.
 */
#include "incident/exit.h"

#include "base/table.h"

int64_t
tlp_rank(struct str tlp)
{
	const struct vocab_item *item = vocab_find(vocab_get("tlp"), tlp);
	int64_t rank;

	if (item == NULL || !str_int(attribute(item->attributes, "rank"), &rank))
		return 4;
	return rank;
}

/* Nothing said, "no" and "not known" are no consent. */
static bool
consented(const struct exit_facts *f, struct str needed)
{
	if (str_eq(needed, S("lessons")))
		return str_eq(f->lessons, S("anonymise")) || str_eq(f->lessons, S("nominatif"));
	if (str_eq(needed, S("indicators")))
		return str_eq(f->indicators, S("oui"));
	return str_eq(needed, S("none"));
}

struct exit_answer
exit_decide(const struct exit_facts *f, const char *channel)
{
	const struct table *t = table_get("exit");
	size_t row = table_find(t, "channel", str_of(channel));
	struct exit_answer a = { .anonymise = true };
	struct str how;

	if (row == NOT_FOUND_ROW) {
		a.why = "channel";
		return a;
	}
	how = table_cell(t, row, "anonymise");
	a.anonymise = str_eq(how, S("always")) ||
		      (str_eq(how, S("unless_named")) && !str_eq(f->lessons, S("nominatif")));
	if (f->sealed && !str_eq(table_cell(t, row, "sealed"), S("yes")))
		a.why = "sealed";
	else if (tlp_rank(f->tlp) > tlp_rank(table_cell(t, row, "ceiling")))
		a.why = "tlp";
	else if (!consented(f, table_cell(t, row, "consent")))
		a.why = "consent";
	a.may = a.why == NULL;
	return a;
}

struct str
exit_ceiling(const char *channel)
{
	const struct table *t = table_get("exit");
	size_t row = table_find(t, "channel", str_of(channel));

	return row == NOT_FOUND_ROW ? S("TLP:CLEAR") : table_cell(t, row, "ceiling");
}

bool
exit_bears(struct str tlp, const char *channel)
{
	const struct table *t = table_get("exit");
	size_t row = table_find(t, "channel", str_of(channel));

	return row != NOT_FOUND_ROW && tlp_rank(tlp) <= tlp_rank(table_cell(t, row, "ceiling"));
}

enum outcome
exit_may(struct act *act, const struct incident *in, const char *channel, struct exit_answer *ret)
{
	struct exit_facts f = { .tlp = in->tlp.s, .sealed = in->sealed };
	struct consent lessons, indicators;
	enum outcome o = consent_of(act, in, "lessons", &lessons);

	if (o == OK)
		o = consent_of(act, in, "indicators", &indicators);
	if (o != OK)
		return o;
	f.lessons = lessons.answer;
	f.indicators = indicators.answer;
	*ret = exit_decide(&f, channel);
	return OK;
}
