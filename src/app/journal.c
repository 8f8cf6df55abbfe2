/*
 * The journal's pages: who read and wrote what, without a word of what it was.
 *
 * Filters stand in the address, so what an auditor looked at is a bookmark.  A
 * page ends at an entry's number and the next begins below it: entries that come
 * meanwhile move nothing, and a journal of years costs no count.  Looking is
 * noted too, with the reference that was looked for.
 *
 * The chain is checked by `vigie verify`, from the machine: a page that says
 * "intact" could be forged by whoever forged the table.  The page gives the head,
 * to be compared with a copy kept elsewhere.
 */
#include "app/journal.h"

#include "base/csv.h"
#include "base/shape.h"

#define CSV_PAGE 1000
#define CSV_ROWS 50000
#define SHORT 12

struct str
journal_short(struct str hash)
{
	return str_sub(hash, 0, SHORT);
}

/* ==== What is asked ==== */

/* A day as it is typed, as its first second, or that of the day after. */
static struct moment
day(struct request *rq, struct str text, bool after)
{
	struct str part[4] = { text };
	struct moment m = MOMENT_NONE;
	const char *error;
	unsigned wrong;

	if (text.n == 0 || !moment_from_parts(part, rq->zone, rq->arena, &m, &wrong, &error))
		return MOMENT_NONE;
	return moment_known(m) && after ? moment_add_days(m, 1, rq->zone) : m;
}

static struct journal_asked
asked(const struct request *rq)
{
	const struct params *p = &rq->query;

	return (struct journal_asked){
		.object = str_trim(param_get(p, "object")),
		.reference = str_trim(param_get(p, "reference")),
		.action = str_trim(param_get(p, "action")),
		.account = str_trim(param_get(p, "account")),
		.since = str_trim(param_get(p, "since")),
		.until = str_trim(param_get(p, "until")),
	};
}

/* What is no number of an account finds nothing, rather than everything. */
static struct journal_filter
filter(struct request *rq, const struct journal_asked *a)
{
	struct journal_filter f = {
		.object = a->object,
		.reference = a->reference,
		.action = a->action,
		.account = INT_NONE,
		.since = day(rq, a->since, false),
		.until = day(rq, a->until, true),
		.before = INT_NONE,
	};

	if (a->account.n && (!str_int(a->account, &f.account) || f.account < 0))
		f.account = -1;
	if (!str_int(param_get(&rq->query, "before"), &f.before) || f.before < 1)
		f.before = INT_NONE;
	return f;
}

/* The reference is noted when it looks like one: what is typed in a search field
 * may be a name. */
static void
note(struct request *rq, const char *action, const struct journal_asked *a)
{
	bool code = a->reference.n <= 40;

	for (size_t i = 0; i < a->reference.n && code; i++) {
		char c = a->reference.p[i];

		code = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
	}
	trail_note(&rq->trail, action, "journal", code ? a->reference : S(""), S(""));
}

/* ==== The page ==== */

enum outcome
journal_page(struct request *rq, void *record)
{
	struct journal_view v = { .f = asked(rq) };
	struct journal_filter f = filter(rq, &v.f);
	struct journal_entry *list = NULL;
	size_t n = 0;
	enum outcome o;

	(void)record;
	f.max = JOURNAL_PAGE + 1;
	o = journal_list(rq->db, &f, rq->arena, &list, &n);
	if (o == OK)
		o = journal_head(rq->db, rq->arena, &v.head, &v.head_hash);
	if (o != OK)
		return o;
	v.entry = list;
	v.n = n > JOURNAL_PAGE ? JOURNAL_PAGE : n;
	v.older = n > JOURNAL_PAGE ? list[JOURNAL_PAGE - 1].seq : 0;
	v.newer = f.before != INT_NONE;
	v.filtered = v.f.object.n || v.f.reference.n || v.f.action.n || v.f.account.n ||
		     v.f.since.n || v.f.until.n;
	note(rq, "journal.read", &v.f);
	rq->active = "/journal";
	page_desk(rq);
	page_journal(page_begin(rq, t(rq->lang, "journal.title")), &v);
	return page_end(rq, 200);
}

/* ==== CSV ==== */

static void
put_row(struct buf *b, const struct journal_entry *e, struct arena *a)
{
	csv_put(b, arena_printf(a, "%lld", (long long)e->seq), true);
	csv_put(b, moment_rfc3339(a, e->instant), false);
	csv_put(b, arena_printf(a, "%lld", (long long)e->account), false);
	csv_put(b, e->role, false);
	csv_put(b, e->action, false);
	csv_put(b, e->object, false);
	csv_put(b, e->reference, false);
	csv_put(b, e->detail, false);
	csv_put(b, e->hash, false);
	buf_puts(b, "\r\n");
}

/* A page at a time, so that memory holds one. */
static enum outcome
put_rows(struct request *rq, struct journal_filter *f, struct buf *b)
{
	struct arena *a = arena_new(16u << 20);
	struct journal_entry *list = NULL;
	size_t n = CSV_PAGE;
	enum outcome o = OK;

	f->max = CSV_PAGE;
	for (size_t rows = 0; o == OK && n == CSV_PAGE && rows < CSV_ROWS; rows += n) {
		o = journal_list(rq->db, f, a, &list, &n);
		for (size_t i = 0; o == OK && i < n; i++)
			put_row(b, &list[i], a);
		if (o == OK && n)
			f->before = list[n - 1].seq;
		arena_reset(a);
	}
	arena_free(a);
	return o;
}

/* The newest CSV_ROWS entries of what is asked; "before" goes on from there. */
enum outcome
journal_csv(struct request *rq, void *record)
{
	struct journal_asked a = asked(rq);
	struct journal_filter f = filter(rq, &a);
	struct buf b = BUF_INIT(15u << 20);
	enum outcome o;

	(void)record;
	buf_puts(&b, "seq,instant,account,role,action,object,reference,detail,hash\r\n");
	o = put_rows(rq, &f, &b);
	if (o == OK) {
		note(rq, "journal.export", &a);
		rq->released = true; /* who and when, nothing of what a file holds */
		o = reply_attachment(rq, S("journal.csv"), &b);
	}
	buf_release(&b);
	return o;
}
