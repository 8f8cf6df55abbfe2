/*
 * Declaring: open to everybody.  A draft is opened by the session that began or
 * resumed it, or by the account (draft_open asks the matrix): that is why these
 * rows carry no right of their own, but for paper.
 */
#include "app/routes.h"
#include "incident/incident.h"

#define DRAFT "/declare/:reference"

/* clang-format off */
const struct route declare_route[] = {
	{ GET,  "/declare",               0, NULL, declare_start_page },
	{ POST, "/declare",               0, NULL, declare_start, ROUTE_LIMITED },
	{ GET,  "/declare/resume",        0, NULL, declare_resume_page },
	{ POST, "/declare/resume",        0, &resume_form, declare_resume, ROUTE_LIMITED },
	{ GET,  DRAFT "/1",               0, NULL, declare_step_page },
	{ GET,  DRAFT "/2",               0, NULL, declare_step_page },
	{ GET,  DRAFT "/3",               0, NULL, declare_step_page },
	{ GET,  DRAFT "/4",               0, NULL, declare_step_page },
	{ GET,  DRAFT "/5",               0, NULL, declare_step_page },
	{ GET,  DRAFT "/6",               0, NULL, declare_step_page },
	{ POST, DRAFT "/1",               0, &declare_form[0], declare_step },
	{ POST, DRAFT "/2",               0, &declare_form[1], declare_step },
	{ POST, DRAFT "/3",               0, &declare_form[2], declare_step },
	{ POST, DRAFT "/4",               0, &declare_form[3], declare_step },
	{ POST, DRAFT "/5",               0, &declare_form[4], declare_step },
	{ POST, DRAFT "/6",               0, &declare_form[5], declare_step, ROUTE_UPLOAD | ROUTE_LIMITED, declare_upload },
	{ POST, DRAFT "/files/:id/remove", 0, NULL, declare_remove_file, ROUTE_UPLOAD | ROUTE_LIMITED, declare_upload },
	{ GET,  DRAFT "/saved",           0, NULL, declare_saved_page },
	{ GET,  DRAFT "/summary",         0, NULL, declare_summary_page },
	{ POST, DRAFT "/submit",          0, NULL, declare_submit, ROUTE_OWN_TXN },
	{ GET,  "/receipt/:reference",    0, NULL, receipt_page },
	{ GET,  "/paper", RIGHT(OBJECT_PAPER, ACTION_CREATE), NULL, paper_page },
	{ POST, "/paper", RIGHT(OBJECT_PAPER, ACTION_CREATE), &paper_form, paper_start },
	{ 0 },
};
/* clang-format on */
