/* The analysts' desk: the cell and the FSSI, nobody else (access.c). */
#include "app/routes.h"
#include "incident/incident.h"

#define READ RIGHT(OBJECT_FILE, ACTION_READ)
#define WRITE RIGHT(OBJECT_FILE, ACTION_WRITE)
#define CONFIRM RIGHT(OBJECT_FILE, ACTION_CONFIRM)

/* clang-format off */
const struct route desk_route[] = {
	{ GET,  "/desk", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, queue_page },
	{ GET,  "/desk/new", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, queue_new },
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
	{ 0 },
};
/* clang-format on */
