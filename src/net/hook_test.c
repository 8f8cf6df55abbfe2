/* What the gateway gets and what its answers mean, with a real server that can be up, down, slow, or talk too much. */
#include "tests/unit.h"

#include <time.h>

#include "net/hook_test.h"

TEST(hook_addresses)
{
	EXPECT(hook_url_wrong("https://sms.example/v1/send") == NULL);
	EXPECT(hook_url_wrong("http://127.0.0.1:8090/send") == NULL);
	EXPECT(hook_url_wrong("http://localhost/send") == NULL);
	EXPECT(hook_url_wrong("http://[::1]:80/send") == NULL);
	EXPECT(hook_url_wrong("http://sms.example/send") != NULL);
	EXPECT(hook_url_wrong("http://localhost.example/send") != NULL);
	EXPECT(hook_url_wrong("http://127.0.0.1.example/send") != NULL);
	EXPECT(hook_url_wrong("https://") != NULL);
	EXPECT(hook_url_wrong("https://name:word@sms.example/") != NULL);
	EXPECT(hook_url_wrong("ftp://sms.example/") != NULL);
	EXPECT(hook_url_wrong("") != NULL);
}

/* Reckoned apart, with Python's hmac. */
TEST(hook_signs)
{
	EXPECT_STR(hook_signature(arena, S("0123456789abcdef"), (struct moment){ 1795600000 },
		       S("AST-000012-45"), S("{\"a\":1}")),
	    "v1=8f4698152cad27637f84641807eb657dd0f30aa59f991ad93236b94a07883fd1");
}

static enum hook_result
sent(const char *url, struct str key, const char *id, char *reason)
{
	struct hook_server s = { .url = url, .key = key, .seconds = 1 };

	return hook_send(&s, str_of(id), S("{\"text\":\"Vigie\"}"), moment_now(), reason);
}

TEST(hook_answers)
{
	char why[HOOK_REASON];
	struct gateway g;

	gateway_start(&g);
	EXPECT_INT(sent(gateway_url(&g, "/ok"), g.key, "AST-1-1", why), HOOK_SENT);
	EXPECT_STR(str_of(why), "");
	EXPECT_INT(gateway_count(&g, "\"id\":\"AST-1-1\",\"signed\":true"), 1);
	EXPECT_INT(sent(gateway_url(&g, "/ok"), S("another key of some length"), "AST-1-2", why),
	    HOOK_LATER);
	EXPECT_STR(str_of(why), "the gateway answered 401");
	EXPECT_INT(sent(gateway_url(&g, "/ok"), S("short"), "AST-1-3", why), HOOK_LATER);
	EXPECT_INT(gateway_count(&g, "AST-1-3"), 0);
	EXPECT_INT(sent(gateway_url(&g, "/fail"), g.key, "AST-1-4", why), HOOK_LATER);
	EXPECT_INT(sent(gateway_url(&g, "/refuse"), g.key, "AST-1-5", why), HOOK_NEVER);
	EXPECT_INT(sent(gateway_url(&g, "/nowhere"), g.key, "AST-1-6", why), HOOK_LATER);
	EXPECT_INT(sent(gateway_url(&g, "/reset"), g.key, "AST-1-7", why), HOOK_LATER);
	/* Never led elsewhere. */
	EXPECT_INT(sent(gateway_url(&g, "/moved"), g.key, "AST-1-8", why), HOOK_LATER);
	EXPECT_INT(gateway_count(&g, "AST-1-8"), 1);
	gateway_stop(&g);
	EXPECT_INT(sent(gateway_url(&g, "/ok"), g.key, "AST-1-9", why), HOOK_LATER);
	EXPECT(why[0] != '\0');
}

/* Neither a gateway that says nothing nor one that never ends holds the house. */
TEST(hook_is_bounded)
{
	char why[HOOK_REASON];
	struct gateway g;
	time_t start;

	gateway_start(&g);
	start = time(NULL);
	EXPECT_INT(sent(gateway_url(&g, "/slow"), g.key, "AST-2-1", why), HOOK_LATER);
	EXPECT_INT(sent(gateway_url(&g, "/trickle"), g.key, "AST-2-2", why), HOOK_LATER);
	EXPECT_INT(sent(gateway_url(&g, "/huge"), g.key, "AST-2-3", why), HOOK_LATER);
	EXPECT_STR(str_of(why), "the gateway's answer is too long");
	EXPECT(time(NULL) - start < 6);
	gateway_stop(&g);
}

UNIT_MAIN(hook_addresses, hook_signs, hook_answers, hook_is_bounded)
