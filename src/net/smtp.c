/*
 * The dialogue, its encryption and its time-outs are libcurl's; here only what a
 * refusal means.  A new connection for each mail: a cell sends tens a day, and a
 * kept connection would have to be found dead at the worst time.
 *
 * What is "for ever" is a short list of replies that speak of the mail itself
 * (RFC 5321 §4.2.3).  The other 5xx, such as "authentication required", tell of
 * our configuration: the mail waits until a person has mended it.
 */
#include "net/smtp.h"

#include <curl/curl.h>

#define CONNECT_SECONDS 15L
#define SEND_SECONDS 60L

static const struct scheme {
	const char *name;
	const char *curl; /* libcurl's own spelling */
	long tls;	  /* CURLUSESSL_… */
	bool secret;	  /* may a password travel? */
} scheme_table[] = {
	{ "smtps://", "smtps://", CURLUSESSL_ALL, true },
	{ "smtp+starttls://", "smtp://", CURLUSESSL_ALL, true },
	{ "smtp://", "smtp://", CURLUSESSL_NONE, false },
};
#define N_SCHEME (sizeof scheme_table / sizeof scheme_table[0])

static const struct scheme *
scheme_of(const char *url)
{
	for (size_t i = 0; i < N_SCHEME; i++)
		if (strncmp(url, scheme_table[i].name, strlen(scheme_table[i].name)) == 0)
			return &scheme_table[i];
	return NULL;
}

const char *
smtp_url_wrong(const char *url)
{
	const struct scheme *s = scheme_of(url);
	const char *host = s ? url + strlen(s->name) : NULL;

	if (s == NULL)
		return "it begins with none of smtps://, smtp+starttls://, smtp://";
	if (*host == '\0' || *host == ':')
		return "it names no host";
	if (strpbrk(host, "/@ \t"))
		return "after the scheme it holds a host and a port only";
	return NULL;
}

/* ==== The transfer ==== */

struct transfer {
	CURL *curl;
	struct curl_slist *to;
	struct str rest; /* of the message */
	char url[300], envelope[300], error[CURL_ERROR_SIZE];
};

static size_t
more(char *p, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	size_t room = size * n;
	size_t take = t->rest.n < room ? t->rest.n : room;

	if (take)
		memcpy(p, t->rest.p, take);
	t->rest = str_sub(t->rest, take, t->rest.n);
	return take;
}

/* libcurl takes our own name from the path of its URL. */
static bool
addresses(struct transfer *t, const struct smtp_server *s, struct str from, struct str to)
{
	const struct scheme *scheme = scheme_of(s->url);
	char envelope[300];
	int a = snprintf(t->url, sizeof t->url, "%s%s/%s", scheme->curl,
	    s->url + strlen(scheme->name), s->helo ? s->helo : "");
	int b = snprintf(t->envelope, sizeof t->envelope, "<%.*s>", PS(from));
	int c = snprintf(envelope, sizeof envelope, "<%.*s>", PS(to));

	if (a >= (int)sizeof t->url || b >= (int)sizeof t->envelope || c >= (int)sizeof envelope)
		return false;
	t->to = curl_slist_append(NULL, envelope);
	return t->to != NULL;
}

static bool
prepare(struct transfer *t, const struct smtp_server *s, struct str from, struct str to)
{
	const struct scheme *scheme = scheme_of(s->url);
	CURL *c = t->curl = curl_easy_init();

	if (c == NULL || !addresses(t, s, from, to))
		return false;
	curl_easy_setopt(c, CURLOPT_URL, t->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_USE_SSL, scheme->tls);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, t->envelope);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, t->to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, more);
	curl_easy_setopt(c, CURLOPT_READDATA, t);
	curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)t->rest.n);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, SEND_SECONDS);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
	if (s->authorities)
		curl_easy_setopt(c, CURLOPT_CAINFO, s->authorities);
	if (s->user && *s->user && scheme->secret) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password ? s->password : "");
	}
	return true;
}

/* ==== What came of it ==== */

/* The replies that speak of this mail or this mailbox. */
static bool
for_ever(long reply)
{
	return reply == 501 || (reply >= 550 && reply <= 556);
}

static enum smtp_result
refused(CURLcode code, long reply, const char *detail, char reason[SMTP_REASON])
{
	/* A reply of 4xx or 5xx is told by its number alone: servers repeat the
	 * recipient's address in their words, and reasons are kept in clear. */
	if (reply >= 400)
		snprintf(reason, SMTP_REASON, "the mail server answered %ld", reply);
	else
		snprintf(reason, SMTP_REASON, "%.*s", SMTP_REASON - 1,
		    *detail ? detail : curl_easy_strerror(code));
	if (code == CURLE_LOGIN_DENIED || !for_ever(reply))
		return SMTP_LATER;
	return SMTP_NEVER;
}

static enum smtp_result
perform(struct transfer *t, char reason[SMTP_REASON])
{
	CURLcode code = curl_easy_perform(t->curl);
	long reply = 0;

	if (code == CURLE_OK) {
		reason[0] = '\0';
		return SMTP_SENT;
	}
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &reply);
	return refused(code, reply, t->error, reason);
}

enum smtp_result
smtp_send(const struct smtp_server *s, struct str from, struct str to, struct str message,
    char reason[SMTP_REASON])
{
	struct transfer t = { .rest = message };
	const char *wrong = smtp_url_wrong(s->url);
	enum smtp_result result = SMTP_LATER;

	if (wrong == NULL && s->user && *s->user && !scheme_of(s->url)->secret)
		wrong = "a password is not sent in clear";
	if (wrong)
		snprintf(reason, SMTP_REASON, "smtp_url: %s", wrong);
	else if (!prepare(&t, s, from, to))
		snprintf(reason, SMTP_REASON, "the transfer cannot be prepared");
	else
		result = perform(&t, reason);
	curl_slist_free_all(t.to);
	curl_easy_cleanup(t.curl);
	return result;
}
