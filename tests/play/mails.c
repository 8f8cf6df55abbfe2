/*
 * Mails as the server of tests (tests/smtp.mjs) received them.
 */
#include "tests/play/play.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/play/process.h"

static void
folder_of(const struct instance_copy *c, char *ret, size_t size)
{
	snprintf(ret, size, "%s/mail/%s.test", c->bench->folder, c->name);
}

/* ==== Decoding ==== */

static struct str
base64(struct arena *a, struct str s)
{
	unsigned char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	if (sodium_base642bin(
		out, s.n, s.p, s.n, "\r\n ", &n, NULL, sodium_base64_VARIANT_ORIGINAL))
		return s;
	return (struct str){ (char *)out, n };
}

/* Of bodies, and with underscores as spaces of encoded words. */
static struct str
quoted_printable(struct arena *a, struct str s, bool word)
{
	char *out = arena_alloc(a, s.n + 1), hex[3] = "";
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		struct str rest = str_sub(s, i, s.n);

		if (str_starts(rest, S("=\r\n"))) {
			i += 2;
		} else if (rest.p[0] == '=' && rest.n > 2 && isxdigit((unsigned char)rest.p[1])) {
			memcpy(hex, rest.p + 1, 2);
			out[n++] = (char)strtol(hex, NULL, 16);
			i += 2;
		} else {
			out[n++] = word && rest.p[0] == '_' ? ' ' : rest.p[0];
		}
	}
	return (struct str){ out, n };
}

/* "=?utf-8?B?…?=" and "=?utf-8?Q?…?=", those that follow one another joined. */
static struct str
encoded_words(struct arena *a, struct str s)
{
	struct buf b = BUF_INIT(PLAY_BODY);
	bool after = false;
	struct str out;

	while (s.n) {
		struct str rest = s, blank = str_trim(s);

		if (after && str_starts(blank, S("=?")))
			rest = blank;
		after = str_starts(rest, S("=?"));
		if (!after) {
			buf_byte(&b, s.p[0]);
			s = str_sub(s, 1, s.n);
			continue;
		}
		rest = str_sub(rest, 2, rest.n);
		str_cut(&rest, '?');
		out = str_cut(&rest, '?');
		if (out.n == 1 && toupper((unsigned char)out.p[0]) == 'B')
			buf_put(&b, base64(a, str_cut(&rest, '?')));
		else
			buf_put(&b, quoted_printable(a, str_cut(&rest, '?'), true));
		s = str_sub(rest, 1, rest.n);
	}
	out = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return out;
}

/* Folded lines joined. */
static struct str
unfold(struct arena *a, struct str head)
{
	char *out = arena_alloc(a, head.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < head.n; i++) {
		if (head.p[i] == '\r')
			continue;
		if (head.p[i] == '\n' && i + 1 < head.n && strchr(" \t", head.p[i + 1]))
			continue;
		out[n++] = head.p[i];
	}
	return (struct str){ out, n };
}

static struct str
header(struct arena *a, struct str head, const char *name)
{
	while (head.n) {
		struct str value = str_cut(&head, '\n');
		struct str key = str_cut(&value, ':');

		if (str_eq_nocase(key, str_of(name)))
			return encoded_words(a, str_trim(value));
	}
	return (struct str){ NULL, 0 };
}

static struct str
without(struct str s, char first, char last)
{
	if (s.n >= 2 && s.p[0] == first && s.p[s.n - 1] == last)
		return str_sub(s, 1, s.n - 2);
	return s;
}

static void
letter_read(struct arena *a, struct str raw, struct letter_seen *ret)
{
	size_t end = 0;
	struct str head, body, how;

	while (end < raw.n && !str_starts(str_sub(raw, end, 4), S("\r\n\r\n")))
		end++;
	head = unfold(a, str_sub(raw, 0, end));
	body = str_sub(raw, end + 4, raw.n);
	how = header(a, head, "Content-Transfer-Encoding");
	if (str_eq_nocase(how, S("base64")))
		body = base64(a, body);
	else if (str_eq_nocase(how, S("quoted-printable")))
		body = quoted_printable(a, body, false);
	ret->to = without(header(a, head, "To"), '<', '>');
	ret->subject = header(a, head, "Subject");
	ret->message_id = without(header(a, head, "Message-ID"), '<', '>');
	ret->body = body;
	ret->text =
	    arena_printf(a, "%.*s\nSubject: %.*s\n\n%.*s", PS(head), PS(ret->subject), PS(body));
}

/* ==== The folder ==== */

size_t
mails_read(const struct instance_copy *c, struct arena *a, struct letter_seen **ret)
{
	char folder[PLAY_PATH + 96], path[PLAY_PATH + 128];
	size_t n = 0;

	folder_of(c, folder, sizeof folder);
	do
		snprintf(path, sizeof path, "%s/%05zu.eml", folder, ++n);
	while (access(path, R_OK) == 0);
	*ret = arena_array(a, struct letter_seen, n--);
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%05zu.eml", folder, i + 1);
		letter_read(a, text_file(a, path), &(*ret)[i]);
	}
	return n;
}

bool
mails_refuse(const struct instance_copy *c, const char *reply, const char *times)
{
	char folder[PLAY_PATH + 96], path[PLAY_PATH + 128];
	const char *word[] = { "mkdir", "-p", folder };
	FILE *f;

	folder_of(c, folder, sizeof folder);
	if (program_run(word, 3, "/dev/null") != 0)
		return false;
	snprintf(path, sizeof path, "%s/refuse", folder);
	f = fopen(path, "we");
	if (f == NULL)
		return false;
	fprintf(f, "%s %s", reply, times);
	return fclose(f) == 0;
}
