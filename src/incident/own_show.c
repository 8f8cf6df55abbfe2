/* What the pages of the structure's file write by themselves. */
#include "incident/own.h"

struct str
own_words(struct out *o, const char *prefix, struct str code)
{
	struct str key = arena_printf(o->arena, "%s%.*s", prefix, PS(code));
	struct str words = message_find(o->lang, key);

	return words.n ? words : t(o->lang, arena_printf(o->arena, "%sother", prefix).p);
}

/* No person of the cell is named to the structure, nor the other way round. */
struct str
own_author(struct out *o, struct str role)
{
	enum role r = ROLE_VISITOR;

	if (!role_from_code(role, &r))
		return t(o->lang, "file.author_program");
	if (access_condition(r, OBJECT_FILE, ACTION_READ) != NEVER)
		return t(o->lang, "file.author_cell");
	return t(o->lang, "file.author_structure");
}

struct reflex_pair
own_link(struct str card)
{
	static const struct {
		struct str card;
		struct reflex_pair link;
	} to[] = {
		{ STR_INIT("cnil_reminder"),
		    { STR_INIT("cnil.fr"),
			STR_INIT("https://www.cnil.fr/fr/"
				 "notifier-une-violation-de-donnees-personnelles") } },
		{ STR_INIT("provider_referral"),
		    { STR_INIT("cybermalveillance.gouv.fr"),
			STR_INIT("https://www.cybermalveillance.gouv.fr/") } },
		{ STR_INIT("complaint_reminder"),
		    { STR_INIT("masecurite.interieur.gouv.fr"),
			STR_INIT("https://www.masecurite.interieur.gouv.fr/") } },
		{ STR_INIT("out_of_scope"),
		    { STR_INIT("cybermalveillance.gouv.fr"),
			STR_INIT("https://www.cybermalveillance.gouv.fr/") } },
	};

	for (size_t i = 0; i < sizeof to / sizeof to[0]; i++)
		if (str_eq(to[i].card, card))
			return to[i].link;
	return (struct reflex_pair){ { NULL, 0 }, { NULL, 0 } };
}

size_t
own_left(const struct recommendation *r, const struct reflex_phase *p)
{
	size_t left = 0;

	for (size_t i = 0; i < p->n; i++)
		left += recommendation_ticked(r, p->step[i].n) == NULL;
	return left;
}

size_t
own_phase(const struct recommendation *r)
{
	size_t p = 0;

	while (p < r->card->n_phases && own_left(r, &r->card->phase[p]) == 0)
		p++;
	return p;
}

static void
facts_of_step(struct out *o, const struct report *r, int step)
{
	size_t known = 0;

	buf_puts(o->buf, "<dl class=\"facts\">\n");
	for (field_list l = report_step[step - 1]; *l; l++)
		if (field_known(*l, r)) {
			out_row(o, *l, r);
			known++;
		}
	buf_puts(o->buf, "</dl>\n");
	if (known == 0) {
		buf_puts(o->buf, "<p class=\"quiet\">");
		out_text(o, t(o->lang, "row.unknown"));
		buf_puts(o->buf, "</p>\n");
	}
}

void
own_declared(struct out *o, const struct own_view *v, int step)
{
	facts_of_step(o, &v->s->r, step);
}

void
own_whole(struct out *o, const struct own_version_view *v, int step)
{
	facts_of_step(o, &v->version->r, step);
}

static void
cell(struct out *o, const char *label, const struct field *f, const struct report *r,
    const char *class)
{
	buf_puts(o->buf, "<td data-label=\"");
	out_text(o, t(o->lang, label));
	buf_printf(o->buf, "\"%s>", class);
	if (field_known(f, r))
		out_shown(o, f, r);
	else
		out_text(o, t(o->lang, "row.unknown"));
	buf_puts(o->buf, "</td>");
}

/* One line of what changed: before, then in this version. */
void
own_compare(struct out *o, const struct own_version_view *v, const struct field *f)
{
	buf_puts(o->buf, "<tr><th scope=\"row\">");
	out_text(o, t(o->lang, field_key(o, f)));
	buf_puts(o->buf, "</th>");
	cell(o, "file.before", f, &v->previous->r, "");
	cell(o, "file.after", f, &v->version->r, " class=\"changed\"");
	buf_puts(o->buf, "</tr>\n");
}
