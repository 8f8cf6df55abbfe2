/*
 * The case file handed to ANSSI: prepared by an analyst, read on its card.
 *
 * What is ticked is copied, so that a log that goes on changes nothing of what was
 * handed over.  Entries kept between the cell and the FSSI are not offered.
 */
#include "incident/dossier.h"

#include "incident/desk.h"
#include "incident/incident.h"
#include "incident/part.h"

#include "incident_sql.h"

#define ENTRIES_MAX 200

static const struct field piece_name = { FIELD(piece, name), .sealed = true },
			  piece_text = { FIELD(piece, text), .sealed = true };
static const struct field *const piece_fields[] = { &piece_name, &piece_text, NULL };
static const struct part piece_part = { .place = "dispatch.piece", .fields = piece_fields };

static enum outcome
insert(struct act *act, const struct dispatch *d, const struct piece *p)
{
	struct query q = query_open(act->db, &sql_piece_insert);

	bind_int(&q, "dispatch", d->id);
	bind_text(&q, "kind", p->kind);
	bind_int(&q, "attachment", p->attachment ? p->attachment : INT_NONE);
	bind_moment(&q, "at", p->at);
	bind_blob(&q, "body", part_seal(act, &d->vault, &piece_part, p));
	return query_run(&q);
}

enum outcome
dossier_add_file(struct act *act, const struct dispatch *d, const struct attachment *f)
{
	struct piece p = {
		.kind = S("attachment"), .attachment = f->id, .name = f->name, .at = f->added_at
	};

	return insert(act, d, &p);
}

enum outcome
dossier_add_entry(struct act *act, const struct dispatch *d, const struct log_entry *e)
{
	struct piece p = { .kind = S("entry"),
		.name = vocab_label("log_kind", e->kind, LANG_FR),
		.text = e->text,
		.at = e->at };

	return insert(act, d, &p);
}

static bool
read_row(struct act *act, const struct dispatch *d, const struct query *q, struct piece *p)
{
	*p = (struct piece){ .id = query_int(q, query_column(q, "id")),
		.kind = query_text(q, query_column(q, "kind"), act->arena),
		.attachment = query_int(q, query_column(q, "attachment")),
		.report = query_int(q, query_column(q, "report")),
		.report_vault = query_int(q, query_column(q, "report_vault")),
		.size = query_int(q, query_column(q, "size")),
		.sha256 = query_text(q, query_column(q, "sha256"), act->arena),
		.at = query_moment(q, query_column(q, "at")) };
	return part_unseal(
	    act, &d->vault, &piece_part, query_blob(q, query_column(q, "body"), act->arena), p);
}

enum outcome
dossier_list(
    struct act *act, const struct dispatch *d, size_t max, struct piece **ret, size_t *ret_n)
{
	struct piece *list = arena_array(act->arena, struct piece, max);
	struct query q = query_open(act->db, &sql_piece_list);
	size_t n = 0;

