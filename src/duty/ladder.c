/*
 * The ladder: its rungs (data/ladder.tsv), who stands on them, what they are sent.
 *
 * A message says a reference, a reason, a severity and a link, never content
 * (design.md §8.3): it crosses mail servers and telephone networks.
 *
 * Where nobody is planned, everybody who could be is rung: an uncovered hour is an
 * error of the rota, and must not become silence.  Absent people are left out of
 * such a list as long as somebody remains on it.
 */
#include "duty/private.h"

#include "base/shape.h"
#include "base/table.h"

#include "duty_sql.h"

#define LINK_HOURS 24
#define PEOPLE_MAX 100

bool
ladder_above(struct str ladder, int64_t order, struct rung *ret)
{
	const struct table *t = table_get("ladder");
	bool found = false;

	for (size_t i = 0; i < t->n_rows; i++) {
		int64_t at = 0, minutes = 0;

		if (!str_eq(table_cell(t, i, "ladder"), ladder) ||
		    !str_int(table_cell(t, i, "order"), &at) || at <= order ||
		    !str_int(table_cell(t, i, "minutes"), &minutes))
			continue;
		if (found) {
			ret->last = false;
			break;
		}
		*ret = (struct rung){ ladder, table_cell(t, i, "who"), table_cell(t, i, "channels"),
			at, minutes, true };
		found = true;
	}
	return found;
}

bool
duty_rings(struct str reason, struct moment now)
{
	struct regime r = { 0 };
	struct str rest;

	if (calendar_office(now))
		return true;
	if (!calendar_regime(now, &r))
		return false;
	for (rest = r.wakes; rest.n;)
		if (str_eq(str_cut(&rest, '|'), reason))
			return true;
	return false;
}

/* ==== Who stands on a rung ==== */

static struct str
who_says(const struct rung *r, const char *name)
{
	const struct vocab_item *item = vocab_find(vocab_get("ladder_who"), r->who);

	return item ? attribute(item->attributes, name) : (struct str){ NULL, 0 };
}

static enum outcome
absent(const struct duty_means *m, int64_t account, bool *ret)
{
	struct query q = query_open(m->db, &sql_absence_now);

	bind_int(&q, "account", account);
	bind_moment(&q, "now", m->now);
	*ret = query_next(&q);
	return query_close(&q);
}

/* The active members of each role, those who are there first. */
static enum outcome
of_roles(const struct duty_means *m, struct str roles, struct account *list, size_t *ret_n)
{
	size_t n = 0, present = 0;
	enum outcome o = OK;

	while (roles.n && o == OK) {
		struct account *found;
		size_t k = 0;
		enum role role;

		if (!role_from_code(str_cut(&roles, '|'), &role))
			continue;
		o = account_desk(
		    m->db, m->keyring, role, (struct str){ NULL, 0 }, m->arena, &found, &k);
		for (size_t i = 0; i < k && n < PEOPLE_MAX && o == OK; i++) {
			bool away = false;

			o = absent(m, found[i].id, &away);
			list[n++] = found[i];
			if (away)
				continue;
			list[n - 1] = list[present];
			list[present++] = found[i];
		}
	}
	*ret_n = present ? present : n;
	return o;
}

/* The one who is planned. */
static enum outcome
of_rota(const struct duty_means *m, struct str rank, struct account *list, size_t *ret_n)
{
	struct watch w;
	enum outcome o = watch_at(m, arena_cstr(m->arena, rank), m->now, &w);

	if (o == OK)
		o = account_by_id(m->db, m->keyring, w.account, m->arena, &list[0]);
	*ret_n = o == OK && str_eq(list[0].state, S("active"));
	return o == NOT_FOUND ? OK : o;
}

enum outcome
rung_people(const struct duty_means *m, const struct rung *r, struct account **ret, size_t *ret_n)
{
	struct account *list = arena_array(m->arena, struct account, PEOPLE_MAX);
	struct str rank = who_says(r, "rank");
	enum outcome o = OK;

	*ret_n = 0;
	if (rank.n)
		o = of_rota(m, rank, list, ret_n);
	if (o == OK && *ret_n == 0)
		o = of_roles(m, who_says(r, "roles"), list, ret_n);
	*ret = list;
	return o;
}

/* ==== What they are sent ==== */

enum outcome
step_link(const struct duty_means *m, int64_t step, struct str *ret)
{
	struct moment expires = { m->now.s + LINK_HOURS * 3600 };
	struct str secret;
	enum outcome o = onetime_make(m->db, m->keyring, "call", step, expires, m->arena, &secret);

	if (o == OK)
		*ret = arena_printf(m->arena, "%.*s/duty/ack/%.*s", PS(m->public_url), PS(secret));
	return o;
}

struct str
call_words(const struct duty_means *m, const struct call *c, enum lang lang, const char *key,
    struct str link)
{
	struct str severity = c->sealed		? t(lang, "duty.severity_kept")
			      : c->severity.s.n ? vocab_label("severity", c->severity.s, lang)
						: t(lang, "duty.severity_unknown");
	struct str arg[] = { call_reference(m->arena, c->id), call_reason(c, lang), c->subject,
		severity, link, arena_printf(m->arena, "%.*s/duty", PS(m->public_url)),
		c->rehearsal ? t(lang, "duty.exercise_mark") : (struct str){ NULL, 0 } };

	return t_fill(m->arena, lang, key, arg, 7);
}

enum outcome
step_mail(const struct duty_means *m, const struct call *c, int64_t step, const struct account *to,
    int64_t *ret_mail)
{
	struct mail mail = { .to = to->email };
	struct str link = { NULL, 0 };
	struct call told;
	enum outcome o = step_link(m, step, &link);

	if (o == OK)
		o = call_told(m, c, to->id, to->role.s, &told);
	if (o != OK)
		return o;
	mail.subject = call_words(m, &told, to->lang, "mail.call.subject", link);
	mail.body = call_words(m, &told, to->lang, "mail.call.body", link);
	o = outbox_add(m->db, m->keyring, &mail, shape_host(m->public_url), m->now, m->arena);
	*ret_mail = mail.id;
	return o;
}
