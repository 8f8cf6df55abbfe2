/* The demonstration's script and what its people do. Private to src/incident. */
#ifndef INCIDENT_DEMO_H
#define INCIDENT_DEMO_H

#include <jansson.h>

#include "incident/file.h"
#include "incident/incident.h"

struct tale {
	const json_t *json;
	const char *name;
	int64_t report, incident;
	const struct tale *all; /* of the script */
	size_t n_all;
};

/* One step being played. */
struct scene {
	struct act act;
	const struct job_means *means;
	const struct incident_cast *cast;
	struct tale *tale;
	const json_t *step;
	struct stored_report s;
	struct incident in;
	bool lead;
};

/* The step's verb, done; dies when there is none of that name. */
enum outcome demo_act(struct scene *sc);

/* Verbs about several files (demo_many.c). */
enum outcome demo_failure(struct scene *sc);
enum outcome demo_failure_move(struct scene *sc);
enum outcome demo_attach(struct scene *sc);
enum outcome demo_merge(struct scene *sc);
enum outcome demo_link(struct scene *sc);
enum outcome demo_campaign(struct scene *sc);

/* Verbs about the work on a file (demo_work.c); false: it has none of that name. */
bool demo_work(struct scene *sc, struct str name, enum outcome *ret);

/* Verbs of the authorities (demo_authority.c). */
enum outcome demo_crisis(struct scene *sc);
enum outcome demo_ask(struct scene *sc);
enum outcome demo_answer(struct scene *sc);
enum outcome demo_plan(struct scene *sc);
enum outcome demo_takeover(struct scene *sc);
enum outcome demo_hand_back(struct scene *sc);

/* Verbs about evidence (demo_evidence.c), and what work does of it. */
enum outcome demo_file(struct scene *sc);
enum outcome demo_observables(struct scene *sc);
enum outcome demo_hold(struct scene *sc);

/* Lessons learned (demo_lesson.c). */
enum outcome demo_lesson(struct scene *sc);

/* What the analyst's queue remembers (demo_queue.c). */
enum outcome demo_queue(const struct job_means *m, const struct incident_cast *cast);

/* Of the script: a text of an object, and an instant told from now. */
struct str demo_word(const json_t *object, const char *key);
struct moment demo_instant(struct str text, struct moment now);

#endif
