#include "incident/history.h"

#include "incident_sql.h"

void
history_init(struct history *h)
{
	*h = (struct history){ .declared_at = MOMENT_NONE };
	field_clear(report_fields, &h->r);
	field_clear(incident_clear_fields, &h->in);
	field_clear(incident_sealed_fields, &h->in);
}

static enum outcome
known(struct act *act, struct str key, bool *ret)
{
	struct query q = query_open(act->db, &sql_history_known);

	bind_text(&q, "key", key);
	*ret = query_next(&q);
	return query_close(&q);
}

/* What is declared is what counts: qualified values are the same. */
static void
qualify_as_declared(struct history *h)
{
	for (field_list l = incident_qualify_fields; *l; l++) {
		const struct field *d = field_find(report_fields, str_of((*l)->name));

		if (d && d->kind == (*l)->kind && field_known(d, &h->r))
			field_assign(*l, &h->in, d, &h->r);
	}
}

/* The structure, where the directory knows its number; the region by the date. */
static enum outcome
place(struct act *act, struct history *h, struct stored_report *s)
{
	struct structure st;
	struct region region;
	enum outcome o = OK;

	if (h->r.finess_site.n) {
		o = structure_by_finess(act->db, h->r.finess_site, act->arena, &st);
		if (o == OK)
			s->structure = st.id;
	}
	if (directory_region(h->r.department.s, h->declared_at, &region))
		s->region = region.code;
	return o == NOT_FOUND ? OK : o;
}

static void
fill_incident(
    struct act *act, const struct history *h, const struct stored_report *s, struct incident *in)
{
	in->reference = arena_printf(act->arena, "HIS-%.*s", PS(h->reference));
	in->vault_id = s->vault_id;
	in->vault = s->vault;
	in->report = s->id;
	in->structure = s->structure;
	in->org_name = h->r.org_name.n ? h->r.org_name : t(LANG_FR, "history.unnamed");
	in->org_type = h->r.org_type;
	in->department = h->r.department;
	in->region.s = s->region;
	in->imported = true;
	in->workflow.s = S("CLOS");
	in->received_at = h->declared_at;
	in->closed_at = in->qualified_at = h->declared_at;
	in->care_state = h->r.care_state;
	in->tlp.s = S("TLP:AMBER+STRICT");
	in->version = 1;
}

static enum outcome
add_support(struct act *act, const struct history *h, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_history_support);

	bind_int(&q, "incident", in->id);
	bind_moment(&q, "asked_at", h->declared_at);
	bind_text(&q, "kinds", h->r.support_kinds.s);
	bind_text(&q, "state", h->state_at_request.s.n ? h->state_at_request.s : S("nsp"));
	bind_moment(&q, "delivered_at",
	    str_eq(h->in.support_delivered.s, S("oui")) ? h->declared_at : MOMENT_NONE);
	return query_run(&q);
}

static enum outcome
name_source(struct act *act, const struct history *h, const struct stored_report *s)
{
	struct query q = query_open(act->db, &sql_history_source);

	bind_int(&q, "id", s->id);
	bind_text(&q, "key", h->key);
	bind_text(&q, "precision", h->date_precision.s);
	return query_run(&q);
}

enum outcome
history_add(struct act *act, struct history *h, bool *ret_new)
{
	struct stored_report s;
	struct incident in;
	bool there = false;
	enum outcome o = known(act, h->key, &there);

	*ret_new = !there;
	if (o != OK || there)
		return o;
	o = report_draft(act, S("import"), &s);
	if (o == OK)
		o = place(act, h, &s);
	if (o != OK)
		return o;
	qualify_as_declared(h);
	s.r = h->r;
	s.reference = h->reference;
	s.version = 1;
	s.received_at = s.declared_at = h->declared_at;
	in = h->in;
	fill_incident(act, h, &s, &in);
	o = incident_insert(act, &s, &in);
	s.incident = in.id;
	if (o == OK)
		o = report_write_version(act, &s);
	if (o == OK)
		o = incident_save(act, &in, "incident.import", h->key);
	if (o == OK && str_eq(h->r.support_asked.s, S("oui")))
		o = add_support(act, h, &in);
	return o == OK ? name_source(act, h, &s) : o;
}

/* --- Batches -------------------------------------------------------------- */

#define BATCH_ARENA_MAX (256u << 20)

void
batch_init(struct batch *b, const struct job_means *m)
{
	*b = (struct batch){ .means = m, .arena = arena_new(BATCH_ARENA_MAX) };
}

/* The trail's memory is the batch's too: both are gone when it is written. */
static enum outcome
batch_begin(struct batch *b)
{
	struct trail *trail = arena_new_of(b->arena, struct trail);

	trail->arena = b->arena;
	trail->role = S("import");
	b->act = (struct act){ .db = b->means->db,
		.keyring = b->means->keyring,
		.arena = b->arena,
		.trail = trail,
		.now = b->means->now,
		.role = S("import"),
		.public_url = b->means->public_url };
	b->n = 0;
	b->open = true;
	return db_begin(b->means->db, TXN_WRITE);
}

enum outcome
batch_end(struct batch *b, enum outcome o)
{
	if (!b->open)
		return o;
	b->open = false;
	if (o == OK)
		o = trail_write(b->means->db, b->act.trail);
	o = db_end(b->means->db, o);
	arena_reset(b->arena);
	return o;
}

enum outcome
batch_release(struct batch *b, enum outcome o)
{
	o = batch_end(b, o);
	arena_free(b->arena);
	return o;
}

enum outcome
batch_add(struct batch *b, struct history *h, struct import_report *report)
{
	bool new = false;
	enum outcome o = b->open ? OK : batch_begin(b);

	if (o == OK)
		o = history_add(&b->act, h, &new);
	if (o != OK)
		return batch_end(b, o);
	report->imported += new;
	report->skipped += !new;
	return ++b->n == HISTORY_BATCH ? batch_end(b, OK) : OK;
}
