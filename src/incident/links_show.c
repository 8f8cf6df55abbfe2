/* What the part "links" shows, and the words for it. */
#include "incident/links.h"
#include "incident/need.h"

#include "incident_sql.h"

static void
read_kin(const struct query *q, int64_t parent, struct arena *a, struct kin *k)
{
	*k = (struct kin){
		.id = query_int(q, 0),
		.reference = query_text(q, 1, a),
		.org_name = query_text(q, 2, a),
		.org_type = { query_text(q, 3, a) },
		.region = { query_text(q, 4, a) },
		.workflow = { query_text(q, 5, a) },
		.severity = { query_text(q, 6, a) },
		.care_state = { query_text(q, 7, a) },
		.kind = query_text(q, 8, a),
		.received_at = query_moment(q, 9),
		.deeper = query_int(q, 11) != parent,
		.report = query_text(q, 12, a),
		.impact_persons = { query_text(q, 13, a) },
	};
}

static enum outcome
kin_list(struct act *act, const struct member *m, const struct incident *in, struct links_view *v)
{
	struct kin *list = arena_array(act->arena, struct kin, LINKS_SHOWN);
	struct query q = query_open(act->db, &sql_children);

	need_bind(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", LINKS_SHOWN);
	while (v->n_kin < LINKS_SHOWN && query_next(&q))
		read_kin(&q, in->id, act->arena, &list[v->n_kin++]);
	v->kin = list;
	return query_close(&q);
}

static void
read_deed(struct act *act, const struct query *q, const struct incident *in, struct deed_row *d)
{
	struct arena *a = act->arena;

	*d = (struct deed_row){
		.deed = query_int(q, 0),
		.action = query_text(q, 1, a),
		.at = query_moment(q, 2),
		.n = query_int(q, 4),
		.incident = query_int(q, 5),
		.reference = query_text(q, 6, a),
		.before = query_text(q, 7, a),
		.after = query_text(q, 8, a),
		.kind_before = query_text(q, 9, a),
		.kind_after = query_text(q, 10, a),
		.workflow_before = query_text(q, 11, a),
		.workflow_after = query_text(q, 12, a),
		.undone = !query_null(q, 13),
	};
	if (d->incident == in->id && !query_null(q, 14))
		vault_unseal(&in->vault, "link_event.reason", query_blob(q, 14, a), a, &d->reason);
}

static enum outcome
deed_list(struct act *act, const struct member *m, const struct incident *in, struct links_view *v)
{
	struct deed_row *list = arena_array(act->arena, struct deed_row, DEEDS_SHOWN);
	struct query q = query_open(act->db, &sql_link_deeds);

	need_bind(&q, m, act->now);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", DEEDS_SHOWN);
	while (v->n_deeds < DEEDS_SHOWN && query_next(&q))
		read_deed(act, &q, in, &list[v->n_deeds++]);
	v->deed = list;
	return query_close(&q);
}

static enum outcome
parent_of(struct act *act, const struct member *m, const struct incident *in, struct links_view *v)
{
	struct query q = query_open(act->db, &sql_parent_name);

	need_bind(&q, m, act->now);
	bind_int(&q, "id", in->parent);
	if (query_next(&q)) {
		v->parent = query_text(&q, 0, act->arena);
		if (query_bool(&q, 2))
			v->parent_name = query_text(&q, 1, act->arena);
	}
	return query_close(&q);
}

static enum outcome
related(struct act *act, const struct member *m, struct links_view *v)
{
	struct likeness *like;
	struct link *link;
	struct campaign *campaign;
	enum outcome o = likeness_list(act, m, v->in, v->s, LIKE_SHOWN, &like, &v->n_like);

	if (o == OK)
		o = wave_of(act, m, v->in, &v->wave);
	if (o == OK)
		o = link_list(act, m, v->in, LINK_SHOWN, &link, &v->n_links);
	if (o == OK)
		o = campaign_list(act, m, v->in->id, CAMPAIGN_SHOWN, &campaign, &v->n_campaigns);
	if (o != OK)
		return o;
	v->like = like;
	v->link = link;
	v->campaign = campaign;
	return OK;
}

enum outcome
links_of(struct act *act, const struct member *m, struct links_view *v)
{
	const struct incident *in = v->in;
	enum outcome o = tree_count(act, m, in, &v->count);

	v->card = reflex_cards(&v->n_cards);
	if (o == OK && in->parent)
		o = parent_of(act, m, in, v);
	if (o == OK)
		o = kin_list(act, m, in, v);
	if (o == OK)
		o = related(act, m, v);
	return o == OK ? deed_list(act, m, in, v) : o;
}

/* ==== Words ==== */

struct str
deed_words(struct out *o, const struct deed_row *d)
{
	const char *key = arena_printf(o->arena, "links.deed.%.*s", PS(d->action)).p;
	struct str arg[] = { d->n > 1 ? t_count(o->arena, o->lang, "links.files", d->n)
				      : d->reference,
		d->after.n ? d->after : d->before };

	return t_fill(o->arena, o->lang, key, arg, 2);
}

struct str
deed_return(struct out *o, const struct deed_row *d)
{
	bool moved = !str_eq(d->workflow_before, d->workflow_after);
	struct str arg[] = { d->n > 1 ? t_count(o->arena, o->lang, "links.files", d->n)
				      : d->reference,
		d->before, vocab_label("workflow", d->workflow_before, o->lang) };
	struct str place = t_fill(
	    o->arena, o->lang, d->before.n ? "links.return.under" : "links.return.alone", arg, 3);

	if (!moved)
		return place;
	return arena_printf(o->arena, "%.*s %.*s", PS(place),
	    PS(t_fill(o->arena, o->lang, "links.return.state", arg, 3)));
}

void
likeness_why(struct out *o, const struct likeness *l)
{
	for (size_t i = 0; i < l->n; i++) {
		out_text(o, vocab_label("duplicate_signal", l->why[i].signal, o->lang));
		out_text(
		    o, arena_printf(o->arena, " %s%lld%s", l->why[i].points < 0 ? "\u2212" : "+",
			   (long long)(l->why[i].points < 0 ? -l->why[i].points : l->why[i].points),
			   i + 1 < l->n ? ", " : ""));
	}
}
