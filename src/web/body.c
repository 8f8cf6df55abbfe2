/*
 * The body of a POST, as it arrives: parameters, or parts.
 *
 * An answer that is known before the body's end (too large, forbidden) does not
 * close the connection: a browser that is still sending would show its own error
 * page instead of ours.  The rest is read and dropped, up to BODY_DROP_MAX.
 */
#include "web/serve.h"

#include "web/text.h"

/* ==== Parts ==== */

static bool
part_begin(void *context, struct str name, struct str filename, struct str type)
{
	struct exchange *x = context;

	if (filename.p)
		return upload_begin(x, filename, type);
	x->part = PART_TEXT;
	x->part_name = arena_dup(x->rq.arena, name);
	buf_clear(&x->text);
	return true;
}

static bool
part_data(void *context, struct str bytes)
{
	struct exchange *x = context;

	if (x->part == PART_SKIP)
		return true;
	if (x->part == PART_FILE)
		return upload_data(x, bytes);
	x->text_bytes += bytes.n;
	if (x->text_bytes > BODY_TEXT_MAX) {
		dispatch_refuse(x, 413, NULL);
		return false;
	}
	buf_put(&x->text, bytes);
	return true;
}

static bool
part_end(void *context)
{
	struct exchange *x = context;
	struct params *p = &x->rq.params;
	struct str value = buf_str(&x->text);

	if (x->part != PART_TEXT)
		return true;
	if (p->param == NULL)
		p->param = arena_array(x->rq.arena, struct param, PARAM_MAX);
	if (p->n == PARAM_MAX || !str_utf8_valid(value) || (value.n && memchr(value.p, 0, value.n)))
		return false;
	p->param[p->n++] = (struct param){ x->part_name, arena_dup(x->rq.arena, value) };
	return true;
}

static void
parts_open(struct exchange *x)
{
	x->sink = (struct multipart_sink){ x, part_begin, part_data, part_end };
	x->body = BODY_PARTS;
	x->multipart = multipart_new(x->content_type, &x->sink);
	if (x->multipart == NULL)
		dispatch_refuse(x, 400, NULL);
}

/* ==== The body ==== */

static uint64_t
limit(const struct exchange *x)
{
	return x->body == BODY_PARTS ? BODY_TOTAL_MAX : BODY_TEXT_MAX;
}

void
body_open(struct exchange *x)
{
	struct str type = text_media_type(x->content_type);

	if (str_eq_nocase(type, S("application/x-www-form-urlencoded")))
		x->body = BODY_FORM;
	else if (str_eq_nocase(type, S("multipart/form-data")))
		parts_open(x);
	else if (str_eq_nocase(type, S("application/json")) && (x->rq.route->flags & ROUTE_API))
		x->body = BODY_JSON;
	else
		dispatch_refuse(x, 415, NULL);
	if (!x->answered && x->length > 0 && (uint64_t)x->length > limit(x))
		dispatch_refuse(x, 413, NULL);
}

static bool
drop(struct exchange *x, size_t n)
{
	x->dropped += n;
	return x->dropped <= BODY_DROP_MAX;
}

bool
body_feed(struct exchange *x, struct str bytes)
{
	if (x->answered || x->body == BODY_NONE)
		return drop(x, bytes.n);
	x->received += bytes.n;
	if (x->received > limit(x))
		dispatch_refuse(x, 413, NULL);
	else if (x->body == BODY_FORM || x->body == BODY_JSON)
		buf_put(&x->text, bytes);
	else if (!multipart_feed(x->multipart, bytes) && !x->answered)
		dispatch_refuse(x, 400, NULL);
	return true;
}

void
body_end(struct exchange *x)
{
	struct request *rq = &x->rq;
	bool whole = true;

	if (x->answered)
		return;
	if (x->body == BODY_FORM)
		whole = params_parse(buf_str(&x->text), &rq->params, rq->arena);
	else if (x->body == BODY_JSON)
		whole = params_json(buf_str(&x->text), &rq->params, rq->arena);
	else if (x->body == BODY_PARTS)
		whole = multipart_end(x->multipart);
	if (!whole)
		dispatch_refuse(x, 400, NULL);
}
