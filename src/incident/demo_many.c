/* What an analyst decides about several files in the demonstration: failures of
 * providers, duplicates, links, campaigns. */
#include "incident/demo.h"

#include "base/die.h"
#include "incident/desk.h"
#include "incident/link.h"
#include "incident/many.h"

#define CAMPAIGNS 50

/* The incident of another tale, that "to" names. */
static enum outcome
other(struct scene *sc, struct incident *ret)
{
	struct str name = demo_word(sc->step, "to");
	const struct tale *all = sc->tale->all;

	for (size_t i = 0; i < sc->tale->n_all; i++)
		if (str_eq(name, str_of(all[i].name)) && all[i].incident)
			return incident_load(&sc->act, all[i].incident, ret);
	die("demonstration: '%s': '%.*s' is no file yet", sc->tale->name, PS(name));
}

static enum outcome
attach(struct scene *sc, const struct incident *failure)
{
	struct deed d;
	enum outcome o = deed_begin(&sc->act, &d);

	if (o == OK)
		o = deed_attach(&d, &sc->in, failure, demo_word(sc->step, "text"));
	return o == OK ? deed_told(&d, failure, "log.attached") : o;
}

/* A failure is qualified at once by what the first file tells. */
enum outcome
demo_failure(struct scene *sc)
{
	struct stored_report nobody;
	struct incident failure;
	struct str before;
	enum outcome o = provider_open(&sc->act, demo_word(sc->step, "name"), &failure);

	if (o == OK)
		o = incident_report(&sc->act, &failure, &nobody);
	if (o != OK)
		return o;
	before = failure.severity.s;
	failure.origin = sc->s.r.origin;
	failure.category = sc->s.r.category;
	failure.impact_functioning = sc->s.r.impact_functioning;
	failure.severity.s = demo_word(sc->step, "severity");
	qualify_propose(&failure, &nobody, sc->act.now);
	o = qualify_save(&sc->act, &failure, &nobody, before);
	return o == OK ? attach(sc, &failure) : o;
}

/* To the failure that the other tale stands under. */
enum outcome
demo_attach(struct scene *sc)
{
	struct incident in, failure;
	enum outcome o = other(sc, &in);

	if (o == OK && in.parent == 0)
		die("demonstration: '%s': no failure to attach to", sc->tale->name);
	if (o == OK)
		o = incident_load(&sc->act, in.parent, &failure);
	return o == OK ? attach(sc, &failure) : o;
}

/* The failure over this file goes on. */
enum outcome
demo_failure_move(struct scene *sc)
{
	struct incident failure;
	enum outcome o = incident_load(&sc->act, sc->in.parent, &failure);

	return o == OK ? workflow_move(&sc->act, &failure, demo_word(sc->step, "to"),
			     demo_word(sc->step, "text"))
		       : o;
}

enum outcome
demo_merge(struct scene *sc)
{
	struct incident into;
	struct deed d;
	enum outcome o = other(sc, &into);

	if (o == OK)
		o = deed_begin(&sc->act, &d);
	if (o == OK)
		o = deed_merge(&d, &sc->in, &into, demo_word(sc->step, "text"));
	return o == OK ? deed_told(&d, &into, "log.merged") : o;
}

enum outcome
demo_link(struct scene *sc)
{
	struct incident in;
	enum outcome o = other(sc, &in);

	return o == OK ? link_add(&sc->act, &sc->in, &in, demo_word(sc->step, "kind"),
			     demo_word(sc->step, "text"))
		       : o;
}

/* Created by the first who names it. */
enum outcome
demo_campaign(struct scene *sc)
{
	struct str name = demo_word(sc->step, "name");
	struct campaign c = { .campaign_state = { S("active") },
		.tlp = { demo_word(sc->step, "tlp") },
		.campaign_title = name,
		.campaign_text = demo_word(sc->step, "text") };
	static const struct member nobody;
	struct campaign *list;
	size_t n = 0;
	enum outcome o = campaign_list(&sc->act, &nobody, 0, CAMPAIGNS, &list, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		if (str_eq(list[i].campaign_title, name))
			return campaign_add(&sc->act, &list[i], &sc->in);
	if (o == OK)
		o = campaign_create(&sc->act, &c);
	return o == OK ? campaign_add(&sc->act, &c, &sc->in) : o;
}
