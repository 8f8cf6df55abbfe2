/* Lessons of the demonstration: drafted, written, submitted, checked, sent back, published. */
#include "incident/demo.h"

#include "base/die.h"
#include "incident/lesson.h"

/* What the step says of the text; a part that it does not name stays as drafted. */
static void
typed(struct scene *sc, struct lesson *l)
{
	const json_t *set = json_object_get(sc->step, "set");

	for (field_list f = lesson_text_fields; *f; f++)
		if (json_object_get(set, (*f)->name))
			*FIELD_AT(struct str, *f, &l->text) = demo_word(set, (*f)->name);
	l->lesson_tlp.s = demo_word(sc->step, "tlp");
	l->lesson_named.s = S("non");
}

/* Each doubt is looked at; one reason serves for all of a tale. */
static enum outcome
keep(struct scene *sc, struct lesson *l)
{
	struct lesson_doubt *list = arena_array(sc->act.arena, struct lesson_doubt, LESSON_DOUBTS);
	struct anonymise a;
	size_t n = 0;
	enum outcome o = lesson_subject(&sc->act, &sc->in, &sc->s, l, &a);

	if (o == OK)
		n = lesson_doubts(&sc->act, &a, &l->text, list);
	for (size_t i = 0; i < n && o == OK; i++)
		o = lesson_keep(&sc->act, &a, l, list[i].what, demo_word(sc->step, "kept"));
	return o == OK && n ? lesson_save(&sc->act, &sc->in, l, "lesson.keep") : o;
}

static enum outcome
written(struct scene *sc, struct lesson *l)
{
	enum outcome o;

	typed(sc, l);
	o = lesson_write(&sc->act, &sc->in, &sc->s, l);
	return o == OK ? keep(sc, l) : o;
}

enum outcome
demo_lesson(struct scene *sc)
{
	struct str to = demo_word(sc->step, "to"), text = demo_word(sc->step, "text");
	struct lesson_answer no = { NULL };
	struct lesson l;
	enum outcome o;

	if (str_eq(to, S("draft")))
		return lesson_begin(&sc->act, &sc->in, &sc->s);
	o = lesson_of(&sc->act, &sc->in, &l);
	if (o == OK && str_eq(to, S("written")))
		o = written(sc, &l);
	else if (o == OK && str_eq(to, S("check")))
		o = lesson_submit(&sc->act, &sc->in, &sc->s, &l, &no);
	else if (o == OK && str_eq(to, S("checked")))
		o = lesson_check(&sc->act, &sc->in, &sc->s, &l, &no);
	else if (o == OK && str_eq(to, S("returned")))
		o = lesson_return(&sc->act, &sc->in, &l, text, &no);
	else if (o == OK && str_eq(to, S("published")))
		o = lesson_publish(&sc->act, &sc->in, &sc->s, &l, &no);
	if (no.why)
		die("demonstration: '%s': the lesson is not %.*s: %s", sc->tale->name, PS(to),
		    no.why);
	return o;
}
