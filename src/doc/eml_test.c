/* Encoded parts of mails: quoted-printable joined, base64 over lines, no binary. */
#include "tests/unit.h"

#include "doc/eml.h"

static struct str
told(struct str mail)
{
	struct buf b = BUF_INIT(1u << 16);
	struct str ret;

	eml_text(mail, &b);
	EXPECT(b.n <= mail.n + 1);
	ret = str_trim(arena_dup(arena, buf_str(&b)));
	buf_release(&b);
	return ret;
}

TEST(which_is_a_mail)
{
	EXPECT(eml_is_mail(S("From: a@b.c\r\nTo: d@e.f\r\nSubject: x\r\n y\r\n\r\nbody")));
	EXPECT(eml_is_mail(S("Received: x\n\tby y\nFrom: a\n\n")));
	EXPECT(!eml_is_mail(S("")));
	EXPECT(!eml_is_mail(S("date;adresse\n1;2\n\n")));
	EXPECT(!eml_is_mail(S("Un message.\nAu revoir : fin\n\n")));
	EXPECT(!eml_is_mail(S("a: b\n\n")));
}

TEST(quoted_printable)
{
	EXPECT_STR(told(S("From: a\nContent-Transfer-Encoding: Quoted-Printable\n\n"
			  "https://exam=\r\nple.com/=3Fq=3D1 =C3=A9=\n=ZZ =")),
	    "https://example.com/?q=1 \xc3\xa9=ZZ");
}

TEST(base64_parts)
{
	EXPECT_STR(told(S("Content-Type: multipart/mixed; boundary=limite\n\nclear\n--limite\n"
			  "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
			  "aHR0cHM6Ly9l\r\ndmlsLmV4YW1wbGUv\n--limite\n"
			  "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
			  "aHR0cHM6Ly9jYWNoZS5leGFtcGxlLw==\n--limite--\n")),
	    "https://evil.example/");
	EXPECT_STR(told(S("From: a\n\nnothing encoded\n")), "");
	EXPECT_STR(told(S("")), "");
}

UNIT_MAIN(which_is_a_mail, quoted_printable, base64_parts)
