/*
 * Lessons in the database.
 *
 * One row a file, with two bodies: the words at work under the file's key, the words
 * published under a key of their own.  A row a version was rejected: what happened to
 * it is told by its events, and the words that nobody checked are nobody's business.
 */
#include "incident/lesson_page.h"

#include "incident_sql.h"

#define BODY_MAX (512u << 10)
#define LONG 6000

/* clang-format off */
#define AREA(member) { FIELD(lesson_text, member), .max = LONG, .input = INPUT_AREA, .sealed = true }
static const struct field title = { FIELD(lesson_text, lesson_title), .max = 200, .sealed = true };
static const struct field happened = AREA(lesson_happened);
static const struct field how_found = AREA(lesson_found);
static const struct field timeline = AREA(lesson_timeline);
static const struct field cause = AREA(lesson_cause);
static const struct field consequences = AREA(lesson_consequences);
static const struct field response = AREA(lesson_response);
static const struct field worked = AREA(lesson_worked);
static const struct field failed = AREA(lesson_failed);
static const struct field advice = AREA(lesson_advice);
/* clang-format on */

const struct field *const lesson_text_fields[] = { &title, &happened, &how_found, &timeline, &cause,
	&consequences, &response, &worked, &failed, &advice, NULL };

static const struct field form_tlp = { FIELD(lesson_form, lesson_tlp), .vocabulary = "lesson_tlp",
	.input = INPUT_SELECT, .need = REQUIRED };
static const struct field form_named = { FIELD(lesson_form, lesson_named), .vocabulary = "yes_no",
	.need = REQUIRED };
const struct field *const lesson_asked[] = { &title, &happened, &how_found, &timeline, &cause,
	&consequences, &response, &worked, &failed, &advice, &form_tlp, &form_named, NULL };

static const struct field lesson_tlp_field = { FIELD(lesson, lesson_tlp),
	.vocabulary = "lesson_tlp" };
static const struct field lesson_named_field = { FIELD(lesson, lesson_named),
	.vocabulary = "yes_no" };
static const struct field id_field = { FIELD(lesson, id) };
static const struct field version_field = { FIELD(lesson, version) };
static const struct field reference_field = { FIELD(lesson, reference) };
static const struct field state_field = { FIELD(lesson, state), .vocabulary = "lesson_state" };
static const struct field online_field = { FIELD(lesson, online) };
static const struct field shown_tlp_field = { FIELD(lesson, shown_tlp),
	.vocabulary = "lesson_tlp" };
static const struct field category_field = { FIELD(lesson, category), .vocabulary = "category" };
static const struct field org_type_field = { FIELD(lesson, org_type), .vocabulary = "org_type" };
static const struct field org_name_field = { FIELD(lesson, org_name) };
static const struct field created_at_field = { FIELD(lesson, created_at) };
static const struct field changed_at_field = { FIELD(lesson, changed_at) };
static const struct field published_at_field = { FIELD(lesson, published_at) };
static const struct field updated_at_field = { FIELD(lesson, updated_at) };
static const struct field withdrawn_at_field = { FIELD(lesson, withdrawn_at) };
static const struct field withdrawn_why_field = { FIELD(lesson, withdrawn_why),
	.vocabulary = "lesson_why" };

const struct field *const lesson_clear_fields[] = { &id_field, &version_field, &reference_field,
	&state_field, &lesson_tlp_field, &lesson_named_field, &online_field, &shown_tlp_field,
	&category_field, &org_type_field, &org_name_field, &created_at_field, &changed_at_field,
	&published_at_field, &updated_at_field, &withdrawn_at_field, &withdrawn_why_field, NULL };

static const struct field replaced_field = { FIELD(lesson, replaced), .max = 60000,
	.input = INPUT_AREA, .sealed = true };
static const struct field kept_field = { FIELD(lesson, kept), .max = 60000, .input = INPUT_AREA,
	.sealed = true };
static const struct field *const note_fields[] = { &replaced_field, &kept_field, NULL };

/* ==== Bodies ==== */

static struct str
seal(const struct vault *v, const char *place, field_list fields, const void *record,
    struct arena *a)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct str sealed;

	record_write(&b, fields, record);
	sealed = vault_seal(v, place, buf_str(&b), a);
	buf_release(&b);
	return sealed;
}

static bool
unseal(const struct vault *v, const char *place, field_list fields, struct str sealed, void *record,
    struct arena *a)
{
	struct str clear;

	return vault_unseal(v, place, sealed, a, &clear) && record_read(clear, fields, record, a);
}

static bool
unseal_body(
    struct act *act, const struct incident *in, struct str body, struct str notes, struct lesson *l)
{
	return unseal(&in->vault, "lesson.body", lesson_text_fields, body, &l->text, act->arena) &&
	       unseal(&in->vault, "lesson.notes", note_fields, notes, l, act->arena);
}

static void
bind_body(struct act *act, const struct incident *in, const struct lesson *l, struct query *q)
{
	bind_blob(
	    q, "body", seal(&in->vault, "lesson.body", lesson_text_fields, &l->text, act->arena));
	bind_blob(q, "notes", seal(&in->vault, "lesson.notes", note_fields, l, act->arena));
}

