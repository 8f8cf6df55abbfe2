/*
 * vigie token: what lets a program act for an account.  The secret is printed once.
 */
#include "app/command.h"
#include "base/json.h"
#include "base/table.h"
#include "base/vocab.h"
#include "identity/identity.h"

#define TOKENS_MAX 5000

struct making {
	struct account account;
	struct api_token token;
	int64_t id;
	struct str secret;
};

/* A number of data/session.tsv, in days. */
static int64_t
days(const char *name)
{
	const struct table *t = table_get("session");
	size_t row = table_find(t, "name", str_of(name));
	int64_t seconds = 0;

	if (row != NOT_FOUND_ROW)
		str_int(table_cell(t, row, "value"), &seconds);
	return seconds / 86400;
}

static enum outcome
make_edit(struct edit *e)
{
	struct making *m = e->context;
	struct arena *a = e->cl->arena;
	enum outcome o = api_token_make(e->db, e->cl->in->keyring, &m->account, &m->token,
	    m->token.created, 0, a, &m->id, &m->secret);

	if (o == OK)
		o = api_token_mail(e->db, e->cl->in->keyring, &m->account,
		    str_of(e->cl->in->public_url), m->token.created, a);
	if (o == OK)
		trail_note(&e->trail, "api_token.make", "account",
		    arena_printf(a, "%lld", (long long)m->account.id),
		    arena_printf(
			a, "token=%lld scopes=%.*s", (long long)m->id, PS(m->token.scopes)));
	return o;
}

/* "a,b" of the command line to "a|b"; false when one is no scope. */
static bool
read_scopes(struct str text, struct arena *a, struct str *ret)
{
	struct buf b = BUF_INIT(1000);
	bool good = text.n > 0;

	while (text.n && good) {
		struct str scope = str_cut(&text, ',');

		good = vocab_find(vocab_get("api_scope"), scope) != NULL;
		if (buf_str(&b).n)
			buf_byte(&b, '|');
		buf_put(&b, scope);
	}
	*ret = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return good;
}

static struct str
all_scopes(struct arena *a)
{
	const struct vocab *v = vocab_get("api_scope");
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < v->n; i++)
		all =
		    arena_printf(a, "%.*s%s%.*s", PS(all), all.n ? ", " : "", PS(v->item[i].code));
	return all;
}

static int
print_made(struct command_line *cl, const struct making *m)
{
	struct buf b = BUF_INIT(64u << 10);
	struct json j = { .out = &b };

	if (!cl->opt.json) {
		printf("Token %lld of %.*s, until %.*s. It is not shown again:\n  %.*s\n",
		    (long long)m->id, PS(m->account.email),
		    PS(moment_rfc3339(cl->arena, m->token.expires)), PS(m->secret));
		return EXIT_DONE;
	}
	json_open(&j, '{');
	json_pair_int(&j, "id", m->id);
	json_pair(&j, "email", m->account.email);
	json_pair(&j, "scopes", m->token.scopes);
	json_pair(&j, "expires", moment_rfc3339(cl->arena, m->token.expires));
	json_pair(&j, "token", m->secret);
	json_close(&j, '}');
	return command_print(&b) ? EXIT_DONE : EXIT_FAILED;
}

static int
make(struct command_line *cl, struct db *db, struct making *m)
{
	enum outcome o =
	    account_by_email(db, cl->in->keyring, str_of(cl->word[0]), cl->arena, &m->account);

	if (o == NOT_FOUND)
		return failed(EXIT_FAILED, "there is no account of '%s'", cl->word[0]);
	if (o == OK && !str_eq(m->account.state, S("active")))
		return failed(EXIT_FAILED, "the account of '%s' is not active", cl->word[0]);
	if (o == OK)
		o = command_change(cl, db, make_edit, m);
	return o == OK ? print_made(cl, m) : failed_db(o, "make a token", db);
}

int
command_token_add(struct command_line *cl)
{
	int64_t longest = days("api_token_longest"), for_days = days("api_token");
	struct making m = { .token.label = str_of(cl->word[1]) };
	struct db *db;
	int code;

	if (!read_scopes(str_of(cl->word[2]), cl->arena, &m.token.scopes))
		return failed(
		    EXIT_USAGE, "scopes are %.*s, parted by commas", PS(all_scopes(cl->arena)));
	if (cl->n > 3 &&
	    (!str_int(str_of(cl->word[3]), &for_days) || for_days < 1 || for_days > longest))
		return failed(EXIT_USAGE, "a token lives 1 to %lld days", (long long)longest);
	if (m.token.label.n == 0 || m.token.label.n > 200)
		return failed(EXIT_USAGE, "say in some words what the token is for");
	m.token.created = moment_now();
	m.token.expires = (struct moment){ m.token.created.s + for_days * 86400 };
	db = command_db(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	code = make(cl, db, &m);
	db_close(db);
	return code;
}

/* ==== Listed, ended ==== */

static void
token_json(struct json *j, const struct api_token *t, struct arena *a)
{
	json_open(j, '{');
	json_pair_int(j, "id", t->id);
	json_pair(j, "email", t->email);
	json_pair(j, "label", t->label);
	json_pair(j, "scopes", t->scopes);
	json_pair(j, "created", moment_rfc3339(a, t->created));
	json_pair(j, "expires", moment_rfc3339(a, t->expires));
	json_pair(j, "used", moment_rfc3339(a, t->used));
	json_pair(j, "revoked", moment_rfc3339(a, t->revoked));
	json_close(j, '}');
}

int
command_token_list(struct command_line *cl)
{
	struct buf b = BUF_INIT(8u << 20);
	struct json j = { .out = &b };
	struct db *db = command_db(cl);
	struct api_token *t;
	size_t n = 0;
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	o = api_token_list(db, cl->in->keyring, 0, TOKENS_MAX, cl->arena, &t, &n);
	if (o != OK) {
		failed_db(o, "read the tokens", db);
		db_close(db);
		return EXIT_FAILED;
	}
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		if (cl->opt.json)
			token_json(&j, &t[i], cl->arena);
		else
			printf("%-6lld %-32.*s %-24.*s %-8s %.*s\n", (long long)t[i].id,
			    PS(t[i].email), PS(moment_rfc3339(cl->arena, t[i].expires)),
			    moment_known(t[i].revoked) ? "revoked" : "", PS(t[i].label));
	}
	json_close(&j, ']');
	if (cl->opt.json)
		command_print(&b);
	buf_release(&b);
	db_close(db);
	return EXIT_DONE;
}

static enum outcome
revoke_edit(struct edit *e)
{
	const int64_t *id = e->context;
	enum outcome o = api_token_revoke(e->db, *id, 0, moment_now());

	if (o == OK)
		trail_note(&e->trail, "api_token.revoke", "api_token",
		    arena_printf(e->cl->arena, "%lld", (long long)*id), (struct str){ NULL, 0 });
	return o;
}

int
command_token_revoke(struct command_line *cl)
{
	struct db *db;
	int code = EXIT_DONE;
	int64_t id;
	enum outcome o;

	if (!str_int(str_of(cl->word[0]), &id))
		return failed(EXIT_USAGE, "'%s' is no number of a token", cl->word[0]);
	db = command_db(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	o = command_change(cl, db, revoke_edit, &id);
	if (o == NOT_FOUND)
		code = failed(EXIT_FAILED, "no living token %lld", (long long)id);
	else if (o != OK)
		code = failed_db(o, "revoke the token", db);
	db_close(db);
	return code;
}
