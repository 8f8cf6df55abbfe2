/*
 * A stream of events that stays open while the scenario goes on: listen, hear.
 */
#include "tests/play/play.h"

#include <stdlib.h>
#include <time.h>

#define WORDS_MAX 20

static size_t
collect(char *p, size_t size, size_t n, void *context)
{
	buf_put(context, (struct str){ p, size * n });
	return size * n;
}

void
play_stream_end(struct play *p)
{
	if (p->ear == NULL)
		return;
	curl_multi_remove_handle(p->ear, p->heard_by);
	curl_easy_cleanup(p->heard_by);
	curl_multi_cleanup(p->ear);
	buf_release(&p->heard);
	p->ear = NULL;
}

/* A handle's copy has its options, not its cookies. */
static void
copy_cookies(CURL *from, CURL *to)
{
	struct curl_slist *list = NULL;

	curl_easy_getinfo(from, CURLINFO_COOKIELIST, &list);
	for (const struct curl_slist *c = list; c; c = c->next)
		curl_easy_setopt(to, CURLOPT_COOKIELIST, c->data);
	curl_slist_free_all(list);
}

/* listen /path: with the cookies of whoever asks now; one at a time. */
bool
act_listen(struct play *p)
{
	struct str word, url;

	if (p->who == NULL || text_words(p->arena, str_of(play_rest(p)), false, &word, 1) == 0)
		return play_fail(p, "somebody and a path are needed");
	if (p->copy.server == 0 && !copy_start(&p->copy, "web"))
		return play_fail(p, "'vigie web' does not start: see %s", p->copy.log);
	play_stream_end(p);
	url = arena_printf(p->arena, "http://127.0.0.1:%u%.*s", p->copy.port, PS(word));
	buf_init(&p->heard, PLAY_BODY);
	p->heard_end = false;
	p->ear = curl_multi_init();
	p->heard_by = curl_easy_duphandle(p->who->curl);
	copy_cookies(p->who->curl, p->heard_by);
	curl_easy_setopt(p->heard_by, CURLOPT_URL, url.p);
	curl_easy_setopt(p->heard_by, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(p->heard_by, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(p->heard_by, CURLOPT_TIMEOUT, 0L);
	curl_easy_setopt(p->heard_by, CURLOPT_ERRORBUFFER, NULL);
	curl_easy_setopt(p->heard_by, CURLOPT_WRITEFUNCTION, collect);
	curl_easy_setopt(p->heard_by, CURLOPT_WRITEDATA, &p->heard);
	curl_easy_setopt(p->heard_by, CURLOPT_HEADERFUNCTION, NULL);
	curl_easy_setopt(p->heard_by, CURLOPT_HEADERDATA, NULL);
	return curl_multi_add_handle(p->ear, p->heard_by) == CURLM_OK ||
	       play_fail(p, "cannot listen");
}

static bool
all_heard(const struct play *p, const struct str *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!str_has(buf_str(&p->heard), word[i]))
			return false;
	return true;
}

static void
listen_on(struct play *p)
{
	int running = 0;

	curl_multi_perform(p->ear, &running);
	p->heard_end = running == 0;
	if (running)
		curl_multi_poll(p->ear, NULL, 0, 100, NULL);
}

/* hear SECONDS "text" …: all of it comes within that time; then it counts as heard.
 * hear SECONDS end: the stream ends.  hear SECONDS nothing: no event comes. */
bool
act_hear(struct play *p)
{
	struct str word[WORDS_MAX];
	size_t n = text_words(p->arena, str_of(play_rest(p)), false, word, WORDS_MAX);
	time_t until = time(NULL);
	int64_t seconds;
	bool end, nothing, held = false;

	if (p->ear == NULL || n < 2 || !str_int(word[0], &seconds))
		return play_fail(p, "hear needs a stream, seconds and words");
	end = str_eq(word[1], S("end"));
	nothing = str_eq(word[1], S("nothing"));
	until += seconds;
	while (!held && time(NULL) <= until) {
		listen_on(p);
		if (nothing && str_has(buf_str(&p->heard), S("event:")))
			break;
		held = !nothing && (end ? p->heard_end : all_heard(p, word + 1, n - 1));
		if (p->heard_end && !end)
			break;
	}
	if (nothing ? str_has(buf_str(&p->heard), S("event:")) : !held)
		return play_fail(p, "the stream said '%.*s'", PS(buf_str(&p->heard)));
	buf_clear(&p->heard);
	return true;
}
