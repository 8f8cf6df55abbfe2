/*
 * One instance: its data folder, configuration, database and keys.
 *
 * DATA/vigie.conf   "name = value" lines; see conf_table in instance.c
 * DATA/vigie.db     the SQLite database (default)
 * DATA/keys/        master keys, never in the database
 * DATA/tables/      reference tables that replace the embedded ones
 *
 * Precedence: command line, environment (VIGIE_DATA, VIGIE_DATABASE), vigie.conf,
 * default.
 */
#ifndef APP_INSTANCE_H
#define APP_INSTANCE_H

#include "store/store.h"

struct instance {
	struct arena *arena;
	const char *data;
	const char *database; /* URL */
	struct keyring *keyring;
	const char *listen; /* "127.0.0.1:8080" */
	const char *public_url;
	const char *brand;
	const char *phone;
	const char *publisher, *hosting, *contact; /* of the legal notices */
	const char *mail_from, *mail_domain;
	const char *smtp_url; /* see net/smtp.h; "" keeps mails in the outbox */
	const char *smtp_user, *smtp_password_file;
	const char *smtp_ca;	 /* a PEM file; "": the system's authorities */
	const char *gateway_url; /* see net/hook.h; "": no telephone rings */
	const char *gateway_key_file, *gateway_ca;
	long gateway_seconds;
	bool behind_proxy;
	bool nis2; /* the French law that transposes NIS 2 is in force */
	bool demo; /* the demonstration's banner is shown */
	long threads;
};

struct options {
	const char *data, *database, *listen;
	const char *pace; /* of a rehearsal */
	bool json, yes, with_keys, once, help;
};

/* Reads the configuration. NULL with an error sentence. */
struct instance *instance_open(const struct options *opt, struct arena *a, struct str *ret_error);

/* And opens the keys, which must exist. */
bool instance_keys(struct instance *in, struct str *ret_error);
struct db *instance_db(struct instance *in, struct str *ret_error);
void instance_close(struct instance *in); /* accepts NULL */

/* DATA/name, in the arena. */
const char *instance_path(const struct instance *in, const char *name);

/* The first line of a file of secrets: "" for the path "", NULL when it cannot be read. */
const char *instance_secret(const char *path, struct arena *a);

/* The file of a SQLite database; NULL when it is PostgreSQL. */
const char *instance_sqlite(const struct instance *in);

/* The text of a vigie.conf: pure.  An unknown name or a value that is not of its
 * kind is an error: a spelling mistake must not open a door. */
bool conf_read(struct instance *in, struct str text, struct str *ret_error);

/* A commented file with every line there may be. */
void conf_sample(struct buf *out);

#endif
