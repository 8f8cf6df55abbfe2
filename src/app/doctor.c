/*
 * vigie doctor: what is missing or wrong here, for the operator.
 *
 * A table of checks, each giving a state and a sentence.  "wrong" will hurt
 * somebody and makes the command fail; "note" is worth knowing.  Checks go on
 * after one that fails: those that need the database are told as not made.
 */
#include <arpa/inet.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "app/command.h"
#include "app/doctor.h"
#include "app_sql.h"
#include "base/asset.h"
#include "base/table.h"
#include "doc/mail.h"
#include "incident/incident.h"
#include "net/smtp.h"

#define HOUR 3600
#define SPACE_LOW (1ll << 30) /* bytes */
#define BUILT_YEAR 2026

/* ==== Folder and keys ==== */

bool
others_may(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & 077) != 0;
}

static struct finding
check_folder(struct doctor *d)
{
	struct stat st;

	if (stat(d->in->data, &st) != 0 || !S_ISDIR(st.st_mode))
		return wrong(d, "there is no folder '%s': run 'vigie init'", d->in->data);
	if (st.st_mode & 077)
		return wrong(d, "others may enter '%s': chmod 700", d->in->data);
	if (others_may(instance_path(d->in, "vigie.conf")))
		return note(d, "others may read vigie.conf: chmod 600");
	return fine(d, "'%s' is its owner's alone", d->in->data);
}

static struct finding
check_keys(struct doctor *d)
{
	struct str error = { NULL, 0 };

	if (!instance_keys(d->in, &error))
		return wrong(d, "%.*s", PS(error));
	if (others_may(instance_path(d->in, "keys")))
		return wrong(d, "others may enter the folder of keys: chmod 700");
	return fine(d, "the keys open");
}

/* ==== Database ==== */

static struct finding
check_schema(struct doctor *d)
{
	if (d->db == NULL)
		return wrong(d, "%.*s", PS(d->db_error));
	if (!migrate_current(d->db))
		return wrong(d, "the schema is not this program's: run 'vigie migrate'");
	d->schema = true;
	return fine(d, "the schema is this program's, %zu steps", migration_count);
}

/* The counts of one statement, at most three; false when it could not be asked. */
static bool
counts(struct doctor *d, const struct sql *sql, size_t n, int64_t *ret)
{
	struct query q;

	if (!d->schema)
		return false;
	q = query_open(d->db, sql);
	bind_int(&q, "older", d->now.s - HOUR);
	if (query_next(&q))
		for (size_t i = 0; i < n; i++)
			ret[i] = query_int(&q, i);
	return query_close(&q) == OK;
}

/* "; the last refusal: …", or nothing. */
static struct str
last_refusal(struct doctor *d)
{
	struct query q = query_open(d->db, &sql_doctor_refusal);
	struct str s = S("");

	if (query_next(&q)) {
		s = query_text(&q, 0, d->arena);
		s = arena_printf(d->arena, "; the last refusal: %.*s", PS(s));
	}
	return query_close(&q) == OK ? s : S("");
}

static struct finding
check_outbox(struct doctor *d)
{
	struct str why;
	int64_t n[3] = { 0 };

	if (!counts(d, &sql_doctor_mails, 3, n))
		return note(d, "not looked at");
	if (*d->in->smtp_url == '\0')
		return note(
		    d, "no mail server is set (smtp_url): %lld mails wait", (long long)n[0]);
	why = last_refusal(d);
	if (n[1] || n[2])
		return wrong(d, "%lld mails wait since an hour or more, %lld were given up%.*s",
		    (long long)n[1], (long long)n[2], PS(why));
	if (why.n)
		return note(d, "%lld mails wait%.*s", (long long)n[0], PS(why));
	return fine(d, "%lld mails wait", (long long)n[0]);
}

static struct finding
check_jobs(struct doctor *d)
{
	int64_t n[2] = { 0 };

	if (!counts(d, &sql_doctor_jobs, 2, n))
		return note(d, "not looked at");
	if (n[0] || n[1])
		return wrong(d,
		    "%lld jobs are late by an hour or more (does 'vigie work' run?), "
		    "%lld were given up",
		    (long long)n[0], (long long)n[1]);
	return fine(d, "none is late");
}

/* ==== Tables ==== */

/* A replacement that does not parse would end the program when it is first read:
 * each is looked at here, where it can be told. */
