/*
 * multipart/form-data: the same parts however the bytes are cut, and nothing
 * that two readers could understand differently.
 */
#include "tests/unit.h"

#include "base/buf.h"
#include "web/parse.h"

/* What the sink was told, as one text. */
static struct buf told = BUF_INIT(1u << 20);

static bool
begin(void *context, struct str name, struct str filename, struct str type)
{
	(void)context;
	buf_printf(&told, "<%.*s", PS(name));
	if (filename.p)
		buf_printf(&told, " file=%.*s", PS(filename));
	if (type.n)
		buf_printf(&told, " type=%.*s", PS(type));
	buf_puts(&told, ">");
	return true;
}

static bool
data(void *context, struct str bytes)
{
	(void)context;
	buf_put(&told, bytes);
	return true;
}

static bool
end(void *context)
{
	(void)context;
	buf_puts(&told, "|");
	return true;
}

static const struct multipart_sink sink = { NULL, begin, data, end };

/* Feeds in pieces of `piece` bytes; "refused", "unfinished" or what was told. */
static struct str
parts(const char *content_type, struct str body, size_t piece)
{
	struct multipart *m = multipart_new(str_of(content_type), &sink);
	bool good = m != NULL, whole;

	buf_clear(&told);
	for (size_t i = 0; good && i < body.n; i += piece)
		good = multipart_feed(m, str_sub(body, i, piece));
	whole = good && multipart_end(m);
	multipart_free(m);
	return whole ? buf_str(&told) : good ? S("unfinished") : S("refused");
}

#define TYPE "multipart/form-data; boundary=XyZ"

#define EXPECT_PARTS(body, wanted)                                                                 \
	do {                                                                                       \
		for (size_t piece = 1; piece <= sizeof(body); piece++)                             \
			EXPECT_STR(parts(TYPE, S(body), piece), wanted);                           \
	} while (0)

#define PART(name) "--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(rest)                                                                            \
	"--XyZ\r\nContent-Disposition: form-data; name=\"f\"; " rest "\r\n\r\nx\r\n--XyZ--"

TEST(two_fields)
{
	EXPECT_PARTS(
	    PART("a") "1\r\n" PART("b") "deux\r\nlignes\r\n--XyZ--\r\n", "<a>1|<b>deux\r\nlignes|");
}

TEST(near_delimiters)
{
	EXPECT_PARTS(PART("a") "\r\n--Xy\r\n--\r\r\n\r\n--XyQ\r\n-\r\n--XyZ--",
	    "<a>\r\n--Xy\r\n--\r\r\n\r\n--XyQ\r\n-|");
	EXPECT_PARTS(PART("a") "\r\r\n--XyZ--", "<a>\r|");
	EXPECT_PARTS(PART("a") "\r\n--XyZ--", "<a>|");
	EXPECT_PARTS(PART("a") "--XyZ\r\n--XyZ--", "<a>--XyZ|");
}

TEST(preamble_and_epilogue)
{
	EXPECT_PARTS("avant\r\n" PART("a") "1\r\n--XyZ--\r\napr\xC3\xA8s --XyZ", "<a>1|");
	EXPECT_PARTS(
	    "--XyZ \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XyZ--", "<a>1|");
	EXPECT_PARTS("--XyZ--", "");
}

TEST(files)
{
	EXPECT_PARTS(FILE_PART("filename=\"rapport.pdf\"\r\nContent-Type: application/pdf"),
	    "<f file=rapport.pdf type=application/pdf>x|");
	EXPECT_PARTS(FILE_PART("filename=\"\""), "<f file=>x|");
	EXPECT_PARTS(FILE_PART("filename=\"r\xC3\xA9sum\xC3\xA9; a=b.txt\""),
	    "<f file=r\xC3\xA9sum\xC3\xA9; a=b.txt>x|");
	EXPECT_PARTS(FILE_PART("filename=\"a%22b%0D%0Ac%41.txt\""), "<f file=a\"bc%41.txt>x|");
	EXPECT_PARTS(FILE_PART("filename=\"a\\\"b.txt\""), "<f file=a\"b.txt>x|");
	EXPECT_PARTS(FILE_PART("filename=\"C:\\dir\\a.txt\""), "<f file=a.txt>x|");
	EXPECT_PARTS(FILE_PART("filename=\"invoice\xE2\x80\xAE"
			       "fdp.exe\""),
	    "<f file=invoicefdp.exe>x|");
	EXPECT_PARTS(FILE_PART("filename=\"a\xE2\x81\xA6"
			       "b\xE2\x80\x99"
			       "c.txt\""),
	    "<f file=ab\xE2\x80\x99"
	    "c.txt>x|");
	EXPECT_PARTS(FILE_PART("filename=\"../../etc/passwd\""), "<f file=passwd>x|");
	EXPECT_PARTS(FILE_PART("filename=\"a/..\""), "<f file=_>x|");
	EXPECT_PARTS(FILE_PART("filename=\"a/\""), "<f file=_>x|");
	EXPECT_PARTS(
	    FILE_PART("filename=x; filename*=UTF-8''%C3%A9%2Fb%00.txt"), "<f file=b.txt>x|");
	EXPECT_PARTS(FILE_PART("filename=x; filename*=latin1''%E9"), "<f file=x>x|");
}

