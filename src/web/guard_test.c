/* Messages that two readers could cut at different places are refused. */
#include "tests/unit.h"

#include "web/parse.h"

#define MAX 6

struct row {
	const char *why;
	int status;
	const char *target;
	struct {
		const char *name, *value;
	} header[MAX];
};

#define HOST                                                                                       \
	{                                                                                          \
		"Host", "vigie.example"                                                            \
	}

static const struct row table[] = {
	{ "a plain GET", 0, "/", { HOST } },
	{ "a plain POST", 0, "/a?b=c", { HOST, { "Content-Length", "5" } } },
	{ "chunked alone", 0, "/", { HOST, { "transfer-encoding", "Chunked" } } },
	{ "an empty header", 0, "/", { HOST, { "X-Empty", "" } } },
	{ "a tab in a value", 0, "/", { HOST, { "X-Tab", "a\tb" } } },
	{ "no Host", 400, "/", { { "Accept", "*/*" } } },
	{ "an empty Host", 400, "/", { { "Host", "" } } },
	{ "two Hosts", 400, "/", { HOST, { "HOST", "other.example" } } },
	{ "two equal lengths", 400, "/",
	    { HOST, { "Content-Length", "5" }, { "Content-Length", "5" } } },
	{ "two lengths", 400, "/", { HOST, { "Content-Length", "0" }, { "content-length", "5" } } },
	{ "length with chunked", 400, "/",
	    { HOST, { "Content-Length", "5" }, { "Transfer-Encoding", "chunked" } } },
	{ "chunked twice", 400, "/",
	    { HOST, { "Transfer-Encoding", "chunked" }, { "Transfer-Encoding", "chunked" } } },
	{ "another encoding", 400, "/", { HOST, { "Transfer-Encoding", "gzip, chunked" } } },
	{ "identity", 400, "/", { HOST, { "Transfer-Encoding", "identity" } } },
	{ "a space before the colon", 400, "/", { HOST, { "Content-Length ", "5" } } },
	{ "a signed length", 400, "/", { HOST, { "Content-Length", "+5" } } },
	{ "a list of lengths", 400, "/", { HOST, { "Content-Length", "5, 5" } } },
	{ "an empty length", 400, "/", { HOST, { "Content-Length", "" } } },
	{ "a hexadecimal length", 400, "/", { HOST, { "Content-Length", "0x5" } } },
	{ "an endless length", 400, "/", { HOST, { "Content-Length", "99999999999999999999" } } },
	{ "a line end in a value", 400, "/", { HOST, { "X", "a\r\nb" } } },
	{ "an empty name", 400, "/", { HOST, { "", "a" } } },
	{ "a name with a bracket", 400, "/", { HOST, { "X(a)", "a" } } },
	{ "another form of target", 400, "http://vigie.example/", { HOST } },
	{ "a target of control characters", 400, "/\x01", { HOST } },
	{ "a target with a space", 400, "/a b", { HOST } },
	{ "no target", 400, "", { HOST } },
};

TEST(rows)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct header h[MAX];
		size_t n = 0;
		int status;

		for (; n < MAX && table[i].header[n].name; n++)
			h[n] = (struct header){ str_of(table[i].header[n].name),
				str_of(table[i].header[n].value) };
		status = guard_check(h, n, str_of(table[i].target));
		if (status != table[i].status)
			printf("%s:\n", table[i].why);
		EXPECT_INT(status, table[i].status);
	}
}

TEST(nul_in_a_value)
{
	struct header h[] = { { S("Host"), S("a") }, { S("X"), { "a\0b", 3 } } };

	EXPECT_INT(guard_check(h, 2, S("/")), 400);
}

TEST(many_headers)
{
	struct header h[101];

	for (size_t i = 0; i < 101; i++)
		h[i] = (struct header){ i ? S("X") : S("Host"), S("a") };
	EXPECT_INT(guard_check(h, 100, S("/")), 0);
	EXPECT_INT(guard_check(h, 101, S("/")), 431);
}

UNIT_MAIN(rows, nul_in_a_value, many_headers)
