/*
 * css IN.css > OUT.css: makes a style sheet ours at build time.
 *
 * The design system that Vigie uses belongs in part to the State: its fonts, its mark, its colours. This filter
 *   - drops every @font-face block, comments (but the licence), and the selectors of DROPPED parts;
 *   - swaps the words of SWAPPED (font families, colours inside drawings);
 *   - repeats each rule of the dark theme for a reader whose system is dark and who chose nothing, so that dark
 *     needs no script.
 * It knows the grammar of CSS only as far as blocks, strings, comments and brackets: enough for any valid sheet.
 * Exit 0 done, 1 the sheet cannot be read or is not balanced, 2 usage.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A selector that names one of these parts is dropped: the State's marks, and components that no page uses. */
static const char *const DROPPED[] = {
	".fr-logo",
	".fr-connect",
	".fr-follow",
	".fr-share",
	".fr-translate",
	".fr-consent",
	".fr-transcription",
	".fr-notice--weather",
	".fr-notice--attack",
	".fr-notice--kidnapping",
	".fr-notice--witness",
	".fr-notice--cyberattack",
	".fr-btn--bluesky",
	".fr-btn--facebook",
	".fr-btn--linkedin",
	".fr-btn--mastodon",
	".fr-btn--threads",
	".fr-btn--twitter",
	".fr-btn--fullscreen",
	".fr-btn--team",
	".fr-btn--briefcase",
	".fr-btn--tooltip",
	".fr-badge--new",
	".fr-quote",
	"[data-fr-mourning]",
};

static const struct {
	const char *from, *to;
} SWAPPED[] = {
	{ "Marianne", "Inter" },
	{ "Spectral", "Georgia" },
	{ "-marianne", "-brand" }, /* --red-marianne-…, a name of colour */
	{ "%23000091",
	    "%230b5a63" }, /* ticks drawn in data: addresses, light then dark; same accent as vigie.css */
	{ "%238585f6", "%2363c5cc" },
};

static const char DARK[] = "[data-fr-theme=dark]";
static const char UNSET[] = ":root:not([data-fr-theme])";

