/* Evidence in the demonstration: files that are attached, observables confirmed. */
#include "incident/demo.h"

#include "incident/evidence.h"

/* Name and text of the script, as a file of the report. */
enum outcome
demo_file(struct scene *sc)
{
	struct str name = demo_word(sc->step, "name"), text = demo_word(sc->step, "text");
	struct upload u = { .name = name, .type = S("text/plain") };
	struct blob_writer *w;
	enum outcome o = blob_begin(sc->act.db, &sc->s.vault, &w);

	if (o != OK)
		return o;
	blob_write(w, text);
	o = blob_finish(w, sc->act.arena, &u.blob);
	if (o == OK)
		o = attachment_add(&sc->act, &sc->s, &u);
	if (o == OK)
		o = log_add(&sc->act, &sc->in, "piece", S("structure"),
		    t_count(sc->act.arena, LANG_FR, "log.files_added", 1));
	return o == OK ? evidence_ask(&sc->act, sc->in.id) : o;
}

/* All that was found and is not common. */
enum outcome
demo_observables(struct scene *sc)
{
	struct observed *list;
	int64_t id[OBSERVED_MAX];
	size_t n = 0, chosen = 0;
	enum outcome o = observed_list(&sc->act, &sc->in, &list, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		if (list[i].listed.n == 0)
			id[chosen++] = list[i].id;
	return o == OK ? observed_decide(&sc->act, &sc->in, S("confirme"),
			     demo_word(sc->step, "tlp"), id, chosen)
		       : o;
}

enum outcome
demo_hold(struct scene *sc)
{
	return hold_set(&sc->act, &sc->in, demo_word(sc->step, "text"));
}
