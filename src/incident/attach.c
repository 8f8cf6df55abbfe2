/*
 * Attachments: streamed into encrypted blobs by the dispatcher, made the
 * report's here.  A download is never shown inline (reply_attachment).
 */
#include "incident/declare.h"

#include "base/log.h"
#include "incident/incident.h"

#include "incident_sql.h"

#define FILES_MAX 50 /* a report: a full disk of photographs helps nobody */
#define REPORT_BYTES (INT64_C(500) << 20)
#define DRAFTS_BYTES (INT64_C(10) << 30) /* of all drafts together: anybody may begin one */

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

static enum outcome
insert(struct act *act, const struct stored_report *s, const struct upload *u)
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

static enum outcome
held(struct act *act, const struct stored_report *s, int64_t *ret)
{
	struct query q = query_open(act->db, &sql_attachment_room);

	bind_int(&q, "report", s->id);
	return one_number(&q, ret);
}

enum outcome
attachments_room(struct act *act)
{
	struct query q = query_open(act->db, &sql_attachment_drafts);
	int64_t bytes = 0;
	enum outcome o = one_number(&q, &bytes);

	if (o == OK && bytes >= DRAFTS_BYTES) {
		log_warn("drafts hold %lld bytes of files: no more is taken", (long long)bytes);
		return UNAVAILABLE;
	}
	return o;
}

enum outcome
attachments_keep(struct request *rq, struct act *act, const struct stored_report *s)
{
	struct attachment *have;
	int64_t bytes = 0;
	size_t n;
	enum outcome o = attachment_list(act, s, &have, &n);

	if (o == OK)
		o = held(act, s, &bytes);
	for (size_t i = 0; i < rq->n_uploads && o == OK; i++) {
		bytes += rq->upload[i].blob.size;
		if (rq->upload[i].too_large)
			rq->filled.general = "error.file_too_large";
		else if (n++ >= FILES_MAX || bytes > REPORT_BYTES)
			rq->filled.general = "error.too_many_files";
		else if (rq->upload[i].blob.id)
			o = insert(act, s, &rq->upload[i]);
	}
	return o;
}

static bool
read_row(struct act *act, const struct stored_report *s, struct query *q, struct attachment *f)
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
		n += read_row(act, s, &q, &list[n]);
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

/* The route gives the file's reference and the attachment's number; who may read
 * the file may read what is attached to it. */
enum outcome
attachment_send(struct request *rq, struct act *act, const struct stored_report *s, struct str id)
{
	struct query q = query_open(act->db, &sql_attachment_by_id);
	struct buf bytes = BUF_INIT(BLOB_MAX + 1);
	struct attachment f = { 0 };
	int64_t number = 0;
	bool found;
	enum outcome o;

	str_int(id, &number);
	bind_int(&q, "report", s->id);
	bind_int(&q, "id", number);
	found = query_next(&q) && read_row(act, s, &q, &f);
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	if (o == OK)
		o = blob_read(act->db, &s->vault, f.blob, collect, &bytes);
	if (o == OK) {
		trail_note(act->trail, "attachment.read", "report", s->reference,
		    arena_printf(act->arena, "sha256=%.*s", PS(f.sha256)));
		o = reply_attachment(rq, f.name, &bytes);
	}
	buf_release(&bytes);
	return o;
}
