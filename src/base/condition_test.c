/* Conditions in three values: Kleene's tables, sets, what is not known. */
#include "base/condition.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/table.h"
#include "tests/unit.h"

struct thing {
	struct code extent;
	struct codes impact;
	bool paper;
	struct str note;
};

static const struct field thing_extent = { FIELD(thing, extent), .vocabulary = "unit_extent" },
			  thing_impact = { FIELD(thing, impact), .vocabulary = "unit_impact" },
			  thing_paper = { FIELD(thing, paper) },
			  thing_note = { FIELD(thing, note) };
static const struct field *const thing_fields[] = { &thing_extent, &thing_impact, &thing_paper,
	&thing_note, NULL };

/* A vocabulary of our own, in the folder of an instance. */
static void
use_vocabulary(void)
{
	static char folder[] = "/tmp/vigie-unit-XXXXXX";
	char path[64];
	FILE *f;

	if (folder[sizeof folder - 2] != 'X')
		return;
	EXPECT(mkdtemp(folder) != NULL);
	snprintf(path, sizeof path, "%s/tables", folder);
	EXPECT(mkdir(path, 0700) == 0);
	snprintf(path, sizeof path, "%s/tables/vocabulary.tsv", folder);
	f = fopen(path, "we");
	if (f == NULL)
		return;
	fputs("vocabulary\tcode\tattributes\nunit_extent\tlocal\nunit_extent\twide\n"
	      "unit_extent\tnsp\nunit_impact\tcare\nunit_impact\tdata\nunit_impact\tpaper\n",
	    f);
	fclose(f);
	table_folder(folder);
	vocab_get("unit_extent"); /* loaded once and for all: the files may go */
	unlink(path);
	snprintf(path, sizeof path, "%s/tables", folder);
	rmdir(path);
	rmdir(folder);
}

static enum truth
holds(const char *condition, const char *extent, const char *impact)
{
	struct thing it = { { str_of(extent) }, { str_of(impact) }, true, S("x") };

	return condition_holds(str_of(condition), thing_fields, &it);
}

TEST(kleene)
{
	static const enum truth either[3][3] = { [NO] = { NO, YES, UNKNOWN },
		[YES] = { YES, YES, YES },
		[UNKNOWN] = { UNKNOWN, YES, UNKNOWN } };
	static const enum truth both[3][3] = { [NO] = { NO, NO, NO },
		[YES] = { NO, YES, UNKNOWN },
		[UNKNOWN] = { NO, UNKNOWN, UNKNOWN } };

	for (enum truth a = NO; a <= UNKNOWN; a++)
		for (enum truth b = NO; b <= UNKNOWN; b++) {
			EXPECT_INT(truth_or(a, b), either[a][b]);
			EXPECT_INT(truth_and(a, b), both[a][b]);
		}
	EXPECT_STR(truth_code(YES), "oui");
	EXPECT_STR(truth_code(NO), "non");
	EXPECT_STR(truth_code(UNKNOWN), "nsp");
}

TEST(atoms)
{
	EXPECT_INT(holds("always", "", ""), YES);
	EXPECT_INT(holds("extent=wide", "wide", ""), YES);
	EXPECT_INT(holds("extent=wide", "local", ""), NO);
	EXPECT_INT(holds("extent=wide", "nsp", ""), UNKNOWN);
	EXPECT_INT(holds("extent=wide", "", ""), UNKNOWN);
	EXPECT_INT(holds("extent!=wide", "", ""), UNKNOWN);
	EXPECT_INT(holds("extent != wide", "local", ""), YES);
	EXPECT_INT(holds("extent=local|wide", "wide", ""), YES);
	EXPECT_INT(holds("impact=data", "", "care|data"), YES);
	EXPECT_INT(holds("impact=paper|data", "", "care"), NO);
	EXPECT_INT(holds("impact!=data", "", "care|data"), NO);
	EXPECT_INT(holds("impact!=data", "", "care"), YES);
	EXPECT_INT(holds("paper=oui", "", ""), YES);
	EXPECT_INT(holds("paper=non", "", ""), NO);
	EXPECT_INT(holds("paper!=oui", "", ""), NO);
}

TEST(phrases)
{
	EXPECT_INT(holds("extent=wide and impact=care", "wide", "care"), YES);
	EXPECT_INT(holds("extent=wide and impact=care", "local", ""), NO);
	EXPECT_INT(holds("extent=wide and impact=care", "wide", ""), UNKNOWN);
	EXPECT_INT(holds("extent=wide or impact=care", "", "care"), YES);
	EXPECT_INT(holds("extent=wide or impact=care", "", "data"), UNKNOWN);
	EXPECT_INT(holds("extent=local or extent=wide and impact=care", "local", "data"), YES);
	EXPECT_INT(holds("extent=local or extent=wide and impact=care", "wide", "data"), NO);
}

TEST(broken_tables)
{
	static const char *const wrong[] = { "extent", "=wide", "extent=", "other=wide",
		"extent=huge", "extent=wide and", "note=x", "extent=wide or  or impact=care",
		"extent=wide and  and impact=care", "extent=local | wide" };

	use_vocabulary();
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		EXPECT(condition_check(str_of(wrong[i]), thing_fields) != NULL);
	EXPECT(holds("extent=wide or  or impact=care", "local", "data") != YES);
	EXPECT(condition_check(S("always"), thing_fields) == NULL);
	EXPECT(condition_check(
		   S("extent = local|wide and paper=oui or impact!=data"), thing_fields) == NULL);
}

UNIT_MAIN(kleene, atoms, phrases, broken_tables)
