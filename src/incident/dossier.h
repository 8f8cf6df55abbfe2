/*
 * What the analyst puts beside a case file: attachments, and entries of the log that
 * may be shared.  Copied when the card leaves, as immutable as the card.  Private
 * to src/incident.
 */
#ifndef INCIDENT_DOSSIER_H
#define INCIDENT_DOSSIER_H

#include "incident/declare.h"
#include "incident/routing.h"

struct piece {
	int64_t id;
	struct str kind; /* attachment, entry */
	struct str name, text;
	int64_t attachment, report, report_vault, size;
	struct str sha256;
	struct moment at;
};

enum outcome dossier_add_file(
    struct act *act, const struct dispatch *d, const struct attachment *f);
enum outcome dossier_add_entry(
    struct act *act, const struct dispatch *d, const struct log_entry *e);
enum outcome dossier_list(
    struct act *act, const struct dispatch *d, size_t max, struct piece **ret, size_t *ret_n);

/* The page that prepares it. */
struct dossier_view {
	const struct incident *in;
	const struct stored_report *s;
	struct sheet sheet;
	bool proposed; /* R4 waits: sending confirms it; else a reason is asked */
	size_t n_files;
	const struct attachment *file;
	size_t n_entries;
	const struct log_entry *entry;
	const struct filled *filled;
};

void page_dossier(struct out *o, const struct dossier_view *v);
bool dossier_chosen(const struct out *o, const char *name, int64_t id); /* ticked before */

#endif
