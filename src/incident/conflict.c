/*
 * Two people changed one thing.
 *
 * The form carries the values that it began with ("was"), so that three versions
 * are known: before, theirs, mine.  A field that one alone changed needs no choice;
 * one that both changed differently is chosen, one by one.  The page is the same form
 * again, under the same names: a choice is a radio button whose value is the field's,
 * so it is read by the handler that reads the form, with every check, and works
 * without scripts.
 *
 * "was" comes from the browser and is believed for what is shown as "before" only;
 * a false one deceives its author alone.
 *
 * Rejected: copies of every version in the database (sealed bodies for a page that
 * is seen once a week), the last writer wins, merging without showing, a route of its
 * own for the choices of each form.
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

void
conflict_fields(struct out *o, int64_t version, struct str was)
{
	form_hidden(o, "version", arena_printf(o->arena, "%lld", (long long)version));
	form_hidden(o, "was", was);
}

static bool
same(const struct field *f, const void *x, const void *y, struct arena *a)
{
	return str_eq(field_text(f, x, a), field_text(f, y, a));
}

/* NULL: it was not sent, or is nothing that a form of ours sends. */
static const void *
read_base(struct request *rq, field_list asked, size_t size)
{
	struct str was = param_get(&rq->params, "was");
	void *before = arena_alloc(rq->arena, size);

	field_clear(asked, before);
	return was.n && record_read(was, asked, before, rq->arena) ? before : NULL;
}

bool
conflict_stale(struct request *rq, field_list asked, size_t size, int64_t version, const void *now)
{
	const void *before;
	int64_t drawn = 0;

	if (!str_int(param_get(&rq->params, "version"), &drawn) || drawn == version)
		return false;
	before = read_base(rq, asked, size);
	if (before == NULL)
		return true;
	for (; *asked; asked++)
		if (!same(*asked, before, now, rq->arena))
			return true;
	return false;
}

static enum party
party_of(const struct field *f, const struct conflict *c, const void *before, struct arena *a)
{
	if (same(f, c->mine, c->theirs, a))
		return PARTY_NOBODY;
	if (same(f, c->mine, before, a))
		return PARTY_THEIRS;
	return same(f, c->theirs, before, a) ? PARTY_MINE : PARTY_BOTH;
}

static enum outcome
who(struct act *act, int64_t account, struct str *ret)
{
	struct account acc;
	enum outcome o;

	if (account < 1)
		return OK;
	o = account_by_id(act->db, act->keyring, account, act->arena, &acc);
	if (o == OK)
		*ret = acc.name;
	return o == NOT_FOUND ? OK : o;
}

enum outcome
conflict_show(struct request *rq, struct act *act, const struct conflict *c)
{
	enum party *party = arena_array(rq->arena, enum party, FORM_MAX);
	struct conflict_view v = { .c = c, .party = party };
	enum outcome o;

	/* Refused for another reason: the plain page tells. */
	if (!conflict_stale(rq, c->asked, c->size, c->version, c->theirs))
		return CONFLICT;
	o = who(act, c->by, &v.by);
	if (o != OK)
		return o;
	/* Without it, theirs stands for "before": all that differs is mine. */
	v.before = read_base(rq, c->asked, c->size);
	if (v.before == NULL)
		v.before = c->theirs;
	for (size_t i = 0; c->asked[i]; i++) {
		party[i] = party_of(c->asked[i], c, v.before, rq->arena);
		v.n_both += party[i] == PARTY_BOTH;
		v.n_kept += party[i] == PARTY_MINE || party[i] == PARTY_THEIRS;
	}
	v.was = conflict_base(rq->arena, c->asked, c->theirs, NULL);
	page_conflict(page_begin(rq, t(rq->lang, "conflict.title")), &v);
	return page_end(rq, 200);
}

