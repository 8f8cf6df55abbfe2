/* A path finds its row, whatever the order of the rows. */
#include "tests/unit.h"

#include "web/web.h"

static const struct route first[] = {
	{ GET, "/", 0, NULL, NULL, 0, NULL },
	{ GET, "/incidents/:reference", 0, NULL, NULL, 0, NULL },
	{ GET, "/incidents/new", 0, NULL, NULL, 0, NULL },
	{ POST, "/incidents/:reference/close", 0, NULL, NULL, 0, NULL },
	{ 0 },
};
static const struct route second[] = {
	{ GET, "/a/:b/c/:d", 0, NULL, NULL, 0, NULL },
	{ GET, "/a/b/:c/:d", 0, NULL, NULL, 0, NULL },
	{ POST, "/incidents/new", 0, NULL, NULL, 0, NULL },
	{ 0 },
};
static const struct route *const routes[] = { first, second, NULL };

static struct str segment[SEGMENTS_MAX];

static const char *
found(enum method m, const char *path)
{
	int status = 200;
	const struct route *r = route_find(routes, m, str_of(path), segment, &status);

	return r ? r->path : status == 404 ? "404" : "405";
}

#define EXPECT_PATH(m, path, wanted) EXPECT_STR(str_of(found(m, path)), wanted)

TEST(literal_before_parameter)
{
	EXPECT_PATH(GET, "/", "/");
	EXPECT_PATH(GET, "/incidents/new", "/incidents/new");
	EXPECT_STR(segment[0], "");
	EXPECT_PATH(GET, "/incidents/newer", "/incidents/:reference");
	EXPECT_STR(segment[0], "newer");
	EXPECT_PATH(GET, "/a/b/c/d", "/a/b/:c/:d");
	EXPECT_STR(segment[0], "c");
	EXPECT_STR(segment[1], "d");
	EXPECT_PATH(GET, "/a/x/c/d", "/a/:b/c/:d");
}

TEST(none)
{
	EXPECT_PATH(GET, "", "404");
	EXPECT_PATH(GET, "/incidents", "404");
	EXPECT_PATH(GET, "/incidents/", "404");
	EXPECT_PATH(GET, "/incidents/a/", "404");
	EXPECT_PATH(GET, "//", "404");
	EXPECT_PATH(GET, "/incidents//close", "404");
}

TEST(other_method)
{
	EXPECT_PATH(POST, "/", "405");
	EXPECT_PATH(POST, "/incidents/2026-1", "405");
	EXPECT_PATH(GET, "/incidents/2026-1/close", "405");
	EXPECT_PATH(POST, "/incidents/2026-1/close", "/incidents/:reference/close");
	EXPECT_STR(segment[0], "2026-1");
}

UNIT_MAIN(literal_before_parameter, none, other_method)
