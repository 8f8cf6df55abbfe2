/* A mail is 7 bits, its lines are short, and nothing given can add a header. */
#include "doc/mail.h"
#include "tests/unit.h"

#include <string.h>

static struct buf out = BUF_INIT(1u << 20);

static struct letter
letter(const char *subject, const char *body)
{
	return (struct letter){
		.message_id = S("abc.123@vigie.example"),
		.date = { 1795509000 },
		.from = S("vigie@example.org"),
		.to = S("duty@hospital.example"),
		.subject = str_of(subject),
		.body = str_of(body),
	};
}

static bool
writes(const struct letter *l)
{
	buf_clear(&out);
	return mail_write(&out, l);
}

/* The value of a header with its foldings, without the last line end; "" if none. */
static struct str
header(const char *name)
{
	struct str rest = buf_str(&out);

	while (rest.n && rest.p[0] != '\r') {
		const char *start = rest.p;
		struct str line;

		do
			line = str_cut(&rest, '\n');
		while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t'));
		if (strncmp(start, name, strlen(name)) == 0 && start[strlen(name)] == ':')
			return str_trim((struct str){ start + strlen(name) + 1,
			    (size_t)(line.p + line.n - start) - strlen(name) - 1 });
	}
	return (struct str){ NULL, 0 };
}

static struct str
body(void)
{
	const char *at = strstr(out.p, "\r\n\r\n");

	return str_of(at ? at + 4 : NULL);
}

static void
check_lines(void)
{
	struct str rest = buf_str(&out);

	while (rest.n) {
		struct str line = str_cut(&rest, '\n');

		EXPECT(str_ends(line, S("\r")));
		EXPECT(line.n <= 77);
		for (size_t i = 0; i < line.n; i++)
			EXPECT((unsigned char)line.p[i] < 0x80);
	}
}

TEST(plain_mail)
{
	struct letter l = letter("SIG-2026-000123 received", "Bonjour\n");

	EXPECT(writes(&l));
	EXPECT_STR(header("Date"), "Tue, 24 Nov 2026 08:30:00 +0000");
	EXPECT_STR(header("Message-ID"), "<abc.123@vigie.example>");
	EXPECT_STR(header("From"), "<vigie@example.org>");
	EXPECT_STR(header("To"), "<duty@hospital.example>");
	EXPECT_STR(header("Subject"), "SIG-2026-000123 received");
	EXPECT_STR(header("Auto-Submitted"), "auto-generated");
	EXPECT_STR(body(), "Bonjour\r\n");
	check_lines();
}

TEST(accents_in_subject)
{
	struct letter l = letter("Signalement reçu", "");

	EXPECT(writes(&l));
	EXPECT_STR(header("Subject"), "=?UTF-8?B?U2lnbmFsZW1lbnQgcmXDp3U=?=");
}

TEST(long_subject_is_cut_between_characters)
{
	struct letter l = letter("éééééééééééééééééééééééééééééééééééééé€€€€€€€€", "");

	EXPECT(writes(&l));
	check_lines();
	/* Of 39 bytes, 38 are whole two-byte letters. */
	EXPECT(str_starts(header("Subject"),
	    S("=?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\r\n =?UTF-8?B?")));
}

TEST(long_ascii_subject_is_folded)
{
	struct letter l = letter("one two three four five six seven eight nine ten eleven twelve "
				 "thirteen fourteen fifteen",
	    "");

	EXPECT(writes(&l));
	check_lines();
	EXPECT(str_has(header("Subject"), S("twelve\r\n thirteen")));
}

TEST(encoded_looking_subject)
{
	struct letter l = letter("=?UTF-8?B?AAAA?=", "");

	EXPECT(writes(&l));
	EXPECT_STR(header("Subject"), "=?UTF-8?B?PT9VVEYtOD9CP0FBQUE/PQ==?=");
}

TEST(subject_cannot_add_headers)
{
	struct letter l = letter("x\r\nBcc: spy@example.org\r\n\r\nbody", "real");

	EXPECT(writes(&l));
	EXPECT_INT(header("Bcc").n, 0);
	EXPECT(!str_has(buf_str(&out), S("spy@")));
	EXPECT_STR(body(), "real\r\n");
}

TEST(addresses_cannot_add_anything)
{
	static const char *const bad[] = { "", "a", "a@", "@b", "a b@c.fr", "a@b.fr\r\nBcc: c@d.fr",
		"a@b.fr>,<c@d.fr", "a@b.fr,c@d.fr", "\"a b\"@c.fr", "é@b.fr", "a..b@c.fr",
		".a@b.fr", "a@b.fr ", "a@b@c.fr" };
	struct letter l = letter("s", "b");

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		l.to = str_of(bad[i]);
		EXPECT(!writes(&l));
	}
	l = letter("s", "b");
	l.message_id = S("x>\r\nBcc: <a@b.fr");
	EXPECT(!writes(&l));
	l = letter("s", "b");
	l.from = S("a@b.fr\n");
	EXPECT(!writes(&l));
}

TEST(sender_name)
{
	struct letter l = letter("s", "b");

	l.from_name = S("Vigie\r\nBcc: spy@example.org");
	EXPECT(writes(&l));
	EXPECT_INT(header("Bcc").n, 0);
	EXPECT(str_has(header("From"), S("\r\n <vigie@example.org>")));
	check_lines();
	l.from_name = S("Vigie (essai)");
	EXPECT(writes(&l));
	EXPECT_STR(header("From"), "\"Vigie (essai)\" <vigie@example.org>");
}

TEST(body_is_quoted)
{
	struct letter l = letter("s", "a=b é\r\ntrailing \n.\nFrom me\n");

	EXPECT(writes(&l));
	EXPECT_STR(body(), "a=3Db =C3=A9\r\ntrailing=20\r\n=2E\r\n=46rom me\r\n");
}

TEST(body_lines_are_broken)
{
	char text[500];
	struct letter l;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	l = letter("s", text);
	EXPECT(writes(&l));
	check_lines();
	EXPECT(str_has(body(), S("x=\r\nx")));
	memcpy(text,
	    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3"
	    "\xa9"
	    "\xc3\xa9\xc3\xa9\xc3\xa9",
	    28);
	EXPECT(writes(&l));
	check_lines();
}

TEST(same_letter_same_bytes)
{
	struct letter l = letter("Reçu", "é");
	struct str first;

	EXPECT(writes(&l));
	first = arena_dup(arena, buf_str(&out));
	EXPECT(writes(&l));
	EXPECT(str_eq(first, buf_str(&out)));
	buf_release(&out);
}

UNIT_MAIN(plain_mail, accents_in_subject, long_subject_is_cut_between_characters,
    long_ascii_subject_is_folded, encoded_looking_subject, subject_cannot_add_headers,
    addresses_cannot_add_anything, sender_name, body_is_quoted, body_lines_are_broken,
    same_letter_same_bytes)