static const char *
replacement_wrong(struct doctor *d, const char *name)
{
	char *text = arena_alloc(d->arena, 8u << 20);
	FILE *f =
	    fopen(instance_path(d->in, arena_printf(d->arena, "tables/%s.tsv", name).p), "re");
	struct str s = { text, 0 };

	if (f == NULL)
		return NULL;
	s.n = fread(text, 1, 8u << 20, f);
	fclose(f);
	if (!str_utf8_valid(s) || table_parse(d->arena, name, s) == NULL)
		return name;
	return NULL;
}

static struct finding
check_tables(struct doctor *d)
{
	struct str broken;
	size_t n = 0;

	for (size_t i = 0; i < asset_count; i++) {
		struct str path = asset_table[i].path;
		const char *name;

		if (!str_starts(path, S("data/")) || !str_ends(path, S(".tsv")))
			continue;
		name = arena_cstr(d->arena, str_sub(path, 5, path.n - 9));
		if (replacement_wrong(d, name))
			return wrong(d, "the table '%s' of this instance cannot be read", name);
		n++;
	}
	broken = incident_rules_check(d->arena);
	if (broken.n)
		return wrong(d, "a rule is not sound: %.*s", PS(broken));
	return fine(d, "%zu reference tables", n);
}

/* ==== Settings ==== */

static struct finding
check_smtp(struct doctor *d)
{
	const struct instance *in = d->in;
	const char *bad = smtp_url_wrong(in->smtp_url);

	if (*in->smtp_url == '\0')
		return note(d, "smtp_url is empty: no mail leaves");
	if (bad)
		return wrong(d, "smtp_url: %s", bad);
	if (!mail_address_valid(str_of(in->mail_from)))
		return wrong(d, "mail_from is no address");
	if (str_ends(str_of(in->mail_from), S(".invalid")))
		return wrong(d, "mail_from is still the example's");
	if (*in->smtp_password_file && access(in->smtp_password_file, R_OK) != 0)
		return wrong(d, "smtp_password_file cannot be read");
	if (*in->smtp_password_file && others_may(in->smtp_password_file))
		return wrong(d, "others may read smtp_password_file: chmod 600");
	if (*in->smtp_ca && access(in->smtp_ca, R_OK) != 0)
		return wrong(d, "smtp_ca cannot be read");
	return fine(d, "%s", in->smtp_url);
}

static struct finding
check_address(struct doctor *d)
{
	struct str url = str_of(d->in->public_url);
	bool here = str_starts(url, S("http://127.0.0.1")) ||
		    str_starts(url, S("http://localhost")) || str_starts(url, S("http://[::1]"));

	if (here)
		return note(d, "public_url is %s: for this machine alone", d->in->public_url);
	if (!str_starts(url, S("https://")))
		return wrong(d, "public_url is not https: links of mails would be read on the way");
	if (!d->in->behind_proxy)
		return wrong(d,
		    "public_url is https but behind_proxy is not true: cookies would not "
		    "be marked secure");
	return fine(d, "%s", d->in->public_url);
}

static struct finding
check_texts(struct doctor *d)
{
	const struct instance *in = d->in;

	if (strcmp(in->phone, "01 99 00 00 00") == 0 && !in->demo)
		return note(d, "phone is still the example's");
	if (!*in->publisher || !*in->hosting || !*in->contact)
		return note(d, "the legal notices lack publisher, hosting or contact");
	return fine(d, "the legal notices are filled in");
}

/* ==== Machine ==== */

static struct finding
check_space(struct doctor *d)
{
	struct statvfs v;
	long long room;

	if (statvfs(d->in->data, &v) != 0)
		return note(d, "not looked at");
	room = (long long)v.f_bavail * (long long)v.f_frsize;
	if (room < SPACE_LOW)
		return wrong(d, "%lld MB are left on the disk", room >> 20);
	return fine(d, "%lld MB are left on the disk", room >> 20);
}

static struct finding
check_clock(struct doctor *d)
{
	struct timex t = { 0 };

	if (moment_civil(d->now, ZONE_UTC).year < BUILT_YEAR)
		return wrong(d, "the clock is before this program was made");
	if (adjtimex(&t) == TIME_ERROR || (t.status & STA_UNSYNC))
		return note(d, "nothing keeps the clock exact (NTP)");
	return fine(d, "kept exact");
}

const struct check check_table[] = {
	{ "folder", check_folder },
	{ "keys", check_keys },
	{ "schema", check_schema },
	{ "tables", check_tables },
	{ "mail", check_smtp },
	{ "gateway", check_gateway },
	{ "rota", check_rota },
	{ "rehearsal", check_rehearsal },
	{ "outbox", check_outbox },
	{ "jobs", check_jobs },
	{ "address", check_address },
	{ "notices", check_texts },
	{ "disk", check_space },
	{ "clock", check_clock },
	{ NULL, NULL },
};
