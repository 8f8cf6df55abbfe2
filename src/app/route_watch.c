/* What is new outside: the cell's. */
#include "app/routes.h"
#include "identity/identity.h"
#include "watch/watch.h"

/* clang-format off */
const struct route watch_route[] = {
	{ GET,  "/watch", RIGHT(OBJECT_WATCH, ACTION_LIST), NULL, watch_page },
	{ POST, "/watch", RIGHT(OBJECT_WATCH, ACTION_WRITE), &watch_form, watch_mark },
	{ 0 },
};
/* clang-format on */
