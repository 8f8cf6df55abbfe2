/*
 * By what a file is found from another (similar.h).
 *
 * What is sealed goes in as a keyed blind index and never in another form.  Names
 * are folded first, less the words that one writes and another leaves out.
 */
#include "incident/similar.h"

#include "base/shape.h"

#include "incident_sql.h"

/* Legal forms and words that say nothing of which provider it is. */
static const char *const empty_word[] = { "sas", "sasu", "sarl", "sa", "eurl", "snc", "scop", "gie",
	"gip", "societe", "ste", "groupe", "group", "france", "ltd", "inc", "gmbh", "la", "le",
	"les", "de", "du", "des", "l", "d" };

static bool
says_nothing(struct str word)
{
	for (size_t i = 0; i < sizeof empty_word / sizeof empty_word[0]; i++)
		if (str_eq(word, str_of(empty_word[i])))
			return true;
	return false;
}

struct str
provider_folded(struct arena *a, struct str name)
{
	struct str rest = str_trim(shape_folded(a, name));
	struct buf b = BUF_INIT(4096);
	struct str folded;

	while (rest.n) {
		struct str word = str_cut(&rest, ' ');

		if (word.n && !says_nothing(word))
			buf_put(&b, word);
	}
	folded = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return folded;
}

static struct str
digits_of(struct arena *a, struct str phone)
{
	char *d = arena_alloc(a, phone.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < phone.n; i++)
		if (phone.p[i] >= '0' && phone.p[i] <= '9')
			d[n++] = phone.p[i];
	/* 06…, +33 6… and 0033 6… are one number: the last nine digits are. */
	return n > 9 ? (struct str){ d + n - 9, 9 } : (struct str){ d, n };
}

struct signal {
	const char *kind, *purpose; /* purpose of the blind index; NULL: in clear */
	struct str text;
};

static enum outcome
insert(struct act *act, int64_t incident, struct moment at, const struct signal *s)
{
	struct query q;

	if (s->text.n == 0)
		return OK;
	q = query_open(act->db, &sql_signal_insert);
	bind_text(&q, "kind", str_of(s->kind));
	bind_text(&q, "key",
	    s->purpose ? keyring_blind(act->keyring, s->purpose, s->text, act->arena) : s->text);
	bind_moment(&q, "at", at);
	bind_int(&q, "incident", incident);
	return query_run(&q);
}

static enum outcome
clear(struct act *act, int64_t incident)
{
	struct query q = query_open(act->db, &sql_signals_delete);

	bind_int(&q, "incident", incident);
	return query_run(&q);
}

enum outcome
signals_write(struct act *act, const struct stored_report *s)
{
	const struct report *r = &s->r;
	struct arena *a = act->arena;
	struct moment at = moment_known(r->detected_at) ? r->detected_at : s->received_at;
	const struct signal list[] = {
		{ "structure", NULL,
		    s->structure ? arena_printf(a, "%lld", (long long)s->structure)
				 : (struct str){ NULL, 0 } },
		{ "legal", NULL, r->finess_legal },
		{ "name", NULL, provider_folded(a, r->org_name) },
		{ "provider", "signal.provider", provider_folded(a, r->provider_name) },
		{ "mail", "signal.mail", shape_folded(a, r->reporter_email) },
		{ "phone", "signal.phone", digits_of(a, r->reporter_phone) },
		{ "phone", "signal.phone", digits_of(a, r->reporter_mobile) },
	};
	enum outcome o = moment_known(at) ? clear(act, s->incident) : OK;

	for (size_t i = 0; i < sizeof list / sizeof list[0] && o == OK && moment_known(at); i++)
		o = insert(act, s->incident, at, &list[i]);
	return o;
}

enum outcome
signals_of_failure(struct act *act, const struct incident *in)
{
	struct signal s = { "failure", "signal.provider",
		provider_folded(act->arena, in->org_name) };
	enum outcome o = clear(act, in->id);

	return o == OK ? insert(act, in->id, in->received_at, &s) : o;
}
