/*
 * The campaigns' pages: for the cell to write and the FSSI to read, like files.
 *
 * A member is a file that one may write; a list of members shows clear columns, and
 * of sealed files nothing, not even that they count.
 */
#include "incident/campaigns.h"

#include "incident/incident.h"
#include "incident/links.h"

static bool
may_write(struct request *rq)
{
	struct facts none = { 0 };

	return access_may(request_member(rq), OBJECT_FILE, ACTION_WRITE, &none);
}

/* ==== All of them ==== */

static enum outcome
show_all(struct request *rq, int status)
{
	struct campaigns_view v = { .may_write = may_write(rq), .filled = &rq->filled };
	struct act act = act_of(rq);
	struct campaign *list;
	enum outcome o = campaign_list(&act, request_member(rq), 0, CAMPAIGNS_SHOWN, &list, &v.n);

	if (o != OK)
		return o;
	v.campaign = list;
	page_desk(rq);
	rq->active = "/campaigns";
	page_campaigns(page_begin(rq, t(rq->lang, "campaign.all")), &v);
	return page_end(rq, status);
}

enum outcome
campaigns_page(struct request *rq, void *record)
{
	struct campaign blank = { .campaign_state = { S("active") },
		.tlp = { S("TLP:AMBER+STRICT") } };

	(void)record;
	form_show(campaign_fields, &blank, &rq->filled, rq->zone, rq->arena);
	return show_all(rq, 200);
}

static enum outcome
campaigns_again(struct request *rq, void *record)
{
	(void)record;
	return show_all(rq, 422);
}

const struct form campaign_new_form = {
	.asked = campaign_fields, .size = sizeof(struct campaign), .invalid = campaigns_again
};

enum outcome
campaign_new(struct request *rq, void *record)
{
	struct campaign *c = record;
	struct act act = act_of(rq);
	enum outcome o = campaign_create(&act, c);

	if (o != OK)
		return o;
	reply_notice(rq, "notice.campaign");
	return reply_see_other(rq, "/campaigns/%.*s", PS(c->reference));
}

/* ==== One of them ==== */

struct joining {
	struct str member_file;
};

static const struct field joining_file = { FIELD(joining, member_file), .max = 40,
	.need = REQUIRED };
static const struct field *const joining_asked[] = { &joining_file, NULL };

static enum outcome
gather(struct request *rq, struct act *act, struct campaign_view *v)
{
	struct campaign_file *file;
	struct campaign_count *region, *type;
	enum outcome o =
	    campaign_files(act, request_member(rq), v->c, CAMPAIGN_FILES_SHOWN, &file, &v->n_files);

	if (o == OK)
		o = campaign_counts(act, request_member(rq), v->c, "region", CAMPAIGN_COUNTS,
		    &region, &v->n_regions);
	if (o == OK)
		o = campaign_counts(
		    act, request_member(rq), v->c, "org_type", CAMPAIGN_COUNTS, &type, &v->n_types);
	if (o != OK)
		return o;
	v->file = file;
	v->region = region;
	v->type = type;
	return OK;
}

static enum outcome campaign_again(struct request *rq, void *record);
static enum outcome campaign_conflict(struct request *rq, void *record);

const struct form campaign_form = { .asked = campaign_fields,
	.size = sizeof(struct campaign),
	.invalid = campaign_again,
	.conflict = campaign_conflict };
const struct form campaign_member_form = {
	.asked = joining_asked, .size = sizeof(struct joining), .invalid = campaign_again
};

static enum outcome
show_one(struct request *rq, int status)
{
	struct act act = act_of(rq);
	struct campaign c;
	struct campaign_view v = { .c = &c, .may_write = may_write(rq) };
	enum outcome o = campaign_by_reference(&act, request_member(rq), rq->segment[0], &c);

	if (o == OK)
		o = gather(rq, &act, &v);
	if (o != OK)
		return o;
	v.filled = filled_of(rq, &campaign_form, &c);
	v.was = conflict_base(rq->arena, campaign_fields, status == 200 ? &c : NULL, &rq->params);
	v.member = filled_of(rq, &campaign_member_form, NULL);
	page_desk(rq);
	rq->active = "/campaigns";
	page_campaign(page_begin(rq, c.reference), &v);
	return page_end(rq, status);
}

enum outcome
campaign_page(struct request *rq, void *record)
{
	(void)record;
	return show_one(rq, 200);
}

static enum outcome
campaign_again(struct request *rq, void *record)
{
	(void)record;
	return show_one(rq, 422);
}

static enum outcome
campaign_conflict(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct campaign c;
	enum outcome o = campaign_by_reference(&act, request_member(rq), rq->segment[0], &c);

	if (o != OK)
		return o;
	page_desk(rq);
	rq->active = "/campaigns";
	return conflict_show(rq, &act,
	    &(struct conflict){ .back = rq->path,
		.name = c.reference,
		.action = rq->path,
		.asked = campaign_fields,
		.size = sizeof c,
		.version = c.version,
		.theirs = &c,
		.mine = record,
		.at = MOMENT_NONE });
}

static enum outcome
back(struct request *rq, const struct campaign *c, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/campaigns/%.*s", PS(c->reference));
}

enum outcome
campaign_edit(struct request *rq, void *record)
{
	struct act act = act_of(rq);
	struct campaign c;
	enum outcome o = campaign_by_reference(&act, request_member(rq), rq->segment[0], &c);

	if (o != OK)
		return o;
	if (conflict_stale(rq, campaign_fields, sizeof c, c.version, &c))
		return CONFLICT;
	field_copy(campaign_fields, &c, record);
	o = campaign_save(&act, &c);
	return o == OK ? back(rq, &c, "notice.campaign_saved") : o;
}

enum outcome
campaign_join(struct request *rq, void *record)
{
	const struct joining *j = record;
	struct stored_report s;
	struct incident in;
	struct campaign c;
	struct act act = act_of(rq);
	enum outcome o = campaign_by_reference(&act, request_member(rq), rq->segment[0], &c);

	if (o != OK)
		return o;
	o = file_open(rq, OBJECT_FILE, ACTION_WRITE, str_trim(j->member_file), &act, &in, &s);
	if (o == OK)
		o = campaign_add(&act, &c, &in);
	if (o == NOT_FOUND || o == FORBIDDEN || o == CONFLICT) {
		form_error(&rq->filled, &joining_file,
		    o == CONFLICT ? "error.member_already" : "error.no_such_file");
		return INVALID;
	}
	return o == OK ? back(rq, &c, "notice.campaign_joined") : o;
}

enum outcome
campaign_leave(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct campaign c;
	struct act act = act_of(rq);
	enum outcome o = campaign_by_reference(&act, request_member(rq), rq->segment[0], &c);

	(void)record;
	if (o == OK)
		o = file_open(
		    rq, OBJECT_FILE, ACTION_WRITE, param_get(&rq->params, "file"), &act, &in, &s);
	if (o == OK)
		o = campaign_remove(&act, &c, &in);
	return o == OK ? back(rq, &c, "notice.campaign_left") : o;
}
