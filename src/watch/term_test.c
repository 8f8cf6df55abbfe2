/* What is asked finds what is meant, and what is no question is told. */
#include "tests/unit.h"

#include "base/shape.h"
#include "watch/term.h"

static const struct sample {
	const char *asked, *text;
	bool matches;
} sample_table[] = {
	{ "", "tout", true },
	{ "fortigate", "Vulnérabilité dans Fortinet FortiGate100", true },
	{ "gate", "FortiGate", false }, /* a beginning, not a middle */
	{ "LOG4J", "Apache Log4j2", true },
	{ "big-ip", "F5 BIG-IP", true },
	{ "BIG IP", "F5 BIG-IP", true },
	{ "\"palo alto\"", "Palo Alto Networks", true },
	{ "\"alto palo\"", "Palo Alto Networks", false },
	{ "alto palo", "Palo Alto Networks", true },
	{ "vpn -ipsec", "un VPN", true },
	{ "vpn -ipsec", "un VPN IPsec", false },
	{ "log4j | logback", "Logback", true },
	{ "log4j|logback", "Log4j", true },
	{ "log4j | logback -tests", "Logback pour tests", false },
	{ "échographe", "ECHOGRAPHE portable", true },
	{ "CVE-2021-44228", "voir cve-2021-44228.", true },
};

TEST(samples)
{
	for (size_t i = 0; i < sizeof sample_table / sizeof sample_table[0]; i++) {
		const struct sample *s = &sample_table[i];
		struct term t;

		EXPECT(term_read(str_of(s->asked), arena, &t));
		if (term_matches(&t, shape_folded(arena, str_of(s->text)), arena) != s->matches)
			printf("%s in %s\n", s->asked, s->text);
		EXPECT(term_matches(&t, shape_folded(arena, str_of(s->text)), arena) == s->matches);
	}
}

TEST(no_question)
{
	static const char *const bad[] = { "-vpn", "vpn | -ipsec", "\"vpn", "|", "vpn |", "| vpn",
		"---", "!!!" };
	struct term t;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		EXPECT(!term_read(str_of(bad[i]), arena, &t));
}

UNIT_MAIN(samples, no_question)
