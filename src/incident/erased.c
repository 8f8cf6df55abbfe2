/*
 * A file that was forgotten, as it is still told.
 *
 * Its row stays for the figures, so lists show it; its reference stands in mails and
 * in the journal, so somebody will ask for it.  Both are answered by the row alone:
 * 410 and a page, since "not found" would make people look for a mistake of theirs.
 * Rejected: hiding it from lists, which would make their counts wrong.
 */
#include "incident/erased.h"

#include "base/table.h"
#include "incident/need.h"

#include "incident_sql.h"

static struct str
class_of(int64_t rank)
{
	const struct table *t = table_get("retention");

	for (size_t i = 0; i < t->n_rows; i++) {
		int64_t order;

		if (str_int(table_cell(t, i, "order"), &order) && order == rank)
			return table_cell(t, i, "class");
	}
	return (struct str){ NULL, 0 };
}

struct forgotten
forgotten_read(const struct query *q)
{
	return (struct forgotten){
		.class = class_of(query_id(q, "retained")),
		.at = query_moment(q, query_column(q, "retained_at")),
		.erased = !query_null(q, query_column(q, "erased_at")),
	};
}

void
out_forgotten(struct out *o, const struct forgotten *f)
{
	if (!moment_known(f->at))
		return;
	buf_puts(o->buf, "<span class=\"status\">");
	out_text(o, t(o->lang, f->erased ? "erased.mark" : "erased.partly"));
	if (f->class.n) {
		buf_puts(o->buf, " ");
		out_label(o, "retention_class", f->class);
	}
	buf_puts(o->buf, "</span> ");
	out_time(o, f->at);
}

/* ==== The page ==== */

static void
read_row(const struct query *q, struct arena *a, struct erased_view *v)
{
	*v = (struct erased_view){
		.reference = query_text(q, 0, a),
		.org_name = query_text(q, 3, a),
		.org_type = { query_text(q, 4, a) },
		.department = { query_text(q, 5, a) },
		.workflow = { query_text(q, 6, a) },
		.severity = { query_text(q, 7, a) },
		.category = { query_text(q, 8, a) },
		.care_state = { query_text(q, 9, a) },
		.received_at = query_moment(q, 10),
		.closed_at = query_moment(q, 11),
		.class = class_of(query_int(q, 12)),
		.erased_at = query_moment(q, 13),
	};
}

static enum outcome
find(struct request *rq, struct erased_view *v, struct facts *facts)
{
	struct query q = query_open(rq->db, &sql_erased_of);
	bool found;
	enum outcome o;

	need_bind(&q, request_member(rq), rq->now);
	bind_text(&q, "reference", rq->segment[0]);
	found = query_next(&q);
	if (found) {
		read_row(&q, rq->arena, v);
		*facts = (struct facts){
			.structure = query_id(&q, "structure"),
			.region = query_text(&q, 2, rq->arena),
			.sealed = query_bool(&q, 14),
			.named = query_bool(&q, 15),
		};
		/* A card is asked for: whose it is. */
		if (role_from_code(query_text(&q, 16, rq->arena), &facts->desk))
			facts->region = query_text(&q, 17, rq->arena);
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

enum outcome
erased_show(struct request *rq, enum object object)
{
	const struct member *m = request_member(rq);
	struct erased_view v;
	struct facts facts;
	enum outcome o = find(rq, &v, &facts);

	if (o != OK)
		return o;
	/* Their own, or sent to them, is not what the seal keeps from them. */
	if (object == OBJECT_OWN_FILE)
		facts.named = m->structure && m->structure == facts.structure;
	if (object == OBJECT_CARD && access_condition(m->role, object, ACTION_READ) != ALWAYS)
		facts.named = true;
	/* Nothing of it is read any more; that somebody asked is known all the same. */
	trail_refuse(&rq->trail, "incident.refused", "incident", v.reference, S("erased"));
	if (!access_may(m, object, ACTION_READ, &facts))
		return object == OBJECT_FILE ? FORBIDDEN : NOT_FOUND;
	if (str_starts(rq->path, S("/api/")))
		return reply_problem(rq, 410, NULL);
	if (object != OBJECT_OWN_FILE)
		page_desk(rq);
	if (object != OBJECT_FILE)
		v.reference = rq->segment[0];
	rq->active = object == OBJECT_FILE ? "/desk" : object == OBJECT_CARD ? "/cards" : "/file";
	page_erased(page_begin(rq, t(rq->lang, "erased.title")), &v);
	return page_end(rq, 410);
}
