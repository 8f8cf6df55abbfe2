/*
 * Crisis, yes or no: the FSSI's decision and nobody else's.
 *
 * Decisions are numbered, and each names the one it follows: of two taken at once
 * one stands, and the other is told what was decided.  Who is told is a row of
 * data/routing.tsv: the decision makes the incident look at them again.
 */
#include "incident/fssi.h"

#include "base/json.h"
#include "incident/notice.h"

#include "incident_sql.h"

struct words {
	struct str name, motive;
};

static const struct field words_name = { FIELD(words, name), .sealed = true },
			  words_motive = { FIELD(words, motive), .sealed = true };
static const struct field *const words_fields[] = { &words_name, &words_motive, NULL };

enum outcome
crisis_list(
    struct act *act, const struct incident *in, size_t max, struct crisis **ret, size_t *ret_n)
{
	struct crisis *list = arena_array(act->arena, struct crisis, max);
	struct query q = query_open(act->db, &sql_crisis_list);
	size_t n = 0;

	bind_int(&q, "incident", in->id);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q)) {
		struct crisis *c = &list[n++];
		struct words w = { 0 };
		struct str body;

		c->n = query_int(&q, 0);
		c->at = query_moment(&q, 1);
		c->value.s = query_text(&q, 2, act->arena);
		if (vault_unseal(&in->vault, "crisis.words", query_blob(&q, 3, act->arena),
			act->arena, &body))
			record_read(body, words_fields, &w, act->arena);
		c->name = w.name;
		c->motive = w.motive;
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

static enum outcome
insert(
    struct act *act, const struct incident *in, int64_t n, struct str value, const struct words *w)
{
	struct query q = query_open(act->db, &sql_crisis_insert);
	struct buf b = BUF_INIT(64u << 10);

	record_write(&b, words_fields, w);
	bind_int(&q, "incident", in->id);
	bind_int(&q, "n", n);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account);
	bind_text(&q, "value", value);
	bind_blob(&q, "body", vault_seal(&in->vault, "crisis.words", buf_str(&b), act->arena));
	buf_release(&b);
	query_run(&q);
	if (q.outcome != OK)
		return q.outcome;
	return db_changes(act->db) == 0 ? CONFLICT : OK;
}

/* Was the decision that they saw the last one? */
static enum outcome
seen_last(struct act *act, const struct incident *in, int64_t seen)
{
	struct query q = query_open(act->db, &sql_crisis_last);
	int64_t last = 0;
	enum outcome o;

	bind_int(&q, "incident", in->id);
	if (query_next(&q))
		last = query_int(&q, 0);
	o = query_close(&q);
	return o == OK && last != seen ? CONFLICT : o;
}

static enum outcome
tell(struct act *act, struct incident *in, struct str before, struct str motive)
{
	enum outcome o = incident_save(act, in, "incident.crisis", in->fssi_crisis.s);

	if (o == OK)
		o = state_changed(act, in, "fssi_crisis", before, in->fssi_crisis.s, motive);
	if (o == OK)
		o = log_add(act, in, "decision", S("fssi"),
		    arena_printf(act->arena, "%.*s : %.*s",
			PS(vocab_label("fssi_crisis", in->fssi_crisis.s, LANG_FR)), PS(motive)));
	if (o == OK)
		o = notice_cell(act, in,
		    str_eq(in->fssi_crisis.s, S("oui")) ? "mail.crisis" : "mail.crisis_over",
		    "fssi");
	return o == OK ? job_add(act->db, "route",
			     arena_printf(act->arena, "%lld", (long long)in->id), act->now)
		       : o;
}

enum outcome
crisis_decide(struct act *act, struct incident *in, int64_t seen, struct str value, struct str name,
    struct str motive)
{
	struct words w = { name, motive };
	struct str before = in->fssi_crisis.s;
	enum outcome o = seen_last(act, in, seen);

	if (o == OK)
		o = insert(act, in, seen + 1, value, &w);
	if (o != OK)
		return o;
	in->fssi_crisis.s = value;
	return tell(act, in, before, motive);
}
