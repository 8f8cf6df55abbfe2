/* Codes of an authenticator: RFC 6238's numbers, the window, one use, the drawing. */
#include "tests/unit.h"

#include "identity/private.h"
#include "store/fixture.h"

/* RFC 6238 appendix B, SHA-1, its last six digits. */
static const struct {
	int64_t time;
	const char *code;
} rfc[] = {
	{ 59, "287082" },
	{ 1111111109, "081804" },
	{ 1111111111, "050471" },
	{ 1234567890, "005924" },
	{ 2000000000, "279037" },
	{ 20000000000, "353130" },
};

#define KEY S("12345678901234567890")

static struct moment
at(int64_t s)
{
	return (struct moment){ s };
}

TEST(the_numbers_of_the_rfc)
{
	for (size_t i = 0; i < sizeof rfc / sizeof rfc[0]; i++) {
		int64_t step = -1;

		EXPECT(totp_step(KEY, str_of(rfc[i].code), at(rfc[i].time), &step));
		EXPECT_INT(step, rfc[i].time / 30);
	}
}

TEST(one_step_early_or_late)
{
	int64_t step;

	EXPECT(totp_step(KEY, S("287082"), at(59 + 30), &step) && step == 1);
	EXPECT(totp_step(KEY, S("287082"), at(29), &step) && step == 1);
	EXPECT(!totp_step(KEY, S("287082"), at(59 + 31), &step));
	EXPECT(!totp_step(KEY, S("287082"), at(1111111111), &step));
}

TEST(how_a_code_may_be_typed)
{
	int64_t step;

	EXPECT(totp_step(KEY, S("287 082"), at(59), &step));
	EXPECT(totp_step(KEY, S(" 287082 "), at(59), &step));
	EXPECT(!totp_step(KEY, S("28708"), at(59), &step));
	EXPECT(!totp_step(KEY, S("2870822"), at(59), &step));
	EXPECT(!totp_step(KEY, S("28708a"), at(59), &step));
	EXPECT(!totp_step(KEY, S(""), at(59), &step));
}

TEST(the_secret_as_text)
{
	struct str back, secret = totp_secret(arena);

	EXPECT_INT(secret.n, TOTP_BYTES);
	EXPECT_STR(totp_base32(arena, KEY), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	EXPECT(totp_from_base32(arena, totp_base32(arena, secret), &back));
	EXPECT(str_eq(back, secret));
	EXPECT(!totp_from_base32(arena, S("1890!"), &back));
	EXPECT_STR(totp_uri(arena, S("Vigie"), S("a+b@exemple.fr"), KEY),
	    "otpauth://totp/Vigie:a%2Bb%40exemple.fr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	    "&issuer=Vigie&digits=6&period=30");
}

TEST(the_drawing_is_elements_without_style)
{
	struct html h = totp_qr(arena, S("otpauth://totp/x"), S("a \"b\" & <c>"));

	EXPECT(str_starts(h.s, S("<svg xmlns=")));
	EXPECT(str_ends(h.s, S("\"/></svg>")));
	EXPECT(str_has(h.s, S("aria-label=\"a &#34;b&#34; &#38; &#60;c&#62;\"")));
	EXPECT(!str_has(h.s, S("style")));
}

/* ==== One use ==== */

static void
replay(struct fixture *f)
{
	struct account acc = {
		.email = S("a@exemple.fr"), .name = S("A"), .role = { role_code(ROLE_ANALYST) }
	};
	struct credentials c;

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("la mer monte à Brest"),
		       totp_base32(arena, KEY), arena),
	    OK);
	EXPECT_INT(credentials_by_id(f->db, f->k, acc.id, arena, &c), OK);
	EXPECT(c.account.totp);
	EXPECT_INT(totp_accept(f->db, f->k, &c, S("287083"), at(59), arena), INVALID);
	EXPECT_INT(totp_accept(f->db, f->k, &c, S("287082"), at(59), arena), OK);
	EXPECT_INT(totp_accept(f->db, f->k, &c, S("287082"), at(59), arena), INVALID);
	EXPECT_INT(totp_accept(f->db, f->k, &c, S("287082"), at(80), arena), INVALID);
	EXPECT_INT(totp_accept(f->db, f->k, &c, S("081804"), at(1111111109), arena), OK);
	EXPECT_INT(totp_accept(f->db, f->k, &c, S("081804"), at(1111111109), arena), INVALID);
}

TEST(a_step_is_accepted_once)
{
	each_engine(replay);
}

static void
sealed(struct fixture *f)
{
	struct account acc = {
		.email = S("a@exemple.fr"), .name = S("A"), .role = { role_code(ROLE_ANALYST) }
	};
	struct credentials c;
	struct str secret;

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("la mer monte à Brest"),
		       totp_base32(arena, KEY), arena),
	    OK);
	EXPECT_INT(credentials_by_id(f->db, f->k, acc.id, arena, &c), OK);
	EXPECT(!str_has(c.totp_sealed, KEY));
	EXPECT(credentials_totp(f->db, f->k, &c, arena, &secret) && str_eq(secret, KEY));
}

TEST(the_secret_is_sealed)
{
	each_engine(sealed);
}

UNIT_MAIN(the_numbers_of_the_rfc, one_step_early_or_late, how_a_code_may_be_typed,
    the_secret_as_text, the_drawing_is_elements_without_style, a_step_is_accepted_once,
    the_secret_is_sealed)
