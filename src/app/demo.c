/*
 * vigie demo [accounts]: places and people of every role, and without "accounts"
 * also what demo_files adds.
 *
 * All names are invented; the FINESS numbers are free ones with a valid key.
 * Passwords are public, so it refuses an instance that is in use, and marks the
 * one that it filled ("demo = true"): its pages say so.  On an instance so marked
 * that holds no incident it may run again, and adds what is missing.
 */
#include <liboath/oath.h>
#include <stdlib.h>
#include <time.h>

#include "app/demo.h"

#include <stdio.h>

#include "app_sql.h"
#include "base/die.h"
#include "watch/watch.h"

static const struct place {
	const char *finess, *legal, *name, *category, *type;
	const char *address, *postcode, *town, *department, *phone, *status;
} place_table[DEMO_PLACES] = {
	[DEMO_CH] = { "59099011", "59099012", "CENTRE HOSPITALIER DE VALMONT", "355", "ES",
	    "12 RUE DES TILLEULS", "59999", "VALMONT-SUR-LYS", "59", "0399010101", "public" },
	[DEMO_CHU] = { "75099021", "75099022", "CHU SAINTE-AGATHE", "101", "ES",
	    "1 PLACE DES LICES", "75020", "PARIS", "75", "0199000202", "public" },
	[DEMO_LABORATORY] = { "59099031", "59099032", "LABORATOIRE BIOLYS", "611", "LBM",
	    "4 RUE DU MOULIN", "59999", "VALMONT-SUR-LYS", "59", "0399010303", "prive_lucratif" },
	[DEMO_RADIOTHERAPY] = { "80099041", "80099042", "CENTRE DE RADIOTHERAPIE DES TROIS BAIES",
	    "", "RADIOTHERAPIE", "8 AVENUE DU LARGE", "80999", "PORT-LES-BAIES", "80", "0399010404",
	    "prive_lucratif" },
	[DEMO_EHPAD] = { "97049905", "97049906", "EHPAD LES FLAMBOYANTS", "500", "EHPAD",
	    "3 CHEMIN DES CANNES", "97499", "SAINTE-LUCE", "974", "0269010505", "espic" },
	[DEMO_PHARMACY] = { "33099061", "33099062", "PHARMACIE DU PORT", "620", "AUTRE",
	    "2 QUAI NEUF", "33999", "BELLERIVE", "33", "0599010606", "prive_lucratif" },
	[DEMO_ARMY] = { "83099071", "83099072", "HOPITAL D'INSTRUCTION DES ARMEES CASSARD", "114",
	    "SSA", "BOULEVARD DE L'ARSENAL", "83999", "RADE-LA-VIEILLE", "83", "0499010707",
	    "armees" },
};

static const struct person {
	const char *name, *shown;
	enum role role;
	int place; /* -1: none */
	const char *region;
} person_table[DEMO_PEOPLE] = {
	{ "declarant", "Inès Laroche", ROLE_DECLARANT, -1, "" },
	{ "correspondent", "Karim Delattre", ROLE_CORRESPONDENT, DEMO_CH, "" },
	{ "director", "Hélène Vasseur", ROLE_DIRECTOR, DEMO_CH, "" },
	{ "dpo", "Sofia Menard", ROLE_DPO, DEMO_CH, "" },
	{ "analyst", "Camille Roussel", ROLE_ANALYST, -1, "" },
	{ "duty", "Yanis Morel", ROLE_DUTY, -1, "" },
	{ "lead", "Nadia Ferrand", ROLE_LEAD, -1, "" },
	{ "auditor-surveillance", "Tristan Gilles", ROLE_AUDITOR_SURVEILLANCE, -1, "" },
	{ "fssi", "Agnès Colin", ROLE_FSSI, -1, "" },
	{ "ars-idf", "Paul Renaud", ROLE_ARS, -1, "11" },
	{ "ars-hdf", "Lucie Wattel", ROLE_ARS, -1, "32" },
	{ "corruss", "Marc Aubry", ROLE_CORRUSS, -1, "" },
	{ "anssi", "Julie Perrin", ROLE_ANSSI, -1, "" },
	{ "ansm", "Samuel Blanc", ROLE_ANSM, -1, "" },
	{ "army", "Claire Dumas", ROLE_ARMY, -1, "" },
	{ "journal-auditor", "Denis Carpentier", ROLE_JOURNAL_AUDITOR, -1, "" },
	{ "admin", "Olivier Petit", ROLE_ADMIN, -1, "" },
	{ "researcher", "Mina Leroy", ROLE_RESEARCHER, -1, "" },
	{ "vendor", "Gaël Thomas", ROLE_VENDOR, -1, "" },
	{ "provider", "Elsa Fournier", ROLE_PROVIDER, -1, "" },
};

