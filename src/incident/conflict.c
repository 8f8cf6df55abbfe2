/*
 * Two people changed one file.
 *
 * The form carries the values that it began with ("was"), so that three versions
 * are known: before, theirs, mine.  A field that one alone changed needs no choice;
 * one that both changed differently is chosen, one by one.  The page is a form again:
 * every value of mine is in it, so that nothing typed is lost, and it works without
 * scripts.  What comes back is read as the form it amounts to, with every check.
 *
 * "was" comes from the browser and is believed for what is shown as "before" only;
 * a false one deceives its author alone.
 *
 * Rejected: copies of every version in the database (sealed bodies for a page that
 * is seen once a week), the last writer wins, merging without showing.
 */
#include "incident/conflict.h"

#include "incident_sql.h"

#define BASE_MAX (64u << 10)

struct str
conflict_base(struct arena *a, field_list asked, const void *record, const struct params *p)
{
	struct buf b = BUF_INIT(BASE_MAX);
	struct str text;

	if (record == NULL)
		return param_get(p, "was");
	record_write(&b, asked, record);
	text = buf_failed(&b) ? (struct str){ NULL, 0 } : arena_dup(a, buf_str(&b));
	buf_release(&b);
	return text;
}

static bool
same(const struct field *f, const void *x, const void *y, struct arena *a)
{
	return str_eq(field_text(f, x, a), field_text(f, y, a));
}

static bool
read_base(struct request *rq, field_list asked, struct incident *ret)
{
	struct str was = param_get(&rq->params, "was");

	field_clear(asked, ret);
	return was.n && record_read(was, asked, ret, rq->arena);
}

bool
conflict_moved(struct request *rq, field_list asked, const struct incident *now)
{
	struct incident *before = arena_new_of(rq->arena, struct incident);

	if (!read_base(rq, asked, before))
		return true;
	for (; *asked; asked++)
		if (!same(*asked, before, now, rq->arena))
			return true;
	return false;
}

static enum side
side_of(const struct field *f, const struct conflict_view *v, struct arena *a)
{
	if (same(f, v->mine, v->theirs, a))
		return SIDE_NOBODY;
	if (same(f, v->mine, v->before, a))
		return SIDE_THEIRS;
	return same(f, v->theirs, v->before, a) ? SIDE_MINE : SIDE_BOTH;
}

static enum outcome
who(struct act *act, struct conflict_view *v)
{
	struct query q = query_open(act->db, &sql_incident_changed);
	struct account acc;
	int64_t by = 0;
	enum outcome o;

	bind_int(&q, "id", v->in->id);
	if (query_next(&q)) {
		v->at = query_moment(&q, 0);
		by = query_int(&q, 1);
	}
	o = query_close(&q);
	if (o != OK || by < 1)
		return o;
	o = account_by_id(act->db, act->keyring, by, act->arena, &acc);
	if (o == OK)
		v->by = acc.name;
	return o == NOT_FOUND ? OK : o;
}

enum outcome
conflict_show(
    struct request *rq, struct act *act, struct incident *in, field_list asked, const void *record)
{
	enum side *side = arena_array(rq->arena, enum side, FORM_MAX);
	struct incident *before = arena_new_of(rq->arena, struct incident);
	struct conflict_view v = { .in = in,
		.asked = asked,
		.before = before,
		.theirs = in,
		.mine = record,
		.side = side };
	struct out *out;
	enum outcome o = who(act, &v);

	if (o != OK)
		return o;
	/* Without it, theirs stands for "before": all that differs is mine. */
	if (!read_base(rq, asked, before))
		*before = *in;
	for (size_t i = 0; asked[i]; i++) {
		side[i] = side_of(asked[i], &v, rq->arena);
		v.n_both += side[i] == SIDE_BOTH;
		v.n_kept += side[i] == SIDE_MINE || side[i] == SIDE_THEIRS;
	}
	v.was = conflict_base(rq->arena, asked, in, NULL);
	out = page_begin(rq, t(rq->lang, "conflict.title"));
	page_conflict(out, &v);
	return page_end(rq, 200);
}

/* ==== Rows ==== */

