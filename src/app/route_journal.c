/* The journal, for its auditor alone: neither the cell nor the administrator. */
#include "app/journal.h"
#include "app/routes.h"
#include "identity/identity.h"

#define READ RIGHT(OBJECT_JOURNAL, ACTION_READ)

/* clang-format off */
const struct route journal_route[] = {
	{ GET, "/journal", READ, NULL, journal_page },
	{ GET, "/journal.csv", READ, NULL, journal_csv },
	{ 0 },
};
/* clang-format on */
