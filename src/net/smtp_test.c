/*
 * What each refusal of a mail server means.  A dialogue is a file of
 * tests/data/smtp: "S:" the server says, "C:" the client's line must begin so,
 * "D:" the mail must hold this line; the file's end hangs up.
 */
#include "net/smtp.h"
#include "tests/unit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct dialogue {
	char text[8192];
	struct str steps;
	char scheme[32], result[16], reason[SMTP_REASON];
	int listening;
	FILE *line;
	bool kept; /* the client said what it was expected to */
} d;

/* ==== The server ==== */

static bool
client_says(struct str wanted)
{
	char got[1000];

	return fgets(got, sizeof got, d.line) != NULL && str_starts(str_of(got), wanted);
}

static bool
mail_holds(struct str wanted)
{
	char got[1000];
	bool held = false;

	while (fgets(got, sizeof got, d.line) != NULL) {
		struct str s = str_trim(str_of(got));

		if (str_eq(s, S(".")))
			return held;
		held = held || str_eq(s, wanted);
	}
	return false;
}

static bool
play(struct str step)
{
	struct str what = str_trim(str_sub(step, 2, step.n));

	if (str_starts(step, S("S:")))
		return fprintf(d.line, "%.*s\r\n", PS(what)) > 0 && fflush(d.line) == 0;
	if (str_starts(step, S("C:")))
		return client_says(what);
	return str_starts(step, S("D:")) && mail_holds(what);
}

static void *
serve(void *unused)
{
	int fd = accept(d.listening, NULL, NULL);
	struct str rest = d.steps;

	(void)unused;
	d.line = fdopen(fd, "r+");
	d.kept = d.line != NULL;
	while (d.kept && rest.n)
		d.kept = play(str_cut(&rest, '\n'));
	if (d.line)
		fclose(d.line);
	return NULL;
}

static uint16_t
listen_here(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof at;

	d.listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	EXPECT(bind(d.listening, (struct sockaddr *)&at, n) == 0);
	EXPECT(listen(d.listening, 1) == 0);
	EXPECT(getsockname(d.listening, (struct sockaddr *)&at, &n) == 0);
	return ntohs(at.sin_port);
}

/* ==== The dialogue ==== */

static void
set(char *member, size_t size, struct str value)
{
	snprintf(member, size, "%.*s", PS(value));
}

static bool
read_dialogue(const char *name)
{
	char path[200];
	struct str rest;
	FILE *f;

	memset(&d, 0, sizeof d);
	snprintf(d.scheme, sizeof d.scheme, "smtp");
	snprintf(path, sizeof path, "tests/data/smtp/%s.txt", name);
	f = fopen(path, "r");
	if (f == NULL)
		return false;
	rest = (struct str){ d.text, fread(d.text, 1, sizeof d.text, f) };
	fclose(f);
	while (rest.n) {
		struct str line, words;

		d.steps = rest;
		line = words = str_cut(&rest, '\n');
		if (str_starts(line, S("S:")))
			return true;
		if (str_eq(str_cut(&words, ' '), S("expect"))) {
			set(d.result, sizeof d.result, str_cut(&words, ' '));
			set(d.reason, sizeof d.reason, words);
		} else if (str_starts(line, S("url "))) {
			set(d.scheme, sizeof d.scheme, words);
		}
	}
	return false;
}

static enum smtp_result
send_to(const char *scheme, uint16_t port, const char *user, char *reason)
{
	char url[100];
	struct smtp_server s = {
		.url = url, .user = user, .password = "secret", .helo = "vigie.example"
	};

	snprintf(url, sizeof url, "%s://127.0.0.1:%u", scheme, (unsigned)port);
	return smtp_send(&s, S("vigie@example.org"), S("duty@hospital.example"),
	    S("Subject: test\r\n\r\nbonjour\r\n"), reason);
}

static void
check(const char *name)
{
	static const char *const result[] = { "sent", "later", "never" };
	char reason[SMTP_REASON];
	enum smtp_result r;
	pthread_t server;
	uint16_t port;

	if (!read_dialogue(name)) {
		printf("cannot read dialogue '%s'\n", name);
		EXPECT(false);
		return;
	}
	port = listen_here();
	pthread_create(&server, NULL, serve, NULL);
	r = send_to(d.scheme, port, "", reason);
	pthread_join(server, NULL);
	close(d.listening);
	EXPECT(d.kept);
	EXPECT_STR(str_of(result[r]), d.result);
	if (d.reason[0])
		EXPECT_STR(str_of(reason), d.reason);
	EXPECT(!str_has(str_of(reason), S("duty@")));
}

TEST(sent)
{
	check("sent");
}

TEST(unknown_recipient)
{
	check("unknown_recipient");
}

TEST(greylisted)
{
	check("greylisted");
}

TEST(content_refused)
{
	check("content_refused");
}

TEST(authentication_required)
{
	check("authentication_required");
}

TEST(busy)
{
	check("busy");
}

TEST(hangs_up)
{
	check("hangs_up");
}

TEST(no_starttls)
{
	check("no_starttls");
}

TEST(nobody_listens)
{
	char reason[SMTP_REASON];
	uint16_t port = listen_here();

	close(d.listening);
	EXPECT_INT(send_to("smtp", port, "", reason), SMTP_LATER);
	EXPECT(reason[0] != '\0');
}

TEST(no_password_in_clear)
{
	char reason[SMTP_REASON];

	EXPECT_INT(send_to("smtp", 25, "vigie", reason), SMTP_LATER);
	EXPECT_STR(str_of(reason), "smtp_url: a password is not sent in clear");
}

TEST(addresses_of_servers)
{
	EXPECT(smtp_url_wrong("smtps://mail.example:465") == NULL);
	EXPECT(smtp_url_wrong("smtp+starttls://mail.example:587") == NULL);
	EXPECT(smtp_url_wrong("smtp://127.0.0.1:25") == NULL);
	EXPECT(smtp_url_wrong("mail.example") != NULL);
	EXPECT(smtp_url_wrong("smtp://") != NULL);
	EXPECT(smtp_url_wrong("http://mail.example") != NULL);
	EXPECT(smtp_url_wrong("smtps://user:pass@mail.example") != NULL);
	EXPECT(smtp_url_wrong("smtps://mail.example/x") != NULL);
}

UNIT_MAIN(sent, unknown_recipient, greylisted, content_refused, authentication_required, busy,
    hangs_up, no_starttls, nobody_listens, no_password_in_clear, addresses_of_servers)
