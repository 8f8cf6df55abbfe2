/*
 * A browser's long sentence about itself, cut to what its owner recognises:
 * "Firefox, Windows".  The first name that stands in it wins, in an order where
 * each comes before those it pretends to be.  Nothing is decided by this, and
 * nothing more of it is kept.
 */
#include "identity/private.h"

struct sign {
	struct str mark, name;
};

/* clang-format off */
static const struct sign browser[] = {
	{ STR_INIT("Edg/"), STR_INIT("Edge") },
	{ STR_INIT("EdgA/"), STR_INIT("Edge") },
	{ STR_INIT("OPR/"), STR_INIT("Opera") },
	{ STR_INIT("SamsungBrowser/"), STR_INIT("Samsung Internet") },
	{ STR_INIT("Firefox/"), STR_INIT("Firefox") },
	{ STR_INIT("FxiOS/"), STR_INIT("Firefox") },
	{ STR_INIT("Chrome/"), STR_INIT("Chrome") },
	{ STR_INIT("CriOS/"), STR_INIT("Chrome") },
	{ STR_INIT("Safari/"), STR_INIT("Safari") },
	{ STR_INIT("curl/"), STR_INIT("curl") },
};

static const struct sign machine[] = {
	{ STR_INIT("iPhone"), STR_INIT("iPhone") },
	{ STR_INIT("iPad"), STR_INIT("iPad") },
	{ STR_INIT("Android"), STR_INIT("Android") },
	{ STR_INIT("CrOS"), STR_INIT("ChromeOS") },
	{ STR_INIT("Windows"), STR_INIT("Windows") },
	{ STR_INIT("Mac OS X"), STR_INIT("macOS") },
	{ STR_INIT("Linux"), STR_INIT("Linux") },
};
/* clang-format on */

static struct str
first(const struct sign *list, size_t n, struct str agent)
{
	for (size_t i = 0; i < n; i++)
		if (str_has(agent, list[i].mark))
			return list[i].name;
	return (struct str){ NULL, 0 };
}

struct str
agent_short(struct arena *a, struct str agent)
{
	struct str b = first(browser, sizeof browser / sizeof browser[0], agent);
	struct str m = first(machine, sizeof machine / sizeof machine[0], agent);

	if (b.n == 0 || m.n == 0)
		return b.n ? b : m;
	return arena_printf(a, "%.*s, %.*s", PS(b), PS(m));
}
