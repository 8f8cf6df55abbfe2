/*
 * Attachments: streamed into encrypted blobs by the dispatcher, made the
 * report's here.  A download is never shown inline (reply_attachment).
 */
#include "incident/evidence.h"

#include "base/log.h"
#include "incident/incident.h"

#include "incident_sql.h"

#define FILES_MAX 200 /* more than any quota: what a page reads */

static const struct {
	struct field name, type;
} sealed_field = {
	.name = { FIELD(attachment, name), .max = 255 },
	.type = { FIELD(attachment, type), .max = 127 },
};
static const struct field *const sealed_fields[] = { &sealed_field.name, &sealed_field.type, NULL };

static struct str
sealed_names(struct act *act, const struct stored_report *s, const struct attachment *f)
{
	struct buf b = BUF_INIT(4096);
	struct str sealed;

	record_write(&b, sealed_fields, f);
	sealed = vault_seal(&s->vault, "attachment.body", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

enum outcome
attachment_add(struct act *act, const struct stored_report *s, const struct upload *u)
{
	struct attachment f = { .name = u->name, .type = u->type };
	struct query q = query_open(act->db, &sql_attachment_insert);

	bind_int(&q, "report", s->id);
	bind_int(&q, "blob", u->blob.id);
	bind_int(&q, "size", u->blob.size);
	bind_text(&q, "sha256", u->blob.sha256);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_bool(&q, "from_cell", false);
	bind_blob(&q, "body", sealed_names(act, s, &f));
	trail_note(act->trail, "attachment.add", "report", s->reference,
	    arena_printf(act->arena, "sha256=%.*s", PS(u->blob.sha256)));
	query_next(&q);
	return query_close(&q);
}

static enum outcome
one_number(struct query *q, int64_t *ret)
{
	if (query_next(q))
		*ret = query_int(q, 0);
	return query_close(q);
}

/* What a report holds, and what came to it since an instant. */
static enum outcome
held(struct act *act, const struct stored_report *s, struct moment since, int64_t *ret)
{
	struct query q = query_open(act->db, &sql_attachment_room);

	bind_int(&q, "report", s->id);
	bind_moment(&q, "since", since);
	return one_number(&q, ret);
}

enum outcome
attachments_room(struct act *act)
{
	struct query q = query_open(act->db, &sql_attachment_drafts);
	int64_t bytes = 0;
	enum outcome o = one_number(&q, &bytes);

	if (o == OK && bytes >= evidence_bound("drafts_mb") << 20) {
		log_warn("drafts hold %lld bytes of files: no more is taken", (long long)bytes);
		return UNAVAILABLE;
	}
	return o;
}

struct quota {
	size_t n;
	int64_t bytes, today;
};

/* Why one more file is not taken, or NULL. */
static const char *
over(const struct quota *q, const struct upload *u)
{
	if (u->too_large)
		return "error.file_too_large";
	if (q->n >= (size_t)evidence_bound("files"))
		return "error.quota_files";
	if (q->bytes + u->blob.size > evidence_bound("report_mb") << 20)
		return "error.quota_report";
	if (q->today + u->blob.size > evidence_bound("day_mb") << 20)
		return "error.quota_day";
	return NULL;
}

static enum outcome
quota_of(struct act *act, const struct stored_report *s, struct quota *ret)
{
	struct attachment *have;
	enum outcome o = attachment_list(act, s, &have, &ret->n);

	if (o == OK)
		o = held(act, s, MOMENT_NONE, &ret->bytes);
	if (o == OK)
		o = held(act, s, (struct moment){ act->now.s - 86400 }, &ret->today);
	return o;
}

enum outcome
attachments_keep(struct request *rq, struct act *act, const struct stored_report *s)
{
	struct quota q = { 0 };
	enum outcome o = quota_of(act, s, &q);

	for (size_t i = 0; i < rq->n_uploads && o == OK; i++) {
		struct upload *u = &rq->upload[i];
		const char *why = over(&q, u);

		if (why) {
			rq->filled.general = why;
			u->refused = why;
			continue;
		}
		if (u->blob.id == 0)
			continue;
		q.n++;
		q.bytes += u->blob.size;
		q.today += u->blob.size;
		o = attachment_add(act, s, u);
	}
	return o == OK && s->incident && q.n ? evidence_ask(act, s->incident) : o;
}

bool
attachment_row(
    struct act *act, const struct stored_report *s, struct query *q, struct attachment *f)
{
	struct str clear;

	f->id = query_int(q, 0);
	f->blob = query_int(q, 1);
	f->size = query_int(q, 2);
	f->sha256 = query_text(q, 3, act->arena);
	f->added_at = query_moment(q, 4);
	f->account = query_null(q, 5) ? 0 : query_int(q, 5);
	f->from_cell = query_bool(q, 6);
	return vault_unseal(&s->vault, "attachment.body", query_blob(q, 7, act->arena), act->arena,
		   &clear) &&
	       record_read(clear, sealed_fields, f, act->arena);
}

enum outcome
attachment_list(
    struct act *act, const struct stored_report *s, struct attachment **ret, size_t *ret_n)
{
	struct attachment *list = arena_array(act->arena, struct attachment, FILES_MAX);
	struct query q = query_open(act->db, &sql_attachment_list);
	size_t n = 0;

	bind_int(&q, "report", s->id);
	while (n < FILES_MAX && query_next(&q))
		n += attachment_row(act, s, &q, &list[n]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
attachment_remove(struct act *act, const struct stored_report *s, struct str id)
{
	struct query q = query_open(act->db, &sql_attachment_remove);
	int64_t number = 0, blob = 0;
	enum outcome o;

	str_int(id, &number);
	bind_int(&q, "report", s->id);
	bind_int(&q, "id", number);
	if (query_next(&q))
		blob = query_int(&q, 0);
	o = query_close(&q);
	if (o != OK || blob == 0)
		return o;
	/* The bytes go too: what was attached by mistake may be a patient's. */
	trail_note(act->trail, "attachment.remove", "report", s->reference,
	    arena_printf(act->arena, "%lld", (long long)number));
	return blob_delete(act->db, &s->vault, blob);
}

static bool
collect(void *context, struct str bytes)
{
	buf_put(context, bytes);
	return !buf_failed(context);
}

enum outcome
attachment_find(
    struct act *act, const struct stored_report *s, struct str id, struct attachment *ret)
{
	struct query q = query_open(act->db, &sql_attachment_by_id);
	int64_t number = 0;
	bool found;
	enum outcome o;

	str_int(id, &number);
	bind_int(&q, "report", s->id);
	bind_int(&q, "id", number);
	found = query_next(&q) && attachment_row(act, s, &q, ret);
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

/* The route gives the file's reference and the attachment's number; who may read
 * the file may read what is attached to it. */
enum outcome
attachment_send(struct request *rq, struct act *act, const struct stored_report *s, struct str id)
{
	struct buf bytes = BUF_INIT(BLOB_MAX + 1);
	struct attachment f = { 0 };
	enum outcome o = attachment_find(act, s, id, &f);

	if (o == OK)
		o = blob_read(act->db, &s->vault, f.blob, collect, &bytes);
	if (o == OK) {
		trail_note(act->trail, "attachment.read", "report", s->reference,
		    arena_printf(act->arena, "sha256=%.*s", PS(f.sha256)));
		o = reply_download(rq, f.name, &bytes);
	}
	buf_release(&bytes);
	return o;
}
