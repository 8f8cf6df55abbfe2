/*
 * HTTP, by libcurl for people and by a plain socket for what libcurl would not
 * send.
 */
#include "tests/play/play.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CALL_SECONDS 60L
#define RAW_MS 1500

static size_t
collect(char *p, size_t size, size_t n, void *context)
{
	buf_put(context, (struct str){ p, size * n });
	return size * n;
}

/* Of a stream that does not end, its first words. */
static size_t
collect_body(char *p, size_t size, size_t n, void *context)
{
	struct reply_seen *r = context;

	collect(p, size, n, &r->body);
	return str_starts(reply_value(r, "Content-Type"), S("text/event-stream")) ? 0 : size * n;
}

bool
jar_open(struct jar *j, const char *name)
{
	*j = (struct jar){ .curl = curl_easy_init() };
	snprintf(j->name, sizeof j->name, "%s", name);
	return j->curl != NULL && curl_easy_setopt(j->curl, CURLOPT_COOKIEFILE, "") == CURLE_OK;
}

void
jar_close(struct jar *j)
{
	curl_easy_cleanup(j->curl);
	j->curl = NULL;
}

void
jar_forget(struct jar *j)
{
	curl_easy_setopt(j->curl, CURLOPT_COOKIELIST, "ALL");
	j->csrf[0] = '\0';
	j->signed_in = false;
}

static void
put_encoded(struct buf *b, CURL *curl, struct str s)
{
	char *out = s.n ? curl_easy_escape(curl, s.p, (int)s.n) : NULL;

	if (out)
		buf_puts(b, out);
	curl_free(out);
}

static void
urlencoded(struct buf *b, CURL *curl, const struct call *c)
{
	if (c->n_pairs == 1 && c->pair[0].name.n == 0) {
		buf_put(b, c->pair[0].value); /* a whole body of another kind */
		return;
	}
	for (size_t i = 0; i < c->n_pairs; i++) {
		if (i)
			buf_byte(b, '&');
		put_encoded(b, curl, c->pair[i].name);
		buf_byte(b, '=');
		put_encoded(b, curl, c->pair[i].value);
	}
}

static curl_mime *
multipart(CURL *curl, const struct call *c)
{
	curl_mime *mime = curl_mime_init(curl);
	char name[200], value[PLAY_PATH];

	for (size_t i = 0; i < c->n_pairs; i++) {
		curl_mimepart *part = curl_mime_addpart(mime);
		const struct pair *p = &c->pair[i];

		snprintf(name, sizeof name, "%.*s", PS(p->name));
		curl_mime_name(part, name);
		if (p->file) {
			snprintf(value, sizeof value, "%.*s", PS(p->value));
			curl_mime_filedata(part, value);
		} else {
			curl_mime_data(part, p->value.p ? p->value.p : "", p->value.n);
		}
	}
	return mime;
}

