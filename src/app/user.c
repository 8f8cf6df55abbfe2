/*
 * vigie user: accounts from the shell, for the operator who holds the machine.
 * The links are printed and not mailed: the operator gives them by a way that
 * both trust.  Each act is in the journal, under the role "shell".
 */
#include "app/invite.h"
#include "base/json.h"
#include "base/table.h"
#include "directory/directory.h"
#include "doc/mail.h"

#define ACCOUNTS_MAX 10000

struct invitation {
	struct account *account;
	struct str secret;
};

static struct str
number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static void
print_link(struct command_line *cl, const struct account *acc, const char *page, struct str secret)
{
	struct buf b = BUF_INIT(64u << 10);
	struct json j = { .out = &b };
	struct str link =
	    arena_printf(cl->arena, "%s/%s/%.*s", cl->in->public_url, page, PS(secret));

	if (!cl->opt.json) {
		printf("%.*s (%.*s)\nOne-time link, to be given to this person alone:\n  %.*s\n",
		    PS(acc->email), PS(acc->role.s), PS(link));
		return;
	}
	json_open(&j, '{');
	json_pair_int(&j, "id", acc->id);
	json_pair(&j, "email", acc->email);
	json_pair(&j, "name", acc->name);
	json_pair(&j, "role", acc->role.s);
	json_pair(&j, "link", link);
	json_close(&j, '}');
	command_print(&b);
}

/* ==== Adding ==== */

static enum outcome
invite_edit(struct edit *e)
{
	struct invitation *i = e->context;
	struct arena *a = e->cl->arena;
	enum outcome o = account_invite(e->db, e->cl->in->keyring, i->account, a, &i->secret);

	if (o == OK)
		trail_note(&e->trail, "account.invite", "account", number(a, i->account->id),
		    arena_printf(a, "role=%.*s", PS(i->account->role.s)));
	return o;
}

int
invite_and_print(struct command_line *cl, struct db *db, struct account *acc)
{
	struct invitation i = { .account = acc };
	enum outcome o;

	if (!mail_address_valid(acc->email))
		return failed(EXIT_USAGE, "'%.*s' is no mail address", PS(acc->email));
	o = command_change(cl, db, invite_edit, &i);
	if (o == CONFLICT)
		return failed(EXIT_FAILED, "there is an account of '%.*s' already", PS(acc->email));
	if (o != OK)
		return failed_db(o, "invite", db);
	print_link(cl, acc, "welcome", i.secret);
	return EXIT_DONE;
}

/* The fourth word: the region of an agency, the structure of anybody else. */
static int
read_place(struct command_line *cl, struct db *db, enum role role, struct account *acc)
{
	struct str word = cl->n > 3 ? str_of(cl->word[3]) : (struct str){ NULL, 0 };
	struct structure s;
	enum outcome o;

	if (role == ROLE_ARS) {
		if (table_find(table_get("ars"), "region", word) == NOT_FOUND_ROW)
			return failed(EXIT_USAGE, "'%.*s' is no region (INSEE code)", PS(word));
		acc->region.s = word;
		return EXIT_DONE;
	}
	if (word.n == 0)
		return EXIT_DONE;
	o = structure_by_finess(db, word, cl->arena, &s);
	if (o == NOT_FOUND)
		return failed(EXIT_FAILED, "the directory knows no structure '%.*s'", PS(word));
	if (o != OK)
		return failed_db(o, "read the directory", db);
	acc->structure = s.id;
	return EXIT_DONE;
}

static bool
outside_role(enum role r)
{
	return r == ROLE_CORRESPONDENT || r == ROLE_DIRECTOR || r == ROLE_DPO;
}

static int
failed_role(const char *word)
{
	fprintf(stderr, "vigie: '%s' is no role; roles are:", word);
	for (int r = ROLE_DECLARANT; r < ROLE_COUNT; r++)
		fprintf(stderr, " %.*s", PS(role_code((enum role)r)));
	fputc('\n', stderr);
	return EXIT_USAGE;
}

int
command_user_add(struct command_line *cl)
{
	struct account acc = { 0 };
	enum role role;
	struct db *db;
	int code;

	if (!role_from_code(str_of(cl->word[2]), &role) || role == ROLE_VISITOR)
		return failed_role(cl->word[2]);
	if (outside_role(role) && cl->n < 4)
		return failed(EXIT_USAGE, "this role needs the FINESS number of a structure");
	db = command_db(cl);
	if (db == NULL)
		return EXIT_UNAVAILABLE;
	acc.email = str_of(cl->word[0]);
	acc.name = str_of(cl->word[1]);
	acc.role.s = role_code(role);
	code = read_place(cl, db, role, &acc);
	if (code == EXIT_DONE)
		code = invite_and_print(cl, db, &acc);
	db_close(db);
	return code;
}

