/*
 * Who may open a file, who was named when by whom, and every view and change of it.
 *
 * The views come from the journal, the one place that cannot leave one out.  A list
 * kept beside it was rejected: two lists disagree one day.
 */
#include "incident/access_view.h"
#include "incident/incident.h"
#include "incident/notice.h"

#include "incident_sql.h"

struct sealing {
	int64_t account;
	struct str reason;
};

static const struct field sealing_reason = { FIELD(sealing, reason), .max = 2000,
	.input = INPUT_AREA, .need = REQUIRED, .sealed = true };
static const struct field sealing_account = { FIELD(sealing, account), .need = REQUIRED, .min = 1 };
static const struct field *const reason_asked[] = { &sealing_reason, NULL };
static const struct field *const name_asked[] = { &sealing_account, NULL };

static enum outcome
access_open(struct request *rq, enum action action, struct act *act, struct incident *in)
{
	struct stored_report s;
	enum outcome o = file_open(rq, OBJECT_ACCESS, action, rq->segment[0], act, in, &s);

	page_desk(rq);
	rq->active = "/desk";
	return o;
}

/* ==== Gathering ==== */

/* Each account once: a page names few people many times. */
struct names {
	size_t n;
	struct account acc[64];
};

static struct account
who(struct act *act, struct names *known, int64_t id)
{
	struct account acc = { 0 };

	for (size_t i = 0; i < known->n; i++)
		if (known->acc[i].id == id)
			return known->acc[i];
	if (id && account_by_id(act->db, act->keyring, id, act->arena, &acc) == OK &&
	    known->n < sizeof known->acc / sizeof known->acc[0])
		known->acc[known->n++] = acc;
	return acc;
}

static enum outcome
gather_named(struct act *act, struct names *known, struct access_view *v)
{
	struct named_row *row = arena_array(act->arena, struct named_row, SEAL_MANY);
	struct access *list;
	enum outcome o = access_list(act, v->in, &list, &v->n_named);

	for (size_t i = 0; o == OK && i < v->n_named; i++) {
		struct account acc = who(act, known, list[i].account);

		row[i] = (struct named_row){ .a = list[i], .name = acc.name, .role = acc.role };
		row[i].by = who(act, known, list[i].named_by).name;
	}
	v->named = row;
	return o;
}

static struct str
page_of(struct str detail)
{
	return str_starts(detail, S("page=")) ? str_sub(detail, 5, detail.n)
					      : (struct str){ NULL, 0 };
}

static enum outcome
gather_seen(struct act *act, struct names *known, struct access_view *v)
{
	struct seen_row *row = arena_array(act->arena, struct seen_row, VIEWS_SHOWN);
	struct journal_filter f = { .reference = v->in->reference,
		.account = INT_NONE,
		.since = MOMENT_NONE,
		.until = MOMENT_NONE,
		.before = INT_NONE,
		.max = VIEWS_SHOWN };
	struct journal_entry *list = NULL;
	enum outcome o = journal_list(act->db, &f, act->arena, &list, &v->n_seen);

	for (size_t i = 0; o == OK && i < v->n_seen; i++) {
		row[i] = (struct seen_row){ .at = list[i].instant,
			.action = list[i].action,
			.role = { list[i].role },
			.page = page_of(list[i].detail) };
		row[i].detail = row[i].page.n ? (struct str){ NULL, 0 } : list[i].detail;
		row[i].name = who(act, known, list[i].account).name;
	}
	v->seen = row;
	return o;
}

static enum outcome
gather_people(struct act *act, struct access_view *v)
{
	static const enum role cell[] = { ROLE_LEAD, ROLE_ANALYST, ROLE_DUTY };
	struct person *row = arena_array(act->arena, struct person, SEAL_MANY);
	enum outcome o = OK;

	for (size_t k = 0; k < 3 && o == OK; k++) {
		struct account *list;
		size_t n = 0;

		o = account_desk(
		    act->db, act->keyring, cell[k], (struct str){ NULL, 0 }, act->arena, &list, &n);
		for (size_t i = 0; i < n && o == OK && v->n_people < SEAL_MANY; i++)
			row[v->n_people++] =
			    (struct person){ list[i].id, list[i].name, list[i].role,
				    list[i].id == v->in->assignee || list[i].id == act->account };
	}
	v->person = row;
	return o;
}