	bind_int(&q, "dispatch", d->id);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q))
		n += read_row(act, d, &q, &list[n]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

/* --- Preparing it ------------------------------------------------------------ */

struct handed {
	struct str reason;
};

static const struct field handed_reason = { FIELD(handed, reason), .max = 2000, .sealed = true };
static const struct field *const handed_asked[] = { &handed_reason, NULL };

static bool
ticked(const struct request *rq, const char *name, int64_t id)
{
	for (size_t i = 0; i < rq->params.n; i++) {
		const struct param *p = &rq->params.param[i];
		int64_t n;

		if (str_eq(p->name, str_of(name)) && str_int(p->value, &n) && n == id)
			return true;
	}
	return false;
}

bool
dossier_chosen(const struct out *o, const char *name, int64_t id)
{
	return o->rq && ticked(o->rq, name, id);
}

/* What ANSSI may be shown of the log: not what is said between the cell and the FSSI. */
static enum outcome
shareable(struct act *act, const struct incident *in, struct log_entry **ret, size_t *ret_n)
{
	struct log_entry *list;
	size_t n = 0, kept = 0;
	enum outcome o = log_list(act, in, true, ENTRIES_MAX, &list, &n);

	for (size_t i = 0; i < n; i++)
		if (!str_eq(list[i].visibility, S("fssi")))
			list[kept++] = list[i];
	*ret = list;
	*ret_n = kept;
	return o;
}

/* The proposal of R4 that waits, if there is one. */
static enum outcome
proposal(struct act *act, const struct incident *in, struct dispatch *ret, bool *ret_there)
{
	struct dispatch *list;
	size_t n = 0;
	enum outcome o = dispatch_of_incident(act, in, DESK_MANY, &list, &n);

	*ret_there = false;
	for (size_t i = 0; i < n && o == OK; i++)
		if (str_eq(list[i].desk.s, S("anssi")) && str_eq(list[i].card.s, S("case_file")) &&
		    str_eq(list[i].state.s, S("proposed"))) {
			*ret_there = true;
			o = dispatch_by_id(act, list[i].id, ret);
		}
	return o;
}

static enum outcome
gather(struct act *act, struct dossier_view *v)
{
	struct rule_facts facts;
	struct attachment *file;
	struct log_entry *entry;
	struct dispatch d;
	enum outcome o = attachment_list(act, v->s, &file, &v->n_files);

	if (o == OK)
		o = shareable(act, v->in, &entry, &v->n_entries);
	if (o == OK)
		o = proposal(act, v->in, &d, &v->proposed);
	if (o != OK)
		return o;
	v->file = file;
	v->entry = entry;
	rule_facts(&facts, &v->s->r, v->in, v->in->military, act->now);
	sheet_make(act->arena, S("case_file"), S("anssi"), &facts.r, v->in, &v->sheet);
	return OK;
}

static enum outcome
show(struct request *rq, int status)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	struct dossier_view v = { .in = &in, .s = &s, .filled = &rq->filled };
	struct out *out;
	enum outcome o = desk_open(rq, ACTION_CONFIRM, &act, &in, &s);

	if (o == OK)
		o = gather(&act, &v);
	if (o != OK)
		return o;
	out = page_begin(rq, t(rq->lang, "dossier.title"));
	page_dossier(out, &v);
	return page_end(rq, status);
}

enum outcome
dossier_page(struct request *rq, void *record)
{
	struct handed blank = { 0 };

	(void)record;
	form_show(handed_asked, &blank, &rq->filled, rq->zone, rq->arena);
	return show(rq, 200);
}

static enum outcome
dossier_again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

const struct form dossier_form = {
	.asked = handed_asked, .size = sizeof(struct handed), .invalid = dossier_again
};

static enum outcome
add_ticked(struct request *rq, struct act *act, const struct incident *in,
    const struct stored_report *s, const struct dispatch *d)
{
	struct attachment *file;
	struct log_entry *entry;
	size_t n_files = 0, n_entries = 0;
	enum outcome o = attachment_list(act, s, &file, &n_files);

	if (o == OK)
		o = shareable(act, in, &entry, &n_entries);
	for (size_t i = 0; i < n_files && o == OK; i++)
		if (ticked(rq, "files", file[i].id))
			o = dossier_add_file(act, d, &file[i]);
	for (size_t i = n_entries; i-- > 0 && o == OK;)
		if (ticked(rq, "entries", entry[i].id))
			o = dossier_add_entry(act, d, &entry[i]);
	return o;
}

enum outcome
dossier_send(struct request *rq, void *record)
{
	const struct handed *h = record;
	struct stored_report s;
	struct incident in;
	struct dispatch d;
	struct act act;
	bool there = false;
	enum outcome o = desk_open_live(rq, ACTION_CONFIRM, &act, &in, &s);

	if (o == OK)
		o = proposal(&act, &in, &d, &there);
	if (o != OK)
		return o;
	if (!there && h->reason.n == 0) {
		form_error(&rq->filled, &handed_reason, "error.required");
		return INVALID;
	}
	o = there ? dispatch_fire(&act, &in, &s.r, &d)
		  : dispatch_manual(&act, &in, &s.r, S("anssi"), S("case_file"), h->reason, &d);
	if (o == OK)
		o = add_ticked(rq, &act, &in, &s, &d);
	if (o != OK)
		return o;
	reply_notice(rq, "notice.confirmed");
	return reply_see_other(rq, "/desk/%.*s/authorities", PS(in.reference));
}
