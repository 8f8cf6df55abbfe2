/*
 * What a program is told when it is refused: application/problem+json (RFC 9457),
 * with one entry a field at fault, in the words that a person would read.
 */
#include "web/serve.h"

static void
mistake(struct json *j, struct request *rq, const struct typed *x)
{
	json_open(j, '{');
	json_pair(j, "field", str_of(x->field->name));
	json_pair(j, "code", str_of(x->error));
	json_pair(j, "message", form_message(rq->arena, rq->lang, x));
	json_close(j, '}');
}

static void
mistakes(struct json *j, struct request *rq)
{
	json_key(j, "errors");
	json_open(j, '[');
	for (size_t i = 0; i < rq->filled.n; i++)
		if (rq->filled.typed[i].error)
			mistake(j, rq, &rq->filled.typed[i]);
	json_close(j, ']');
}

void
problem_document(struct request *rq, int status, struct str title, struct str detail)
{
	struct buf b = BUF_INIT(1u << 18);
	struct json j = { .out = &b };

	json_open(&j, '{');
	json_pair_int(&j, "status", status);
	json_pair(&j, "title", title);
	json_pair(&j, "detail", detail);
	if (rq->filled.errors)
		mistakes(&j, rq);
	json_close(&j, '}');
	reply_bytes(rq, status, "application/problem+json", buf_str(&b));
	buf_release(&b);
}

enum outcome
reply_invalid(struct request *rq)
{
	struct str title = t(rq->lang, "problem.422.title");
	struct str detail =
	    t(rq->lang, rq->filled.general ? rq->filled.general : "problem.422.text");

	problem_document(rq, 422, title, detail);
	return INVALID;
}
