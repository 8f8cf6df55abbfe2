/* Those who are told: their cards, and the page behind a mail's one-time link. */
#include "app/routes.h"
#include "incident/incident.h"

/* clang-format off */
const struct route card_route[] = {
	{ GET,  "/cards", RIGHT(OBJECT_CARD, ACTION_LIST), NULL, cards_page },
	{ GET,  "/cards/:reference", RIGHT(OBJECT_CARD, ACTION_READ), NULL, card_page },
	{ POST, "/cards/:reference/acknowledge", RIGHT(OBJECT_CARD, ACTION_ACKNOWLEDGE), &card_form, card_acknowledge },
	{ POST, "/cards/:reference/messages", RIGHT(OBJECT_CARD, ACTION_ACKNOWLEDGE), &card_message_form, card_message },
	{ GET,  "/cards/:reference/pieces/:id", RIGHT(OBJECT_CARD, ACTION_READ), NULL, card_piece },
	{ POST, "/cards/:reference/takeover", RIGHT(OBJECT_TAKEOVER, ACTION_CREATE), &card_take_form, card_take },
	{ POST, "/cards/:reference/hand-back", RIGHT(OBJECT_TAKEOVER, ACTION_CLOSE), &card_hand_back_form, card_hand_back },
	{ GET,  "/ack/:secret", 0, NULL, ack_page },
	{ POST, "/ack/:secret", 0, &ack_form, ack_post, ROUTE_LIMITED },
	{ 0 },
};
/* clang-format on */
