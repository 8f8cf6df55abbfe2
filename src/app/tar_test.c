/* What is written as a tar header is read back, and nothing else is. */
#include "app/tar.h"
#include "tests/unit.h"

#include <string.h>

static char block[TAR_BLOCK];
static struct tar_entry entry;

static int64_t
size_back(int64_t size)
{
	EXPECT(tar_header(S("vigie.db"), size, 1790000000, block));
	EXPECT_INT(tar_parse(block, &entry), TAR_FILE);
	EXPECT_STR(str_of(entry.name), "vigie.db");
	return entry.size;
}

TEST(sizes)
{
	EXPECT_INT(size_back(0), 0);
	EXPECT_INT(size_back(511), 511);
	EXPECT_INT(size_back(8589934591), 8589934591);
	EXPECT_INT(size_back(8589934592), 8589934592);
	EXPECT_INT(size_back(INT64_MAX), INT64_MAX);
}

TEST(names)
{
	char name[TAR_NAME_MAX + 2];

	memset(name, 'n', sizeof name);
	EXPECT(tar_header((struct str){ name, TAR_NAME_MAX }, 1, 1, block));
	EXPECT_INT(tar_parse(block, &entry), TAR_FILE);
	EXPECT_INT(strlen(entry.name), TAR_NAME_MAX);
	EXPECT(!tar_header((struct str){ name, TAR_NAME_MAX + 1 }, 1, 1, block));
	EXPECT(!tar_header(S(""), 1, 1, block));
}

TEST(broken)
{
	size_back(5);
	block[0] ^= 1;
	EXPECT_INT(tar_parse(block, &entry), TAR_BAD);
	memset(block, 0, sizeof block);
	EXPECT_INT(tar_parse(block, &entry), TAR_END);
	memset(block, 'a', sizeof block);
	EXPECT_INT(tar_parse(block, &entry), TAR_BAD);
}

TEST(no_links)
{
	size_back(5);
	block[156] = '2';
	EXPECT_INT(tar_parse(block, &entry), TAR_BAD);
}

UNIT_MAIN(sizes, names, broken, no_links)
