/*
 * The work on a file, from the desk and from the structure's side.  The rows of
 * the structure carry no right, for the reason told in route_file.c.
 */
#include "app/routes.h"
#include "incident/incident.h"

#define READ RIGHT(OBJECT_FILE, ACTION_READ)
#define WRITE RIGHT(OBJECT_FILE, ACTION_WRITE)

/* clang-format off */
const struct route work_route[] = {
	{ GET,  "/tasks", WRITE, NULL, tasks_page },
	{ GET,  "/desk/:reference/work", READ, NULL, work_page },
	{ POST, "/desk/:reference/tasks", WRITE, &task_form, desk_task_add },
	{ POST, "/desk/:reference/tasks/usual", WRITE, NULL, desk_task_usual },
	{ GET,  "/desk/:reference/tasks/:id", WRITE, NULL, task_page },
	{ POST, "/desk/:reference/tasks/:id", WRITE, &task_step_form, desk_task_step },
	{ POST, "/desk/:reference/tasks/:id/edit", WRITE, &task_edit_form, task_edit },
	{ POST, "/desk/:reference/measures", WRITE, &measure_form, desk_measure_add },
	{ POST, "/desk/:reference/measures/:id", WRITE, NULL, desk_measure_step },
	{ GET,  "/desk/:reference/timeline", READ, NULL, timeline_page },
	{ POST, "/desk/:reference/timeline", WRITE, &event_form, event_post },
	{ GET,  "/desk/:reference/timeline/export", READ, NULL, timeline_export },
	{ GET,  "/desk/:reference/timeline/:id", WRITE, NULL, event_page },
	{ POST, "/desk/:reference/timeline/:id", WRITE, NULL, event_judge_post },
	{ POST, "/desk/:reference/timeline/:id/edit", WRITE, &event_edit_form, event_edit },
	{ GET,  "/reflex-cards/use", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, card_use_page },
	{ GET,  "/desk/:reference/cards/:id", READ, NULL, desk_card_run_page },
	{ POST, "/desk/:reference/losses", WRITE, &loss_form, desk_loss_add },
	{ POST, "/desk/:reference/orientations", WRITE, NULL, desk_orientation_add },
	{ POST, "/desk/:reference/orientations/:id", WRITE, &orientation_form, desk_orientation_end },
	{ POST, "/file/:reference/cards", 0, NULL, own_card_begin, ROUTE_LIMITED },
	{ GET,  "/file/:reference/cards/:id", 0, NULL, own_card_run_page },
	{ POST, "/file/:reference/cards/:id/steps/:step", 0, &own_step_form, own_card_step, ROUTE_LIMITED },
	{ POST, "/file/:reference/losses", 0, &own_loss_form, own_loss_add, ROUTE_LIMITED },
	{ POST, "/file/:reference/orientations/:id", 0, NULL, own_orientation_choose, ROUTE_LIMITED },
	{ GET,  "/providers", RIGHT(OBJECT_FILE, ACTION_LIST), NULL, vendors_page },
	{ POST, "/providers", WRITE, &vendor_new_form, vendor_new },
	{ GET,  "/providers/:id", READ, NULL, vendor_page },
	{ POST, "/providers/:id", WRITE, &vendor_form, vendor_edit },
	{ GET,  "/desk/:reference/providers", READ, NULL, interventions_page },
	{ POST, "/desk/:reference/providers", WRITE, &intervention_form, intervention_new },
	{ GET,  "/desk/:reference/providers/:intervention", READ, NULL, intervention_page },
	{ POST, "/desk/:reference/providers/:intervention/send", WRITE, NULL, intervention_send_post },
	{ POST, "/desk/:reference/providers/:intervention/call", WRITE, &intervention_call_form, intervention_call_post },
	{ POST, "/desk/:reference/providers/:intervention/end", WRITE, NULL, intervention_end_post },
	{ GET,  "/file/:reference/providers/:intervention", 0, NULL, own_intervention_page },
	{ POST, "/file/:reference/providers/:intervention/consent", 0, &told_form, told_post, ROUTE_LIMITED },
	{ POST, "/file/:reference/providers/:intervention/revoke", 0, NULL, told_revoke_post, ROUTE_LIMITED },
	{ GET,  "/answer/:secret", 0, NULL, answer_page },
	{ POST, "/answer/:secret", 0, &answer_form, answer_post, ROUTE_LIMITED },
	{ GET,  "/file/:reference/timeline", 0, NULL, own_timeline_page },
	{ POST, "/file/:reference/timeline", 0, &own_event_form, own_event_post, ROUTE_LIMITED },
	{ GET,  "/file/:reference/timeline/export", 0, NULL, own_timeline_export },
	{ GET,  "/file/:reference/work", 0, NULL, own_work_page },
	{ POST, "/file/:reference/tasks/:id", 0, &own_task_form, own_task_step, ROUTE_LIMITED },
	{ POST, "/file/:reference/measures", 0, &own_measure_form, own_measure_add, ROUTE_LIMITED },
	{ POST, "/file/:reference/measures/:id", 0, NULL, own_measure_step, ROUTE_LIMITED },
	{ 0 },
};
/* clang-format on */
