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
	{ GET,  "/fssi", RIGHT(OBJECT_CRISIS, ACTION_LIST), NULL, fssi_page },
	{ GET,  "/desk/:reference/fssi", RIGHT(OBJECT_CRISIS, ACTION_READ), NULL, fssi_file_page },
	{ POST, "/desk/:reference/fssi/crisis", RIGHT(OBJECT_CRISIS, ACTION_WRITE), &crisis_form, fssi_crisis },
	{ POST, "/desk/:reference/fssi/demands", RIGHT(OBJECT_DEMAND, ACTION_CREATE), &demand_form, fssi_demand },
	{ GET,  "/desk/:reference/fssi/:demand", RIGHT(OBJECT_DEMAND, ACTION_READ), NULL, demand_page },
	{ POST, "/desk/:reference/fssi/:demand/answer", RIGHT(OBJECT_DEMAND, ACTION_WRITE), &demand_answer_form, demand_say },
	{ POST, "/desk/:reference/fssi/:demand/steps", RIGHT(OBJECT_DEMAND, ACTION_WRITE), &demand_step_form, demand_step },
	{ POST, "/desk/:reference/fssi/:demand/close", RIGHT(OBJECT_DEMAND, ACTION_CLOSE), &demand_close_form, demand_end },
	{ GET,  "/sector-alerts", RIGHT(OBJECT_SECTOR_ALERT, ACTION_LIST), NULL, sector_list_page },
	{ GET,  "/sector-alerts/:reference", RIGHT(OBJECT_SECTOR_ALERT, ACTION_READ), NULL, sector_page },
	{ 0 },
};
/* clang-format on */
