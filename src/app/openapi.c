/*
 * The description of the API: printed by `vigie export openapi`, served to programs.
 */
#include "app/openapi.h"

#include "app/command.h"
#include "app/routes.h"

void
openapi_document(struct buf *out, struct str public_url, struct arena *a)
{
	struct api_about about = { .title = "Vigie",
		.version = "1",
		.text = "Security incidents of health structures. A token acts for an account, "
			"within its scopes; it sees what the account sees on the pages.",
		.server = public_url,
		.routes = api_route };

	openapi_write(out, &about, api_doc, a);
}

enum outcome
openapi_page(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(8u << 20);
	enum outcome o;

	(void)record;
	openapi_document(&b, web_config(rq->web)->public_url, rq->arena);
	o = reply_json(rq, 200, &b);
	buf_release(&b);
	return o;
}

int
command_export_openapi(struct command_line *cl)
{
	struct buf b = BUF_INIT(8u << 20);

	openapi_document(&b, str_of(cl->in->public_url), cl->arena);
	return command_print(&b) ? EXIT_DONE : failed(EXIT_FAILED, "cannot write the document");
}
