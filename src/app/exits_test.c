/*
 * Every way by which what a file holds leaves the house, in one table, with what must
 * be true of it; exit_test.c takes each channel through every marking, consent and
 * seal.  A route that looks like a download and is not here fails the test; one that
 * asks nobody is refused by the server itself (rq->released).
 */
#include "tests/unit.h"

#include <string.h>

#include "app/routes.h"
#include "base/table.h"
#include "base/vocab.h"

enum needs { FREELY, INDICATORS };

struct way {
	const char *path;    /* of a route, or a command */
	const char *channel; /* NULL: nothing of a file is in it */
	int64_t most;	     /* the highest rank of a marking that leaves: 4 is RED */
	enum needs needs;
	bool sealed; /* also of a sealed file */
};

/* clang-format off */
static const struct way way_table[] = {
	{ "/desk/:reference/report.pdf",              "report_cell",         3, FREELY,     false },
	{ "/file/:reference/report.pdf",              "report_structure",    4, FREELY,     true },
	{ "/desk/:reference/timeline/export",         "timeline_cell",       3, FREELY,     false },
	{ "/file/:reference/timeline/export",         "timeline_structure",  4, FREELY,     true },
	{ "/desk/:reference/files/:id",               "piece_cell",          4, FREELY,     true },
	{ "/desk/:reference/evidence/files/:id",      "piece_cell",          4, FREELY,     true },
	{ "/file/:reference/files/:id",               "piece_structure",     4, FREELY,     true },
	{ "/cards/:reference/pieces/:id",             "card_piece",          4, FREELY,     true },
	{ "/desk/:reference/evidence.csv",            "observables_csv",     3, FREELY,     false },
	{ "/desk/:reference/evidence.csv",            "indicators_partners", 3, INDICATORS, false },
	{ "/desk/:reference/evidence.csv",            "indicators_public",   2, INDICATORS, false },
	{ "/desk/:reference/providers/:intervention/send", "vendor_letter",  3, FREELY,     false },
	{ "/answer/:secret",                          "vendor_letter",       3, FREELY,     false },
	{ "/api/v1/incidents/:reference",             "api",                 3, FREELY,     false },
	{ "/api/v1/incidents/:reference/observables", "api",                 3, FREELY,     false },
	{ "/api/v1/incidents/:reference/observables.csv", "api",             3, FREELY,     false },
	{ "/api/v1/incidents/:reference/observables.csv", "indicators_partners", 3, INDICATORS, false },
	{ "/api/v1/incidents/:reference/observables.csv", "indicators_public",   2, INDICATORS, false },
	{ "vigie export reports",                     "export_reports",      3, FREELY,     false },
	{ "vigie export file",                        "export_court",        4, FREELY,     true },
	{ "/publications/:reference/document.pdf",    "bulletin_pdf",        3, FREELY,     false },
	{ "/feeds/publications.atom",                 "bulletin_feed",       0, FREELY,     false },
	{ "/journal.csv",                             NULL,                  0, FREELY,     false },
	{ "/api/v1/openapi.json",                     NULL,                  0, FREELY,     false },
};
/* clang-format on */

#define N(table) (sizeof table / sizeof table[0])

static bool
listed(const char *path)
{
	for (size_t i = 0; i < N(way_table); i++)
		if (strcmp(way_table[i].path, path) == 0)
			return true;
	return false;
}

/* What a route of a download is called in this house. */
static bool
carries(const struct route *r)
{
	static const char *const sign[] = { ".csv", ".pdf", ".json", ".zip", ".atom", "/export",
		"/files/:", "/pieces/:" };

	if (r->method != GET)
		return false;
	for (size_t i = 0; i < N(sign); i++)
		if (strstr(r->path, sign[i]))
			return true;
	return false;
}

TEST(every_download_is_in_the_table)
{
	size_t n = 0;

	for (const struct route *const *list = all_routes; *list; list++)
		for (const struct route *r = *list; r->path; r++)
			if (carries(r)) {
				if (!listed(r->path))
					printf("%s is in no row\n", r->path);
				EXPECT(listed(r->path));
				n++;
			}
	EXPECT(n >= 10);
}

static bool
there(const char *path)
{
	for (const struct route *const *list = all_routes; *list; list++)
		for (const struct route *r = *list; r->path; r++)
			if (strcmp(r->path, path) == 0)
				return true;
	return false;
}

TEST(every_row_is_a_route)
{
	for (size_t i = 0; i < N(way_table); i++)
		if (way_table[i].path[0] == '/') {
			if (!there(way_table[i].path))
				printf("%s is no route\n", way_table[i].path);
			EXPECT(there(way_table[i].path));
		}
}

static int64_t
rank(struct str tlp)
{
	const struct vocab_item *item = vocab_find(vocab_get("tlp"), tlp);
	int64_t n = -1;

	if (item)
		str_int(attribute(item->attributes, "rank"), &n);
	return n;
}

TEST(every_way_out_has_its_channel)
{
	const struct table *t = table_get("exit");

	for (size_t i = 0; i < N(way_table); i++) {
		const struct way *w = &way_table[i];
		size_t row = w->channel ? table_find(t, "channel", str_of(w->channel)) : 0;

		if (w->channel == NULL)
			continue;
		EXPECT(row != NOT_FOUND_ROW);
		EXPECT_INT(rank(table_cell(t, row, "ceiling")), w->most);
		EXPECT_STR(
		    table_cell(t, row, "consent"), w->needs == FREELY ? "none" : "indicators");
		EXPECT_STR(table_cell(t, row, "sealed"), w->sealed ? "yes" : "no");
	}
}

UNIT_MAIN(every_download_is_in_the_table, every_row_is_a_route, every_way_out_has_its_channel)
