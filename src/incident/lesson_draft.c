/*
 * The first draft of a lesson, from what the file knows.
 *
 * Facts only: labels of what was qualified, words that people wrote, the timeline with
 * the time since the finding instead of dates.  Whoever writes cuts and comments; an
 * empty page at ten in the evening is why so few lessons are ever written.  A model of
 * phrases to fill in was rejected, it reads like one.
 */
#include "incident/lesson.h"

#include "base/shape.h"
#include "incident/measure.h"
#include "incident/recommend.h"
#include "incident/timeline.h"

struct drafting {
	struct act *act;
	const struct incident *in;
	const struct stored_report *s;
	struct lesson_text *text;
};

/* In the language of those who will read it. */
#define LANG LANG_FR

static void
line(const struct drafting *d, struct str *text, struct str line)
{
	if (line.n)
		*text = arena_printf(
		    d->act->arena, "%.*s%s%.*s", PS(*text), text->n ? "\n" : "", PS(line));
}

/* "Origine : malveillante", where it is known. */
static void
fact(const struct drafting *d, struct str *text, const struct field *f, const void *record)
{
	struct arena *a = d->act->arena;
	struct str arg[] = { t(LANG, arena_printf(a, "field.%s", f->name).p),
		field_shown(f, record, a, LANG, ZONE_PARIS) };

	if (field_known(f, record))
		line(d, text, t_fill(a, LANG, "lesson.draft.fact", arg, 2));
}

static void
facts(const struct drafting *d, struct str *text, field_list fields, const void *record)
{
	for (; *fields; fields++)
		fact(d, text, *fields, record);
}

/* ==== In order of time ==== */

static struct str
since(const struct drafting *d, struct moment at, struct moment zero)
{
	int64_t s = at.s - zero.s, size = s < 0 ? -s : s;
	struct str arg[] = { shape_duration(d->act->arena, size, LANG) };

	if (size < 60)
		return t(LANG, "lesson.draft.zero");
	return t_fill(
	    d->act->arena, LANG, s < 0 ? "lesson.draft.before" : "lesson.draft.after", arg, 1);
}

static enum outcome
timeline(const struct drafting *d)
{
	struct timeline_filter all = { .phase = S("") };
	struct moment zero = d->s->r.detected_at;
	struct timeline_row *row;
	size_t n = 0;
	enum outcome o = timeline_rows(d->act, d->in, d->s, &all, &row, &n);

	if (o == OK && n && !moment_known(zero))
		zero = row[0].at;
	for (size_t i = 0; o == OK && i < n; i++) {
		const struct timeline_row *r = &row[i];
		struct str arg[] = { since(d, r->at, zero),
			r->event ? r->event->text : vocab_label("file_date", r->date, LANG) };

		if (r->event == NULL || str_eq(r->event->state.s, S("kept")))
			line(d, &d->text->lesson_timeline,
			    t_fill(d->act->arena, LANG, "lesson.draft.fact", arg, 2));
	}
	return o;
}

/* ==== What was done, and advised ==== */

static enum outcome
response(const struct drafting *d)
{
	struct measure *m;
	size_t n = 0;
	enum outcome o = measure_list(d->act, d->in, &m, &n);

	fact(d, &d->text->lesson_response, &report_measures_taken, &d->s->r);
	line(d, &d->text->lesson_response, d->s->r.measures);
	for (size_t i = 0; o == OK && i < n; i++) {
		struct str arg[] = { vocab_label("conservation", m[i].kind.s, LANG),
			vocab_label("measure_state", m[i].state.s, LANG) };

		line(d, &d->text->lesson_response,
		    t_fill(d->act->arena, LANG, "lesson.draft.fact", arg, 2));
		line(d, &d->text->lesson_response, m[i].text);
	}
	return o;
}

static enum outcome
advice(const struct drafting *d)
{
	struct recommendation *r;
	size_t n = 0;
	enum outcome o = recommendation_list(d->act, d->in, &r, &n);

	for (size_t i = n; o == OK && i-- > 0;) {
		struct str arg[1] = { { NULL, 0 } };

		if (r[i].card) {
			arg[0] = r[i].card->title[LANG];
			line(d, &d->text->lesson_advice,
			    t_fill(d->act->arena, LANG, "lesson.draft.card", arg, 1));
		}
		line(d, &d->text->lesson_advice, r[i].text);
	}
	return o;
}

/* What held and what did not, as it was qualified. */
static void
judged(const struct drafting *d, const struct field *f, const char *worked, const char *failed)
{
	const struct str *code = FIELD_IN(struct str, f, d->in);

	if (str_eq(*code, S("non")))
		line(d, &d->text->lesson_worked, t(LANG, worked));
	else if (str_eq(*code, S("oui")))
		line(d, &d->text->lesson_failed, t(LANG, failed));
}

/* ==== The whole ==== */

static void
words(const struct drafting *d)
{
	static const struct field *const cause[] = { &incident_origin, &incident_category,
		&incident_vector, &incident_cve, NULL };
	static const struct field *const consequences[] = { &incident_impact_persons,
		&incident_impact_functioning, &incident_impact_data, &incident_impact_systems,
		&incident_exfiltration, NULL };
	struct str arg[] = { vocab_label("category", d->in->category.s, LANG),
		vocab_label("org_type", d->in->org_type.s, LANG) };
	struct lesson_text *x = d->text;

	x->lesson_title = t_fill(d->act->arena, LANG,
	    d->in->category.s.n ? "lesson.draft.title" : "lesson.draft.untitled", arg, 2);
	line(d, &x->lesson_happened, d->s->r.description);
	fact(d, &x->lesson_found, &report_systems, &d->s->r);
	facts(d, &x->lesson_cause, cause, d->in);
	facts(d, &x->lesson_consequences, consequences, d->in);
	judged(d, &incident_backups_hit, "lesson.draft.backups_held", "lesson.draft.backups_hit");
	judged(d, &incident_directory_compromised, "lesson.draft.directory_held",
	    "lesson.draft.directory_hit");
	judged(d, &incident_exfiltration, "lesson.draft.data_held", "lesson.draft.data_out");
}

enum outcome
lesson_draft(
    struct act *act, const struct incident *in, const struct stored_report *s, struct lesson *ret)
{
	struct drafting d = { act, in, s, &ret->text };
	struct anonymise a;
	enum outcome o;

	field_clear(lesson_text_fields, &ret->text);
	words(&d);
	o = timeline(&d);
	if (o == OK)
		o = response(&d);
	if (o == OK)
		o = advice(&d);
	if (o == OK)
		o = lesson_subject(act, in, s, ret, &a);
	if (o != OK)
		return o;
	lesson_cut(ret);
	lesson_clean(act, &a, ret);
	return OK;
}
