/*
 * The timeline as a file: CSV for a spreadsheet, JSON for a program.
 *
 * Whoever may read the page may take it along; the marking of the file goes with
 * it.  The structure's copy has nothing internal, as its page.
 */
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "incident/desk.h"
#include "incident/exit.h"
#include "incident/incident.h"
#include "incident/own.h"
#include "incident/timeline.h"

#define EXPORT_MAX (8u << 20)

/* One line of the table, already as text. */
#define N_COLUMNS 13
static const char *const column[N_COLUMNS] = { "at", "paris", "local", "precision", "zone", "phase",
	"technique", "text", "source", "asset", "visibility", "state", "origin" };

static void
cells(struct act *act, const struct timeline_row *r, enum zone local, struct str ret[N_COLUMNS])
{
	static const struct event none;
	const struct event *e = r->event ? r->event : &none;
	struct str text = r->event ? e->text : vocab_label("file_date", r->date, LANG_FR);
	struct str all[N_COLUMNS] = { moment_rfc3339(act->arena, r->at),
		event_shown(act->arena, r->at, r->precision, ZONE_PARIS, LANG_FR),
		event_shown(act->arena, r->at, r->precision, local, LANG_FR), r->precision,
		zone_code(r->zone), r->phase, e->technique, text, e->source, e->asset,
		e->visibility.s, e->state.s, r->event ? e->role : S("file") };

	memcpy(ret, all, sizeof all);
}

static void
write_csv(struct buf *b, struct act *act, const struct incident *in, const struct timeline_row *row,
    size_t n, enum zone local)
{
	struct str cell[N_COLUMNS];

	buf_puts(b, "reference,tlp");
	for (size_t c = 0; c < N_COLUMNS; c++)
		csv_put(b, str_of(column[c]), false);
	buf_puts(b, "\r\n");
	for (size_t i = 0; i < n; i++) {
		cells(act, &row[i], local, cell);
		csv_put(b, in->reference, true);
		csv_put(b, in->tlp.s, false);
		for (size_t c = 0; c < N_COLUMNS; c++)
			csv_put(b, cell[c], false);
		buf_puts(b, "\r\n");
	}
}

static void
write_json(struct buf *b, struct act *act, const struct incident *in,
    const struct timeline_row *row, size_t n, enum zone local)
{
	struct str cell[N_COLUMNS];
	struct json j = { .out = b };

	json_open(&j, '{');
	json_pair(&j, "reference", in->reference);
	json_pair(&j, "tlp", in->tlp.s);
	json_key(&j, "events");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		cells(act, &row[i], local, cell);
		json_open(&j, '{');
		for (size_t c = 0; c < N_COLUMNS; c++)
			json_pair(&j, column[c], cell[c]);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
}

static enum outcome
send(struct request *rq, struct act *act, const struct incident *in, const struct stored_report *s,
    bool own)
{
	struct timeline_filter f = { .own = own };
	bool json = str_eq(param_get(&rq->query, "format"), S("json"));
	enum zone local = zone_of_department(s->r.department.s);
	struct buf b = BUF_INIT(EXPORT_MAX);
	struct timeline_row *row;
	size_t n = 0;
	enum outcome o = exit_release(rq, act, in, own ? "timeline_structure" : "timeline_cell");

	if (o == OK)
		o = timeline_rows(act, in, s, &f, &row, &n);

	if (o != OK)
		return o;
	if (json)
		write_json(&b, act, in, row, n, local);
	else
		write_csv(&b, act, in, row, n, local);
	trail_note(
	    act->trail, "timeline.export", "incident", in->reference, json ? S("json") : S("csv"));
	o = reply_attachment(rq,
	    arena_printf(rq->arena, "%.*s-timeline.%s", PS(own ? s->reference : in->reference),
		json ? "json" : "csv"),
	    &b);
	buf_release(&b);
	return o;
}

enum outcome
timeline_export(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = desk_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? send(rq, &act, &in, &s, false) : o;
}

enum outcome
own_timeline_export(struct request *rq, void *record)
{
	struct stored_report s;
	struct incident in;
	struct act act;
	enum outcome o = own_open(rq, ACTION_READ, &act, &in, &s);

	(void)record;
	return o == OK ? send(rq, &act, &in, &s, true) : own_closed(rq, o);
}