/* ==== Listing ==== */

static struct str
structure_name_of(struct db *db, int64_t id, struct arena *a)
{
	struct structure s;

	return id && structure_by_id(db, id, a, &s) == OK ? s.name : (struct str){ NULL, 0 };
}

static void
account_json(struct json *j, const struct account *acc, struct arena *a)
{
	json_open(j, '{');
	json_pair_int(j, "id", acc->id);
	json_pair(j, "email", acc->email);
	json_pair(j, "name", acc->name);
	json_pair(j, "role", acc->role.s);
	json_pair(j, "state", acc->state);
	json_pair(j, "structure", acc->structure_name);
	json_pair(j, "region", acc->region.s);
	json_key(j, "totp");
	json_bool(j, acc->totp);
	json_pair(j, "created", moment_rfc3339(a, acc->created));
	json_pair(j, "last_seen", moment_rfc3339(a, acc->last_seen));
	json_close(j, '}');
}

static void
list_json(struct command_line *cl, const struct account *acc, size_t n)
{
	struct buf b = BUF_INIT(32u << 20);
	struct json j = { .out = &b };

	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		account_json(&j, &acc[i], cl->arena);
	json_close(&j, ']');
	command_print(&b);
}

static void
list_text(const struct account *acc, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("%-32.*s %-12.*s %-9.*s %.*s%s%.*s\n", PS(acc[i].email), PS(acc[i].role.s),
		    PS(acc[i].state), PS(acc[i].name), acc[i].structure_name.n ? ", " : "",
		    PS(acc[i].structure_name));
}

int
command_user_list(struct command_line *cl)
{
	struct db *db = command_db(cl);
	struct account *acc = NULL;
	size_t n = 0;
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	o = account_list(db, cl->in->keyring, S(""), ACCOUNTS_MAX, cl->arena, &acc, &n);
	for (size_t i = 0; o == OK && i < n; i++)
		acc[i].structure_name = structure_name_of(db, acc[i].structure, cl->arena);
	if (o == OK && cl->opt.json)
		list_json(cl, acc, n);
	else if (o == OK)
		list_text(acc, n);
	failed_db(o, "list the accounts", db);
	db_close(db);
	return o == OK ? EXIT_DONE : EXIT_FAILED;
}

/* ==== Changing one ==== */

static enum outcome
reset_edit(struct edit *e)
{
	struct invitation *i = e->context;
	enum outcome o =
	    account_reset(e->db, e->cl->in->keyring, i->account->id, e->cl->arena, &i->secret);

	if (o == OK)
		trail_note(&e->trail, "account.reset", "account",
		    number(e->cl->arena, i->account->id), S(""));
	return o;
}

static enum outcome
disable_edit(struct edit *e)
{
	struct invitation *i = e->context;
	enum outcome o = account_disable(e->db, i->account->id);

	if (o == OK)
		trail_note(&e->trail, "account.disable", "account",
		    number(e->cl->arena, i->account->id), S(""));
	return o;
}

static int
change_account(struct command_line *cl, edit_fn edit, const char *what)
{
	struct account acc;
	struct invitation i = { .account = &acc };
	struct db *db = command_db(cl);
	enum outcome o;

	if (db == NULL)
		return EXIT_UNAVAILABLE;
	o = account_by_email(db, cl->in->keyring, str_of(cl->word[0]), cl->arena, &acc);
	if (o == NOT_FOUND) {
		failed(EXIT_FAILED, "there is no account of '%s'", cl->word[0]);
	} else {
		o = o == OK ? command_change(cl, db, edit, &i) : o;
		failed_db(o, what, db);
	}
	db_close(db);
	if (o == OK && i.secret.n)
		print_link(cl, &acc, "welcome", i.secret);
	else if (o == OK && cl->opt.json)
		puts("{\"disabled\":true}");
	else if (o == OK)
		printf("'%s' is disabled\n", cl->word[0]);
	return o == OK ? EXIT_DONE : o == UNAVAILABLE ? EXIT_UNAVAILABLE : EXIT_FAILED;
}

int
command_user_reset(struct command_line *cl)
{
	return change_account(cl, reset_edit, "reset");
}

int
command_user_disable(struct command_line *cl)
{
	return change_account(cl, disable_edit, "disable");
}
