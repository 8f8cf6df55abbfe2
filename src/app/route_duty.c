/* On call: who is, what rings, and the page behind a message's one-time link. */
#include "app/routes.h"
#include "duty/duty.h"
#include "incident/incident.h"

#define SEE RIGHT(OBJECT_CALL, ACTION_LIST)
#define ANSWER RIGHT(OBJECT_CALL, ACTION_ACKNOWLEDGE)
#define ROTA RIGHT(OBJECT_ROTA, ACTION_READ)
#define PLAN RIGHT(OBJECT_ROTA, ACTION_WRITE)
#define NOTE RIGHT(OBJECT_ROTA, ACTION_CREATE)
#define TREAT RIGHT(OBJECT_FILE, ACTION_WRITE)

/* clang-format off */
const struct route duty_route[] = {
	{ GET,  "/duty", SEE, NULL, duty_page },
	{ GET,  "/duty/new", SEE, NULL, duty_new },
	{ POST, "/duty/number", NOTE, &duty_number_form, duty_number },
	{ GET,  "/duty/calls/:reference", RIGHT(OBJECT_CALL, ACTION_READ), NULL, duty_call_page },
	{ POST, "/duty/calls/:reference/answer", ANSWER, NULL, duty_call_answer },
	{ POST, "/duty/calls/:reference/take", ANSWER, NULL, duty_call_take },
	{ POST, "/duty/calls/:reference/close", RIGHT(OBJECT_CALL, ACTION_CLOSE), &duty_close_form, duty_call_close },
	{ GET,  "/duty/ack/:secret", 0, NULL, duty_ack_page },
	{ POST, "/duty/ack/:secret", 0, NULL, duty_ack, ROUTE_LIMITED },
	{ GET,  "/duty/rota", ROTA, NULL, duty_rota_page },
	{ POST, "/duty/rota", PLAN, &duty_watch_form, duty_watch_add },
	{ POST, "/duty/rota/:id/give", PLAN, &duty_give_form, duty_watch_give },
	{ POST, "/duty/rota/:id/swap", PLAN, &duty_swap_form, duty_watch_swap },
	{ POST, "/duty/rota/:id/remove", PLAN, NULL, duty_watch_remove },
	{ POST, "/duty/absences", PLAN, &duty_absence_form, duty_absence_add },
	{ POST, "/duty/absences/:id/remove", PLAN, NULL, duty_absence_remove },
	{ GET,  "/duty/phone", TREAT, NULL, phone_page },
	{ POST, "/duty/phone", TREAT, &phone_form, phone_post },
	{ GET,  "/duty/phone/:reference", TREAT, NULL, phone_done_page },
	{ GET,  "/duty/handover", ROTA, NULL, duty_handover_page },
	{ POST, "/duty/handover", NOTE, &duty_handover_form, duty_handover_write },
	{ POST, "/duty/handover/:id/take", NOTE, NULL, duty_handover_take },
	{ 0 },
};
/* clang-format on */
