/* Those who are told: their cards, and the page behind a mail's one-time link. */
#include "app/routes.h"
#include "incident/incident.h"

/* clang-format off */
const struct route card_route[] = {
	{ GET,  "/cards", RIGHT(OBJECT_CARD, ACTION_LIST), NULL, cards_page },
	{ GET,  "/cards/:reference", RIGHT(OBJECT_CARD, ACTION_READ), NULL, card_page },
	{ POST, "/cards/:reference/acknowledge", RIGHT(OBJECT_CARD, ACTION_ACKNOWLEDGE), &card_form, card_acknowledge },
	{ GET,  "/ack/:secret", 0, NULL, ack_page },
	{ POST, "/ack/:secret", 0, NULL, ack_post, ROUTE_LIMITED },
	{ 0 },
};
/* clang-format on */
