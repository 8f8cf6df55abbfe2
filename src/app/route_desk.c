/* The analysts' desk: the cell and the FSSI, nobody else (access.c). */
#include "app/routes.h"
#include "incident/incident.h"

#define READ RIGHT(OBJECT_FILE, ACTION_READ)
#define WRITE RIGHT(OBJECT_FILE, ACTION_WRITE)
#define CONFIRM RIGHT(OBJECT_FILE, ACTION_CONFIRM)

/* clang-format off */
const struct route desk_route[] = {
	{ GET,  "/desk", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, queue_page },
	{ GET,  "/desk/new", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, queue_new, ROUTE_UNNOTED },
	{ GET,  "/desk/live", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, queue_live, ROUTE_UNNOTED },
	{ GET,  "/desk/:reference", READ, NULL, desk_page },
	{ GET,  "/desk/:reference/files/:id", READ, NULL, desk_file_send },
	{ POST, "/desk/:reference/take", WRITE, NULL, desk_take },
	{ POST, "/desk/:reference/assign", RIGHT(OBJECT_FILE, ACTION_ASSIGN), &assign_form, desk_assign },
	{ POST, "/desk/:reference/move", WRITE, &move_form, desk_move },
	{ POST, "/desk/:reference/notes", WRITE, &note_form, desk_note },
	{ POST, "/desk/:reference/alerts/:dispatch/confirm", CONFIRM, NULL, desk_confirm },
	{ POST, "/desk/:reference/alerts/:dispatch/decline", CONFIRM, &decline_form, desk_decline },
	{ POST, "/desk/:reference/support", WRITE, &support_form, desk_support },
	{ GET,  "/desk/:reference/advise", WRITE, NULL, desk_advise_page },
	{ POST, "/desk/:reference/advise", WRITE, &advise_form, desk_advise },
	{ GET,  "/desk/:reference/qualify", WRITE, NULL, qualify_page },
	{ POST, "/desk/:reference/qualify", WRITE, &qualify_form, qualify },
	{ GET,  "/desk/:reference/close", RIGHT(OBJECT_FILE, ACTION_CLOSE), NULL, close_page },
	{ POST, "/desk/:reference/close", RIGHT(OBJECT_FILE, ACTION_CLOSE), &close_form, close_file },
	{ POST, "/desk/:reference/reopen", RIGHT(OBJECT_FILE, ACTION_REOPEN), &reopen_form, reopen_file },
	{ GET,  "/desk/:reference/links", READ, NULL, links_page },
	{ POST, "/desk/:reference/links", WRITE, &tie_form, links_tie },
	{ POST, "/desk/:reference/links/split", WRITE, NULL, links_split },
	{ POST, "/desk/:reference/links/undo", WRITE, NULL, links_undo },
	{ POST, "/desk/:reference/links/provider", WRITE, &failure_form, links_provider },
	{ GET,  "/desk/:reference/deadlines", READ, NULL, desk_deadlines },
	{ POST, "/desk/:reference/deadlines", WRITE, &desk_deadline_facts_form, desk_deadline_facts },
	{ GET,  "/desk/:reference/deadlines/:code", READ, NULL, desk_deadline },
	{ POST, "/desk/:reference/deadlines/:code", WRITE, &desk_deadline_form, desk_deadline_record },
	{ POST, "/desk/:reference/links/distinct", WRITE, NULL, links_distinct },
	{ POST, "/desk/:reference/links/unlink", WRITE, NULL, links_unlink },
	{ POST, "/desk/:reference/links/campaign", WRITE, &join_form, links_campaign },
	{ GET,  "/desk/:reference/links/log", READ, NULL, links_log },
	{ POST, "/desk/:reference/links/message", WRITE, &struck_message_form, struck_message },
	{ POST, "/desk/:reference/links/advise", WRITE, &struck_advice_form, struck_advice },
	{ POST, "/desk/:reference/links/close", RIGHT(OBJECT_FILE, ACTION_CLOSE), &struck_close_form, struck_close },
	{ GET,  "/desk/providers", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, providers_page },
	{ POST, "/desk/providers", WRITE, &provider_form, providers_open },
	{ GET,  "/campaigns", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, campaigns_page },
	{ POST, "/campaigns", WRITE, &campaign_new_form, campaign_new },
	{ GET,  "/campaigns/:reference", READ, NULL, campaign_page },
	{ POST, "/campaigns/:reference", WRITE, &campaign_form, campaign_edit },
	{ POST, "/campaigns/:reference/members", WRITE, &campaign_member_form, campaign_join },
	{ POST, "/campaigns/:reference/remove", WRITE, NULL, campaign_leave },
	{ 0 },
};
/* clang-format on */
