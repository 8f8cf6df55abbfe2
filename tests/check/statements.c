/* Every statement of the program prepares, on a migrated database of each engine. */
#include "tests/unit.h"

#include "store/fixture.h"

static void
prepare(struct fixture *f)
{
	struct str error = { NULL, 0 };
	bool prepared = db_prepare_all(f->db, arena, &error);

	EXPECT(prepared);
	EXPECT_STR(error, "");
}

TEST(statements)
{
	each_engine(prepare);
	printf("%zu statements, %zu migrations\n", sql_count, migration_count);
}

UNIT_MAIN(statements)
