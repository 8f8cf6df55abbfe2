/* A configuration is read strictly: what is not understood is refused. */
#include "app/instance.h"
#include "tests/unit.h"

static struct instance in;
static struct str error;

static bool
reads(const char *text)
{
	in = (struct instance){ .arena = arena };
	error = (struct str){ NULL, 0 };
	return conf_read(&in, str_of(text), &error);
}

TEST(values)
{
	EXPECT(reads("listen = 0.0.0.0:80\nbehind_proxy=true\n  threads =  8  \r\n"));
	EXPECT_STR(str_of(in.listen), "0.0.0.0:80");
	EXPECT(in.behind_proxy);
	EXPECT_INT(in.threads, 8);
}

TEST(comments_and_blanks)
{
	EXPECT(reads("# brand = A\n\n \t\n#\nbrand = Cellule d’alerte = B\n"));
	EXPECT_STR(str_of(in.brand), "Cellule d’alerte = B");
}

TEST(no_line_end)
{
	EXPECT(reads("phone = 01 99 00 00 00"));
	EXPECT_STR(str_of(in.phone), "01 99 00 00 00");
	EXPECT(reads(""));
}

TEST(empty_value)
{
	EXPECT(reads("smtp_url =\n"));
	EXPECT_STR(str_of(in.smtp_url), "");
}

TEST(private_authority)
{
	EXPECT(reads("smtp_ca = /etc/vigie/relay.pem\n"));
	EXPECT_STR(str_of(in.smtp_ca), "/etc/vigie/relay.pem");
}

TEST(unknown_name)
{
	EXPECT(!reads("listen = a:1\nlisten_on = b:2\n"));
	EXPECT_STR(error, "vigie.conf, line 2: there is no setting 'listen_on'");
}

TEST(no_equal_sign)
{
	EXPECT(!reads("behind_proxy\n"));
	EXPECT_STR(error, "vigie.conf, line 1: this is no value of 'behind_proxy'");
}

TEST(wrong_kinds)
{
	EXPECT(!reads("behind_proxy = yes\n"));
	EXPECT(!reads("threads = -1\n"));
	EXPECT(!reads("threads = 4 cores\n"));
	EXPECT(!reads("threads = 1000\n"));
}

TEST(sample_is_valid)
{
	struct buf b = BUF_INIT(64u << 10);

	conf_sample(&b);
	EXPECT(!buf_failed(&b));
	EXPECT(reads(b.p));
	EXPECT(str_has(buf_str(&b), S("# listen = 127.0.0.1:8080\n")));
	buf_release(&b);
}

UNIT_MAIN(values, comments_and_blanks, no_line_end, empty_value, unknown_name, no_equal_sign,
    wrong_kinds, private_authority, sample_is_valid)
