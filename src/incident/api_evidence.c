/*
 * /api/v1: what a file holds as evidence.  Bytes stay on the page, behind a password
 * of their own archive; a program reads what is known of them.
 *
 * Observables are asked in two ways.  Without a channel they are the cell's own, all of
 * them, with their state and the list of common values that one is on.  With one they
 * are what may leave by it: the structure's consent, the marking of the file and of each
 * value, nothing common, nothing unconfirmed (exit.h).
 */
#include "incident/api.h"
#include "incident/evidence.h"
#include "incident/exit.h"
#include "incident/incident.h"

/* ==== Observables ==== */

/* clang-format off */
static const struct field ob_id = { FIELD(observed, id) };
static const struct field ob_kind = { FIELD(observed, kind), .vocabulary = "observable" };
static const struct field ob_value = { FIELD(observed, value), .max = OBSERVABLE_MAX, .sealed = true };
static const struct field ob_state = { FIELD(observed, state), .vocabulary = "observable_state" };
static const struct field ob_listed = { FIELD(observed, listed) };
static const struct field ob_tlp = { FIELD(observed, tlp), .vocabulary = "tlp" };
static const struct field ob_pap = { FIELD(observed, pap), .vocabulary = "pap" };
static const struct field ob_first = { FIELD(observed, first_seen) };
static const struct field ob_last = { FIELD(observed, last_seen) };
static const struct field ob_decided = { FIELD(observed, decided_at) };
static const struct field *const ob_fields[] = { &ob_id, &ob_kind, &ob_value, &ob_state, &ob_listed,
	&ob_tlp, &ob_pap, &ob_first, &ob_last, &ob_decided, NULL };
/* clang-format on */

struct wanted {
	struct str channel; /* "": the cell itself */
	struct str ceiling; /* no value that is marked above leaves */
};

/* A channel for indicators, a marking, or INVALID: a mistake must not answer more. */
static enum outcome
read_wanted(struct request *rq, struct wanted *w)
{
	*w = (struct wanted){ param_get(&rq->query, "channel"), param_get(&rq->query, "tlp") };
	if (w->channel.n && !str_eq(w->channel, S("indicators_partners")) &&
	    !str_eq(w->channel, S("indicators_public")))
		return INVALID;
	return w->ceiling.n && vocab_find(vocab_get("tlp"), w->ceiling) == NULL ? INVALID : OK;
}

static bool
passes(const struct observed *ob, const struct wanted *w, const char *channel)
{
	if (!exit_bears(ob->tlp.s, channel))
		return false;
	if (w->ceiling.n && tlp_rank(ob->tlp.s) > tlp_rank(w->ceiling))
		return false;
	return w->channel.n == 0 || observed_leaves(ob, S("TLP:RED"));
}

static enum outcome
exit_open(struct api_call *c, const char *channel)
{
	struct exit_answer a;
	enum outcome o = exit_may(&c->act, &c->in, channel, &a);

	if (o == OK && !a.may) {
		trail_refuse(
		    c->act.trail, "observable.refused", "incident", c->in.reference, str_of(a.why));
		return FORBIDDEN;
	}
	return o;
}

/* The list that may be answered; how many were asked for stands in the journal. */
static enum outcome
gather(
    struct request *rq, struct api_call *c, struct wanted *w, struct observed **ret, size_t *ret_n)
{
	const char *channel;
	struct observed *list;
	size_t n = 0, kept = 0;
	enum outcome o = read_wanted(rq, w);

	if (o == OK)
		o = api_open_cell(rq, ACTION_READ, c);
	channel = w->channel.n ? arena_cstr(rq->arena, w->channel) : "api";
	if (o == OK && w->channel.n)
		o = exit_open(c, channel);
	if (o == OK)
		o = observed_list(&c->act, &c->in, &list, &n);
	if (o != OK)
		return o;
	for (size_t i = 0; i < n; i++)
		if (passes(&list[i], w, channel))
			list[kept++] = list[i];
	trail_note(&rq->trail, "observable.export", "incident", c->in.reference,
	    arena_printf(rq->arena, "channel=%s n=%zu", channel, kept));
	*ret = list;
	*ret_n = kept;
	return OK;
}

enum outcome
api_observables(struct request *rq, void *record)
{
	struct observed *list;
	struct api_list l;
	struct api_call c;
	struct wanted w;
	size_t n = 0;
	enum outcome o = gather(rq, &c, &w, &list, &n);

	(void)record;
	api_list_begin(&l);
	for (size_t i = 0; i < n; i++)
		json_record(&l.j, ob_fields, &list[i]);
	return api_list_end(rq, &l, o);
}

/* What leaves, never what is only suspected: the file of the page, by the channel's rule. */
enum outcome
api_observables_csv(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(8u << 20);
	struct observed *list;
	struct api_call c;
	struct wanted w;
	size_t n = 0;
	enum outcome o = gather(rq, &c, &w, &list, &n);

	(void)record;
	if (o == OK) {
		observed_csv(&b, rq->arena, list, n, w.ceiling.n ? w.ceiling : S("TLP:RED"));
		o = reply_bytes(rq, 200, "text/csv; charset=utf-8", buf_str(&b));
	}
	buf_release(&b);
	return o;
}

/* ==== Attachments ==== */

struct api_evidence {
	int64_t id, size, found;
	struct str name, sha256, type;
	struct code evidence_look;
	struct moment added_at, removed_at;
	bool from_cell;
};

/* clang-format off */
static const struct field at_id = { FIELD(api_evidence, id) };
static const struct field at_name = { FIELD(api_evidence, name), .max = 255, .sealed = true };
static const struct field at_type = { FIELD(api_evidence, type), .sealed = true };
static const struct field at_size = { FIELD(api_evidence, size) };
static const struct field at_sha256 = { FIELD(api_evidence, sha256) };
static const struct field at_added = { FIELD(api_evidence, added_at) };
static const struct field at_removed = { FIELD(api_evidence, removed_at) };
static const struct field at_cell = { FIELD(api_evidence, from_cell) };
static const struct field at_look = { FIELD(api_evidence, evidence_look), .vocabulary = "evidence_look" };
static const struct field at_found = { FIELD(api_evidence, found) };
static const struct field *const at_fields[] = { &at_id, &at_name, &at_type, &at_size, &at_sha256,
	&at_added, &at_removed, &at_cell, &at_look, &at_found, NULL };
/* clang-format on */

static struct api_evidence
shown(const struct evidence_file *f)
{
	return (struct api_evidence){ .id = f->file.id,
		.size = f->file.size,
		.found = f->found,
		.name = f->file.name,
		.sha256 = f->file.sha256,
		.type = f->file.type,
		.evidence_look = { f->look },
		.added_at = f->file.added_at,
		.removed_at = f->removed_at,
		.from_cell = f->file.from_cell };
}

enum outcome
api_evidence(struct request *rq, void *record)
{
	struct evidence_file *f;
	struct api_list l;
	struct api_call c;
	size_t n = 0;
	enum outcome o = api_open_cell(rq, ACTION_READ, &c);

	(void)record;
	if (o == OK)
		o = evidence_files(&c.act, &c.in, &c.s, &f, &n);
	api_list_begin(&l);
	for (size_t i = 0; i < n; i++) {
		struct api_evidence e = shown(&f[i]);

		json_record(&l.j, at_fields, &e);
	}
	return api_list_end(rq, &l, o);
}

field_list
api_observable_fields(void)
{
	return ob_fields;
}

field_list
api_evidence_fields(void)
{
	return at_fields;
}