static void
prepare(struct jar *j, const struct call *c, struct reply_seen *ret)
{
	curl_easy_setopt(j->curl, CURLOPT_URL, c->url);
	curl_easy_setopt(j->curl, CURLOPT_HTTPHEADER, c->header);
	curl_easy_setopt(j->curl, CURLOPT_TIMEOUT, CALL_SECONDS);
	curl_easy_setopt(j->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(j->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(j->curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(j->curl, CURLOPT_USERAGENT, "vigie-play");
	curl_easy_setopt(j->curl, CURLOPT_ERRORBUFFER, ret->trouble);
	curl_easy_setopt(j->curl, CURLOPT_WRITEFUNCTION, collect_body);
	curl_easy_setopt(j->curl, CURLOPT_WRITEDATA, ret);
	curl_easy_setopt(j->curl, CURLOPT_HEADERFUNCTION, collect);
	curl_easy_setopt(j->curl, CURLOPT_HEADERDATA, &ret->head);
	curl_easy_setopt(j->curl, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(j->curl, CURLOPT_HTTPGET, 1L);
}

static void
method(struct jar *j, const struct call *c, const struct buf *form, curl_mime *mime)
{
	if (mime) {
		curl_easy_setopt(j->curl, CURLOPT_MIMEPOST, mime);
	} else if (strcmp(c->method, "POST") == 0) {
		curl_easy_setopt(j->curl, CURLOPT_POST, 1L);
		curl_easy_setopt(j->curl, CURLOPT_POSTFIELDSIZE, (long)form->n);
		curl_easy_setopt(j->curl, CURLOPT_POSTFIELDS, form->n ? form->p : "");
	} else if (strcmp(c->method, "HEAD") == 0) {
		curl_easy_setopt(j->curl, CURLOPT_NOBODY, 1L);
	} else if (strcmp(c->method, "GET") != 0) {
		curl_easy_setopt(j->curl, CURLOPT_CUSTOMREQUEST, c->method);
	}
}

static void
reply_clear_seen(struct reply_seen *r)
{
	buf_release(&r->head);
	buf_release(&r->body);
	*r = (struct reply_seen){ 0 };
	buf_init(&r->head, PLAY_BODY);
	buf_init(&r->body, PLAY_BODY);
}

struct str
reply_value(const struct reply_seen *r, const char *name)
{
	struct str head = buf_str(&r->head);

	while (head.n) {
		struct str value = str_cut(&head, '\n');
		struct str key = str_cut(&value, ':');

		if (str_eq_nocase(str_trim(key), str_of(name)))
			return str_trim(value);
	}
	return (struct str){ NULL, 0 };
}

static void
note_location(struct reply_seen *r, const char *url)
{
	struct str at = reply_value(r, "Location");
	struct str ours = str_of(url);
	const char *path = strstr(url, "://");

	path = path ? strchr(path + 3, '/') : NULL;
	if (path)
		ours.n = (size_t)(path - url);
	if (str_starts(at, ours))
		at = str_sub(at, ours.n, at.n);
	snprintf(r->location, sizeof r->location, "%.*s", PS(at));
}

bool
jar_call(struct jar *j, const struct call *c, struct reply_seen *ret)
{
	struct buf form = BUF_INIT(PLAY_BODY);
	curl_mime *mime = NULL;
	CURLcode code;

	reply_clear_seen(ret);
	prepare(j, c, ret);
	if (c->multipart)
		mime = multipart(j->curl, c);
	else
		urlencoded(&form, j->curl, c);
	method(j, c, &form, mime);
	code = curl_easy_perform(j->curl);
	curl_easy_getinfo(j->curl, CURLINFO_RESPONSE_CODE, &ret->status);
	curl_easy_setopt(j->curl, CURLOPT_MIMEPOST, NULL);
	curl_mime_free(mime);
	buf_release(&form);
	if (ret->trouble[0] == '\0' && code != CURLE_OK)
		snprintf(ret->trouble, sizeof ret->trouble, "%s", curl_easy_strerror(code));
	note_location(ret, c->url);
	/* A reply that came before the whole body was sent is a reply. */
	return ret->status != 0;
}

/* ==== Raw ==== */

static void
read_all(int fd, struct buf *out)
{
	struct pollfd ready = { fd, POLLIN, 0 };
	char part[4096];
	ssize_t n;

	while (poll(&ready, 1, RAW_MS) > 0 && (n = read(fd, part, sizeof part)) > 0)
		buf_put(out, (struct str){ part, (size_t)n });
}

/* Everything that came is the body, so that a second answer shows. */
bool
client_raw(uint16_t port, struct str bytes, struct reply_seen *ret)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct str status;
	int64_t code = 0;

	reply_clear_seen(ret);
	if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0 &&
	    send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) == (ssize_t)bytes.n) {
		read_all(fd, &ret->body);
	}
	close(fd);
	status = buf_str(&ret->body);
	buf_put(&ret->head, status);
	str_cut(&status, ' ');
	str_int(str_sub(status, 0, 3), &code);
	ret->status = (long)code;
	return true;
}
