/*
 * A forgotten password: somebody types an address, and hears the same whatever
 * it is.
 *
 * The mail is not made here but by a job (account_forgotten): sealing and queuing
 * it takes milliseconds that only a real account would cost.  The link it carries
 * changes the password and leaves the authenticator alone: whoever reads the
 * mailbox of a colleague of the cell still lacks the code.
 */
#include "identity/private.h"
#include "identity/reset.h"

struct reset_ask {
	struct str reset_email;
};

/* clang-format off */
const struct field reset_email = { FIELD(reset_ask, reset_email), .need = REQUIRED, .input = INPUT_EMAIL, .max = 254, .sealed = true, .autocomplete = "email" };
/* clang-format on */

static const struct field *const asked[] = { &reset_email, NULL };

enum outcome
reset_ask_page(struct request *rq, void *record)
{
	struct reset_view v = { .filled = &rq->filled };
	struct out *o = page_begin(rq, t(rq->lang, "reset.title"));

	(void)record;
	page_reset(o, &v);
	return page_end(rq, 200);
}

const struct form reset_ask_form = { asked, sizeof(struct reset_ask), reset_ask_page, false };

static enum outcome
count(struct request *rq, struct str blind, int64_t *ret_wait)
{
	struct attempt t = { .keyring = request_keyring(rq) };
	struct str network = attempt_network(rq->arena, rq->address);

	attempt_add(
	    &t, "ask", arena_printf(rq->arena, "%.*s %.*s", PS(blind), PS(network)), rq->arena);
	attempt_add(&t, "ask_network", network, rq->arena);
	return attempt_begin(rq->db, &t, rq->now, ret_wait);
}

enum outcome
reset_ask(struct request *rq, void *record)
{
	struct reset_ask *in = record;
	struct str blind = account_blind(request_keyring(rq), in->reset_email, rq->arena);
	int64_t wait = 0;
	enum outcome o = count(rq, blind, &wait);

	if (o == OK && wait)
		return sign_wait(rq, wait);
	if (o == OK)
		o = db_begin(rq->db, TXN_WRITE);
	if (o != OK)
		return o;
	o = sign_commit(rq, job_add(rq->db, "forgotten", blind, rq->now));
	if (o != OK)
		return o;
	reply_notice(rq, "notice.reset_sent");
	return reply_see_other(rq, "/sign-in");
}
