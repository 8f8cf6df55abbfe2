/*
 * Hand-over notes: what the next person on watch must know.
 *
 * Free text, sealed in a vault of its own so that one note can be forgotten; read
 * and written under the eye of the journal; taken once, by somebody else than who
 * wrote it.
 */
#include "duty/private.h"

#include "duty_sql.h"

#define NOTES_MAX 30

static enum outcome
insert(const struct duty_means *m, const struct vault *v, struct str text, int64_t *ret)
{
	struct query q = query_open(m->db, &sql_handover_insert);

	bind_int(&q, "vault", v->id);
	bind_blob(&q, "body", vault_seal(v, "duty_handover.body", text, m->arena));
	bind_int(&q, "author", m->account);
	bind_moment(&q, "now", m->now);
	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

static struct str
number(const struct duty_means *m, int64_t id)
{
	return arena_printf(m->arena, "%lld", (long long)id);
}

enum outcome
handover_add(const struct duty_means *m, struct str text)
{
	struct vault v;
	int64_t id = 0;
	enum outcome o = vault_create(m->db, m->keyring, &v);

	if (o != OK)
		return o;
	o = insert(m, &v, text, &id);
	vault_wipe(&v);
	if (o == OK)
		trail_note(
		    m->trail, "handover.write", "handover", number(m, id), (struct str){ NULL, 0 });
	return o;
}

enum outcome
handover_count(const struct duty_means *m, int64_t *ret)
{
	struct query q = query_open(m->db, &sql_handover_waiting);

	if (query_next(&q))
		*ret = query_int(&q, 0);
	return query_close(&q);
}

/* ==== The list ==== */

struct sealed {
	int64_t vault;
	struct str body;
};

static enum outcome
unseal(const struct duty_means *m, const struct sealed *s, struct handover *h)
{
	struct vault v;
	enum outcome o = vault_open(m->db, m->keyring, s->vault, &v);

	if (o == NOT_FOUND)
		return OK; /* forgotten: the row says who and when */
	if (o != OK)
		return o;
	o = vault_unseal(&v, "duty_handover.body", s->body, m->arena, &h->text) ? OK : UNAVAILABLE;
	vault_wipe(&v);
	if (o == OK)
		trail_note(m->trail, "handover.read", "handover", number(m, h->id),
		    (struct str){ NULL, 0 });
	return o;
}

static enum outcome
list(const struct duty_means *m, struct handover **ret, size_t *ret_n)
{
	struct handover *note = arena_array(m->arena, struct handover, NOTES_MAX);
	struct sealed sealed[NOTES_MAX];
	struct query q = query_open(m->db, &sql_handover_list);
	size_t n = 0;
	enum outcome o;

	bind_int(&q, "max", NOTES_MAX);
	for (; n < NOTES_MAX && query_next(&q); n++) {
		note[n].id = query_id(&q, "id");
		note[n].author = query_id(&q, "author");
		note[n].taken_by = query_id(&q, "taken_by");
		note[n].written_at = query_moment(&q, query_column(&q, "written_at"));
		note[n].taken_at = query_moment(&q, query_column(&q, "taken_at"));
		sealed[n] = (struct sealed){ query_id(&q, "vault"),
			query_blob(&q, query_column(&q, "body"), m->arena) };
	}
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++) {
		o = unseal(m, &sealed[i], &note[i]);
		note[i].author_name = person_name(m, note[i].author);
		note[i].taken_name = person_name(m, note[i].taken_by);
	}
	*ret = note;
	*ret_n = n;
	return o;
}

/* ==== The page ==== */

struct note {
	struct str handover;
};

static const struct field note_text = { FIELD(note, handover), .max = 10000, .input = INPUT_AREA,
	.need = REQUIRED, .sealed = true };
static const struct field *const note_asked[] = { &note_text, NULL };

static enum outcome
show(struct request *rq, int status)
{
	struct duty_means m = duty_means_of(rq);
	struct facts none = { 0 };
	struct handover_view v = { .filled = &rq->filled, .me = m.account };
	struct handover *note;
	struct out *out;
	enum outcome o = list(&m, &note, &v.n);

	if (o != OK)
		return o;
	v.note = note;
	v.may_write = access_may(request_member(rq), OBJECT_ROTA, ACTION_CREATE, &none);
	rq->active = "/duty";
	page_desk(rq);
	out = page_begin(rq, t(rq->lang, "handover.title"));
	page_duty_handover(out, &v);
	return page_end(rq, status);
}

enum outcome
duty_handover_page(struct request *rq, void *record)
{
	struct note empty = { 0 };

	(void)record;
	form_show(note_asked, &empty, &rq->filled, rq->zone, rq->arena);
	return show(rq, 200);
}

static enum outcome
again(struct request *rq, void *record)
{
	(void)record;
	return show(rq, 422);
}

const struct form duty_handover_form = {
	.asked = note_asked, .size = sizeof(struct note), .invalid = again
};

enum outcome
duty_handover_write(struct request *rq, void *record)
{
	const struct note *in = record;
	struct duty_means m = duty_means_of(rq);
	enum outcome o = handover_add(&m, in->handover);

	if (o != OK)
		return o;
	reply_notice(rq, "notice.handover_written");
	return reply_see_other(rq, "/duty/handover");
}

enum outcome
duty_handover_take(struct request *rq, void *record)
{
	struct duty_means m = duty_means_of(rq);
	struct query q = query_open(m.db, &sql_handover_take);
	int64_t id = 0;
	enum outcome o;

	(void)record;
	if (!str_int(rq->segment[0], &id))
		id = 0;
	bind_int(&q, "id", id);
	bind_int(&q, "account", m.account);
	bind_moment(&q, "now", m.now);
	o = query_run(&q);
	if (o == OK && db_changes(m.db) == 0)
		o = CONFLICT; /* taken already, one's own, or none */
	if (o != OK)
		return o;
	trail_note(m.trail, "handover.take", "handover", rq->segment[0], (struct str){ NULL, 0 });
	reply_notice(rq, "notice.handover_taken");
	return reply_see_other(rq, "/duty/handover");
}
