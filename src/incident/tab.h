/*
 * The parts of a file, each a page of its own under the file's address.
 *
 * One long page was rejected: at three in the morning the analyst wants the log and
 * the alerts, not twelve panels; and a part that is a page has an address, a right
 * and a scenario of its own.  A part is one row of tab.c; it is shown to whom its
 * right could ever be given.  Private to src/incident.
 */
#ifndef INCIDENT_TAB_H
#define INCIDENT_TAB_H

#include "incident/file.h"

struct tab {
	const char *slug; /* "/desk/<reference>/<slug>"; "": the file itself */
	const char *key;  /* its words */
	enum object object;
	enum action action;
};

extern const struct tab desk_tab[], own_tab[]; /* ended by a row without key */

struct head_view {
	struct str base; /* "/desk/INC-…" or "/file/SIG-…" */
	const struct incident *in;
	struct str title, subtitle;
	const char *active; /* slug */
	size_t n_tabs;
	const struct tab **tab; /* those of this visitor; fewer than two: none is drawn */
};

/* For templates: reference, state and the row of parts, active being this page's slug. */
void desk_head(struct out *o, const struct incident *in, const char *active);
void own_head(
    struct out *o, const struct incident *in, const struct stored_report *s, const char *active);

void page_file_head(struct out *o, const struct head_view *v);

#endif
