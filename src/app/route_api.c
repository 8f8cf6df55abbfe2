/*
 * /api/v1 for programs: rows of routes, and what the description says of each.
 *
 * A row carries no right: a program may be of the cell or of a structure, whose
 * objects differ; the handlers ask the matrix, within the token's scopes.
 */
#include "app/openapi.h"
#include "app/routes.h"
#include "directory/directory.h"
#include "incident/incident.h"

/* clang-format off */
const struct route api_route[] = {
	{ GET,  "/api/v1/openapi.json",              0, NULL, openapi_page,  ROUTE_API | ROUTE_STATIC_PAGE },
	{ GET,  "/api/v1/incidents",                 0, NULL, api_incidents, ROUTE_API },
	{ GET,  "/api/v1/incidents/:reference",      0, NULL, api_incident,  ROUTE_API },
	{ GET,  "/api/v1/incidents/:reference/log",  0, NULL, api_log,       ROUTE_API },
	{ POST, "/api/v1/incidents/:reference/log",  0, &api_note_form, api_note, ROUTE_API },
	{ POST, "/api/v1/reports", RIGHT(OBJECT_DRAFT, ACTION_CREATE), &api_report_form, api_report, ROUTE_API },
	{ GET,  "/api/v1/structures/:finess",        0, NULL, api_structure, ROUTE_API },
	{ 0 },
};

static const struct api_param asked[] = {
	{ "updated_since", "only what changed at or after this instant (RFC 3339)", NULL },
	{ "cursor", "the \"next\" of the page before", NULL },
	{ "limit", "how many at most, 1 to 500; 100 unless said", NULL },
	{ "state", "open or closed files only", "open|closed" },
	{ "severity", "a code of severity", NULL },
	{ "category", "a code of category", NULL },
	{ "region", "INSEE code of a region", NULL },
	{ 0 },
};

static field_list report_list(void) { return report_fields; }
static field_list structure_list(void) { return structure_fields; }

const struct api_doc api_doc[] = {
	{ GET, "/api/v1/incidents", "incidents_read", "Files that the account may see, in the order of their last change", asked, NULL,
		{ { "reference", NULL }, { "updated_at", NULL }, { "received_at", NULL }, { "workflow", NULL }, { "care_state", NULL }, { "version", NULL }, { "qualified", api_incident_fields } }, true },
	{ GET, "/api/v1/incidents/:reference", "incidents_read", "One file", NULL, NULL,
		{ { "reference", NULL }, { "received_at", NULL }, { "workflow", NULL }, { "care_state", NULL }, { "tlp", NULL }, { "qualified", api_incident_fields }, { "sealed", api_sealed_fields }, { "declared", report_list } }, false },
	{ GET, "/api/v1/incidents/:reference/log", "incidents_read", "Its running log, the newest first", NULL, NULL,
		{ { "id", NULL }, { "at", NULL }, { "role", NULL }, { "kind", NULL }, { "visibility", NULL }, { "text", NULL } }, true },
	{ POST, "/api/v1/incidents/:reference/log", "incidents_write", "A note, or a message to the other side", NULL, &api_note_form,
		{ { "reference", NULL } }, false },
	{ POST, "/api/v1/reports", "reports_write", "Declares an incident", NULL, &api_report_form,
		{ { "reference", NULL } }, false },
	{ GET, "/api/v1/structures/:finess", "structures_read", "One structure by its FINESS number", NULL, NULL,
		{ { "structure", structure_list } }, false },
	{ 0 },
};
/* clang-format on */
