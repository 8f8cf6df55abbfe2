/*
 * Need to know: a sealed file is for those named on its list, and for the FSSI.
 *
 * Every way to a file asks here: its page and parts (file_open), lists (need_bind
 * and the clause of queue.sql), cards, receipts, exports, mails.  The structure
 * keeps its own view, and a desk the card that was addressed to it: what they hold
 * was given to them.  Nobody else learns more than a reference and that it is
 * sealed.  Private to src/incident.
 */
#ifndef INCIDENT_NEED_H
#define INCIDENT_NEED_H

#include "incident/routing.h"

/* What the matrix asks of a file, for this member. */
enum outcome need_facts(struct act *act, const struct member *m, const struct incident *in,
    const struct stored_report *s, struct facts *ret);

/* The same where only the report is loaded, and for a card. */
enum outcome need_report_facts(
    struct act *act, const struct member *m, const struct stored_report *s, struct facts *ret);
enum outcome need_card_facts(
    struct act *act, const struct member *m, const struct dispatch *d, struct facts *ret);

/* Lists: binds :reader, :all (1: sees sealed files too) and :now. */
void need_bind(struct query *q, const struct member *m, struct moment now);

/* May this account of the cell know of the file? */
enum outcome need_knows(struct act *act, const struct incident *in, int64_t account, bool *ret);

/* Whom of a role of the cell a mail about the file may reach: all of them, or the
 * named ones. */
enum outcome need_desk(struct act *act, const struct incident *in, enum role role,
    struct account **ret, size_t *ret_n);

#endif