TEST(refused)
{
	EXPECT_PARTS("--XyZ\r\n\r\n1\r\n--XyZ--", "refused");
	EXPECT_PARTS(
	    "--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--XyZ--", "refused");
	EXPECT_PARTS("--XyZ\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XyZ--", "refused");
	EXPECT_PARTS(
	    "--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XyZ--", "refused");
	EXPECT_PARTS(
	    "--XyZ\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--XyZ--", "refused");
	EXPECT_PARTS(
	    "--XyZ\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n--XyZ--", "refused");
	EXPECT_PARTS("--XyZ\r\nContent-Disposition: form-data; name=a\r\n"
		     "Content-Disposition: form-data; name=b\r\n\r\n1\r\n--XyZ--",
	    "refused");
	EXPECT_PARTS("--XyZ\r\nContent-Disposition: form-data; name=a\r\n"
		     "Content-Transfer-Encoding: base64\r\n\r\n1\r\n--XyZ--",
	    "refused");
	EXPECT_PARTS("--XyZ\r\nContent-Disposition: form-data; name=\"\xE9\"\r\n\r\n1\r\n--XyZ--",
	    "refused");
	EXPECT_PARTS("--XyZx\r\n", "refused");
	EXPECT_PARTS("--XyZ-\r\n", "refused");
	EXPECT_PARTS("", "unfinished");
	EXPECT_PARTS(PART("a") "1", "unfinished");
	EXPECT_PARTS(PART("a") "1\r\n--XyZ", "unfinished");
}

TEST(bounds)
{
	struct buf b = BUF_INIT(1u << 20);

	for (int i = 0; i < 400; i++)
		buf_puts(&b, PART("a") "\r\n");
	buf_puts(&b, "--XyZ--");
	EXPECT_INT(parts(TYPE, buf_str(&b), 4096).n, 400 * 4);
	buf_clear(&b);
	for (int i = 0; i < 401; i++)
		buf_puts(&b, PART("a") "\r\n");
	EXPECT_STR(parts(TYPE, buf_str(&b), 4096), "refused");
	buf_clear(&b);
	buf_puts(&b, "--XyZ\r\nX: ");
	for (int i = 0; i < 4096; i++)
		buf_byte(&b, 'x');
	EXPECT_STR(parts(TYPE, buf_str(&b), 4096), "refused");
	buf_clear(&b);
	buf_puts(&b, "--XyZ\r\nContent-Disposition: form-data; name=f; filename=\"a");
	for (int i = 0; i < 200; i++)
		buf_puts(&b, "\xC3\xA9");
	buf_puts(&b, "\"\r\n\r\n\r\n--XyZ--");
	EXPECT_INT(parts(TYPE, buf_str(&b), 4096).n, sizeof "<f file=a>|" - 1 + 198);
	buf_release(&b);
}

TEST(boundaries)
{
	static const char *const bad[] = { "multipart/form-data", "multipart/mixed; boundary=XyZ",
		"multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=a b", "multipart/form-data; boundary=\"a",
		"multipart/form-data; boundary=a\xC3\xA9",
		("multipart/form-data; boundary="
		 "12345678901234567890123456789012345678901234567890123456789012345678901") };
	struct str body = S(PART("a") "1\r\n--XyZ--");

	EXPECT_STR(parts("Multipart/Form-Data; charset=utf-8; Boundary=\"XyZ\"", body, 3), "<a>1|");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		EXPECT_STR(parts(bad[i], body, 3), "refused");
}

UNIT_MAIN(two_fields, near_delimiters, preamble_and_epilogue, files, refused, bounds, boundaries)
