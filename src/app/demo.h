/*
 * The demonstration: what `vigie demo` leaves for the files that fill it further.
 * Its people and passwords are public, so it goes to an empty instance only.
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/command.h"
#include "directory/directory.h"
#include "identity/identity.h"

#define DEMO_PASSWORD "demonstration-2026"
#define DEMO_TOTP "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" /* base32, of every role that needs one */

enum demo_place {
	DEMO_CH, /* in the Nord: its people have accounts */
	DEMO_CHU,
	DEMO_LABORATORY,
	DEMO_RADIOTHERAPY,
	DEMO_EHPAD, /* in La Réunion */
	DEMO_PHARMACY,
	DEMO_ARMY,
	DEMO_PLACES
};

/* One a role, and two regional officers. */
#define DEMO_PEOPLE 20

struct demo {
	struct db *db;
	const struct keyring *keyring;
	struct arena *arena;
	struct moment now;
	struct str mail_domain, public_url;
	struct structure place[DEMO_PLACES];
	struct account account[DEMO_PEOPLE];
};

/* By the part of the address before '@': "analyst", "ars-hdf". Dies when unknown. */
const struct account *demo_account(const struct demo *d, const char *name);

/* Incidents, exchanges, publications; in no transaction. */
enum outcome demo_files(struct demo *d);

#endif
