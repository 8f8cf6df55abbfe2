/*
 * The editor of one publication, and each deed that the cell does to it.
 *
 * Every form carries the version that was read.  A deed that comes too late shows the
 * page as it now is; words typed over somebody else's are shown again, in the form,
 * beside what stands (409).
 */
#include "watch/publication_page.h"

#include "watch/watch.h"

struct deed {
	struct str pub_remark, pub_reason;
	struct moment pub_at;
};

/* clang-format off */
static const struct field remark_field = { FIELD(deed, pub_remark), .max = 2000, .need = REQUIRED, .input = INPUT_AREA };
static const struct field reason_field = { FIELD(deed, pub_reason), .max = 1000, .need = REQUIRED, .input = INPUT_AREA };
static const struct field at_field = { FIELD(deed, pub_at), .need = REQUIRED };
/* clang-format on */
static const struct field *const nothing_asked[] = { NULL };
static const struct field *const remark_asked[] = { &remark_field, NULL };
static const struct field *const reason_asked[] = { &reason_field, NULL };
static const struct field *const plan_asked[] = { &at_field, NULL };

/* ==== The page ==== */

static enum outcome
name_of(struct editor *e, int64_t account, struct str *ret)
{
	struct account acc;
	enum outcome o =
	    account ? account_by_id(e->db, e->keyring, account, e->arena, &acc) : NOT_FOUND;

	if (o == OK)
		*ret = acc.name;
	return o == NOT_FOUND ? OK : o;
}

/* Of the forms of the page, the one that came back keeps what was typed. */
static const struct filled *
shown(struct request *rq, field_list asked, const void *record)
{
	struct filled *f;

	if (rq->method == POST && rq->route->form && rq->route->form->asked == asked)
		return &rq->filled;
	f = arena_new_of(rq->arena, struct filled);
	form_show(asked, record, f, rq->zone, rq->arena);
	return f;
}

static enum outcome
show(struct request *rq, const struct publication_words *preview, int status)
{
	static const struct deed blank = { .pub_at = { INT64_MIN } };
	struct facts none = { 0 };
	struct editor e = editor_of(rq);
	struct publication p;
	struct publication_edit_view v = {
		.p = &p, .preview = preview, .typed_again = status == 409
	};
	int64_t id = 0;
	enum outcome o = str_int(rq->segment[0], &id) ? publication_of(&e, id, &p) : NOT_FOUND;

	if (o == OK)
		o = publication_own(&e, &p, &v.mine);
	if (o == OK)
		o = name_of(&e, p.author, &v.author);
	if (o == OK)
		o = name_of(&e, p.checker, &v.checker);
	if (o != OK)
		return o;
	v.may_confirm = access_may(request_member(rq), OBJECT_PUBLICATION, ACTION_CONFIRM, &none);
	v.n_lacks = publication_lacks(&p, v.lack);
	v.filled = &rq->filled;
	v.words = shown(rq, publication_fields, &p.words);
	v.remark = shown(rq, remark_asked, &blank);
	v.plan = shown(rq, plan_asked, &blank);
	v.reason = shown(rq, reason_asked, &blank);
	trail_note(e.trail, "publication.open", "publication",
	    p.reference.n ? p.reference : rq->segment[0], (struct str){ NULL, 0 });
	page_desk(rq);
	rq->active = "/watch";
	page_publication_edit(page_begin(rq, p.words.pub_title), &v);
	return page_end(rq, status == 409 ? 200 : status);
}

enum outcome
publication_edit_page(struct request *rq, void *record)
{
	(void)record;
	return show(rq, NULL, 200);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, NULL, 422);
}

static enum outcome
late(struct request *rq, void *record)
{
	(void)record;
	rq->filled.general = "error.publication_changed";
	return show(rq, NULL, 409);
}

#define DEED_FORM(list, type)                                                                      \
	{                                                                                          \
		.asked = list, .size = sizeof(type), .invalid = again, .conflict = late            \
	}

const struct form publication_form = DEED_FORM(publication_fields, struct publication_words);
const struct form publication_deed_form = DEED_FORM(nothing_asked, struct deed);
const struct form publication_return_form = DEED_FORM(remark_asked, struct deed);
const struct form publication_plan_form = DEED_FORM(plan_asked, struct deed);
const struct form publication_withdraw_form = DEED_FORM(reason_asked, struct deed);
const struct form publication_preview_form = { .asked = publication_fields,
	.size = sizeof(struct publication_words),
	.invalid = publication_preview_post,
	.lenient = true };

