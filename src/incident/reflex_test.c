/* Reflex cards: all that ship are sound, and every category leads to one. */
#include "incident/reflex.h"
#include "base/vocab.h"
#include "tests/unit.h"

TEST(reflex_all_are_sound)
{
	size_t n;
	const struct reflex_card *card = reflex_cards(&n);

	EXPECT(n >= 5);
	for (size_t i = 0; i < n; i++) {
		EXPECT(card[i].summary.n > 0 && card[i].audience.n > 0);
		EXPECT(moment_known(card[i].updated));
		EXPECT(str_eq(card[i].tlp, S("TLP:CLEAR")));
		EXPECT(i == 0 || str_cmp(card[i - 1].ref, card[i].ref) < 0);
		EXPECT(reflex_step_of(&card[i], (int64_t)card[i].n_steps) != NULL);
		EXPECT(reflex_step_of(&card[i], (int64_t)card[i].n_steps + 1) == NULL);
		for (size_t k = 0; k < card[i].n_links; k++)
			EXPECT(str_starts(card[i].link[k].value, S("https://")));
	}
	EXPECT_STR(reflex_card_by_ref(S("fr-001"))->slug, "rancongiciel");
	EXPECT(reflex_card_by_ref(S("FR-999")) == NULL);
}

TEST(reflex_every_category_leads_to_one)
{
	const struct vocab *v = vocab_get("category");
	const struct reflex_card *card[8];

	for (size_t i = 0; i < v->n; i++)
		EXPECT(reflex_cards_for(v->item[i].code, card, 8) > 0);
	EXPECT_INT(reflex_cards_for(S("FUITE_INFORMATION"), card, 8), 1);
	EXPECT_STR(card[0]->ref, "FR-003");
	EXPECT_INT(reflex_cards_for((struct str){ NULL, 0 }, card, 8), 1);
	EXPECT_STR(card[0]->ref, "FR-005");
}

#define CARD(steps)                                                                                \
	S("{\"ref\":\"X\",\"version\":1,\"title\":{\"fr\":\"T\"},\"phases\":["                     \
	  "{\"title\":{\"fr\":\"P\"},\"steps\":[" steps "]}]}")
#define STEP(n) "{\"n\":" #n ",\"action\":{\"fr\":\"faire\"}}"

TEST(reflex_reads_or_refuses)
{
	struct reflex_card c;

	EXPECT(reflex_read(CARD(STEP(1) "," STEP(2)), arena, &c));
	EXPECT_INT(c.n_steps, 2);
	EXPECT_STR(c.title[LANG_EN], "T");
	EXPECT_STR(reflex_step_of(&c, 2)->action, "faire");
	EXPECT(!reflex_read(CARD(STEP(2)), arena, &c));		    /* does not begin at 1 */
	EXPECT(!reflex_read(CARD(STEP(1) "," STEP(3)), arena, &c)); /* skips one */
	EXPECT(!reflex_read(CARD(""), arena, &c));
	EXPECT(!reflex_read(CARD("{\"n\":1}"), arena, &c)); /* nothing to do */
	EXPECT(!reflex_read(S("[]"), arena, &c));
	EXPECT(!reflex_read(S("{\"ref\":"), arena, &c));
	EXPECT(!reflex_read((struct str){ NULL, 0 }, arena, &c));
}

UNIT_MAIN(reflex_all_are_sound, reflex_every_category_leads_to_one, reflex_reads_or_refuses)
