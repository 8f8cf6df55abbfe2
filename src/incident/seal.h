/*
 * The seal of a file and its list, as they are kept and changed.
 *
 * A lead or the FSSI seals, and names people of the cell; whoever follows the file
 * and at least one lead stay named; the FSSI needs no naming.  Taking the seal off
 * takes two (decision.h).  In an emergency somebody on duty opens with a reason:
 * that names them for some hours, and is told at once.  A row of the list is ended,
 * never removed: who could read when is asked years later.  Private to src/incident.
 */
#ifndef INCIDENT_SEAL_H
#define INCIDENT_SEAL_H

#include "incident/need.h"

#define SEAL_MANY 200

struct access {
	int64_t id, account, named_by, ended_by;
	struct code kind; /* vocabulary access_kind */
	struct moment at, until, ended_at;
	struct str reason;
	bool now; /* counts today */
};

/* Seals, naming these accounts, whoever follows the file and the lead who acts.
 * INVALID: somebody is not of the cell, or no lead is among them; CONFLICT: sealed
 * already, or somebody wrote in between. */
enum outcome seal_put(
    struct act *act, struct incident *in, const int64_t *account, size_t n, struct str reason);

/* Opens it again to the cell: called by the decision that two persons made. */
enum outcome seal_lift(struct act *act, struct incident *in, struct str reason);

/* One name more; OK when it stands already. INVALID: not of the cell. */
enum outcome seal_name(
    struct act *act, const struct incident *in, int64_t account, struct str reason);

/* Opens to the member who acts, for a few hours (data/sealing.tsv); tells lead and FSSI. */
enum outcome seal_break(struct act *act, const struct incident *in, struct str reason);

/* One name less. INVALID: it is who follows the file, or the last lead. */
enum outcome seal_end(struct act *act, const struct incident *in, int64_t account);

enum outcome access_list(
    struct act *act, const struct incident *in, struct access **ret, size_t *ret_n);

#endif
