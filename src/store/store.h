/* Everything of store/ that a domain may use. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "store/blob.h"
#include "store/db.h"
#include "store/job.h"
#include "store/journal.h"
#include "store/keyring.h"
#include "store/migrate.h"
#include "store/outbox.h"

#endif
