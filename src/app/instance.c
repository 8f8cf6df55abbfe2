#include "app/instance.h"

#include <errno.h>
#include <unistd.h>

#include "base/table.h"

#define CONF_MAX (64u << 10)
#define SECRET_MAX 256

enum conf_kind { CONF_TEXT, CONF_BOOL, CONF_COUNT };

/* Every line that vigie.conf may hold. */
static const struct conf {
	const char *name;
	enum conf_kind kind;
	size_t offset;
	const char *initial; /* NULL: worked out from the rest */
	const char *help;
} conf_table[] = {
	{ "database", CONF_TEXT, offsetof(struct instance, database), NULL,
	    "sqlite:/path/vigie.db, or postgresql://user@host/name" },
	{ "listen", CONF_TEXT, offsetof(struct instance, listen), "127.0.0.1:8080",
	    "address and port of the pages; a proxy stands before it" },
	{ "public_url", CONF_TEXT, offsetof(struct instance, public_url), NULL,
	    "what people type, for the links of mails: https://…" },
	{ "behind_proxy", CONF_BOOL, offsetof(struct instance, behind_proxy), "false",
	    "true: X-Real-IP and X-Forwarded-Proto come from our own proxy" },
	{ "brand", CONF_TEXT, offsetof(struct instance, brand), "Vigie", "the name on each page" },
	{ "phone", CONF_TEXT, offsetof(struct instance, phone), "01 99 00 00 00",
	    "the emergency number on each page" },
	{ "publisher", CONF_TEXT, offsetof(struct instance, publisher), "",
	    "who runs this instance: name, address, director of publication" },
	{ "hosting", CONF_TEXT, offsetof(struct instance, hosting), "",
	    "who hosts it: name, address, telephone" },
	{ "contact", CONF_TEXT, offsetof(struct instance, contact), "",
	    "the address for questions of access and of personal data" },
	{ "mail_from", CONF_TEXT, offsetof(struct instance, mail_from), "vigie@example.invalid",
	    "the sender's address of mails" },
	{ "mail_domain", CONF_TEXT, offsetof(struct instance, mail_domain), "vigie.example",
	    "the end of Message-ID" },
	{ "smtp_url", CONF_TEXT, offsetof(struct instance, smtp_url), "",
	    "smtps://host:465, smtp+starttls://host:587, smtp://host:25; empty: mails wait" },
	{ "smtp_user", CONF_TEXT, offsetof(struct instance, smtp_user), "", "empty: none" },
	{ "smtp_password_file", CONF_TEXT, offsetof(struct instance, smtp_password_file), "",
	    "a file of mode 0600 whose first line is the password" },
	{ "smtp_ca", CONF_TEXT, offsetof(struct instance, smtp_ca), "",
	    "a PEM file: the authority of the relay's certificate; empty: the system's" },
	{ "gateway_url", CONF_TEXT, offsetof(struct instance, gateway_url), "",
	    "https://…: the gateway that calls telephones or sends SMS; empty: none" },
	{ "gateway_key_file", CONF_TEXT, offsetof(struct instance, gateway_key_file), "",
	    "a file of mode 0600 whose first line is the key that signs what the gateway gets" },
	{ "gateway_ca", CONF_TEXT, offsetof(struct instance, gateway_ca), "",
	    "a PEM file: the authority of the gateway's certificate; empty: the system's" },
	{ "gateway_seconds", CONF_COUNT, offsetof(struct instance, gateway_seconds), "10",
	    "how long the gateway may take to answer; then it is tried again" },
	{ "threads", CONF_COUNT, offsetof(struct instance, threads), "0",
	    "event loops of the pages; 0: one a core" },
	{ "nis2", CONF_BOOL, offsetof(struct instance, nis2), "false",
	    "true: the French law that transposes NIS 2 is in force, its deadlines count" },
	{ "demo", CONF_BOOL, offsetof(struct instance, demo), "false",
	    "true: each page says that this is a demonstration" },
};
#define N_CONF (sizeof conf_table / sizeof conf_table[0])

static bool
conf_set(struct instance *in, const struct conf *c, struct str value)
{
	char *at = (char *)in + c->offset;
	int64_t n;

	switch (c->kind) {
	case CONF_TEXT: *(const char **)(void *)at = arena_cstr(in->arena, value); return true;
	case CONF_BOOL:
		*(bool *)(void *)at = str_eq(value, S("true"));
		return str_eq(value, S("true")) || str_eq(value, S("false"));
	case CONF_COUNT:
		if (!str_int(value, &n) || n < 0 || n > 256)
			return false;
		*(long *)(void *)at = (long)n;
		return true;
	}
	return false;
}