static void
cell(struct out *o, const char *key, const struct field *f, const void *record, const char *choice)
{
	struct buf *b = o->buf;

	buf_puts(b, "<td data-label=\"");
	out_text(o, t(o->lang, key));
	buf_puts(b, "\">");
	if (choice) {
		buf_printf(b,
		    "<div class=\"fr-radio-group fr-radio-group--sm\"><input type=\"radio\" "
		    "id=\"c-%s-%s\" name=\"choose.%s\" value=\"%s\"%s><label class=\"fr-label\" "
		    "for=\"c-%s-%s\"><span class=\"fr-sr-only\">",
		    f->name, choice, f->name, choice, choice[0] == 'm' ? " checked" : "", f->name,
		    choice);
		out_text(o, t(o->lang, key));
		buf_puts(b, "</span> ");
	}
	if (field_known(f, record))
		out_shown(o, f, record);
	else
		out_text(o, t(o->lang, "conflict.unknown"));
	buf_puts(b, choice ? "</label></div></td>" : "</td>");
}

void
conflict_rows(struct out *o, const struct conflict_view *v, bool both)
{
	for (size_t i = 0; v->asked[i]; i++) {
		const struct field *f = v->asked[i];

		if (v->side[i] == SIDE_NOBODY || (v->side[i] == SIDE_BOTH) != both)
			continue;
		buf_puts(o->buf, "<tr><th scope=\"row\">");
		out_text(o, t(o->lang, field_key(o, f)));
		buf_puts(o->buf, "</th>");
		cell(o, "conflict.before", f, v->before, NULL);
		cell(o, "conflict.theirs", f, v->theirs, both ? "theirs" : NULL);
		cell(o, "conflict.mine", f, v->mine, both ? "mine" : NULL);
		buf_puts(o->buf, "</tr>\n");
	}
}

/* ==== What comes back ==== */

static void
hidden(struct out *o, const char *side, const struct field *f, const char *part, struct str value)
{
	if (value.n)
		form_hidden(o, arena_printf(o->arena, "%s.%s%s", side, f->name, part).p, value);
}

static void
hidden_value(struct out *o, const char *side, const struct field *f, const void *record)
{
	static const char *const part[] = { ".d", ".m", ".y", ".t" };
	const struct field *const one[] = { f, NULL };
	struct filled *x = arena_new_of(o->arena, struct filled);
	struct str raw;

	form_show(one, record, x, o->zone, o->arena);
	raw = x->typed[0].raw;
	if (f->kind == KIND_MOMENT)
		for (size_t i = 0; i < 4; i++)
			hidden(o, side, f, part[i], x->typed[0].part[i]);
	else if (f->kind == KIND_CODES)
		while (raw.n)
			hidden(o, side, f, "", str_cut(&raw, '|'));
	else
		hidden(o, side, f, "", raw);
}

void
conflict_hidden(struct out *o, const struct conflict_view *v)
{
	for (size_t i = 0; v->asked[i]; i++) {
		bool theirs = v->side[i] == SIDE_THEIRS;

		hidden_value(o, "mine", v->asked[i], theirs ? v->theirs : v->mine);
		if (v->side[i] == SIDE_BOTH)
			hidden_value(o, "theirs", v->asked[i], v->theirs);
	}
}

/* "mine.detected_at.d": is it of the chosen side?  *ret_name: "detected_at.d". */
static bool
chosen(const struct params *p, struct str name, struct arena *a, struct str *ret_name)
{
	struct str rest = name, side = str_cut(&rest, '.'), field;
	struct str whole = rest, choice;

	if (!str_eq(side, S("mine")) && !str_eq(side, S("theirs")))
		return false;
	field = str_cut(&rest, '.');
	choice = param_get(p, arena_printf(a, "choose.%.*s", PS(field)).p);
	*ret_name = whole;
	return str_eq(side, S("theirs")) == str_eq(choice, S("theirs"));
}

bool
merge_read(struct request *rq, field_list asked, void *record)
{
	const struct params *p = &rq->params;
	struct params merged = { .param = arena_array(rq->arena, struct param, PARAM_MAX) };

	for (size_t i = 0; i < p->n; i++) {
		struct str name;

		if (chosen(p, p->param[i].name, rq->arena, &name))
			merged.param[merged.n++] = (struct param){ name, p->param[i].value };
	}
	field_clear(asked, record);
	rq->filled = (struct filled){ 0 };
	return form_parse(asked, &merged, record, &rq->filled, false, rq->zone, rq->arena);
}
