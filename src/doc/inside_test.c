/* The files of tests/data/inside, and what is damaged, too large, or nothing. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc/inside.h"
#include "tests/unit.h"

static struct str
file(const char *name)
{
	FILE *f = fopen(arena_printf(arena, "tests/data/inside/%s", name).p, "rb");
	char *p = arena_alloc(arena, 1 << 16);
	size_t n = f ? fread(p, 1, 1 << 16, f) : 0;

	EXPECT(n > 0);
	if (f)
		fclose(f);
	return (struct str){ p, n };
}

static struct str
words(struct str bytes)
{
	struct buf b = BUF_INIT(1 << 20);
	struct str s;

	inside_text(bytes, &b);
	s = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return s;
}

TEST(a_letter)
{
	struct str s = words(file("letter.docx"));

	EXPECT(str_has(s, S("depot-factures.example.net\n")));
	EXPECT(str_has(s, S("203.0.113.77\nport 4444 & suivants")));
	EXPECT(str_has(s, S("\nhttps://connexion-messagerie.example.org/ouvrir?id=1&x=2\n")));
	EXPECT(!str_has(s, S("schemas.openxmlformats.org")));
}

TEST(a_note)
{
	struct str s = words(file("note.odt"));

	EXPECT(str_has(
	    s, S("Écrire à \nmailto:facture@paiement-rapide.example.com\nla comptabilité\n")));
	EXPECT(str_has(s, S("198.51.100.23\n")));
}

TEST(an_invoice)
{
	struct str s = words(file("invoice.pdf"));

	EXPECT(str_has(s, S("Telecharger depuis miroir-maj.example.net\n")));
	EXPECT(str_has(s, S("empreinte d41d8cd98f00b204e9800998ecf8427e (MD5)\n")));
	EXPECT(str_has(s, S("https://vol-identifiants.example.org/login\n")));
}

TEST(other_letters)
{
	EXPECT_STR(words((struct str){ "\xFF\xFEh\0\xE9\0\x3D\xD8\x00\xDE", 10 }), "hé😀");
	EXPECT_STR(words((struct str){ "\xFE\xFF\0h\0\xE9", 6 }), "hé");
	EXPECT_STR(words((struct str){ "\xD0\xCF\x11\xE0\0bonjour\0\1\2s\0a\0l\0u\0e\0r\0", 27 }),
	    "bonjour\nsaluer\n");
}

TEST(damaged)
{
	struct str letter = file("letter.docx"), invoice = file("invoice.pdf");
	struct buf b = BUF_INIT(100);

	EXPECT(!inside_text(str_sub(letter, 0, 60), &b));
	EXPECT(!inside_text(S("%PDF-1.7 and no more"), &b));
	EXPECT(!inside_text(S("\x89PNG"), &b));
	EXPECT(!inside_text(S(""), &b));
	EXPECT_INT(b.n, 0);
	EXPECT(inside_text(str_sub(invoice, 0, invoice.n - 8), &b)); /* qpdf mends it */
	EXPECT(b.n <= 100);
	buf_release(&b);
}

/* The program that this test belongs to, where it is built. */
TEST(a_child_reads)
{
	struct buf b = BUF_INIT(1 << 20);

	if (access("build/vigie", X_OK) != 0) {
		fprintf(stderr, "build/vigie is not there: skipped\n");
		return;
	}
	inside_program("build/vigie");
	EXPECT(inside_read(file("letter.docx"), &b));
	EXPECT(str_eq(buf_str(&b), words(file("letter.docx"))));
	buf_clear(&b);
	EXPECT(inside_read(file("invoice.pdf"), &b));
	EXPECT(str_eq(buf_str(&b), words(file("invoice.pdf"))));
	EXPECT(!inside_read(S("nothing of a kind"), &b));
	signal(SIGPIPE, SIG_IGN); /* as the program does: a child may end before it is told all */
	inside_program("/bin/false");
	EXPECT(!inside_read(file("letter.docx"), &b));
	inside_program("/nowhere");
	EXPECT(!inside_read(file("letter.docx"), &b));
	buf_release(&b);
}

/* Before those who wait to write give up (WAIT_MS in store/). */
TEST(a_slow_child_is_ended)
{
	char path[] = "/tmp/vigie-slow-XXXXXX";
	struct buf b = BUF_INIT(100);
	int fd = mkstemp(path);

	EXPECT(fd >= 0);
	dprintf(fd, "#!/bin/sh\nexec /bin/sleep 8\n");
	EXPECT_INT(fchmod(fd, 0700), 0);
	close(fd);
	inside_program(path);
	EXPECT(!inside_read(S("%PDF-1.7"), &b));
	unlink(path);
	buf_release(&b);
}

UNIT_MAIN(
    a_letter, a_note, an_invoice, other_letters, damaged, a_child_reads, a_slow_child_is_ended)
