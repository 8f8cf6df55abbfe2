/*
 * Documents are read back by poppler's tools: structure, text, pages.
 */
#include "doc/pdf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit.h"

static struct pdf *
document(void)
{
	struct pdf_about of = { .title = S("Rapport de clôture"),
		.author = S("CSIRT"),
		.mark = S("TLP:AMBER"),
		.foot = S("INC-2026-000001"),
		.date = { 1795521600 },
		.lang = LANG_FR };

	return pdf_begin(arena, &of);
}

static void
words(struct pdf *p, struct pdf_table *t)
{
	static const double weight[] = { 1, 2 };
	static const struct str head[] = { { "Champ", 5 }, { "Valeur", 6 } };
	struct str *cell = arena_array(arena, struct str, 400);

	for (size_t i = 0; i < 200; i++) {
		cell[2 * i] = arena_printf(arena, "nom %zu", i);
		cell[2 * i + 1] = S("une valeur assez longue pour tenir sur plus d’une ligne de "
				    "cette colonne étroite, et même un peu davantage que cela");
	}
	*t = (struct pdf_table){ 2, 200, weight, head, cell, true };
	pdf_heading(p, 1, S("Rapport"));
	pdf_text(p, S("Premier paragraphe,\nqui continue.\n\n  \nSecond."));
	pdf_item(p, S("un"));
	pdf_item(p, S("deux"));
	pdf_heading(p, 2, S("Faits"));
	pdf_table(p, t);
}

/* What a tool prints about a file that takes the place of "FILE". */
static struct str
run(const char *path, const char *const *argv)
{
	char *out = arena_alloc(arena, 1 << 20);
	const char *arg[8] = { NULL };
	size_t n = 0;
	ssize_t got;
	int tube[2];

	for (size_t i = 0; argv[i] && i < 7; i++)
		arg[i] = strcmp(argv[i], "FILE") == 0 ? path : argv[i];
	EXPECT(pipe(tube) == 0);
	if (fork() == 0) {
		dup2(tube[1], 1);
		close(tube[0]);
		execvp(arg[0], (char *const *)(uintptr_t)arg);
		_exit(127);
	}
	close(tube[1]);
	while (n < (1 << 20) - 1 && (got = read(tube[0], out + n, (1 << 20) - 1 - n)) > 0)
		n += (size_t)got;
	close(tube[0]);
	wait(NULL);
	return (struct str){ out, n };
}

static struct str
told(struct str pdf, const char *const *argv)
{
	char path[] = "/tmp/vigie-pdf-XXXXXX";
	int fd = mkstemp(path);
	struct str s;

	EXPECT(fd >= 0 && write(fd, pdf.p, pdf.n) == (ssize_t)pdf.n);
	close(fd);
	s = run(path, argv);
	unlink(path);
	return s;
}

static const char *const structure[] = { "pdfinfo", "-struct", "FILE", NULL };
static const char *const about[] = { "pdfinfo", "FILE", NULL };
static const char *const text[] = { "pdftotext", "-raw", "FILE", "-", NULL };
static const char *const language[] = { "grep", "-ac", "/Lang", "FILE", NULL };

static size_t
times(struct str in, const char *what)
{
	size_t n = 0;

	for (const char *p = in.p; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

TEST(pdf_is_tagged)
{
	struct pdf *p = document();
	struct buf out = BUF_INIT(1 << 24);
	struct pdf_table t;
	struct str s;

	words(p, &t);
	EXPECT(pdf_write(p, &out));
	s = told(buf_str(&out), structure);
	EXPECT_INT(times(s, "H1"), 1);
	EXPECT_INT(times(s, "H2"), 1);
	EXPECT_INT(times(s, "LBody"), 2);
	EXPECT_INT(times(s, "Table"), 1);
	EXPECT(times(s, "TH") > 202); /* 200 rows named, a header a page */
	s = told(buf_str(&out), about);
	EXPECT(strstr(s.p, "Tagged:          yes") != NULL);
	EXPECT(strstr(s.p, "Rapport de cl\xC3\xB4ture") != NULL);
	s = told(buf_str(&out), language);
	EXPECT_STR(s, "1\n");
	buf_release(&out);
}

TEST(pdf_loses_nothing)
{
	struct pdf *p = document();
	struct buf out = BUF_INIT(1 << 24);
	struct pdf_table t;
	struct str s;

	words(p, &t);
	EXPECT(pdf_write(p, &out));
	s = told(buf_str(&out), text);
	EXPECT_INT(times(s, "nom "), 200);
	EXPECT_INT(times(s, "davantage que cela"), 200);
	EXPECT_INT(times(s, "Second."), 1);
	EXPECT(times(s, "Champ") > 5);
	EXPECT_INT(times(s, "Champ"), times(s, "TLP:AMBER"));
	EXPECT(times(s, "page 1 sur ") >= 1);
	buf_release(&out);
}

/* A cell taller than a page goes over several; bad bytes do no harm. */
TEST(pdf_bears_anything)
{
	static const double weight[] = { 1, 1 };
	struct str cell[2] = { S("a\xFF\x01z"), { NULL, 0 } }, head[2] = { S(""), S("") };
	char *tall = arena_alloc(arena, 60000);
	struct pdf *p = document();
	struct buf out = BUF_INIT(1 << 24);
	struct str s;

	for (size_t i = 0; i < 60000; i++)
		tall[i] = i % 6 == 5 ? ' ' : (char)('a' + i % 23);
	cell[1] = (struct str){ tall, 60000 };
	pdf_table(p, &(struct pdf_table){ 2, 1, weight, head, cell, false });
	pdf_text(p, (struct str){ tall, 60000 });
	pdf_item(p, (struct str){ tall, 60000 });
	pdf_page(p);
	pdf_page(p);
	pdf_heading(p, 9, S(""));
	pdf_text(p, S("fin"));
	EXPECT(pdf_write(p, &out));
	s = told(buf_str(&out), text);
	EXPECT(strstr(s.p, "fin") != NULL);
	buf_release(&out);
}

TEST(pdf_same_bytes)
{
	struct buf one = BUF_INIT(1 << 24), two = BUF_INIT(1 << 24), small = BUF_INIT(500);
	struct pdf_table t;
	struct pdf *p = document();

	words(p, &t);
	EXPECT(pdf_write(p, &one));
	p = document();
	words(p, &t);
	EXPECT(pdf_write(p, &two));
	EXPECT(str_eq(buf_str(&one), buf_str(&two)));
	EXPECT(!pdf_write(p, &small));
	buf_release(&one);
	buf_release(&two);
	buf_release(&small);
}

UNIT_MAIN(pdf_is_tagged, pdf_loses_nothing, pdf_bears_anything, pdf_same_bytes)
