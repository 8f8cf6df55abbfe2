/*
 * What a form holds beside its fields: the summary of its mistakes, hidden
 * values, files, and the small inputs of a filter, which are no record's members.
 */
#include "web/form.h"

#include "base/shape.h"
#include "web/page.h"

/* ==== The form as a whole ==== */

static void
error_item(struct out *o, const struct typed *x)
{
	const struct str arg[] = { page_word(o, "field.", x->field->name),
		form_message(o->arena, o->lang, x) };

	buf_puts(o->buf, "<li><a href=\"#");
	out_url_part(o, form_target(o, x));
	buf_puts(o->buf, "\">");
	out_fill(o, "form.error", 2, arg);
	buf_puts(o->buf, "</a></li>\n");
}

void
form_errors(struct out *o, const struct filled *f)
{
	if (f->errors == 0 && f->general == NULL)
		return;
	buf_puts(o->buf, "<div class=\"fr-alert fr-alert--error\" role=\"alert\" id=\"errors\" "
			 "tabindex=\"-1\">\n"
			 "<h2 class=\"fr-alert__title\">");
	if (f->errors)
		out_count(o, "form.errors", (int64_t)f->errors);
	else
		out_text(o, t(o->lang, "form.refused"));
	buf_puts(o->buf, "</h2>\n");
	if (f->general) {
		buf_puts(o->buf, "<p>");
		out_text(o, t(o->lang, f->general));
		buf_puts(o->buf, "</p>\n");
	}
	buf_puts(o->buf, f->errors ? "<ul>\n" : "");
	for (size_t i = 0; i < f->n; i++)
		if (f->typed[i].error)
			error_item(o, &f->typed[i]);
	buf_puts(o->buf, f->errors ? "</ul>\n</div>\n" : "</div>\n");
}

void
form_intro(struct out *o, const struct filled *f)
{
	size_t required = 0;

	for (size_t i = 0; i < f->n; i++)
		required += f->typed[i].field->need == REQUIRED;
	buf_puts(o->buf, "<p class=\"quiet fr-mt-3w\">");
	out_text(o, t(o->lang, required == 0	  ? "form.none_required"
			       : required == f->n ? "form.all_required"
						  : "form.some_required"));
	buf_puts(o->buf, "</p>\n");
}

/* ==== Hidden values ==== */

void
form_hidden(struct out *o, const char *name, struct str value)
{
	buf_puts(o->buf, "<input type=\"hidden\" name=\"");
	out_text(o, str_of(name));
	buf_puts(o->buf, "\" value=\"");
	out_text(o, value);
	buf_puts(o->buf, "\">\n");
}

void
form_csrf(struct out *o)
{
	if (o->rq && o->rq->web)
		form_hidden(o, "csrf", request_csrf(o->rq));
}

/* Browsers name the button in their own language: what may be sent stands in the
 * label, in ours. */
/* Beside the field, which file was too large. */
static void
upload_errors(struct out *o, const char *name, struct str max)
{
	size_t n = o->rq ? o->rq->n_uploads : 0;

	buf_printf(o->buf, "<div id=\"f-%s-error\">", name);
	for (size_t i = 0; i < n; i++) {
		const struct upload *u = &o->rq->upload[i];

		if (!u->too_large && !u->refused)
			continue;
		buf_puts(o->buf, "<p class=\"fr-error-text\">");
		if (u->too_large)
			out_fill(o, "form.upload_large", 2, (struct str[]){ u->name, max });
		else
			out_fill(o, "form.upload_refused", 2,
			    (struct str[]){ u->name, t(o->lang, u->refused) });
		buf_puts(o->buf, "</p>\n");
	}
	buf_puts(o->buf, "</div>\n");
}

void
form_upload(struct out *o, const char *name, int64_t max_bytes)
{
	struct str max = shape_bytes(o->arena, max_bytes, o->lang);
	struct str id = arena_printf(o->arena, "f-%s", name);

	buf_puts(o->buf, "<div class=\"fr-upload-group\">\n<label class=\"fr-label\" for=\"");
	out_text(o, id);
	buf_puts(o->buf, "\">");
	out_text(o, page_word(o, "field.", name));
	buf_puts(o->buf, " <span class=\"fr-hint-text\">");
	if (page_has(o, "hint.", name)) {
		out_text(o, page_word(o, "hint.", name));
		buf_byte(o->buf, ' ');
	}
	out_fill(o, "form.upload", 1, &max);
	buf_puts(
	    o->buf, "</span></label>\n<input class=\"fr-upload\" type=\"file\" multiple name=\"");
	out_text(o, str_of(name));
	buf_puts(o->buf, "\" id=\"");
	out_text(o, id);
	buf_printf(o->buf, "\" aria-describedby=\"f-%s-error\">\n", name);
	upload_errors(o, name, max);
	buf_puts(o->buf, "</div>\n");
}

/* Ids start with "q-": a filter and a form of the same field may share a page. */
void
form_filter(struct out *o, const char *name, const char *vocabulary, struct str value)
{
	bool own = page_has(o, "filter.", name);

	buf_printf(o->buf, "<div><label class=\"fr-label\" for=\"q-%s\">", name);
	out_text(o, page_word(o, own ? "filter." : "field.", name));
	buf_puts(o->buf, "</label>");
	if (vocabulary) {
		buf_printf(
		    o->buf, "<select class=\"fr-select\" id=\"q-%s\" name=\"%s\">\n", name, name);
		form_options(o, vocabulary, value, "filter.all");
		buf_puts(o->buf, "</select></div>\n");
		return;
	}
	buf_printf(o->buf,
	    "<input class=\"fr-input\" type=\"text\" id=\"q-%s\" name=\"%s\" value=\"", name, name);
	out_text(o, value);
	buf_puts(o->buf, "\"></div>\n");
}