struct text {
	const char *at, *end;
};
struct buffer {
	char *data;
	size_t size, room;
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

_Noreturn static void
fail(const char *message)
{
	fprintf(stderr, "css: %s\n", message);
	exit(1);
}

static void
add(struct buffer *out, const char *data, size_t size)
{
	if (size == 0)
		return;
	if (out->size + size > out->room) {
		out->room = (out->size + size) * 2;
		out->data = realloc(out->data, out->room);
		if (!out->data)
			fail("out of memory");
	}
	memcpy(out->data + out->size, data, size);
	out->size += size;
}

static void
add_text(struct buffer *out, struct text text)
{
	add(out, text.at, (size_t)(text.end - text.at));
}

static void
add_word(struct buffer *out, const char *word)
{
	add(out, word, strlen(word));
}

static bool
starts(struct text text, const char *word)
{
	size_t size = strlen(word);

	return (size_t)(text.end - text.at) >= size && memcmp(text.at, word, size) == 0;
}

static const char *
find(struct text text, const char *word)
{
	for (; text.at < text.end; text.at++)
		if (starts(text, word))
			return text.at;
	return NULL;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static const char *
after_string(struct text text)
{
	char quote = *text.at++;

	for (; text.at < text.end; text.at++) {
		if (*text.at == '\\')
			text.at++;
		else if (*text.at == quote)
			return text.at + 1;
	}
	fail("a string is not closed");
}

static const char *
after_comment(struct text text)
{
	const char *close = find((struct text){ text.at + 2, text.end }, "*/");

	if (!close)
		fail("a comment is not closed");
	return close + 2;
}

static const char *until(struct text text, const char *stops);

/* The end of "(…)"; an address without quotes is one token in which quotes and comments mean nothing. */
static const char *
after_bracket(struct text text, bool address)
{
	const char *at = text.at + 1;

	while (at < text.end && is_space(*at))
		at++;
	if (address && at < text.end && *at != '"' && *at != '\'')
		at = find((struct text){ at, text.end }, ")");
	else
		at = until((struct text){ at, text.end }, ")");
	if (!at || at == text.end)
		fail("a bracket is not closed");
	return at + 1;
}

/* The first of STOPS outside strings, comments and brackets, or the end. */
static const char *
until(struct text text, const char *stops)
{
	const char *first = text.at;

	while (text.at < text.end && !strchr(stops, *text.at)) {
		if (*text.at == '"' || *text.at == '\'')
			text.at = after_string(text);
		else if (starts(text, "/*"))
			text.at = after_comment(text);
		else if (*text.at == '(')
			text.at = after_bracket(
			    text, text.at - first >= 3 && memcmp(text.at - 3, "url", 3) == 0);
		else if (*text.at == '\\' && text.end - text.at > 1)
			text.at += 2;
		else
			text.at++;
	}
	return text.at;
}

/* TEXT starts after "{": the place of its "}". */
static const char *
block_end(struct text text)
{
	for (int depth = 1; (text.at = until(text, "{}")) < text.end; text.at++) {
		depth += *text.at == '{' ? 1 : -1;
		if (depth == 0)
			return text.at;
	}
	fail("a block is not closed");
}

static bool
dropped(struct text selector)
{
	for (size_t i = 0; i < LENGTH(DROPPED); i++)
		if (find(selector, DROPPED[i]))
			return true;
	return false;
}

/* The selector of the dark theme, said for a page without a chosen theme. */
static void
add_unset(struct buffer *out, struct text selector)
{
	const char *mark = find(selector, DARK);
	struct text before = { selector.at, mark };

	if (starts(before, ":root"))
		before.at += strlen(":root");
	add_text(out, before);
	add_word(out, UNSET);
	add_text(out, (struct text){ mark + strlen(DARK), selector.end });
}

/* Splits a selector list into what is kept and, in UNCHOSEN, the dark ones said for a page without a theme. */
static void
sort_selectors(struct text list, struct buffer *kept, struct buffer *unchosen)
{
	while (list.at < list.end) {
		struct text one = { list.at, until(list, ",") };

		list.at = one.end < list.end ? one.end + 1 : one.end;
		if (dropped(one))
			continue;
		if (kept->size)
			add_word(kept, ",");
		add_text(kept, one);
		if (!find(one, DARK))
			continue;
		if (unchosen->size)
			add_word(unchosen, ",");
		add_unset(unchosen, one);
	}
}

static void
add_rule(struct buffer *out, struct text selectors, struct text body)
{
	struct buffer kept = { 0 }, unchosen = { 0 };

	sort_selectors(selectors, &kept, &unchosen);
	if (kept.size) {
		add(out, kept.data, kept.size);
		add_word(out, "{");
		add_text(out, body);
		add_word(out, "}");
	}
	if (unchosen.size) {
		add_word(out, "@media (prefers-color-scheme:dark){");
		add(out, unchosen.data, unchosen.size);
		add_word(out, "{");
		add_text(out, body);
		add_word(out, "}}");
	}
	free(kept.data);
	free(unchosen.data);
}

static void add_rules(struct buffer *out, struct text sheet);

static void
add_block(struct buffer *out, struct text head, struct text body)
{
	struct buffer inner = { 0 };

	if (starts(head, "@font-face"))
		return;
	if (*head.at != '@') {
		add_rule(out, head, body);
		return;
	}
	if (starts(head, "@media") || starts(head, "@supports") || starts(head, "@layer"))
		add_rules(&inner, body);
	else
		add_text(&inner, body);
	if (inner.size) {
		add_text(out, head);
		add_word(out, "{");
		add(out, inner.data, inner.size);
		add_word(out, "}");
	}
	free(inner.data);
}

static void
add_rules(struct buffer *out, struct text sheet)
{
	while (sheet.at < sheet.end) {
		struct text head = sheet, body;

		if (is_space(*sheet.at)) {
			sheet.at++;
		} else if (starts(sheet, "/*")) {
			head.end = sheet.at = after_comment(sheet);
			if (find(head, "SPDX"))
				add_text(out, head);
		} else if (head.end = until(sheet, "{;}"),
		    head.end == sheet.end || *head.end == '}') {
			fail("a rule has no block");
		} else if (*head.end == ';') {
			head.end = sheet.at = head.end + 1;
			add_text(out, head);
		} else {
			body = (struct text){ head.end + 1, sheet.end };
			body.end = block_end(body);
			sheet.at = body.end + 1;
			add_block(out, head, body);
		}
	}
}

static void
print_swapped(struct text text)
{
	while (text.at < text.end) {
		size_t i = 0;

		while (i < LENGTH(SWAPPED) && !starts(text, SWAPPED[i].from))
			i++;
		if (i < LENGTH(SWAPPED)) {
			fputs(SWAPPED[i].to, stdout);
			text.at += strlen(SWAPPED[i].from);
		} else {
			putchar(*text.at++);
		}
	}
}

static struct buffer
read_file(const char *path)
{
	struct buffer in = { 0 };
	char chunk[65536];
	size_t size;
	FILE *file = fopen(path, "rb");

	if (!file)
		fail("cannot open the sheet");
	while ((size = fread(chunk, 1, sizeof chunk, file)) > 0)
		add(&in, chunk, size);
	if (ferror(file))
		fail("cannot read the sheet");
	fclose(file);
	return in;
}

int
main(int argc, char **argv)
{
	struct buffer in, out = { 0 };

	if (argc != 2) {
		fputs("usage: css IN.css > OUT.css\n", stderr);
		return 2;
	}
	in = read_file(argv[1]);
	if (in.size)
		add_rules(&out, (struct text){ in.data, in.data + in.size });
	if (out.size)
		print_swapped((struct text){ out.data, out.data + out.size });
	free(in.data);
	free(out.data);
	if (fflush(stdout) != 0 || ferror(stdout))
		fail("cannot write");
	return 0;
}