static const struct conf *
conf_find(struct str name)
{
	for (size_t i = 0; i < N_CONF; i++)
		if (str_eq(name, str_of(conf_table[i].name)))
			return &conf_table[i];
	return NULL;
}

static bool
conf_line(struct instance *in, struct str line, size_t number, struct str *ret_error)
{
	struct str value = line, name = str_trim(str_cut(&value, '='));
	const struct conf *c = conf_find(name);

	if (name.n == 0 || name.p[0] == '#')
		return true;
	if (c && value.p && conf_set(in, c, str_trim(value)))
		return true;
	*ret_error = arena_printf(in->arena, "vigie.conf, line %zu: %s '%.*s'", number,
	    c ? "this is no value of" : "there is no setting", PS(name));
	return false;
}

bool
conf_read(struct instance *in, struct str text, struct str *ret_error)
{
	size_t number = 0;

	while (text.n)
		if (!conf_line(in, str_cut(&text, '\n'), ++number, ret_error))
			return false;
	return true;
}

void
conf_sample(struct buf *out)
{
	buf_puts(out, "# Settings of this instance: \"name = value\" lines.  What stands here\n"
		      "# after '#' is the default.  `vigie doctor` looks the whole over.\n");
	for (size_t i = 0; i < N_CONF; i++)
		buf_printf(out, "\n# %s\n# %s = %s\n", conf_table[i].help, conf_table[i].name,
		    conf_table[i].initial ? conf_table[i].initial : "");
}

static bool
conf_file(struct instance *in, struct str *ret_error)
{
	const char *path = instance_path(in, "vigie.conf");
	char *text = arena_alloc(in->arena, CONF_MAX);
	struct str whole = { text, 0 };
	FILE *f = fopen(path, "re");

	if (f == NULL && errno == ENOENT)
		return true;
	if (f) {
		whole.n = fread(text, 1, CONF_MAX, f);
		if (ferror(f) || whole.n == CONF_MAX)
			whole.p = NULL;
		fclose(f);
	}
	if (f == NULL || whole.p == NULL) {
		*ret_error = arena_printf(in->arena, "cannot read '%s'", path);
		return false;
	}
	return conf_read(in, whole, ret_error);
}

static const char *
chosen(const char *option, const char *variable, const char *initial)
{
	const char *e = getenv(variable);

	return option ? option : e && *e ? e : initial;
}

/* What the command line, the environment and the other settings decide. */
static void
settle(struct instance *in, const struct options *opt)
{
	in->database = chosen(opt->database, "VIGIE_DATABASE", in->database);
	if (in->database == NULL || in->database[0] == '\0')
		in->database = arena_printf(in->arena, "sqlite:%s/vigie.db", in->data).p;
	if (opt->listen)
		in->listen = opt->listen;
	if (in->public_url == NULL || in->public_url[0] == '\0')
		in->public_url = arena_printf(in->arena, "http://%s", in->listen).p;
}

struct instance *
instance_open(const struct options *opt, struct arena *a, struct str *ret_error)
{
	struct instance *in = arena_new_of(a, struct instance);
	bool tree = access("./Makefile", F_OK) == 0;

	in->arena = a;
	in->data = chosen(opt->data, "VIGIE_DATA", tree ? "./var" : "/var/lib/vigie");
	for (size_t i = 0; i < N_CONF; i++)
		if (conf_table[i].initial)
			conf_set(in, &conf_table[i], str_of(conf_table[i].initial));
	if (!conf_file(in, ret_error))
		return NULL;
	settle(in, opt);
	table_folder(in->data);
	return in;
}

bool
instance_keys(struct instance *in, struct str *ret_error)
{
	if (in->keyring == NULL)
		in->keyring = keyring_open(instance_path(in, "keys"), in->arena, ret_error);
	return in->keyring != NULL;
}

struct db *
instance_db(struct instance *in, struct str *ret_error)
{
	return db_open(in->database, in->arena, ret_error);
}

void
instance_close(struct instance *in)
{
	if (in)
		keyring_close(in->keyring);
}

const char *
instance_path(const struct instance *in, const char *name)
{
	return arena_printf(in->arena, "%s/%s", in->data, name).p;
}

const char *
instance_secret(const char *path, struct arena *a)
{
	char *line;
	FILE *f;
	bool good;

	if (*path == '\0')
		return "";
	f = fopen(path, "re");
	if (f == NULL)
		return NULL;
	line = arena_alloc(a, SECRET_MAX);
	good = fgets(line, SECRET_MAX, f) != NULL;
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	return good ? line : NULL;
}

const char *
instance_sqlite(const struct instance *in)
{
	return strncmp(in->database, "sqlite:", 7) == 0 ? in->database + 7 : NULL;
}
