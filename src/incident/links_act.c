/*
 * Deciding from the part "links": splitting, taking back, opening a failure, "not
 * a duplicate", ending a link, joining a campaign.
 */
#include "incident/links.h"

#include "incident/incident.h"

enum outcome
links_split(struct request *rq, void *record)
{
	struct stored_report s, parent_s;
	struct incident in, parent;
	struct deed d;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK && in.parent == 0)
		o = CONFLICT;
	if (o == OK)
		o = incident_load(&act, in.parent, &parent);
	if (o == OK)
		o = file_open(
		    rq, OBJECT_FILE, ACTION_WRITE, parent.reference, &act, &parent, &parent_s);
	if (o == OK)
		o = deed_begin(&act, &d);
	if (o == OK)
		o = deed_split(&d, &in, str_trim(param_get(&rq->params, "reason")));
	if (o == OK)
		o = deed_told(&d, &parent, "log.split");
	return o == OK ? links_back(rq, &in, "notice.split") : o;
}

/* Every file of the deed must be the member's to write. */
static enum outcome
may_undo(struct request *rq, struct act *act, int64_t deed)
{
	struct str *file;
	size_t n = 0;
	enum outcome o = deed_files(act, deed, &file, &n);

	if (o == OK && n == 0)
		o = NOT_FOUND;
	return o == OK ? files_each(rq, ACTION_WRITE, file, n, NULL, NULL, NULL) : o;
}

enum outcome
links_undo(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t deed = 0;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK && !str_int(param_get(&rq->params, "deed"), &deed))
		o = NOT_FOUND;
	if (o == OK)
		o = may_undo(rq, &act, deed);
	if (o == OK)
		o = deed_undo(&act, deed);
	return o == OK ? links_back(rq, &in, "notice.undone") : o;
}

/* ==== Opening a failure from a file that tells of it ==== */

static const struct field failure_name = { FIELD(failure, failed_provider), .max = 200,
	.need = REQUIRED };
const struct field *const failure_asked[] = { &failure_name, NULL };

const struct form failure_form = {
	.asked = failure_asked, .size = sizeof(struct failure), .invalid = links_again
};

struct gathering {
	struct deed *deed;
	const struct incident *failure;
};

static enum outcome
attach_one(void *context, struct act *act, struct incident *in, const struct stored_report *s)
{
	struct gathering *g = context;

	(void)act;
	(void)s;
	return deed_attach(g->deed, in, g->failure, (struct str){ NULL, 0 });
}

/* The others that name the provider, where they were asked for. */
static enum outcome
attach_wave(
    struct request *rq, struct deed *d, const struct incident *in, const struct incident *failure)
{
	struct gathering g = { d, failure };
	struct wave wave;
	int64_t left = 0;
	enum outcome o = wave_of(d->act, request_member(rq), in, &wave);

	return o == OK ? files_each(rq, ACTION_WRITE, wave.file, wave.n, attach_one, &g, &left) : o;
}

enum outcome
links_provider(struct request *rq, void *record)
{
	const struct failure *f = record;
	struct stored_report s;
	struct incident in, failure;
	struct deed d;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o == OK)
		o = provider_open(&act, f->failed_provider, &failure);
	if (o == OK)
		o = deed_begin(&act, &d);
	if (o == OK)
		o = deed_attach(&d, &in, &failure, (struct str){ NULL, 0 });
	if (o == OK && param_has(&rq->params, "others"))
		o = attach_wave(rq, &d, &in, &failure);
	if (o == OK)
		o = deed_told(&d, &failure, "log.attached");
	return o == OK ? links_back(rq, &failure, "notice.provider") : o;
}

/* ==== Not a duplicate; no link any more ==== */

enum outcome
links_distinct(struct request *rq, void *record)
{
	struct stored_report s, other_s;
	struct incident in, other;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK)
		o = file_open(rq, OBJECT_FILE, ACTION_WRITE, param_get(&rq->params, "file"), &act,
		    &other, &other_s);
	if (o == OK && other.id == in.id)
		o = CONFLICT;
	if (o == OK)
		o = likeness_dismiss(&act, &in, &other);
	if (o == OK)
		o = likeness_note(&act, &in, &s);
	if (o == OK)
		o = likeness_note(&act, &other, &other_s);
	return o == OK ? links_back(rq, &in, "notice.distinct") : o;
}

enum outcome
links_unlink(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	int64_t link = 0;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	(void)record;
	if (o == OK && !str_int(param_get(&rq->params, "link"), &link))
		o = NOT_FOUND;
	if (o == OK)
		o = link_end(&act, &in, link);
	return o == OK ? links_back(rq, &in, "notice.unlinked") : o;
}

/* ==== Joining a campaign ==== */

struct join {
	struct str campaign_reference;
};

static const struct field join_reference = { FIELD(join, campaign_reference), .max = 40,
	.need = REQUIRED };
static const struct field *const join_asked[] = { &join_reference, NULL };

const struct form join_form = {
	.asked = join_asked, .size = sizeof(struct join), .invalid = links_again
};

enum outcome
links_campaign(struct request *rq, void *record)
{
	const struct join *j = record;
	struct stored_report s;
	struct incident in;
	struct campaign c;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_WRITE, &act, &in, &s);

	if (o != OK)
		return o;
	o = campaign_by_reference(&act, request_member(rq), str_trim(j->campaign_reference), &c);
	if (o == OK)
		o = campaign_add(&act, &c, &in);
	if (o == NOT_FOUND || o == CONFLICT) {
		form_error(&rq->filled, &join_reference,
		    o == CONFLICT ? "error.member_already" : "error.no_campaign");
		return INVALID;
	}
	return o == OK ? links_back(rq, &in, "notice.campaign_joined") : o;
}
