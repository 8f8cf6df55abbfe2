/*
 * Whatever is typed into the steps of the declaration, the form keeps its
 * structure, each mistake has its message, and what is accepted comes back the
 * same when it is shown and sent again.
 *
 * The first byte chooses the step and the zone; then parameters, each "name",
 * the byte 1F, "value", ended by the byte 1E: raw bytes, so that what no decoder
 * lets through is tried too.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "incident/report.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct arena *arena;
static struct buf page = BUF_INIT(16u << 20);

static void
holds(bool that)
{
	if (!that)
		abort();
}

static struct params
params_of(struct str s)
{
	struct params p = { .param = arena_array(arena, struct param, PARAM_MAX) };

	while (s.n && p.n < PARAM_MAX) {
		struct str value = str_cut(&s, 0x1E);
		struct str name = str_cut(&value, 0x1F);

		p.param[p.n++] = (struct param){ name, value };
	}
	return p;
}

static size_t
marks(const struct filled *f, enum zone zone)
{
	struct out o = { &page, arena, LANG_FR, zone, NULL };
	size_t n = 0;

	buf_clear(&page);
	form_errors(&o, f);
	form_fields(&o, f);
	holds(str_utf8_valid(buf_str(&page)));
	for (size_t i = 0; i < page.n; i++)
		n += page.p[i] != '\0' && strchr("<>\"'", page.p[i]) != NULL;
	return n;
}

static void
made_harmless(struct filled *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct typed *x = &f->typed[i];

		x->raw = x->raw.n ? S("x") : S("");
		for (int k = 0; k < 4; k++)
			x->part[k] = x->part[k].n ? S("x") : S("");
	}
}

static void
counted(const struct filled *f, bool ok)
{
	size_t errors = 0;

	for (size_t i = 0; i < f->n; i++) {
		errors += f->typed[i].error != NULL;
		holds((f->typed[i].error != NULL) ==
		      (form_message(arena, LANG_EN, &f->typed[i]).n > 0));
	}
	holds(errors == f->errors && ok == (errors == 0));
}

/* Instants are left out: a form has no seconds, nor the second passage of the
 * hour that summer time repeats. */
static void
comes_back(field_list list, const struct report *report, enum zone zone)
{
	static struct filled shown, again;
	struct report second = { 0 };
	struct params p = { .param = arena_array(arena, struct param, FORM_MAX) };

	form_show(list, report, &shown, zone, arena);
	for (size_t i = 0; i < shown.n; i++)
		p.param[p.n++] =
		    (struct param){ str_of(shown.typed[i].field->name), shown.typed[i].raw };
	field_clear(list, &second);
	form_parse(list, &p, &second, &again, false, zone, arena);
	for (; *list; list++)
		if ((*list)->kind != KIND_MOMENT)
			holds(field_equal(*list, report, &second));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct filled filled;
	struct report report = { 0 };
	struct params params;
	field_list list;
	enum zone zone;
	size_t with;
	bool ok;

	if (n == 0 || n > 65536)
		return 0;
	if (arena == NULL)
		arena = arena_new(256u << 20);
	arena_reset(arena);
	list = report_step[data[0] % REPORT_STEPS];
	zone = (enum zone)(data[0] / REPORT_STEPS % (ZONE_CALEDONIE + 1));
	params = params_of((struct str){ (const char *)data + 1, n - 1 });
	field_clear(list, &report);
	ok = form_parse(list, &params, &report, &filled, data[0] & 0x80, zone, arena);
	counted(&filled, ok);
	if (ok)
		comes_back(list, &report, zone);
	with = marks(&filled, zone);
	made_harmless(&filled);
	holds(with == marks(&filled, zone));
	return 0;
}