static enum outcome
show(struct request *rq, struct act *act, const struct incident *in, int status)
{
	struct access_view v = { .in = in, .filled = &rq->filled };
	struct facts f = { .sealed = in->sealed, .named = true };
	struct names *known = arena_new_of(rq->arena, struct names);
	struct decision *list;
	struct out *out;
	enum outcome o = gather_named(act, known, &v);

	v.may_write = access_may(request_member(rq), OBJECT_ACCESS, ACTION_WRITE, &f);
	if (o == OK)
		o = gather_seen(act, known, &v);
	if (o == OK && v.may_write)
		o = gather_people(act, &v);
	if (o == OK)
		o = decision_list(act, request_member(rq), "file", in->id, &list, &v.n_decisions);
	if (o != OK)
		return o;
	v.decision = list;
	for (size_t i = 0; i < v.n_decisions; i++)
		v.asked = v.asked || (str_eq(list[i].kind.s, S("unseal")) &&
					 str_eq(list[i].state.s, S("asked")));
	out = page_begin(rq, arena_printf(rq->arena, "%.*s – %.*s", PS(in->reference),
				 PS(t(rq->lang, "tab.access"))));
	page_access(out, &v);
	return page_end(rq, status);
}

enum outcome
access_page(struct request *rq, void *record)
{
	struct sealing blank = { 0 };
	struct incident in;
	struct act act;
	enum outcome o = access_open(rq, ACTION_READ, &act, &in);

	(void)record;
	if (o != OK)
		return o;
	form_show(reason_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return show(rq, &act, &in, 200);
}

static enum outcome
access_again(struct request *rq, void *record)
{
	struct incident in;
	struct act act;
	enum outcome o = access_open(rq, ACTION_WRITE, &act, &in);

	(void)record;
	return o == OK ? show(rq, &act, &in, 422) : o;
}

const struct form seal_form = {
	.asked = reason_asked, .size = sizeof(struct sealing), .invalid = access_again
};
const struct form seal_name_form = {
	.asked = name_asked, .size = sizeof(struct sealing), .invalid = access_again
};

/* ==== Changing ==== */

static enum outcome
back(struct request *rq, const struct incident *in, const char *notice)
{
	reply_notice(rq, notice);
	return reply_see_other(rq, "/desk/%.*s/access", PS(in->reference));
}

/* The boxes that were ticked. */
static size_t
ticked(const struct request *rq, int64_t *ret, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < rq->params.n && n < max; i++)
		if (str_eq(rq->params.param[i].name, S("account")) &&
		    str_int(rq->params.param[i].value, &ret[n]))
			n++;
	return n;
}

enum outcome
seal_post(struct request *rq, void *record)
{
	const struct sealing *asked = record;
	int64_t list[64];
	struct incident in;
	struct act act;
	enum outcome o = access_open(rq, ACTION_WRITE, &act, &in);

	if (o == OK)
		o = seal_put(&act, &in, list, ticked(rq, list, 64), asked->reason);
	if (o == INVALID)
		rq->filled.general = "error.seal_lead";
	return o == OK ? back(rq, &in, "notice.sealed") : o;
}

enum outcome
seal_name_post(struct request *rq, void *record)
{
	const struct sealing *asked = record;
	struct incident in;
	struct act act;
	enum outcome o = access_open(rq, ACTION_WRITE, &act, &in);

	if (o == OK && !in.sealed)
		o = CONFLICT;
	if (o == OK)
		o = seal_name(&act, &in, asked->account, (struct str){ NULL, 0 });
	if (o == INVALID)
		form_error(&rq->filled, &sealing_account, "error.seal_cell");
	return o == OK ? back(rq, &in, "notice.named") : o;
}

enum outcome
seal_end_post(struct request *rq, void *record)
{
	int64_t account = 0;
	struct incident in;
	struct act act;
	enum outcome o = access_open(rq, ACTION_WRITE, &act, &in);

	(void)record;
	if (o == OK && (!in.sealed || !str_int(rq->segment[1], &account)))
		o = in.sealed ? NOT_FOUND : CONFLICT;
	if (o == OK)
		o = seal_end(&act, &in, account);
	if (o == INVALID) {
		rq->filled.general = "error.seal_keeps";
		return show(rq, &act, &in, 422);
	}
	/* Who takes oneself off sees the file no more. */
	if (o == OK && account == act.account)
		return reply_see_other(rq, "/desk");
	return o == OK ? back(rq, &in, "notice.unnamed") : o;
}

enum outcome
unseal_post(struct request *rq, void *record)
{
	const struct sealing *asked = record;
	struct incident in;
	struct act act;
	enum outcome o = access_open(rq, ACTION_WRITE, &act, &in);

	if (o == OK && !in.sealed)
		o = CONFLICT;
	if (o == OK)
		o = decision_ask(&act, &in, "unseal", (struct str){ NULL, 0 }, asked->reason,
		    (struct str){ NULL, 0 });
	return o == OK ? back(rq, &in, "notice.asked") : o;
}

void
access_action(struct out *o, struct str action)
{
	struct str words = message_find(o->lang, arena_printf(o->arena, "deed.%.*s", PS(action)));

	out_text(o, words.n ? words : action);
}