/* ==== Words ==== */

static enum outcome
open_for(struct request *rq, struct editor *e, struct publication *p)
{
	int64_t id = 0, version = 0;
	enum outcome o;

	*e = editor_of(rq);
	o = str_int(rq->segment[0], &id) ? publication_of(e, id, p) : NOT_FOUND;
	if (o != OK)
		return o;
	str_int(param_get(&rq->params, "version"), &version);
	return version == p->version ? OK : CONFLICT;
}

static bool
told(struct request *rq, const struct publication_words *w)
{
	struct publication_fault f[8];
	size_t n = publication_faults(w, f);

	for (size_t i = 0; i < n; i++)
		form_error(&rq->filled, f[i].field, f[i].key);
	return n > 0;
}

static enum outcome
done(struct request *rq, const struct publication *p, enum outcome o, const char *why,
    const char *notice)
{
	if (o == INVALID && why) {
		rq->filled.general = arena_printf(rq->arena, "error.publication_%s", why).p;
		rq->filled.errors++;
	}
	if (o != OK)
		return o;
	reply_notice(rq, notice);
	return reply_see_other(rq, "/watch/publications/%lld", (long long)p->id);
}

enum outcome
publication_write_post(struct request *rq, void *record)
{
	const struct publication_words *typed = record;
	struct editor e;
	struct publication p;
	enum outcome o = open_for(rq, &e, &p);

	if (o != OK)
		return o;
	if (told(rq, typed))
		return INVALID;
	p.words = *typed;
	return done(rq, &p, publication_write(&e, &p), NULL, "notice.publication_saved");
}

/* Nothing is saved; what is wrong is told beside the field, and shown all the same. */
enum outcome
publication_preview_post(struct request *rq, void *record)
{
	const struct publication_words *typed = record;

	told(rq, typed);
	return show(rq, typed, rq->filled.errors ? 422 : 200);
}

/* ==== Deeds ==== */

enum outcome
publication_submit_post(struct request *rq, void *record)
{
	struct editor e;
	struct publication p;
	const char *why = NULL;
	enum outcome o = open_for(rq, &e, &p);

	(void)record;
	if (o == OK)
		o = publication_submit(&e, &p, &why);
	return done(rq, &p, o, why, "notice.publication_submitted");
}

enum outcome
publication_check_post(struct request *rq, void *record)
{
	struct editor e;
	struct publication p;
	const char *why = NULL;
	enum outcome o = open_for(rq, &e, &p);

	(void)record;
	if (o == OK)
		o = publication_check(&e, &p, &why);
	return done(rq, &p, o, why, "notice.publication_checked");
}

enum outcome
publication_return_post(struct request *rq, void *record)
{
	const struct deed *d = record;
	struct editor e;
	struct publication p;
	const char *why = NULL;
	enum outcome o = open_for(rq, &e, &p);

	if (o == OK)
		o = publication_return(&e, &p, d->pub_remark, &why);
	return done(rq, &p, o, why, "notice.publication_returned");
}

enum outcome
publication_publish_post(struct request *rq, void *record)
{
	struct editor e;
	struct publication p;
	const char *why = NULL;
	enum outcome o = open_for(rq, &e, &p);

	(void)record;
	if (o == OK)
		o = publication_publish(&e, &p, &why);
	return done(rq, &p, o, why, "notice.publication_published");
}

enum outcome
publication_plan_post(struct request *rq, void *record)
{
	const struct deed *d = record;
	struct editor e;
	struct publication p;
	const char *why = NULL;
	enum outcome o = open_for(rq, &e, &p);

	if (o == OK)
		o = publication_schedule(&e, &p, d->pub_at, &why);
	if (o == INVALID) {
		form_error(&rq->filled, &at_field, "error.publication_past");
		why = NULL;
	}
	return done(rq, &p, o, why, "notice.publication_scheduled");
}

enum outcome
publication_withdraw_post(struct request *rq, void *record)
{
	const struct deed *d = record;
	struct editor e;
	struct publication p;
	enum outcome o = open_for(rq, &e, &p);

	if (o == OK)
		o = publication_withdraw(&e, &p, d->pub_reason);
	return done(rq, &p, o, NULL, "notice.publication_withdrawn");
}

enum outcome
publication_archive_post(struct request *rq, void *record)
{
	struct editor e;
	struct publication p;
	enum outcome o = open_for(rq, &e, &p);

	(void)record;
	if (o == OK)
		o = publication_archive(&e, &p);
	return done(rq, &p, o, NULL, "notice.publication_archived");
}
