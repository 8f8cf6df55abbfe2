/* Those who are told: their cards, and the page behind a mail's one-time link. */
#include "app/routes.h"
#include "incident/incident.h"

/* clang-format off */
const struct route card_route[] = {
	{ GET,  "/cards", RIGHT(OBJECT_CARD, ACTION_LIST), NULL, cards_page },
	{ GET,  "/cards/:reference", RIGHT(OBJECT_CARD, ACTION_READ), NULL, card_page },
	{ POST, "/cards/:reference/acknowledge", RIGHT(OBJECT_CARD, ACTION_ACKNOWLEDGE), &card_form, card_acknowledge },
	{ POST, "/cards/:reference/messages", RIGHT(OBJECT_CARD, ACTION_ACKNOWLEDGE), &card_message_form, card_message },
	{ GET,  "/ack/:secret", 0, NULL, ack_page },
	{ POST, "/ack/:secret", 0, &ack_form, ack_post, ROUTE_LIMITED },
	{ GET,  "/sector-alerts", RIGHT(OBJECT_SECTOR_ALERT, ACTION_LIST), NULL, sector_list_page },
	{ GET,  "/sector-alerts/:reference", RIGHT(OBJECT_SECTOR_ALERT, ACTION_READ), NULL, sector_page },
	{ 0 },
};
/* clang-format on */
