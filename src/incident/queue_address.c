/*
 * The queue's filters as an address: known parameters alone, so that a link that is
 * kept or shared can hold nothing else.
 */
#include "incident/queue.h"

struct str
queue_address(struct arena *a, const struct queue_filter *f)
{
	const struct {
		const char *name;
		struct str value;
	} part[] = { { "state", f->state }, { "workflow", f->workflow },
		{ "severity", f->severity }, { "region", f->region }, { "org_type", f->org_type },
		{ "category", f->category }, { "who", f->who }, { "late", f->late },
		{ "from", f->from }, { "to", f->to }, { "q", f->q }, { "sort", f->sort } };
	struct buf b = BUF_INIT(8192);
	struct out o = { .buf = &b, .arena = a };
	struct str text;

	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (part[i].value.n == 0 || part[i].value.n > 200)
			continue;
		buf_printf(&b, "%s%s=", b.n ? "&" : "", part[i].name);
		out_url_part(&o, part[i].value);
	}
	text = buf_failed(&b) ? (struct str){ NULL, 0 } : arena_dup(a, buf_str(&b));
	buf_release(&b);
	return text;
}
