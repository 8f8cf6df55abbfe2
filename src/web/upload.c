/*
 * Files of a form, streamed into blobs while they arrive.
 *
 * Nothing of a file is kept in memory but the chunk in hand.  Before the first
 * file is touched the request must have proved itself: the CSRF token stands
 * before it in the form, and the route's hook says which vault it goes to.  A
 * file over its limit is abandoned and marked, and the form goes on, so that the
 * handler can say it beside the field; every other failure ends the request.
 * Blobs are made whole in the handler's transaction, and what never gets there
 * is removed.
 */
#include "web/serve.h"

#include "web/text.h"

static bool
refuse(struct exchange *x, enum outcome o)
{
	dispatch_refuse_outcome(x, o);
	return false;
}

/* An upload keeps its connection to the database as long as the client likes to
 * send slowly: those of the pages are never among them. */
static bool
take_place(struct exchange *x)
{
	struct web *w = x->rq.web;

	if (x->uploading)
		return true;
	if (atomic_fetch_add(&w->uploads, 1) >= UPLOADERS_MAX) {
		atomic_fetch_sub(&w->uploads, 1);
		return false;
	}
	x->uploading = true;
	return true;
}

/* May this request attach anything here? */
static bool
admit(struct exchange *x)
{
	enum outcome o;

	if (x->vault_open)
		return true;
	if (!csrf_valid(x)) {
		dispatch_refuse(x, 403, "problem.csrf");
		return false;
	}
	if (!take_place(x)) {
		dispatch_refuse(x, 503, NULL);
		return false;
	}
	if (!exchange_connect(x) || x->rq.db == NULL)
		return refuse(x, UNAVAILABLE);
	o = x->rq.route->upload(&x->rq, &x->vault);
	x->vault_open = o == OK;
	return o == OK || refuse(x, o);
}

/* The media type as the client says it, if it is one at all. */
static struct str
type_said(struct str type, struct arena *a)
{
	struct str rest = text_media_type(type), main;
	struct str whole = rest;

	main = str_cut(&rest, '/');
	if (whole.n > 100 || !text_token(main) || !text_token(rest))
		return S("application/octet-stream");
	return arena_dup(a, whole);
}

/* A file input left empty arrives as a part with an empty name. */
bool
upload_begin(struct exchange *x, struct str filename, struct str type)
{
	struct request *rq = &x->rq;
	struct upload *u = &rq->upload[rq->n_uploads];
	enum outcome o;

	x->part = PART_SKIP;
	if (filename.n == 0)
		return true;
	if ((rq->route->flags & ROUTE_UPLOAD) == 0 || rq->n_uploads == UPLOADS_MAX) {
		dispatch_refuse(x, rq->n_uploads ? 413 : 400, NULL);
		return false;
	}
	if (!admit(x))
		return false;
	o = blob_begin(rq->db, &x->vault, &x->writer[rq->n_uploads]);
	if (o != OK)
		return refuse(x, o);
	*u = (struct upload){ .name = arena_dup(rq->arena, filename),
		.type = type_said(type, rq->arena) };
	rq->n_uploads++;
	x->part = PART_FILE;
	return true;
}

bool
upload_data(struct exchange *x, struct str bytes)
{
	size_t i = x->rq.n_uploads - 1;
	enum outcome o = blob_write(x->writer[i], bytes);

	if (o == OK)
		return true;
	blob_abandon(x->writer[i]);
	x->writer[i] = NULL;
	x->part = PART_SKIP;
	if (o != INVALID)
		return refuse(x, o);
	x->rq.upload[i].too_large = true;
	return true;
}

enum outcome
upload_finish(struct exchange *x)
{
	struct request *rq = &x->rq;
	enum outcome o = OK;

	for (size_t i = 0; i < rq->n_uploads && o == OK; i++) {
		struct blob_writer *w = x->writer[i];

		x->writer[i] = NULL;
		if (w)
			o = blob_finish(w, rq->arena, &rq->upload[i].blob);
	}
	return o;
}

/* What had become whole in a transaction that was rolled back: a day of it would
 * fill a disk. */
void
upload_drop(struct exchange *x)
{
	for (size_t i = 0; i < x->rq.n_uploads; i++)
		if (x->rq.upload[i].blob.id) {
			blob_drop(x->rq.db, x->rq.upload[i].blob.id);
			x->rq.upload[i].blob = (struct blob){ 0 };
		}
}

void
upload_abandon(struct exchange *x)
{
	for (size_t i = 0; i < x->rq.n_uploads; i++) {
		blob_abandon(x->writer[i]);
		x->writer[i] = NULL;
	}
	if (x->vault_open)
		vault_wipe(&x->vault);
	x->vault_open = false;
	if (x->uploading)
		atomic_fetch_sub(&x->rq.web->uploads, 1);
	x->uploading = false;
}
