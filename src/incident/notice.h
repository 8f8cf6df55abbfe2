/*
 * Mails about a file: reference, kind, severity, TLP and a link, never content
 * (design.md §8.3).  Private to src/incident.
 */
#ifndef INCIDENT_NOTICE_H
#define INCIDENT_NOTICE_H

#include "incident/routing.h"

/* To the members of the recipient's desk, to the agency's alert box, or to the
 * declarant: queued in the same transaction. */
enum outcome notice_dispatch(struct act *act, const struct dispatch *d, const struct incident *in,
    const struct stored_report *s);

/* To the cell on duty: a proposal waits for a confirmation. */
enum outcome notice_proposal(struct act *act, const struct dispatch *d, const struct incident *in);

/* To the cell, or to a desk: what happened (a key), and the page that tells it. */
enum outcome notice_cell(
    struct act *act, const struct incident *in, const char *what, const char *page);
enum outcome notice_desk(struct act *act, enum role desk, struct str region, struct str reference,
    const char *what, const char *page);

/* To a desk: the cell has answered about a card. */
enum outcome notice_reply(struct act *act, const struct dispatch *d);

/* To those of these roles ("lead|fssi") who may know of the file, but for who acts:
 * what is the key of a few words. */
enum outcome notice_roles(
    struct act *act, const struct incident *in, struct str roles, const char *what);

/* To the declarant: something new stands in the file (message, recommendation). */
enum outcome notice_declarant(
    struct act *act, const struct incident *in, const struct stored_report *s, const char *what);

/* Any mail of the domain: queued with what makes it due. */
enum outcome notice_mail(struct act *act, struct str to, struct str subject, struct str body);

/* To those of the structure: "declarant|correspondent|dpo", each address once; *mails
 * grows by their number.  what: a few words of ours. */
enum outcome notice_structure(struct act *act, const struct incident *in,
    const struct stored_report *s, struct str to, struct str what, int64_t *mails);

#endif