const struct account *
demo_account(const struct demo *d, const char *name)
{
	for (size_t i = 0; i < DEMO_PEOPLE; i++)
		if (str_eq(str_of(person_table[i].name), str_of(name)))
			return &d->account[i];
	die("the demonstration has no '%s'", name);
}

/* The number with its key: Luhn over nine digits. */
static struct str
finess_keyed(struct arena *a, const char *eight)
{
	int sum = 0;

	for (size_t i = 0; i < 8; i++) {
		int digit = (eight[i] - '0') * (i % 2 == 1 ? 2 : 1);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return arena_printf(a, "%.8s%d", eight, (10 - sum % 10) % 10);
}

static enum outcome
put_place(struct demo *d, const struct place *p, struct structure *s)
{
	enum outcome o;

	field_clear(structure_fields, s);
	s->finess = finess_keyed(d->arena, p->finess);
	o = structure_by_finess(d->db, s->finess, d->arena, s);
	if (o != NOT_FOUND)
		return o;
	s->finess_legal = finess_keyed(d->arena, p->legal);
	s->name = s->legal_name = str_of(p->name);
	s->category = str_of(p->category);
	s->org_type.s = str_of(p->type);
	s->address = str_of(p->address);
	s->postcode = str_of(p->postcode);
	s->town = str_of(p->town);
	s->department.s = str_of(p->department);
	s->phone = str_of(p->phone);
	s->legal_status.s = str_of(p->status);
	return structure_add_manual(d->db, s, d->now, d->arena);
}

static enum outcome
put_person(struct demo *d, const struct person *p, struct account *acc)
{
	struct str email = arena_printf(d->arena, "%s@demo.vigie.example", p->name);
	struct str code = role_needs_totp(p->role) ? S(DEMO_TOTP) : S("");
	enum outcome o = account_by_email(d->db, d->keyring, email, d->arena, acc);

	if (o != NOT_FOUND)
		return o;
	*acc = (struct account){ .email = email,
		.name = str_of(p->shown),
		.phone = arena_printf(d->arena, "+3319900%04zu", (size_t)(p - person_table)),
		.role = { role_code(p->role) },
		.region = { str_of(p->region) },
		.lang = LANG_FR,
		.created = d->now,
		.last_seen = MOMENT_NONE };
	if (p->place >= 0)
		acc->structure = d->place[p->place].id;
	return account_seed(d->db, d->keyring, acc, S(DEMO_PASSWORD), code, d->arena);
}

static enum outcome
put_all(struct demo *d)
{
	enum outcome o = db_begin(d->db, TXN_WRITE);

	for (size_t i = 0; i < DEMO_PLACES && o == OK; i++)
		o = put_place(d, &place_table[i], &d->place[i]);
	for (size_t i = 0; i < DEMO_PEOPLE && o == OK; i++)
		o = put_person(d, &person_table[i], &d->account[i]);
	return db_in_transaction(d->db) ? db_end(d->db, o) : o;
}

/* NULL, or why this instance must not be filled. */
static const char *
refusal(struct command_line *cl, struct db *db)
{
	struct query q = query_open(db, &sql_demo_used);
	int64_t incidents = 1, accounts = 1;

	if (query_next(&q)) {
		incidents = query_int(&q, 0);
		accounts = query_int(&q, 1);
	}
	if (query_close(&q) != OK)
		return "the database does not answer; was 'vigie init' run?";
	if (incidents)
		return "this instance holds incidents: the demonstration needs an empty one";
	if (accounts && !cl->in->demo)
		return "this instance has accounts: the demonstration needs an empty one";
	return NULL;
}

/* The mark that the passwords here are public. */
static bool
mark(const struct instance *in)
{
	char path[4096];
	FILE *f;
	bool good;

	if (in->demo)
		return true;
	snprintf(path, sizeof path, "%s/vigie.conf", in->data);
	f = fopen(path, "ae");
	if (f == NULL)
		return false;
	good = fputs("\ndemo = true\n", f) >= 0;
	return fclose(f) == 0 && good;
}

static void
tell(bool json)
{
	if (!json)
		printf("%-40s %-22s %-20s %s\n", "e-mail", "role", "password", "TOTP");
	for (size_t i = 0; i < DEMO_PEOPLE; i++) {
		const struct person *p = &person_table[i];
		struct str role = role_code(p->role);
		const char *code = role_needs_totp(p->role) ? DEMO_TOTP : "";

		if (json)
			printf("%s\"%s\": {\"email\": \"%s@demo.vigie.example\", \"role\": "
			       "\"%.*s\", \"password\": \"%s\", \"totpSecret\": \"%s\"}",
			    i ? ",\n " : "{", p->name, p->name, PS(role), DEMO_PASSWORD, code);
		else
			printf("%s@demo.vigie.example%*s %-22.*s %-20s %s\n", p->name,
			    (int)(20 - strlen(p->name)), "", PS(role), DEMO_PASSWORD, code);
	}
	if (json)
		puts("}");
}

/* The code of this half minute: a newcomer has no telephone at hand. */
static int
tell_code(void)
{
	time_t now = time(NULL);
	char *secret = NULL, code[7];
	size_t n = 0;

	if (oath_base32_decode(DEMO_TOTP, strlen(DEMO_TOTP), &secret, &n) != OATH_OK ||
	    oath_totp_generate(secret, n, now, 30, 0, 6, code) != OATH_OK)
		return failed(EXIT_FAILED, "liboath makes no code");
	free(secret);
	printf("%s (for %d s; each code serves once)\n", code, (int)(30 - now % 30));
	return EXIT_DONE;
}

static enum outcome
put_contents(struct demo *d)
{
	enum outcome o = demo_files(d);

	if (o == OK)
		o = watch_demo(d->db, d->now, d->arena);
	if (o == OK)
		o = watch_demo_publications(d->db, d->keyring, demo_account(d, "analyst"),
		    demo_account(d, "lead"), d->now, d->arena);
	return o;
}

int
command_demo(struct command_line *cl)
{
	bool only_accounts = cl->n == 1 && str_eq(str_of(cl->word[0]), S("accounts"));
	struct demo d = { .arena = cl->arena,
		.now = moment_now(),
		.mail_domain = str_of(cl->in->mail_domain),
		.public_url = str_of(cl->in->public_url) };
	const char *why;
	enum outcome o;

	if (cl->n == 1 && str_eq(str_of(cl->word[0]), S("code")))
		return tell_code();
	if (cl->n > 1 || (cl->n == 1 && !only_accounts))
		return failed(EXIT_USAGE, "usage: vigie demo [accounts|code]");
	d.db = command_db(cl);
	if (d.db == NULL)
		return EXIT_UNAVAILABLE;
	d.keyring = cl->in->keyring;
	why = refusal(cl, d.db);
	if (why) {
		db_close(d.db);
		return failed(EXIT_FAILED, "%s", why);
	}
	o = mark(cl->in) ? put_all(&d) : UNAVAILABLE;
	if (o == OK && !only_accounts)
		o = put_contents(&d);
	db_close(d.db);
	if (o == OK)
		tell(cl->opt.json);
	return failed_outcome(o, "fill the demonstration");
}
