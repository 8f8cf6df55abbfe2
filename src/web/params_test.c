/* Urlencoded text and request targets: decoded once, strictly. */
#include "tests/unit.h"

#include <string.h>

#include "web/parse.h"

static struct params p;

static bool
parse(const char *text)
{
	p = (struct params){ 0 };
	return params_parse(str_of(text), &p, arena);
}

TEST(pairs)
{
	EXPECT(parse("a=1&b=+x%C3%A9%26&a=2&c&=&&d="));
	EXPECT_INT(p.n, 5);
	EXPECT_STR(param_get(&p, "a"), "1");
	EXPECT_STR(param_get(&p, "b"), " xé&");
	EXPECT(param_has(&p, "c") && param_has(&p, "d") && !param_has(&p, "e"));
	EXPECT_STR(param_get(&p, "c"), "");
	EXPECT_STR(param_get(&p, "e"), "");
	EXPECT(parse(""));
	EXPECT_INT(p.n, 0);
	EXPECT(parse("a=b=c"));
	EXPECT_STR(param_get(&p, "a"), "b=c");
	EXPECT(parse("%61=1"));
	EXPECT_STR(param_get(&p, "a"), "1");
}

TEST(malformed)
{
	EXPECT(!parse("a=%"));
	EXPECT(!parse("a=%4"));
	EXPECT(!parse("a=%4g"));
	EXPECT(!parse("%zz=1"));
	EXPECT(!parse("a=%00"));
	EXPECT(!parse("a=%C3"));
	EXPECT(!parse("a=%ED%A0%80"));
	EXPECT(!params_parse((struct str){ "a=\0", 3 }, &p, arena));
}

TEST(many)
{
	char text[2 * (PARAM_MAX + 1)];

	for (size_t i = 0; i < sizeof text; i += 2)
		memcpy(text + i, "a&", 2);
	EXPECT(params_parse((struct str){ text, 2 * PARAM_MAX - 1 }, &p, arena));
	EXPECT_INT(p.n, PARAM_MAX);
	EXPECT(!params_parse((struct str){ text, 2 * PARAM_MAX + 1 }, &p, arena));
}

static const char *
path(const char *target)
{
	static struct str q;
	struct str s;

	return path_decode(str_of(target), &s, &q, arena) ? arena_cstr(arena, s) : "400";
}

TEST(paths)
{
	static const char *const bad[] = { "", "*", "a", "http://x/", "/%", "/%2", "/a%2fb",
		"/a%00", "/..", "/a/../b", "/%2e%2e/a", "/./a", "/a/.", "/a\\b", "/a%5Cb", "/%C3",
		"/a%0Ab" };
	struct str s, q;

	EXPECT_STR(str_of(path("/")), "/");
	EXPECT_STR(str_of(path("/a/%C3%A9t%20?x=1")), "/a/ét ");
	EXPECT_STR(str_of(path("/.well-known/security.txt")), "/.well-known/security.txt");
	EXPECT(path_decode(S("/a?b=c?d%00"), &s, &q, arena));
	EXPECT_STR(q, "b=c?d%00");
	EXPECT(path_decode(S("/a"), &s, &q, arena));
	EXPECT_STR(q, "");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		EXPECT_STR(str_of(path(bad[i])), "400");
}

static bool
from_json(const char *text)
{
	p = (struct params){ 0 };
	return params_json(str_of(text), &p, arena);
}

/* What is named and empty is unknown, which is not the same as not named. */
TEST(json_objects)
{
	EXPECT(from_json("{\"a\":\"x\",\"n\":-3,\"yes\":true,\"no\":false,\"nil\":null,"
			 "\"set\":[\"u\",\"v\"],\"empty\":[]}"));
	EXPECT_STR(param_get(&p, "a"), "x");
	EXPECT_STR(param_get(&p, "n"), "-3");
	EXPECT_STR(param_get(&p, "yes"), "1");
	EXPECT(param_has(&p, "no") && param_has(&p, "nil") && param_has(&p, "empty"));
	EXPECT_INT(param_get(&p, "no").n + param_get(&p, "nil").n + param_get(&p, "empty").n, 0);
	EXPECT(!param_has(&p, "other"));
	EXPECT_INT(p.n, 8);
	EXPECT(!from_json("[]") && !from_json("{\"a\":{}}") && !from_json("{\"a\":1.5}"));
	EXPECT(!from_json("{\"a\":1,\"a\":2}") && !from_json("{\"a\":[[1]]}") && !from_json(""));
}

UNIT_MAIN(pairs, malformed, many, paths, json_objects)
