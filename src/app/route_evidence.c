/* Evidence of a file: the cell; the FSSI reads; holding and erasing are the lead's. */
#include "app/routes.h"
#include "incident/incident.h"

#define READ RIGHT(OBJECT_FILE, ACTION_READ)
#define WRITE RIGHT(OBJECT_FILE, ACTION_WRITE)
#define HOLD RIGHT(OBJECT_FILE, ACTION_HOLD)

/* clang-format off */
const struct route evidence_route[] = {
	{ GET,  "/desk/:reference/evidence", READ, NULL, evidence_page },
	{ GET,  "/desk/:reference/evidence.csv", READ, NULL, evidence_csv },
	{ POST, "/desk/:reference/evidence/observables", WRITE, &evidence_decide_form, evidence_decide },
	{ POST, "/desk/:reference/evidence/text", WRITE, &evidence_text_form, evidence_text },
	{ GET,  "/desk/:reference/evidence/files/:id", READ, NULL, evidence_file_send },
	{ POST, "/desk/:reference/evidence/files/:id/erase", HOLD, NULL, evidence_file_erase },
	{ POST, "/desk/:reference/evidence/hold", HOLD, &evidence_hold_form, evidence_hold },
	{ POST, "/desk/:reference/evidence/release", HOLD, NULL, evidence_release },
	{ 0 },
};
/* clang-format on */
