/*
 * What the structure does from the page of its file: writes to the cell, adds
 * files, ticks the steps of a recommendation.  Each is a POST that comes back to
 * its place on the page, so that all of it works without script.
 */
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/rules.h"

static enum outcome
back(struct request *rq, const struct stored_report *s, const char *notice, struct str place)
{
	if (notice)
		reply_notice(rq, notice);
	return reply_see_other(rq, "/file/%.*s%.*s", PS(s->reference), PS(place));
}

/* ==== Messages ==== */

static const struct field letter_message = { FIELD(letter, message), .max = 10000, .need = REQUIRED,
	.input = INPUT_AREA, .sealed = true };
static const struct field *const letter_asked[] = { &letter_message, NULL };

const struct form own_message_form = {
	.asked = letter_asked, .size = sizeof(struct letter), .invalid = own_file_again
};

void
own_message_blank(struct request *rq)
{
	struct letter blank = { 0 };

	form_show(letter_asked, &blank, &rq->filled, rq->zone, rq->arena);
}

/* A closed file still takes a message: a relapse is told where it began. */
enum outcome
own_message_save(struct act *act, const struct incident *in, struct str text)
{
	enum outcome o = log_add(act, in, "message", S("structure"), text);

	return o == OK ? own_tell_cell(act, in, "mail.cell.message") : o;
}

enum outcome
own_message(struct request *rq, void *record)
{
	const struct letter *l = record;
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return own_closed(rq, o);
	o = own_message_save(&act, &in, l->message);
	return o == OK ? back(rq, &s, "notice.message_sent", S("#messages")) : o;
}

/* ==== Files ==== */

static const struct field *const nothing_asked[] = { NULL };

/* The message form of the page is shown blank beside what was wrong with a file. */
static enum outcome
files_again(struct request *rq, void *record)
{
	const char *wrong = rq->filled.general;

	(void)record;
	own_message_blank(rq);
	rq->filled.general = wrong;
	return own_file_again(rq, NULL);
}

const struct form own_files_form = { .asked = nothing_asked, .size = 1, .invalid = files_again };

/* Also for the sixth step of a complement. */
enum outcome
own_upload(struct request *rq, struct vault *ret)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		*ret = s.vault;
	return o;
}

enum outcome
own_files(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	if (rq->n_uploads == 0)
		rq->filled.general = "error.no_file";
	else
		o = attachments_keep(rq, &act, &s);
	if (o == OK && rq->filled.general)
		return INVALID;
	if (o == OK)
		o = log_add(&act, &in, "piece", S("structure"),
		    t_count(act.arena, LANG_FR, "log.files_added", (int64_t)rq->n_uploads));
	return o == OK ? back(rq, &s, "notice.files_added", S("#files")) : o;
}

/* ==== Recommendations ==== */

enum outcome
own_advice_read(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0;
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	str_int(rq->segment[1], &id);
	o = recommendation_read(&act, &in, id);
	return o == OK ? back(rq, &s, NULL, arena_printf(rq->arena, "#advice-%lld", (long long)id))
		       : o;
}

/* Parameter "on": 1, done; anything else, not done after all. */
enum outcome
own_advice_tick(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t id = 0, step = 0;
	bool on = str_eq(param_get(&rq->params, "on"), S("1"));
	enum outcome o = own_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o != OK)
		return own_closed(rq, o);
	str_int(rq->segment[1], &id);
	str_int(rq->segment[2], &step);
	o = workflow_ended(in.workflow.s) ? CONFLICT : recommendation_tick(&act, &in, id, step, on);
	return o == OK ? back(rq, &s, NULL,
			     arena_printf(
				 rq->arena, "#advice-%lld-%lld", (long long)id, (long long)step))
		       : o;
}
