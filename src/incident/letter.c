/*
 * The letter to a third party, pure: what it holds is what was consented to.
 *
 * Free text that was consented to may still name the structure where the name was
 * not: such a field is held back, and the preview says so.  Replacing the name
 * inside the text was rejected: nobody can promise that every spelling was found.
 */
#include "base/shape.h"
#include "incident/intervention.h"

#define LETTER_MAX (64u << 10)
#define SHORT 4 /* a name of three letters is found in every text */

static bool
has(struct arena *a, struct str text, struct str name)
{
	struct str folded = str_trim(shape_folded(a, name));

	return folded.n >= SHORT && str_has(text, folded);
}

bool
letter_names(struct arena *a, struct str text, const struct report *r)
{
	struct str folded = shape_folded(a, text);
	struct str told[] = { r->org_name, r->finess_site, r->finess_legal, r->siret, r->ght,
		r->town, r->address, r->reporter_last_name, r->reporter_email, r->reporter_phone,
		r->reporter_mobile, r->tech_name, r->tech_email, r->tech_phone };

	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
		if (has(a, folded, told[i]))
			return true;
	return false;
}

static void
line(struct buf *b, struct str label, struct str value)
{
	buf_put(b, label);
	buf_puts(b, "\u00a0: ");
	buf_put(b, value);
	buf_puts(b, "\n");
}

static void
put_field(struct buf *b, struct arena *a, struct str name, const struct report *r,
    const struct told *told, struct letter_text *ret)
{
	const struct field *f = field_find(report_fields, name);
	struct str key = arena_printf(a, "field.%.*s", PS(name)), value;

	if (f == NULL || !field_known(f, r))
		return;
	value = field_shown(f, r, a, LANG_FR, ZONE_PARIS);
	if (!told->named && letter_names(a, value, r)) {
		if (ret->n_held < sizeof ret->held / sizeof ret->held[0])
			ret->held[ret->n_held++] = f;
		return;
	}
	line(b, message_find(LANG_FR, key), value);
}

void
letter_write(struct arena *a, const struct intervention *k, const struct report *r,
    const struct told *told, struct str tlp, struct letter_text *ret)
{
	struct buf b = BUF_INIT(LETTER_MAX);
	const struct vocab *all = vocab_get("told_field");

	*ret = (struct letter_text){ 0 };
	line(&b, t(LANG_FR, "letter.reference"), k->reference);
	line(&b, t(LANG_FR, "letter.marking"), tlp);
	if (k->vendor_product.n)
		line(&b, t(LANG_FR, "letter.product"), k->vendor_product);
	line(&b, t(LANG_FR, "letter.structure"),
	    told->named ? r->org_name : t(LANG_FR, "letter.anonymous"));
	for (size_t i = 0; moment_known(told->at) && i < all->n; i++)
		if (str_in_set(told->fields.s, all->item[i].code))
			put_field(&b, a, all->item[i].code, r, told, ret);
	buf_puts(&b, "\n");
	buf_put(&b, k->question);
	ret->text = arena_dup(a, buf_str(&b));
	buf_release(&b);
}