/* ==== Reading ==== */

static void
blank(struct lesson *l)
{
	*l = (struct lesson){ .version = 1 };
	field_clear(lesson_clear_fields, l);
	field_clear(lesson_text_fields, &l->text);
	field_clear(lesson_text_fields, &l->shown);
}

static enum outcome
open_shown(struct act *act, struct lesson *l, struct str published)
{
	struct vault v;
	enum outcome o;

	if (l->vault == 0 || published.n == 0)
		return OK;
	o = vault_open(act->db, act->keyring, l->vault, &v);
	if (o != OK)
		return o;
	o = unseal(&v, "lesson.published", lesson_text_fields, published, &l->shown, act->arena)
		? OK
		: UNAVAILABLE;
	vault_wipe(&v);
	return o;
}

enum outcome
lesson_of(struct act *act, const struct incident *in, struct lesson *ret)
{
	struct query q = query_open(act->db, &sql_lesson_of);
	struct str body = { NULL, 0 }, notes = body, published = body;
	struct lesson l;
	bool found;
	enum outcome o;

	blank(&l);
	bind_int(&q, "incident", in->id);
	found = query_next(&q);
	if (found) {
		query_fields(&q, lesson_clear_fields, &l, act->arena);
		l.incident = in->id;
		l.author = query_id(&q, "author");
		l.checker = query_id(&q, "checker");
		l.vault = query_id(&q, "vault");
		body = query_blob(&q, query_column(&q, "body"), act->arena);
		notes = query_blob(&q, query_column(&q, "notes"), act->arena);
		published = query_blob(&q, query_column(&q, "published"), act->arena);
	}
	o = query_close(&q);
	if (o != OK || !found)
		return o == OK ? NOT_FOUND : o;
	if (!unseal_body(act, in, body, notes, &l))
		return UNAVAILABLE;
	o = open_shown(act, &l, published);
	if (o == OK)
		*ret = l;
	return o;
}

static struct str
read_public(struct act *act, struct query *q, struct lesson *l)
{
	blank(l);
	query_fields(q, lesson_clear_fields, l, act->arena);
	l->vault = query_id(q, "vault");
	return query_blob(q, query_column(q, "published"), act->arena);
}

enum outcome
lesson_by_reference(struct act *act, struct str reference, struct lesson *ret)
{
	struct query q = query_open(act->db, &sql_lesson_by_reference);
	struct str published = { NULL, 0 };
	bool found;
	enum outcome o;

	bind_text(&q, "reference", reference);
	found = query_next(&q);
	if (found) {
		published = read_public(act, &q, ret);
		ret->incident = query_id(&q, "incident");
	}
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	return o == OK && ret->online ? open_shown(act, ret, published) : o;
}

static void
bind_filter(struct query *q, const struct lesson_filter *f)
{
	bind_bool(q, "members", f->members);
	bind_text(q, "category", f->category);
	bind_text(q, "org_type", f->org_type);
}

enum outcome
lesson_list(struct act *act, const struct lesson_filter *f, struct lesson **ret, size_t *ret_n,
    int64_t *ret_total)
{
	struct lesson *list = arena_array(act->arena, struct lesson, LESSONS_PAGE);
	struct str body[LESSONS_PAGE];
	struct query q = query_open(act->db, &sql_lesson_count);
	size_t n = 0;
	enum outcome o;

	bind_filter(&q, f);
	*ret_total = query_next(&q) ? query_int(&q, 0) : 0;
	o = query_close(&q);
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_lesson_list);
	bind_filter(&q, f);
	bind_int(&q, "max", LESSONS_PAGE);
	bind_int(&q, "skip", (f->page - 1) * LESSONS_PAGE);
	for (; n < LESSONS_PAGE && query_next(&q); n++)
		body[n] = read_public(act, &q, &list[n]);
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++)
		o = open_shown(act, &list[i], body[i]);
	*ret = list;
	*ret_n = n;
	return o;
}

/* ==== Writing ==== */

enum outcome
lesson_insert(struct act *act, const struct incident *in, struct lesson *l)
{
	struct query q = query_open(act->db, &sql_lesson_insert);
	bool new;
	enum outcome o;

	bind_fields(&q, lesson_clear_fields, l);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "author", act_account(act));
	bind_moment(&q, "now", act->now);
	bind_body(act, in, l, &q);
	new = query_next(&q);
	if (new)
		l->id = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK || !new)
		return o == OK ? CONFLICT : o;
	l->version = 1;
	l->incident = in->id;
	trail_note(act->trail, "lesson.draft", "incident", in->reference, (struct str){ NULL, 0 });
	return OK;
}

/* The copy that readers see; its vault is made with the first one. */
static enum outcome
seal_shown(struct act *act, struct lesson *l, struct str *ret)
{
	struct vault v;
	enum outcome o;

	*ret = (struct str){ NULL, 0 };
	if (l->reference.n == 0)
		return OK;
	o = l->vault ? vault_open(act->db, act->keyring, l->vault, &v)
		     : vault_create(act->db, act->keyring, &v);
	if (o != OK)
		return o;
	l->vault = v.id;
	*ret = seal(&v, "lesson.published", lesson_text_fields, &l->shown, act->arena);
	vault_wipe(&v);
	return OK;
}

