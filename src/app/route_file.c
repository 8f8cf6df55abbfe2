/*
 * The structure's own view of its file, the reflex cards, and lessons learned.
 *
 * A file is opened by an account of its structure or by a session bound to its
 * report: the handlers ask the matrix (OBJECT_OWN_FILE), and lead a visitor to
 * the page where reference and secret are asked instead of to the sign-in page.
 * That is why these rows carry no right of their own, but for the list.  Lessons are
 * for everybody; those for members ask the matrix in their handler.
 */
#include "app/routes.h"
#include "incident/incident.h"

/* clang-format off */
const struct route file_route[] = {
	{ GET,  "/reflex-cards",           0, NULL, reflex_list_page, ROUTE_STATIC_PAGE },
	{ GET,  "/reflex-cards/:ref",      0, NULL, reflex_card_page, ROUTE_STATIC_PAGE },
	{ GET,  "/file", RIGHT(OBJECT_OWN_FILE, ACTION_LIST), NULL, own_list_page },
	{ GET,  "/file/:reference",                      0, NULL, own_page },
	{ GET,  "/file/:reference/versions/:n",       0, NULL, own_version_page },
	{ GET,  "/file/:reference/files/:id",         0, NULL, own_file_send },
	{ POST, "/file/:reference/files",             0, &own_files_form, own_files, ROUTE_UPLOAD | ROUTE_LIMITED, own_upload },
	{ POST, "/file/:reference/message",           0, &own_message_form, own_message, ROUTE_LIMITED },
	{ GET,  "/file/:reference/report",            0, NULL, own_closing_page },
	{ GET,  "/file/:reference/report.pdf",        0, NULL, own_closing_pdf, ROUTE_SLOW },
	{ GET,  "/file/:reference/state",             0, NULL, own_state_page },
	{ POST, "/file/:reference/state",             0, &own_state_form, own_state, ROUTE_LIMITED },
	{ GET,  "/file/:reference/resolve",           0, NULL, own_resolve_page },
	{ POST, "/file/:reference/resolve",           0, &own_resolve_form, own_resolve, ROUTE_LIMITED },
	{ POST, "/file/:reference/advice/:id/read",   0, NULL, own_advice_read },
	{ POST, "/file/:reference/advice/:id/steps/:step", 0, NULL, own_advice_tick },
	{ GET,  "/file/:reference/complete/1",        0, NULL, complete_page },
	{ GET,  "/file/:reference/complete/2",        0, NULL, complete_page },
	{ GET,  "/file/:reference/complete/3",        0, NULL, complete_page },
	{ GET,  "/file/:reference/complete/4",        0, NULL, complete_page },
	{ GET,  "/file/:reference/complete/5",        0, NULL, complete_page },
	{ GET,  "/file/:reference/complete/6",        0, NULL, complete_page },
	{ POST, "/file/:reference/complete/1",        0, &complete_form[0], complete_step },
	{ POST, "/file/:reference/complete/2",        0, &complete_form[1], complete_step },
	{ POST, "/file/:reference/complete/3",        0, &complete_form[2], complete_step },
	{ POST, "/file/:reference/complete/4",        0, &complete_form[3], complete_step },
	{ POST, "/file/:reference/complete/5",        0, &complete_form[4], complete_step },
	{ POST, "/file/:reference/complete/6",        0, &complete_form[5], complete_step, ROUTE_UPLOAD | ROUTE_LIMITED, own_upload },
	{ GET,  "/file/:reference/deadlines",         0, NULL, own_deadlines_page },
	{ POST, "/file/:reference/deadlines",         0, &own_deadline_facts_form, own_deadline_facts, ROUTE_LIMITED },
	{ GET,  "/file/:reference/deadlines/:code",   0, NULL, own_deadline },
	{ POST, "/file/:reference/deadlines/:code",   0, &own_deadline_form, own_deadline_record, ROUTE_LIMITED },
	{ GET,  "/file/:reference/consents",          0, NULL, own_consents_page },
	{ POST, "/file/:reference/consents",          0, &own_consents_form, own_consents, ROUTE_LIMITED },
	{ GET,  "/file/:reference/lesson",            0, NULL, own_lesson_page },
	{ POST, "/file/:reference/lesson",            0, &own_lesson_form, own_lesson, ROUTE_LIMITED },
	{ GET,  "/lessons",                           0, NULL, lessons_page },
	{ GET,  "/lessons/:reference",                0, NULL, lesson_public_page },
	{ POST, "/lessons/:reference/withdraw", RIGHT(OBJECT_LESSON, ACTION_CLOSE), &lesson_orphan_form, lesson_orphan_post },
	{ 0 },
};
/* clang-format on */
