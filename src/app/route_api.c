/*
 * /api/v1 for programs: rows of routes, and what the description says of each.
 *
 * A row has the scope that a token must name and mostly no right: a program may be of
 * the cell or of a structure, whose objects differ; the handlers ask the matrix.
 */
#include "app/openapi.h"
#include "app/routes.h"
#include "directory/directory.h"
#include "incident/incident.h"

/* clang-format off */
#define I "/api/v1/incidents"
#define R I "/:reference"

const struct route api_route[] = {
	{ GET,  "/api/v1/openapi.json", 0, NULL, openapi_page,  ROUTE_API | ROUTE_STATIC_PAGE },
	{ GET,  "/api/v1/incidents", 0, NULL, api_incidents, ROUTE_API, NULL, "incidents_read" },
	{ GET,  "/api/v1/incidents/:reference", 0, NULL, api_incident, ROUTE_API, NULL, "incidents_read" },
	{ GET,  "/api/v1/incidents/:reference/log", 0, NULL, api_log, ROUTE_API, NULL, "incidents_read" },
	{ POST, "/api/v1/incidents/:reference/log", 0, &api_note_form, api_note, ROUTE_API, NULL, "incidents_write" },
	{ POST, "/api/v1/incidents/:reference/messages", 0, &own_message_form, api_message, ROUTE_API, NULL, "incidents_write" },
	{ POST, "/api/v1/incidents/:reference/qualification", 0, &api_qualification_form, api_qualification, ROUTE_API, NULL, "qualification_write" },
	{ POST, "/api/v1/incidents/:reference/take", 0, &api_take_form, api_take, ROUTE_API, NULL, "workflow_write" },
	{ POST, "/api/v1/incidents/:reference/assignee", 0, &api_assignee_form, api_assignee, ROUTE_API, NULL, "workflow_write" },
	{ POST, "/api/v1/incidents/:reference/workflow", 0, &move_form, api_workflow, ROUTE_API, NULL, "workflow_write" },
	{ POST, "/api/v1/incidents/:reference/closing", 0, &close_form, api_closing, ROUTE_API, NULL, "workflow_write" },
	{ POST, "/api/v1/incidents/:reference/reopening", 0, &reopen_form, api_reopening, ROUTE_API, NULL, "workflow_write" },
	{ POST, "/api/v1/incidents/:reference/care-state", 0, &own_state_form, api_care_state, ROUTE_API, NULL, "workflow_write" },
	{ GET,  "/api/v1/incidents/:reference/deadlines", 0, NULL, api_deadlines, ROUTE_API, NULL, "treatment_read" },
	{ GET,  "/api/v1/incidents/:reference/tasks", 0, NULL, api_tasks, ROUTE_API, NULL, "treatment_read" },
	{ GET,  "/api/v1/incidents/:reference/timeline", 0, NULL, api_timeline, ROUTE_API, NULL, "treatment_read" },
	{ GET,  "/api/v1/incidents/:reference/links", 0, NULL, api_links, ROUTE_API, NULL, "treatment_read" },
	{ GET,  "/api/v1/incidents/:reference/observables", 0, NULL, api_observables, ROUTE_API, NULL, "evidence_read" },
	{ GET,  "/api/v1/incidents/:reference/observables.csv", 0, NULL, api_observables_csv, ROUTE_API, NULL, "evidence_read" },
	{ GET,  "/api/v1/incidents/:reference/evidence", 0, NULL, api_evidence, ROUTE_API, NULL, "evidence_read" },
	{ POST, "/api/v1/reports", RIGHT(OBJECT_DRAFT, ACTION_CREATE), &api_report_form, api_report, ROUTE_API, NULL, "reports_write" },
	{ GET,  "/api/v1/structures/:finess", 0, NULL, api_structure, ROUTE_API, NULL, "structures_read" },
	{ 0 },
};

static const struct api_param asked[] = {
	{ "updated_since", "only what changed at or after this instant (RFC 3339)", NULL },
	{ "cursor", "the \"next\" of the page before", NULL },
	{ "limit", "how many at most, 1 to 500; 100 unless said", NULL },
	{ "state", "open or closed files only", "open|closed" },
	{ "severity", "a code of severity; for the cell", NULL },
	{ "category", "a code of category; for the cell", NULL },
	{ "region", "INSEE code of a region; for the cell", NULL },
	{ 0 },
};

static const struct api_param leaving[] = {
	{ "channel", "only what may leave by it: consent, marking, confirmed, not common", "indicators_partners|indicators_public" },
	{ "tlp", "no value marked above", "TLP:CLEAR|TLP:GREEN|TLP:AMBER|TLP:AMBER+STRICT" },
	{ 0 },
};

static field_list report_list(void) { return report_fields; }
static field_list structure_list(void) { return structure_fields; }

/* What every change answers. */
#define CHANGED { { "reference" }, { "workflow" }, { "care_state" }, { "version", NULL, "integer" }, { "decision" } }

const struct api_doc api_doc[] = {
	{ GET, I, "Files that the account may see, in the order of their last change", asked,
		{ { "reference" }, { "updated_at" }, { "received_at" }, { "workflow" }, { "care_state" }, { "version", NULL, "integer" }, { "qualified", api_incident_fields } }, true },
	{ GET, R, "One file", NULL,
		{ { "reference" }, { "received_at" }, { "workflow" }, { "care_state" }, { "tlp" }, { "version", NULL, "integer" }, { "qualified", api_incident_fields }, { "sealed", api_sealed_fields }, { "declared", report_list } } },
	{ GET, R "/log", "Its running log, the newest first", NULL,
		{ { "id", NULL, "integer" }, { "at" }, { "role" }, { "kind" }, { "visibility" }, { "text" } }, true },
	{ POST, R "/log", "A note, or a message to the other side", NULL, CHANGED },
	{ POST, R "/messages", "A message to the structure, or of it to the cell", NULL, CHANGED },
	{ POST, R "/qualification", "Qualifies it; what the body does not name stays", NULL, CHANGED },
	{ POST, R "/take", "The account follows it from now on", NULL, CHANGED },
	{ POST, R "/assignee", "Gives it to somebody of the cell", NULL, CHANGED },
	{ POST, R "/workflow", "Moves it on", NULL, CHANGED },
	{ POST, R "/closing", "Closes it, or asks for it where it takes two", NULL, CHANGED },
	{ POST, R "/reopening", "Opens it again", NULL, CHANGED },
	{ POST, R "/care-state", "How far the structure says that it is", NULL, CHANGED },
	{ GET, R "/deadlines", "What the law asks of the structure", NULL, { { 0 } }, true, api_deadline_fields },
	{ GET, R "/tasks", "What is to be done", NULL, { { 0 } }, true, api_task_fields },
	{ GET, R "/timeline", "What happened, in order of time", NULL, { { 0 } }, true, api_event_fields },
	{ GET, R "/links", "Where it stands among others", NULL, { { 0 } }, true, api_link_fields },
	{ GET, R "/observables", "Its observables, or those that may leave by a channel", leaving, { { 0 } }, true, api_observable_fields },
	{ GET, R "/observables.csv", "Its confirmed observables as a table", leaving, { { 0 } }, false, NULL, "text/csv" },
	{ GET, R "/evidence", "What is known of its attachments", NULL, { { 0 } }, true, api_evidence_fields },
	{ POST, "/api/v1/reports", "Declares an incident", NULL, { { "reference" } } },
	{ GET, "/api/v1/structures/:finess", "One structure by its FINESS number", NULL, { { 0 } }, false, structure_list },
	{ 0 },
};
/* clang-format on */