enum outcome
conflict_file(struct request *rq, struct act *act, const struct incident *in, struct str action,
    const struct conflict *c)
{
	struct query q = query_open(act->db, &sql_incident_changed);
	struct conflict of_file = *c;
	enum outcome o;

	bind_int(&q, "id", in->id);
	of_file.at = MOMENT_NONE;
	if (query_next(&q)) {
		of_file.at = query_moment(&q, 0);
		of_file.by = query_int(&q, 1);
	}
	o = query_close(&q);
	of_file.back = arena_printf(rq->arena, "/desk/%.*s", PS(in->reference));
	of_file.name = in->reference;
	of_file.action = arena_printf(rq->arena, "%.*s/%.*s", PS(of_file.back), PS(action));
	of_file.version = in->version;
	return o == OK ? conflict_show(rq, act, &of_file) : o;
}

bool
conflict_person(struct out *o, const struct field *f, const void *record, const void *more)
{
	const struct act *act = more;
	struct account acc;

	if (f->kind != KIND_INT)
		return false;
	if (account_by_id(act->db, act->keyring, *FIELD_IN(int64_t, f, record), o->arena, &acc) ==
	    OK)
		out_text(o, acc.name);
	else
		out_text(o, t(o->lang, "desk.nobody"));
	return true;
}

/* ==== Rows ==== */

static void
value(struct out *o, const struct conflict *c, const struct field *f, const void *record)
{
	if (c->word && c->word(o, f, record, c->more))
		return;
	if (field_known(f, record))
		out_shown(o, f, record);
	else
		out_text(o, t(o->lang, "conflict.unknown"));
}

/* A radio button of the field itself; side "" is for reading only. */
static void
cell(struct out *o, const struct conflict *c, const char *key, const struct field *f,
    const void *record, const char *side)
{
	struct buf *b = o->buf;

	buf_puts(b, "<td data-label=\"");
	out_text(o, t(o->lang, key));
	buf_puts(b, "\">");
	if (*side) {
		buf_printf(b,
		    "<div class=\"fr-radio-group fr-radio-group--sm\"><input type=\"radio\" "
		    "id=\"c-%s-%s\" name=\"%s\" value=\"",
		    f->name, side, f->name);
		out_text(o, field_text(f, record, o->arena));
		buf_printf(b,
		    "\"%s><label class=\"fr-label\" for=\"c-%s-%s\"><span class=\"fr-sr-only\">",
		    side[0] == 'm' ? " checked" : "", f->name, side);
		out_text(o, t(o->lang, key));
		buf_puts(b, "</span> ");
	}
	value(o, c, f, record);
	buf_puts(b, *side ? "</label></div></td>" : "</td>");
}

void
conflict_rows(struct out *o, const struct conflict_view *v, bool both)
{
	const struct conflict *c = v->c;

	for (size_t i = 0; c->asked[i]; i++) {
		const struct field *f = c->asked[i];

		if (v->party[i] == PARTY_NOBODY || (v->party[i] == PARTY_BOTH) != both)
			continue;
		buf_puts(o->buf, "<tr><th scope=\"row\">");
		out_text(o, t(o->lang, field_key(o, f)));
		buf_puts(o->buf, "</th>");
		cell(o, c, "conflict.before", f, v->before, "");
		cell(o, c, "conflict.theirs", f, c->theirs, both ? "theirs" : "");
		cell(o, c, "conflict.mine", f, c->mine, both ? "mine" : "");
		buf_puts(o->buf, "</tr>\n");
	}
}

/* What needs no choice, as the form would have sent it. */
void
conflict_hidden(struct out *o, const struct conflict_view *v)
{
	const struct conflict *c = v->c;

	for (size_t i = 0; c->asked[i]; i++) {
		const void *from = v->party[i] == PARTY_THEIRS ? c->theirs : c->mine;
		struct str text = field_text(c->asked[i], from, o->arena);

		if (v->party[i] != PARTY_BOTH && text.n)
			form_hidden(o, c->asked[i]->name, text);
	}
}
