#include "incident/remind.h"

#include "base/log.h"
#include "base/table.h"
#include "incident/incident.h"
#include "incident/notice.h"
#include "incident/own.h"

#include "incident_sql.h"

#define MANY 300 /* looks of one sweep */

/* What a reminder is about. */
struct owed {
	int64_t incident, subject, place; /* place: the row that it was found in */
	struct moment at;
};

static bool
about_deadline(struct str about)
{
	return table_find(table_get("deadline"), "code", about) != NOT_FOUND_ROW;
}

static int64_t
before(size_t row)
{
	int64_t minutes = 0;

	str_int(table_cell(table_get("deadline_reminder"), row, "before"), &minutes);
	return minutes;
}

bool
remind_overtaken(size_t row, struct moment owed, struct moment now)
{
	const struct table *t = table_get("deadline_reminder");
	struct str about = table_cell(t, row, "about");

	for (size_t i = 0; i < t->n_rows; i++)
		if (str_eq(table_cell(t, i, "about"), about) && before(i) < before(row) &&
		    owed.s - before(i) * 60 <= now.s)
			return true;
	return false;
}

struct str
remind_check(struct arena *a)
{
	const struct table *t = table_get("deadline_reminder");
	static const char *const known[] = { "declarant", "correspondent", "dpo", "assignee" };

	for (size_t i = 0; i < t->n_rows; i++) {
		struct str about = table_cell(t, i, "about"), to = table_cell(t, i, "to");
		bool somebody = false;

		for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
			somebody = somebody || str_in_set(to, str_of(known[k]));
		if (!somebody || (!about_deadline(about) && table_find(table_get("target"), "code",
								about) == NOT_FOUND_ROW))
			return arena_printf(a, "table 'deadline_reminder', row %zu", i + 1);
	}
	return (struct str){ NULL, 0 };
}

/* ==== Looking ==== */

static enum outcome
next(struct act *act, size_t row, int64_t after, struct owed *ret, bool *ret_found)
{
	const struct table *t = table_get("deadline_reminder");
	struct str about = table_cell(t, row, "about");
	struct query q =
	    query_open(act->db, about_deadline(about) ? &sql_remind_deadline : &sql_remind_clock);

	bind_text(&q, "about", about);
	bind_text(&q, "code", table_cell(t, row, "code"));
	bind_int(&q, "after", after);
	bind_int(&q, "until", act->now.s + before(row) * 60);
	*ret_found = query_next(&q);
	if (*ret_found)
		*ret = (struct owed){ .incident = query_int(&q, 0),
			.subject = query_int(&q, 1),
			.at = query_moment(&q, 2),
			.place = query_int(&q, 3) };
	return query_close(&q);
}

/* ==== Sending ==== */

/* Its row; *ret 0 when another has it. */
static enum outcome
note(struct act *act, size_t row, const struct owed *w, int64_t *ret)
{
	const struct table *t = table_get("deadline_reminder");
	struct query q = query_open(act->db, &sql_remind_insert);

	bind_int(&q, "incident", w->incident);
	bind_text(&q, "code", table_cell(t, row, "code"));
	bind_text(&q, "about", table_cell(t, row, "about"));
	bind_int(&q, "subject", w->subject);
	bind_moment(&q, "owed_at", w->at);
	bind_moment(&q, "now", act->now);
	*ret = query_next(&q) ? query_int(&q, 0) : 0;
	return query_close(&q);
}

static struct str
words(struct act *act, struct str about)
{
	struct str label =
	    vocab_label(about_deadline(about) ? "deadline" : "target", about, LANG_FR);

	return t_fill(act->arena, LANG_FR,
	    about_deadline(about) ? "mail.reminder.deadline" : "mail.reminder.target", &label, 1);
}

static enum outcome
send(struct act *act, size_t row, const struct owed *w, int64_t *ret_mails)
{
	const struct table *t = table_get("deadline_reminder");
	struct str to = table_cell(t, row, "to");
	struct str what = words(act, table_cell(t, row, "about"));
	struct stored_report s;
	struct incident in;
	enum outcome o = incident_load(act, w->incident, &in);

	if (o == OK)
		o = incident_report(act, &in, &s);
	if (o == OK)
		o = notice_structure(act, &in, &s, to, what, ret_mails);
	if (o == OK && str_in_set(to, S("assignee")))
		o = own_tell_follower(act, &in, what, ret_mails);
	if (o == OK)
		trail_note(act->trail, "reminder.send", "incident", in.reference,
		    table_cell(t, row, "code"));
	return o;
}

static enum outcome
remind(struct act *act, size_t row, const struct owed *w, int64_t *ret_n)
{
	struct query q;
	int64_t id = 0, mails = 0;
	enum outcome o = note(act, row, w, &id);

	if (o != OK || id == 0 || remind_overtaken(row, w->at, act->now))
		return o;
	o = send(act, row, w, &mails);
	if (o != OK)
		return o;
	q = query_open(act->db, &sql_remind_mails);
	bind_int(&q, "id", id);
	bind_int(&q, "mails", mails);
	++*ret_n;
	return query_run(&q);
}

/* ==== The sweep ==== */

/* Looked for outside of any transaction, so that nothing to do costs no write; then
 * found again inside of one, of its own or the caller's. */
static enum outcome
one(const struct job_means *m, size_t row, int64_t *after, bool *ret_found, int64_t *ret_n)
{
	struct act act = act_of_job(m);
	struct owed w = { 0 };
	bool own = false;
	enum outcome o = next(&act, row, *after, &w, ret_found);

	if (o != OK || !*ret_found)
		return o;
	o = db_join(m->db, &own);
	if (o == OK)
		o = next(&act, row, *after, &w, ret_found);
	if (o == OK && *ret_found)
		o = remind(&act, row, &w, ret_n);
	*after = w.place;
	if (o == OK && act.trail->n)
		o = trail_write(m->db, act.trail);
	return db_part(m->db, own, o);
}

/* A file that fails does not keep the others waiting: it is passed over until the
 * next sweep. */
enum outcome
incident_remind(const struct job_means *m, int64_t *ret_n)
{
	const struct table *t = table_get("deadline_reminder");
	enum outcome worst = OK;
	int looked = 0;

	for (size_t row = 0; row < t->n_rows; row++) {
		int64_t after = 0;
		bool found = true;

		while (found && looked++ < MANY) {
			enum outcome o = one(m, row, &after, &found, ret_n);

			if (o == UNAVAILABLE && !found)
				return o; /* the database, not a file */
			if (o != OK)
				worst = o;
		}
	}
	return worst;
}

enum outcome
remind_list(struct act *act, const struct incident *in, struct reminded **ret, size_t *ret_n)
{
	struct reminded *list = arena_array(act->arena, struct reminded, 100);
	struct query q = query_open(act->db, &sql_remind_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", 100);
	while (n < 100 && query_next(&q)) {
		list[n] = (struct reminded){ .code = query_text(&q, 0, act->arena),
			.about = query_text(&q, 1, act->arena),
			.sent_at = query_moment(&q, 2),
			.mails = query_int(&q, 3) };
		n++;
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}
