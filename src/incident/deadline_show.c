/* What the pages of deadlines write by themselves. */
#include "incident/deadline_page.h"

/* A structure overseas reads its own clock and that of Paris, the cell too. */
void
deadline_time(struct out *o, const struct deadline_view *v, struct moment m)
{
	enum zone zone = o->zone;

	o->zone = ZONE_PARIS;
	out_time(o, m);
	if (moment_known(m) && v->local != ZONE_PARIS) {
		out_text(o, t(o->lang, "deadlines.paris"));
		buf_puts(o->buf, " <span class=\"quiet\">");
		o->zone = v->local;
		out_time(o, m);
		out_text(o, t(o->lang, "deadlines.local"));
		buf_puts(o->buf, "</span>");
	}
	o->zone = zone;
}

static struct str
span(struct out *o, struct moment from, struct moment to)
{
	if (!moment_known(from) || !moment_known(to))
		return (struct str){ NULL, 0 };
	return shape_duration(o->arena, to.s - from.s, o->lang);
}

struct str
deadline_delay(struct out *o, const struct deadline *d)
{
	return span(o, d->start_at, d->done_at);
}

struct str
deadline_lateness(struct out *o, const struct deadline *d)
{
	bool late =
	    moment_known(d->done_at) && moment_known(d->due_at) && d->done_at.s > d->due_at.s;

	return late ? span(o, d->due_at, d->done_at) : (struct str){ NULL, 0 };
}

void
deadline_actors(struct out *o, const struct deadline *d)
{
	struct str rest = d->actor.s;

	for (bool first = true; rest.n; first = false) {
		if (!first)
			out_text(o, S(", "));
		out_label(o, "deadline_actor", str_cut(&rest, '|'));
	}
}

static void
row(struct out *o, const char *key)
{
	buf_puts(o->buf, "<dt>");
	out_text(o, t(o->lang, key));
	buf_puts(o->buf, "</dt><dd>");
}

/* Words of the law are French whatever the page speaks. */
static void
law(struct out *o, struct str text)
{
	buf_printf(o->buf, "<span%s>", o->lang == LANG_FR ? "" : " lang=\"fr\"");
	out_text(o, text);
	buf_puts(o->buf, "</span>");
}

static void
row_until(struct out *o, const struct deadline_view *v, const struct deadline *d)
{
	row(o, "deadlines.due");
	if (moment_known(d->due_at)) {
		deadline_time(o, v, d->due_at);
		if (deadline_waits(d)) {
			buf_byte(o->buf, ' ');
			out_due(o, d->due_at);
		}
	} else {
		law(o, d->wording);
	}
	buf_puts(o->buf, "</dd>");
	row(o, "deadlines.from");
	deadline_time(o, v, d->start_at);
	buf_puts(o->buf, "</dd>");
}

/* The proof: done when, written down when and by which side, after how long. */
static void
row_done(struct out *o, const struct deadline_view *v, const struct deadline *d)
{
	struct str late = deadline_lateness(o, d);

	if (!moment_known(d->done_at))
		return;
	row(o, "deadlines.done");
	deadline_time(o, v, d->done_at);
	buf_puts(o->buf, "</dd>");
	row(o, "deadlines.delay");
	out_text(o, deadline_delay(o, d));
	if (late.n) {
		buf_puts(o->buf, " <strong class=\"late\">");
		out_fill(o, "deadlines.late_by", 1, &late);
		buf_puts(o->buf, "</strong>");
	} else if (moment_known(d->due_at)) {
		buf_puts(o->buf, " <span class=\"quiet\">");
		out_text(o, t(o->lang, "deadlines.in_time"));
		buf_puts(o->buf, "</span>");
	}
	buf_puts(o->buf, "</dd>");
}

static void
row_written(struct out *o, const struct deadline_view *v, const struct deadline *d)
{
	if (str_eq(d->state.s, S("open")))
		return;
	row(o, "deadlines.written");
	deadline_time(o, v, d->changed_at);
	buf_puts(o->buf, "</dd>");
	if (d->reference.n) {
		row(o, "field.deadline_reference");
		out_text(o, d->reference);
		buf_puts(o->buf, "</dd>");
	}
	if (d->reason.n) {
		row(o, "field.deadline_reason");
		out_paragraphs(o, d->reason);
		buf_puts(o->buf, "</dd>");
	}
}

static void
row_reminded(struct out *o, const struct deadline_view *v, const struct deadline *d)
{
	bool first = true;

	for (size_t i = 0; i < v->n_reminded; i++) {
		if (!str_eq(v->reminded[i].about, d->code.s))
			continue;
		if (first)
			row(o, "deadlines.reminded");
		else
			buf_puts(o->buf, "<br>");
		deadline_time(o, v, v->reminded[i].sent_at);
		first = false;
	}
	if (!first)
		buf_puts(o->buf, "</dd>");
}

void
deadline_facts_of(struct out *o, const struct deadline_view *v, const struct deadline *d)
{
	buf_puts(o->buf, "<dl class=\"facts\">\n");
	row_until(o, v, d);
	row_done(o, v, d);
	row_written(o, v, d);
	row_reminded(o, v, d);
	row(o, "deadlines.addressee");
	out_label(o, "deadline_addressee", d->addressee.s);
	buf_puts(o->buf, "</dd>");
	row(o, "deadlines.actor");
	deadline_actors(o, d);
	buf_puts(o->buf, "</dd>");
	row(o, "deadlines.basis");
	law(o, d->wording);
	buf_puts(o->buf, "<br>");
	law(o, d->basis);
	buf_puts(o->buf, "</dd></dl>\n");
}