enum outcome
lesson_save(struct act *act, const struct incident *in, struct lesson *l, const char *action)
{
	struct str published;
	struct query q;
	bool saved;
	enum outcome o = seal_shown(act, l, &published);

	if (o != OK)
		return o;
	q = query_open(act->db, &sql_lesson_save);
	bind_fields(&q, lesson_clear_fields, l);
	bind_int(&q, "author", l->author ? l->author : INT_NONE);
	bind_int(&q, "checker", l->checker ? l->checker : INT_NONE);
	bind_int(&q, "vault", l->vault ? l->vault : INT_NONE);
	bind_moment(&q, "now", act->now);
	bind_body(act, in, l, &q);
	bind_blob(&q, "published", published);
	saved = query_next(&q);
	o = query_close(&q);
	if (o != OK || !saved)
		return o == OK ? CONFLICT : o;
	l->version++;
	l->changed_at = act->now;
	trail_note(act->trail, action, "incident", in->reference, l->reference);
	return OK;
}

enum outcome
lesson_lock(struct act *act, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_lesson_lock);

	bind_int(&q, "incident", in->id);
	query_next(&q);
	return query_close(&q);
}

static enum outcome
run_for(struct act *act, const struct sql *sql, int64_t incident)
{
	struct query q = query_open(act->db, sql);

	bind_int(&q, "incident", incident);
	return query_run(&q);
}

enum outcome
lesson_forget(struct act *act, int64_t incident)
{
	enum outcome o = run_for(act, &sql_lesson_drop, incident);

	if (o == OK)
		o = run_for(act, &sql_lesson_forget, incident);
	return o == OK ? run_for(act, &sql_lesson_events_drop, incident) : o;
}

enum outcome
lesson_orphan_withdraw(struct act *act, struct str reference, struct str why)
{
	struct query q = query_open(act->db, &sql_lesson_orphan_withdraw);
	enum outcome o;

	bind_text(&q, "reference", reference);
	bind_text(&q, "why", why);
	bind_moment(&q, "now", act->now);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return CONFLICT;
	trail_note(act->trail, "lesson.withdraw", "lesson", reference, why);
	return o;
}

/* ==== What became of it ==== */

static const struct field event_id = { FIELD(lesson_event, id) };
static const struct field event_at = { FIELD(lesson_event, at) };
static const struct field event_account = { FIELD(lesson_event, account) };
static const struct field event_role = { FIELD(lesson_event, role), .vocabulary = "role" };
static const struct field event_kind = { FIELD(lesson_event, kind), .vocabulary = "lesson_event" };
static const struct field event_version = { FIELD(lesson_event, version) };
static const struct field event_answered = { FIELD(lesson_event, answered_at) };
static const struct field event_text = { FIELD(lesson_event, text), .max = 4000,
	.input = INPUT_AREA, .sealed = true };
static const struct field event_answer = { FIELD(lesson_event, answer), .max = 4000,
	.input = INPUT_AREA, .sealed = true };

static const struct part event_part = {
	.place = "lesson.event",
	.action = "lesson.word",
	.fields = (const struct field *const[]){ &event_id, &event_at, &event_account, &event_role,
	    &event_kind, &event_version, &event_answered, &event_text, &event_answer, NULL },
	.size = sizeof(struct lesson_event),
	.max = LESSON_EVENTS,
	.insert = &sql_lesson_event_insert,
	.save = &sql_lesson_event_save,
	.list = &sql_lesson_event_list,
};

enum outcome
lesson_event_add(struct act *act, const struct incident *in, const struct lesson *l,
    const char *kind, struct str text)
{
	struct lesson_event e = { .at = act->now,
		.answered_at = MOMENT_NONE,
		.account = act_account(act),
		.role = { act->role },
		.kind = { str_of(kind) },
		.version = l->version,
		.text = text };

	return part_add(act, in, &event_part, &e, NULL);
}

enum outcome
lesson_event_list(
    struct act *act, const struct incident *in, struct lesson_event **ret, size_t *ret_n)
{
	void *list = NULL;
	enum outcome o = part_list(act, in, &event_part, &list, ret_n);

	*ret = list;
	return o;
}

bool
lesson_objection(const struct lesson_event *e)
{
	return str_eq(e->kind.s, S("objection")) && !moment_known(e->answered_at);
}

enum outcome
lesson_event_answer(struct act *act, const struct incident *in, int64_t id, struct str answer)
{
	struct lesson_event *list, *e;
	size_t n = 0;
	enum outcome o = lesson_event_list(act, in, &list, &n);

	if (o != OK)
		return o;
	e = part_find(list, n, sizeof *e, id);
	if (e == NULL || !lesson_objection(e))
		return NOT_FOUND;
	e->answer = answer;
	e->answered_at = act->now;
	return part_save(act, in, &event_part, e);
}
