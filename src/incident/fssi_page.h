/* Views of the FSSI's pages. Private to src/incident. */
#ifndef INCIDENT_FSSI_PAGE_H
#define INCIDENT_FSSI_PAGE_H

#include "incident/fssi.h"

#define FSSI_PAGE 50

/* A file as the FSSI's list shows it. */
struct fssi_row {
	struct str reference, org_name;
	struct code org_type, region, severity, workflow, care_state, crisis, taken;
	struct moment received_at;
	int64_t demands, unacknowledged, proposed;
};

/* A demand, or a card that nobody acknowledged, anywhere. */
struct fssi_wait {
	struct str reference, incident, org_name;
	struct code kind, state; /* of the demand; desk and card of the card */
	struct moment at, due;
};

struct fssi_view {
	struct str state; /* "open" (default), "all", "closed", "crisis" */
	int64_t page, total, pages;
	int64_t majors, crises, waiting;
	size_t n;
	const struct fssi_row *row;
	size_t n_demands;
	const struct fssi_wait *demand;
	size_t n_late;
	const struct fssi_wait *late;
};

struct fssi_file_view {
	const struct incident *in;
	size_t n_crises;
	const struct crisis *crisis;
	size_t n_demands;
	const struct demand *demand;
	const struct filled *filled, *decide, *ask;
	int64_t seen; /* the decision that the page shows */
	bool may_decide, may_ask, ended;
};

struct demand_view {
	const struct incident *in;
	const struct demand *d;
	const struct filled *filled, *answer, *step, *close;
	bool may_answer, may_close;
};

void page_fssi(struct out *o, const struct fssi_view *v);
void page_fssi_waiting(struct out *o, const struct fssi_view *v);
void page_fssi_file(struct out *o, const struct fssi_file_view *v);
void page_demand(struct out *o, const struct demand_view *v);
void page_demand_plan(struct out *o, const struct demand_view *v);

/* For templates. */
void demand_answers(struct out *o, const struct demand_view *v);
void remediation_states(struct out *o, struct str chosen);

#endif
