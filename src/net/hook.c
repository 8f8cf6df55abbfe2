/*
 * The dialogue is libcurl's, the signature libsodium's; here only what is allowed
 * and what an answer means.
 *
 * Whatever the gateway does, this returns within the seconds given: one that trickles
 * bytes or sends too many is cut off.  2xx means that it has the message; a 4xx
 * speaks of the message itself and is not asked again, but for those that speak
 * of the moment (408, 425, 429) or of our configuration (401, 403, 404, 407).
 */
#include "net/hook.h"

#include <curl/curl.h>
#include <sodium.h>

#define CONNECT_SECONDS 5L
#define ANSWER_MAX (64u << 10)

/* ==== The address ==== */

static bool
this_machine(const char *host)
{
	static const char *const local[] = { "127.0.0.1", "localhost", "[::1]" };
	size_t n = strcspn(host, "/?#");

	for (size_t i = 0; i < 3; i++) {
		size_t k = strlen(local[i]);

		if (n >= k && strncmp(host, local[i], k) == 0 && (n == k || host[k] == ':'))
			return true;
	}
	return false;
}

const char *
hook_url_wrong(const char *url)
{
	bool secure = strncmp(url, "https://", 8) == 0;
	const char *host = secure ? url + 8 : url + 7;

	if (!secure && strncmp(url, "http://", 7) != 0)
		return "it begins neither with https:// nor with http://";
	if (*host == '\0' || *host == '/' || *host == ':')
		return "it names no host";
	if (strpbrk(host, "@ \t\r\n"))
		return "it holds a name, a password or a space";
	if (!secure && !this_machine(host))
		return "http:// is for this machine only; elsewhere https://";
	return NULL;
}

/* ==== The signature ==== */

struct str
hook_signature(struct arena *a, struct str key, struct moment at, struct str id, struct str body)
{
	struct str head = arena_printf(a, "%lld.%.*s.", (long long)at.s, PS(id));
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;
	char hex[2 * sizeof mac + 1];

	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.p, key.n);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)head.p, head.n);
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)(body.p ? body.p : ""), body.n);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof state);
	sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
	return arena_printf(a, "v1=%s", hex);
}

/* ==== The transfer ==== */

struct transfer {
	CURL *curl;
	struct curl_slist *header;
	size_t read;
	char error[CURL_ERROR_SIZE];
};

/* Thrown away, and cut off when there is too much of it. */
static size_t
discard(char *p, size_t size, size_t n, void *context)
{
	struct transfer *t = context;

	(void)p;
	t->read += size * n;
	return t->read <= ANSWER_MAX ? size * n : 0;
}

static bool
header(struct transfer *t, struct str line)
{
	struct curl_slist *longer = curl_slist_append(t->header, line.p);

	if (longer)
		t->header = longer;
	return longer != NULL;
}

static bool
headers(struct transfer *t, const struct hook_server *s, struct str id, struct str body,
    struct moment now)
{
	struct arena *a = arena_new(64u << 10);
	bool good = header(t, S("Content-Type: application/json")) && header(t, S("Expect:")) &&
		    header(t, arena_printf(a, "Vigie-Id: %.*s", PS(id))) &&
		    header(t, arena_printf(a, "Vigie-Timestamp: %lld", (long long)now.s)) &&
		    header(t, arena_printf(a, "Vigie-Signature: %.*s",
				  PS(hook_signature(a, s->key, now, id, body))));

	arena_free(a);
	return good;
}

static bool
prepare(struct transfer *t, const struct hook_server *s, struct str body)
{
	CURL *c = t->curl = curl_easy_init();

	if (c == NULL)
		return false;
	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_POST, 1L);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.p);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->header);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, discard);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, s->seconds ? s->seconds : HOOK_SECONDS);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
	if (s->authorities)
		curl_easy_setopt(c, CURLOPT_CAINFO, s->authorities);
	return true;
}

/* ==== What came of it ==== */

static enum hook_result
judged(long status, char reason[HOOK_REASON])
{
	static const long again[] = { 401, 403, 404, 407, 408, 425, 429 };

	if (status >= 200 && status < 300)
		return HOOK_SENT;
	snprintf(reason, HOOK_REASON, "the gateway answered %ld", status);
	for (size_t i = 0; i < sizeof again / sizeof again[0]; i++)
		if (status == again[i])
			return HOOK_LATER;
	return status >= 400 && status < 500 ? HOOK_NEVER : HOOK_LATER;
}

static enum hook_result
perform(struct transfer *t, char reason[HOOK_REASON])
{
	CURLcode code = curl_easy_perform(t->curl);
	long status = 0;

	if (code == CURLE_OK) {
		curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
		return judged(status, reason);
	}
	if (t->read > ANSWER_MAX)
		snprintf(reason, HOOK_REASON, "the gateway's answer is too long");
	else
		snprintf(reason, HOOK_REASON, "%.*s", HOOK_REASON - 1,
		    *t->error ? t->error : curl_easy_strerror(code));
	return HOOK_LATER;
}

enum hook_result
hook_send(const struct hook_server *s, struct str id, struct str body, struct moment now,
    char reason[HOOK_REASON])
{
	struct transfer t = { 0 };
	const char *wrong = hook_url_wrong(s->url);
	enum hook_result result = HOOK_LATER;

	reason[0] = '\0';
	if (wrong == NULL && s->key.n < HOOK_KEY_MIN)
		wrong = "the key of the signature is too short";
	if (wrong)
		snprintf(reason, HOOK_REASON, "gateway: %s", wrong);
	else if (!headers(&t, s, id, body, now) || !prepare(&t, s, body))
		snprintf(reason, HOOK_REASON, "the message cannot be prepared");
	else
		result = perform(&t, reason);
	curl_slist_free_all(t.header);
	curl_easy_cleanup(t.curl);
	return result;
}
