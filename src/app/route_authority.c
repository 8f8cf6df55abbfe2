/* What the cell does with authorities, what the FSSI decides, what the sector may be told. */
#include "app/routes.h"
#include "incident/incident.h"

#define READ RIGHT(OBJECT_FILE, ACTION_READ)
#define CONFIRM RIGHT(OBJECT_FILE, ACTION_CONFIRM)
#define WRITE RIGHT(OBJECT_FILE, ACTION_WRITE)

/* clang-format off */
const struct route authority_route[] = {
	{ GET,  "/desk/:reference/authorities", READ, NULL, authority_page },
	{ POST, "/desk/:reference/authorities", CONFIRM, &authority_form, authority_send },
	{ GET,  "/desk/:reference/authorities/anssi", CONFIRM, NULL, dossier_page },
	{ POST, "/desk/:reference/authorities/anssi", CONFIRM, &dossier_form, dossier_send },
	{ POST, "/desk/:reference/authorities/takeover", RIGHT(OBJECT_TAKEOVER, ACTION_CREATE), &authority_take_form, authority_take },
	{ POST, "/desk/:reference/authorities/hand-back", RIGHT(OBJECT_TAKEOVER, ACTION_CLOSE), &authority_hand_back_form, authority_hand_back },
	{ POST, "/cards/:reference/answer", WRITE, &card_answer_form, card_answer },
	{ POST, "/cards/:reference/call", WRITE, &card_call_form, card_call },
	{ POST, "/cards/:reference/again", WRITE, NULL, card_send_again },
	{ GET,  "/sector-alerts", RIGHT(OBJECT_SECTOR_ALERT, ACTION_LIST), NULL, sector_list_page },
	{ GET,  "/sector-alerts/:reference", RIGHT(OBJECT_SECTOR_ALERT, ACTION_READ), NULL, sector_page },
	{ 0 },
};
/* clang-format on */
