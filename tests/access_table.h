/*
 * Who reaches what, written by path and not by object: what access.c of identity/
 * says must come out as this, and a slip of the hand in one is not in the other.
 *
 * A row is a route with an address to try, of which it is said who may.  What is
 * not named is refused.  A route may have several rows; one without any fails the
 * test, so that a new page is thought about.
 */
#ifndef TESTS_ACCESS_TABLE_H
#define TESTS_ACCESS_TABLE_H

#include "web/web.h"

enum who {
	DECLARANT,
	CORRESPONDENT,
	DIRECTOR,
	DPO,
	ANALYST,
	DUTY,
	LEAD,
	AUDITOR,
	FSSI,
	ARS_IDF, /* of another region */
	ARS_HDF, /* of the incident's region */
	CORRUSS,
	ANSSI,
	ANSM,
	ARMY,
	JOURNAL,
	ADMIN,
	RESEARCHER,
	VENDOR,
	PROVIDER,
	STRANGER, /* no account, no report */
	OWNER,	  /* no account; its session is bound to the report */
	WHO_COUNT
};

#define ONE(who) (1u << (who))
#define NOBODY 0u
#define ALL (ONE(WHO_COUNT) - 1)
#define MEMBERS (ALL & ~ONE(STRANGER) & ~ONE(OWNER))
#define CELL (ONE(ANALYST) | ONE(DUTY) | ONE(LEAD))
#define READERS (CELL | ONE(FSSI))
#define STRUCTURE (ONE(CORRESPONDENT) | ONE(DIRECTOR) | ONE(DPO))
#define OWNERS (STRUCTURE | ONE(OWNER))
#define ARS (ONE(ARS_IDF) | ONE(ARS_HDF))
#define DESKS (ARS | ONE(FSSI) | ONE(CORRUSS) | ONE(ANSSI) | ONE(ANSM) | ONE(ARMY))
#define DRAFTERS (STRUCTURE | ONE(DECLARANT) | ONE(PROVIDER) | ONE(STRANGER) | ONE(OWNER))

#define STRICT (ONE(CORRESPONDENT) | CELL | ONE(AUDITOR) | ONE(FSSI))
#define AMBER (STRICT | ONE(DIRECTOR) | DESKS)
#define GREEN (AMBER | ONE(DPO) | ONE(PROVIDER))

enum {
	LATE = 1,    /* ends or changes the session: after all others */
	ANYHOW = 2,  /* leads on from page to page: any answer that is no fault */
	UPLOADS = 4, /* multipart */
};

struct row {
	enum method method;
	const char *path, *asked; /* the route; the address, NULL: the same */
	unsigned may;
	const char *object, *reference; /* what the journal must name, NULL: nothing */
	const char *body;
	unsigned flags;
};

/* clang-format off */
#define F "/file/:reference"
#define D "/desk/:reference"
#define INC "incident", "$inc"
#define SHUT "incident", "$shut"
#define DONE "incident", "$done"
#define SEALED_READERS (ONE(LEAD) | ONE(FSSI))
#define STEPS(method, path, asked, may, object, reference) \
	{ method, path "/1", asked "/1", may, object, reference, "impact_patient_data=oui act=save" }, \
	{ method, path "/2", asked "/2", may, object, reference, "impact_patient_data=oui act=save" }, \
	{ method, path "/3", asked "/3", may, object, reference, "impact_patient_data=oui act=save" }, \
	{ method, path "/4", asked "/4", may, object, reference, "impact_patient_data=oui act=save" }, \
	{ method, path "/5", asked "/5", may, object, reference, "impact_patient_data=oui act=save" }, \
	{ method, path "/6", asked "/6", may, object, reference, "impact_patient_data=oui act=save" }
#define DRAFT(name, may) \
	STEPS(GET, "/declare/:reference", "/declare/$" name, may, "report", "$" name), \
	STEPS(POST, "/declare/:reference", "/declare/$" name, may, "report", "$" name), \
	{ GET, "/declare/:reference/saved", "/declare/$" name "/saved", may, "report", "$" name }, \
	{ GET, "/declare/:reference/summary", "/declare/$" name "/summary", may, "report", "$" name }, \
	{ POST, "/declare/:reference/files/:id/remove", "/declare/$" name "/files/1/remove", may, "report", "$" name, "", UPLOADS }, \
	{ POST, "/declare/:reference/submit", "/declare/$" name "/submit", may, "report", "$" name }
#define CARD(name, desk) \
	{ GET, "/cards/:reference", "/cards/$" name, CELL | ONE(desk), "dispatch", "$" name }, \
	{ POST, "/cards/:reference/acknowledge", "/cards/$" name "/acknowledge", ONE(desk), "dispatch", "$" name, "reply=recu" }, \
	{ POST, "/cards/:reference/messages", "/cards/$" name "/messages", ONE(desk), "dispatch", "$" name, "return_kind=question return_text=MESSAGE" }

/* Before all others: a card that is only proposed is nobody's. */
static const struct row first_table[] = {
	{ GET, "/cards/:reference", "/cards/$proposal", NOBODY, "dispatch", "$proposal" },
	{ POST, "/cards/:reference/acknowledge", "/cards/$proposal/acknowledge", NOBODY, "dispatch", "$proposal", "reply=x" },
	{ POST, "/cards/:reference/messages", "/cards/$proposal/messages", NOBODY, "dispatch", "$proposal", "return_kind=question return_text=x" },
};

static const struct row row_table[] = {
	/* --- Words ------------------------------------------------------------------- */
	{ GET, "/", NULL, ALL },
	{ GET, "/sitemap", NULL, ALL },
	{ GET, "/accessibility", NULL, ALL },
	{ GET, "/legal", NULL, ALL },
	{ GET, "/privacy", NULL, ALL },
	{ GET, "/health", NULL, ALL },
	{ GET, "/reflex-cards", NULL, ALL },
	{ GET, "/reflex-cards/:ref", "/reflex-cards/FR-001", ALL },
	{ GET, "/structures", NULL, ALL },
	{ GET, "/vulnerabilities", NULL, ALL },
	{ GET, "/vulnerabilities/:cve", "/vulnerabilities/CVE-2021-44228", ALL },
	{ GET, "/api/v1/structures", "/api/v1/structures?q=valmont", ALL },
	{ GET, "/preferences", NULL, ALL },
	{ POST, "/preferences", NULL, ALL, NULL, NULL, "lang=fr" },

	/* --- Signing in, one's own account --------------------------------------------- */
	{ GET, "/sign-in", NULL, ALL, .flags = ANYHOW },
	{ POST, "/sign-in", NULL, ALL, .flags = ANYHOW },
	{ GET, "/sign-in/code", NULL, ALL, .flags = ANYHOW },
	{ POST, "/sign-in/code", NULL, ALL, .flags = ANYHOW },
	{ GET, "/reset", NULL, ALL },
	{ POST, "/reset", NULL, ALL },
	{ GET, "/welcome/:secret", "/welcome/AAAA", NOBODY },
	{ POST, "/welcome/:secret", "/welcome/AAAA", NOBODY, NULL, NULL, "new_password=cheval-agrafe-pile new_password_again=cheval-agrafe-pile" },
	{ GET, "/welcome/:secret/code", "/welcome/AAAA/code", NOBODY },
	{ POST, "/welcome/:secret/code", "/welcome/AAAA/code", NOBODY, NULL, NULL, "first_code=123456" },
	{ GET, "/account", NULL, MEMBERS },
	{ POST, "/account/password", NULL, MEMBERS },
	{ POST, "/account/recovery", NULL, MEMBERS },
	/* Of somebody else: the answer is the same, and the session goes on (access.c). */
	{ POST, "/account/sessions/:id/end", "/account/sessions/$session/end", MEMBERS },

	{ GET, "/account/tokens", NULL, MEMBERS },
	{ POST, "/account/tokens", NULL, MEMBERS },
	/* Nobody has any, and another's is not there to revoke (tokens.test). */
	{ POST, "/account/tokens/:id/revoke", "/account/tokens/1/revoke", NOBODY },

	/* --- The administrator's accounts ----------------------------------------------- */
	{ GET, "/accounts", NULL, ONE(ADMIN) },
	{ GET, "/accounts/new", NULL, ONE(ADMIN) },
	{ POST, "/accounts", NULL, ONE(ADMIN) },
	{ GET, "/accounts/:id", "/accounts/$spare", ONE(ADMIN), "account", "$spare" },
	{ POST, "/accounts/:id/tokens/:token/revoke", "/accounts/$spare/tokens/1/revoke", NOBODY },
	{ POST, "/accounts/:id/reset", "/accounts/$spare/reset", ONE(ADMIN), "account", "$spare" },
	{ POST, "/accounts/:id/disable", "/accounts/$spare/disable", ONE(ADMIN), "account", "$spare" },

	/* --- Declaring -------------------------------------------------------------------- */
	{ GET, "/declare", NULL, ALL },
	{ POST, "/declare", NULL, DRAFTERS | CELL | ARS, .flags = LATE }, /* the cell and the ARS: to /paper */
	{ GET, "/declare/resume", NULL, ALL },
	{ POST, "/declare/resume", NULL, ALL, NULL, NULL, "reference=$sig secret=AAAA-BBBB-CCCC" },
	DRAFT("mine", ONE(CORRESPONDENT)),
	DRAFT("paper", ONE(ARS_HDF)),
	{ GET, "/receipt/:reference", "/receipt/$sig", OWNERS, "report", "$sig" },
	{ GET, "/paper", NULL, CELL | ARS },
	{ POST, "/paper", NULL, CELL | ARS, NULL, NULL, "channel=telephone declared_at=$hour_ago" },

	/* --- The file, as its structure sees it --------------------------------------------- */
	{ GET, "/file", NULL, STRUCTURE },
	{ GET, F, "/file/$sig", OWNERS, INC },
	{ GET, F, "/file/$inc", OWNERS, INC },
	{ GET, F "/versions/:n", "/file/$sig/versions/1", OWNERS, INC },
	{ GET, F "/files/:id", "/file/$sig/files/$file", OWNERS, INC },
	{ POST, F "/files", "/file/$sig/files", OWNERS, INC, "files=@text:encore:encore.txt", UPLOADS },
	{ POST, F "/message", "/file/$sig/message", OWNERS, INC, "message=Bonjour" },
	{ GET, F "/state", "/file/$sig/state", OWNERS, INC },
	{ POST, F "/state", "/file/$sig/state", OWNERS, INC, "care_state=EN_COURS_INVESTIGATION" },
	{ GET, F "/resolve", "/file/$sig/resolve", OWNERS, INC },
	{ POST, F "/resolve", "/file/$sig/resolve", OWNERS, INC, "" },
	{ POST, F "/advice/:id/read", "/file/$sig/advice/$advice/read", OWNERS, INC },
	{ POST, F "/advice/:id/steps/:step", "/file/$sig/advice/$advice/steps/1", OWNERS, INC, "on=1" },
	{ GET, F "/work", "/file/$sig/work", OWNERS, INC },
	{ POST, F "/tasks/:id", "/file/$sig/tasks/$task", OWNERS, INC, "task_state=faite" },
	{ POST, F "/measures", "/file/$sig/measures", OWNERS, INC, "measure_kind=autre measure_first=appliquee measure_at=$hour_ago" },
	{ POST, F "/measures/:id", "/file/$sig/measures/$measure", OWNERS, INC, "state=appliquee" },
	{ POST, F "/cards", "/file/$sig/cards", OWNERS, INC, "card=FR-001" },
	{ GET, F "/cards/:id", "/file/$sig/cards/$advice", OWNERS, INC },
	{ POST, F "/cards/:id/steps/:step", "/file/$sig/cards/$advice/steps/2", OWNERS, INC, "step_state=done" },
	{ POST, F "/losses", "/file/$sig/losses", OWNERS, INC, "loss_precision=estimee staff_hours=3" },
	{ POST, F "/orientations/:id", "/file/$sig/orientations/$orientation", OWNERS, INC, "choice=accepted" },
	{ GET, F "/timeline", "/file/$sig/timeline", OWNERS, INC },
	{ GET, F "/timeline/export", "/file/$sig/timeline/export", OWNERS, INC },
	{ POST, F "/timeline", "/file/$sig/timeline", OWNERS, INC, "event_text=" },
	{ GET, F "/providers/:intervention", "/file/$sig/providers/$int", OWNERS, INC },
	{ POST, F "/providers/:intervention/consent", "/file/$sig/providers/$int/consent", OWNERS, INC, "told_fields=systems" },
	{ POST, F "/providers/:intervention/revoke", "/file/$sig/providers/$int/revoke", OWNERS, INC },
	{ GET, F "/consents", "/file/$sig/consents", OWNERS, INC },
	{ POST, F "/consents", "/file/$sig/consents", OWNERS, INC, "consent_lessons=non consent_indicators=non" },
	STEPS(GET, F "/complete", "/file/$sig/complete", OWNERS, "incident", "$inc"),
	STEPS(POST, F "/complete", "/file/$sig/complete", OWNERS, "incident", "$inc"),

	{ GET, F "/deadlines", "/file/$sig/deadlines", OWNERS, INC },
	{ POST, F "/deadlines", "/file/$sig/deadlines", OWNERS, INC, "high_risk=nsp" },
	{ GET, F "/deadlines/:code", "/file/$sig/deadlines/DL_CNIL", OWNERS, INC },
	{ POST, F "/deadlines/:code", "/file/$sig/deadlines/DL_CNIL", OWNERS, INC, "deadline_answer=excused deadline_reason=En+cours" },

	/* --- The file and its treatment: the cell and the FSSI, nobody else ------------------ */
	{ GET, "/desk", NULL, READERS },
	{ GET, "/desk/new", "/desk/new?drawn=0", READERS },
	{ GET, "/desk/live", NULL, READERS },
	{ POST, "/desk/views", NULL, READERS, NULL, NULL, "view_name=Mes+dossiers view=who=me" },
	{ POST, "/desk/views/:id/remove", "/desk/views/999/remove", NOBODY },
	{ POST, "/desk/bulk", NULL, READERS, NULL, NULL, "bulk_act=read file=$inc" },
	{ GET, "/desk/bulk/:id", "/desk/bulk/999", NOBODY },
	{ POST, "/desk/bulk/:id/undo", "/desk/bulk/999/undo", NOBODY },
	{ GET, D, "/desk/$inc", READERS, INC },
	{ GET, D, "/desk/$sig", READERS, INC },
	{ GET, D "/files/:id", "/desk/$inc/files/$file", READERS, INC },
	{ POST, D "/take", "/desk/$inc/take", CELL, INC },
	{ POST, D "/assign", "/desk/$inc/assign", ONE(LEAD), INC, "account=$lead" },
	{ POST, D "/move", "/desk/$inc/move", CELL, INC, "workflow=ACCOMPAGNEMENT" },
	{ POST, D "/notes", "/desk/$inc/notes", CELL, INC, "text=vu visibility=interne" },
	{ POST, D "/alerts/:dispatch/confirm", "/desk/$inc/alerts/$proposal/confirm", CELL, INC },
	{ POST, D "/alerts/:dispatch/decline", "/desk/$inc/alerts/$proposal/decline", CELL, INC, "reason=non" },
	{ POST, D "/support", "/desk/$inc/support", CELL, INC, "request=$support support_kinds=conseils_techniques" },
	{ GET, D "/advise", "/desk/$inc/advise", CELL, INC },
	{ POST, D "/advise", "/desk/$inc/advise", CELL, INC, "card=FR-001 advice=Suite" },
	{ GET, "/tasks", NULL, CELL },
	{ GET, D "/evidence", "/desk/$inc/evidence", READERS, INC },
	{ GET, D "/evidence.csv", "/desk/$inc/evidence.csv?tlp=TLP:GREEN", READERS, INC },
	{ POST, D "/evidence/observables", "/desk/$inc/evidence/observables", CELL, INC, "observable_state=confirme observable=$observable" },
	{ POST, D "/evidence/text", "/desk/$inc/evidence/text", CELL, INC, "evidence_text=example.org" },
	{ GET, D "/evidence/files/:id", "/desk/$inc/evidence/files/$file", READERS, INC },
	{ POST, D "/evidence/hold", "/desk/$inc/evidence/hold", ONE(LEAD), INC, "hold_reason=Plainte" },
	{ POST, D "/evidence/files/:id/erase", "/desk/$inc/evidence/files/$file/erase", ONE(LEAD), INC },
	{ POST, D "/evidence/release", "/desk/$inc/evidence/release", ONE(LEAD), INC },
	{ GET, D "/work", "/desk/$inc/work", READERS, INC },
	{ POST, D "/tasks", "/desk/$inc/tasks", CELL, INC, "task_title=Relire task_owner=0" },
	{ POST, D "/tasks/usual", "/desk/$inc/tasks/usual", CELL, INC },
	{ GET, D "/tasks/:id", "/desk/$inc/tasks/$task", CELL, INC },
	{ POST, D "/tasks/:id", "/desk/$inc/tasks/$task", CELL, INC, "task_state=en_cours" },
	{ POST, D "/tasks/:id/edit", "/desk/$inc/tasks/$task/edit", CELL, INC, "task_title=" },
	{ POST, D "/measures", "/desk/$inc/measures", CELL, INC, "measure_kind=autre measure_first=demandee measure_at=$hour_ago" },
	{ POST, D "/measures/:id", "/desk/$inc/measures/$measure", CELL, INC, "state=decidee" },
	{ GET, D "/deadlines", "/desk/$inc/deadlines", READERS, INC },
	{ POST, D "/deadlines", "/desk/$inc/deadlines", CELL, INC, "high_risk=nsp" },
	{ GET, D "/deadlines/:code", "/desk/$inc/deadlines/DL_CNIL", READERS, INC },
	{ POST, D "/deadlines/:code", "/desk/$inc/deadlines/DL_CNIL", CELL, INC, "deadline_answer=excused deadline_reason=En+cours" },
	{ GET, D "/timeline", "/desk/$inc/timeline", READERS, INC },
	{ GET, D "/timeline/export", "/desk/$inc/timeline/export", READERS, INC },
	{ POST, D "/timeline", "/desk/$inc/timeline", CELL, INC, "event_text=" },
	{ GET, D "/timeline/:id", "/desk/$inc/timeline/$event", CELL, INC },
	{ POST, D "/timeline/:id", "/desk/$inc/timeline/$event", CELL, INC, "state=declined" },
	{ POST, D "/timeline/:id/edit", "/desk/$inc/timeline/$event/edit", CELL, INC, "event_text=" },
	{ GET, "/reflex-cards/use", NULL, READERS },
	{ GET, D "/cards/:id", "/desk/$inc/cards/$advice", READERS, INC },
	{ POST, D "/losses", "/desk/$inc/losses", CELL, INC, "loss_precision=estimee staff_hours=3" },
	{ POST, D "/orientations", "/desk/$inc/orientations", CELL, INC, "responder=17cyber" },
	{ POST, D "/orientations/:id", "/desk/$inc/orientations/$orientation", CELL, INC, "orientation_result=contacte" },
	{ GET, "/providers", NULL, READERS },
	{ POST, "/providers", NULL, CELL, NULL, NULL, "vendor_name=" },
	{ GET, "/providers/:id", "/providers/$vendor", READERS },
	{ POST, "/providers/:id", "/providers/$vendor", CELL, NULL, NULL, "vendor_name=" },
	{ GET, D "/providers", "/desk/$inc/providers", READERS, INC },
	{ POST, D "/providers", "/desk/$inc/providers", CELL, INC, "int_question=" },
	{ GET, D "/providers/:intervention", "/desk/$inc/providers/$int", READERS, INC },
	{ POST, D "/providers/:intervention/send", "/desk/$inc/providers/$int/send", CELL, INC },
	{ POST, D "/providers/:intervention/call", "/desk/$inc/providers/$int/call", CELL, INC, "call_text=" },
	{ POST, D "/providers/:intervention/end", "/desk/$inc/providers/$int/end", CELL, INC },
	{ GET, "/answer/:secret", "/answer/AAAA", NOBODY },
	{ POST, "/answer/:secret", "/answer/AAAA", NOBODY, NULL, NULL, "answer_text=x" },
	{ GET, D "/report", "/desk/$inc/report", READERS, INC },
	{ GET, D "/report.pdf", "/desk/$inc/report.pdf", READERS, INC },
	{ GET, F "/report", "/file/$sig/report", OWNERS, INC },
	{ GET, F "/report.pdf", "/file/$sig/report.pdf", OWNERS, INC },
	{ GET, D "/qualify", "/desk/$inc/qualify", CELL, INC },
	{ POST, D "/qualify", "/desk/$inc/qualify", CELL, INC, "version=1 severity=GRAVE" },
	{ GET, D "/close", "/desk/$inc/close", CELL, INC },
	{ POST, D "/close", "/desk/$inc/close", CELL, INC, "close_reason=resolu" },
	{ GET, D "/links", "/desk/$inc/links", READERS, INC },
	{ POST, D "/links", "/desk/$inc/links", CELL, INC, "other_file=$inc link_kind=duplicate" },
	{ POST, D "/links/split", "/desk/$inc/links/split", CELL, INC, "reason=non" },
	{ POST, D "/links/undo", "/desk/$inc/links/undo", CELL, INC, "deed=$deed" },
	{ POST, D "/links/provider", "/desk/$inc/links/provider", CELL, INC, "failed_provider=" },
	{ POST, D "/links/distinct", "/desk/$inc/links/distinct", CELL, INC, "file=$inc" },
	{ POST, D "/links/unlink", "/desk/$inc/links/unlink", CELL, INC, "link=$link" },
	{ POST, D "/links/campaign", "/desk/$inc/links/campaign", CELL, INC, "campaign_reference=$cam" },
	{ GET, D "/links/log", "/desk/$inc/links/log", READERS, INC },
	{ POST, D "/links/message", "/desk/$inc/links/message", CELL, INC, "struck_message=Bonjour" },
	{ POST, D "/links/advise", "/desk/$inc/links/advise", CELL, INC, "card=FR-005" },
	{ POST, D "/links/close", "/desk/$inc/links/close", CELL, INC, "close_reason=resolu closing_report=x" },
	{ GET, "/desk/providers", NULL, READERS },
	{ POST, "/desk/providers", NULL, CELL, NULL, NULL, "failed_provider=" },
	{ GET, "/campaigns", NULL, READERS },
	{ POST, "/campaigns", NULL, CELL, NULL, NULL, "campaign_title=" },
	{ GET, "/campaigns/:reference", "/campaigns/$cam", READERS, "campaign", "$cam" },
	{ POST, "/campaigns/:reference", "/campaigns/$cam", CELL, "campaign", "$cam", "campaign_title=" },
	{ POST, "/campaigns/:reference/members", "/campaigns/$cam/members", CELL, "campaign", "$cam", "member_file=$inc" },
	{ POST, "/campaigns/:reference/remove", "/campaigns/$cam/remove", CELL, "campaign", "$cam", "file=$inc" },
	{ POST, D "/reopen", "/desk/$inc/reopen", ONE(LEAD), INC, "reason=Rechute" },

	{ GET, D "/consents", "/desk/$inc/consents", READERS, INC },
	{ GET, D "/lesson", "/desk/$done/lesson", READERS, DONE },
	{ POST, D "/lesson/draft", "/desk/$done/lesson/draft", CELL, DONE },
	{ POST, D "/lesson", "/desk/$done/lesson", CELL, DONE, "version=0 lesson_title=x lesson_tlp=TLP:CLEAR lesson_named=non" },
	{ POST, D "/lesson/keep", "/desk/$done/lesson/keep", CELL, DONE, "version=0 word=x lesson_reason=x" },
	{ POST, D "/lesson/submit", "/desk/$done/lesson/submit", CELL, DONE, "version=0" },
	{ POST, D "/lesson/check", "/desk/$done/lesson/check", CELL, DONE, "version=0" },
	{ POST, D "/lesson/return", "/desk/$done/lesson/return", CELL, DONE, "version=0 lesson_remark=x" },
	{ POST, D "/lesson/name", "/desk/$done/lesson/name", CELL, DONE, "version=0" },
	{ POST, D "/lesson/publish", "/desk/$done/lesson/publish", CELL, DONE, "version=0" },
	{ POST, D "/lesson/withdraw", "/desk/$done/lesson/withdraw", CELL, DONE, "version=0 lesson_why=error lesson_withdrawal=x" },
	{ POST, D "/lesson/:id/answer", "/desk/$done/lesson/$word/answer", CELL, DONE, "lesson_answer=" },
	{ GET, D "/lesson", "/desk/$shut/lesson", SEALED_READERS, SHUT },
	{ GET, F "/lesson", "/file/$sig/lesson", OWNERS, INC },
	{ POST, F "/lesson", "/file/$sig/lesson", OWNERS, INC, "lesson_word=comment lesson_said=MOT" },
	{ GET, "/lessons", NULL, ALL },
	{ POST, "/lessons/:reference/withdraw", "/lessons/$rex/withdraw", ONE(LEAD), NULL, NULL, "lesson_why=error" },
	{ GET, "/lessons/:reference", "/lessons/$rex", STRUCTURE | CELL | ONE(FSSI) | ARS, "lesson", "$rex" },
	{ POST, D "/consents", "/desk/$inc/consents", CELL, INC, "consent_lessons=non consent_indicators=non channel=papier given_by=Roux" },

	/* --- Need to know: the list of an open file is the lead's and the FSSI's -------------- */
	{ GET, D "/access", "/desk/$inc/access", ONE(LEAD) | ONE(FSSI), INC },
	{ POST, D "/access/seal", "/desk/$inc/access/seal", ONE(LEAD) | ONE(FSSI), INC, "reason=" },
	{ POST, D "/access/name", "/desk/$inc/access/name", ONE(LEAD) | ONE(FSSI), INC, "account=" },
	{ POST, D "/access/:account/end", "/desk/$inc/access/$lead/end", ONE(LEAD) | ONE(FSSI), INC },
	{ POST, D "/access/unseal", "/desk/$inc/access/unseal", ONE(LEAD) | ONE(FSSI), INC, "reason=x" },
	{ GET, D "/emergency", "/desk/$inc/emergency", READERS }, /* on to the file: it is open */
	{ POST, D "/emergency", "/desk/$inc/emergency", ONE(DUTY), NULL, NULL, "reason=Appel+de+nuit" },
	{ GET, "/decisions", NULL, READERS },
	{ GET, "/decisions/:reference", "/decisions/$decision", READERS, "decision", "$decision" },
	{ POST, "/decisions/:reference/refuse", "/decisions/$decision/refuse", READERS & ~ONE(ANALYST), "decision", "$decision", "answer=" },
	{ POST, "/decisions/:reference/approve", "/decisions/$decision/approve", READERS, "decision", "$decision", "version=1" },
	{ POST, "/decisions/:reference/withdraw", "/decisions/$decision/withdraw", ONE(ANALYST), "decision", "$decision" },

	/* --- A sealed file, on which the lead alone is named: sealed means named, whatever the
	 * role, and the structure keeps its own. ----------------------------------------------- */
	{ GET, D, "/desk/$shut", SEALED_READERS, SHUT },
	{ GET, D, "/desk/$shut_sig", SEALED_READERS, SHUT },
	{ GET, D "/files/:id", "/desk/$shut/files/$shut_file", SEALED_READERS, SHUT },
	{ POST, D "/take", "/desk/$shut/take", ONE(LEAD), SHUT },
	{ POST, D "/assign", "/desk/$shut/assign", ONE(LEAD), SHUT, "account=$lead" },
	{ POST, D "/move", "/desk/$shut/move", ONE(LEAD), SHUT, "workflow=ATTENTE_TIERS" },
	{ POST, D "/notes", "/desk/$shut/notes", ONE(LEAD), SHUT, "text=vu visibility=interne" },
	{ GET, D "/advise", "/desk/$shut/advise", ONE(LEAD), SHUT },
	{ POST, D "/advise", "/desk/$shut/advise", ONE(LEAD), SHUT, "card=FR-001 advice=Suite" },
	{ GET, D "/qualify", "/desk/$shut/qualify", ONE(LEAD), SHUT },
	{ POST, D "/qualify", "/desk/$shut/qualify", ONE(LEAD), SHUT, "version=1 severity=GRAVE" },
	{ GET, D "/close", "/desk/$shut/close", ONE(LEAD), SHUT },
	{ GET, D "/consents", "/desk/$shut/consents", SEALED_READERS, SHUT },
	{ POST, D "/consents", "/desk/$shut/consents", ONE(LEAD), SHUT, "consent_lessons=non consent_indicators=non channel=papier given_by=Roux" },
	{ GET, D "/access", "/desk/$shut/access", SEALED_READERS, SHUT },
	{ POST, D "/access/seal", "/desk/$shut/access/seal", SEALED_READERS, SHUT, "reason=" },
	{ GET, D "/emergency", "/desk/$shut/emergency", READERS, NULL, NULL },
	{ POST, D "/emergency", "/desk/$shut/emergency", ONE(LEAD) & 0, NULL, NULL, "reason=", ANYHOW },
	{ GET, "/cards/:reference", "/cards/$shut_card", ONE(LEAD) | ONE(ARS_HDF), "dispatch", "$shut_card" },
	{ GET, "/decisions/:reference", "/decisions/$shut_decision", SEALED_READERS, "decision", "$shut_decision" },
	{ GET, "/receipt/:reference", "/receipt/$shut_sig", STRUCTURE, "report", "$shut_sig" },
	{ GET, F, "/file/$shut_sig", STRUCTURE, SHUT },
	{ GET, F "/consents", "/file/$shut_sig/consents", STRUCTURE, SHUT },
	{ GET, F "/files/:id", "/file/$shut_sig/files/$shut_file", STRUCTURE, SHUT },

	/* --- Cards: each for its desk, those of an ARS for its region ------------------------- */
	{ GET, "/cards", NULL, CELL | DESKS },
	CARD("to_fssi", FSSI),
	CARD("to_ars", ARS_HDF),
	CARD("to_corruss", CORRUSS),
	CARD("to_anssi", ANSSI),
	CARD("to_ansm", ANSM),
	{ GET, "/ack/:secret", "/ack/AAAA", NOBODY },
	{ POST, "/ack/:secret", "/ack/AAAA", NOBODY, NULL, NULL, "ack_name=Roy" },

	/* --- The API: programs by their token (api.test); by a cookie, nobody ------------------ */
	{ GET, "/api/v1/openapi.json", NULL, ALL },
	{ GET, "/api/v1/incidents", NULL, NOBODY },
	{ GET, "/api/v1/incidents/:reference", "/api/v1/incidents/$inc", NOBODY },
	{ GET, "/api/v1/incidents/:reference/log", "/api/v1/incidents/$inc/log", NOBODY },
	{ POST, "/api/v1/incidents/:reference/log", "/api/v1/incidents/$inc/log", NOBODY, NULL, NULL, "text=vu" },
	{ POST, "/api/v1/incidents/:reference/messages", "/api/v1/incidents/$inc/messages", NOBODY, NULL, NULL, "message=vu" },
	{ POST, "/api/v1/incidents/:reference/qualification", "/api/v1/incidents/$inc/qualification", NOBODY, NULL, NULL, "version=1" },
	{ POST, "/api/v1/incidents/:reference/take", "/api/v1/incidents/$inc/take", NOBODY },
	{ POST, "/api/v1/incidents/:reference/assignee", "/api/v1/incidents/$inc/assignee", NOBODY, NULL, NULL, "email=analyst@demo.vigie.example" },
	{ POST, "/api/v1/incidents/:reference/workflow", "/api/v1/incidents/$inc/workflow", NOBODY, NULL, NULL, "workflow=ACCOMPAGNEMENT" },
	{ POST, "/api/v1/incidents/:reference/closing", "/api/v1/incidents/$inc/closing", NOBODY, NULL, NULL, "close_reason=resolu closing_report=vu" },
	{ POST, "/api/v1/incidents/:reference/reopening", "/api/v1/incidents/$inc/reopening", NOBODY, NULL, NULL, "reason=vu" },
	{ POST, "/api/v1/incidents/:reference/care-state", "/api/v1/incidents/$inc/care-state", NOBODY, NULL, NULL, "care_state=RESOLU" },
	{ GET, "/api/v1/incidents/:reference/deadlines", "/api/v1/incidents/$inc/deadlines", NOBODY },
	{ GET, "/api/v1/incidents/:reference/tasks", "/api/v1/incidents/$inc/tasks", NOBODY },
	{ GET, "/api/v1/incidents/:reference/timeline", "/api/v1/incidents/$inc/timeline", NOBODY },
	{ GET, "/api/v1/incidents/:reference/links", "/api/v1/incidents/$inc/links", NOBODY },
	{ GET, "/api/v1/incidents/:reference/observables", "/api/v1/incidents/$inc/observables", NOBODY },
	{ GET, "/api/v1/incidents/:reference/observables.csv", "/api/v1/incidents/$inc/observables.csv", NOBODY },
	{ GET, "/api/v1/incidents/:reference/evidence", "/api/v1/incidents/$inc/evidence", NOBODY },
	{ POST, "/api/v1/reports", NULL, NOBODY, NULL, NULL, "description=vu" },
	{ GET, "/api/v1/structures/:finess", "/api/v1/structures/750712184", NOBODY },

	/* --- What is new outside ------------------------------------------------------------- */
#include "tests/access_watch.h"

	/* --- Drafts of alerts to the sector -------------------------------------------------- */
	/* --- What the cell does with authorities; ANSSI in charge ------------------------------ */
	{ GET, D "/authorities", "/desk/$inc/authorities", READERS, INC },
	{ POST, D "/authorities", "/desk/$inc/authorities", CELL, INC, "send_desk=corruss send_card=alert reason=Essai" },
	{ GET, D "/authorities/anssi", "/desk/$inc/authorities/anssi", CELL, INC },
	{ POST, D "/authorities/anssi", "/desk/$inc/authorities/anssi", CELL, INC, "reason=Essai" },
	{ POST, D "/authorities/takeover", "/desk/$inc/authorities/takeover", CELL, INC, "contact=Essai" },
	{ POST, D "/authorities/hand-back", "/desk/$inc/authorities/hand-back", CELL, INC, "end_reason=done" },
	{ GET, "/cards/:reference/pieces/:id", "/cards/$to_anssi/pieces/$piece", CELL | ONE(ANSSI), "dispatch", "$to_anssi" },
	{ POST, "/cards/:reference/takeover", "/cards/$to_anssi/takeover", ONE(ANSSI) | CELL, "dispatch", "$to_anssi", "contact=Essai" },
	{ POST, "/cards/:reference/hand-back", "/cards/$to_anssi/hand-back", ONE(ANSSI) | CELL, "dispatch", "$to_anssi", "end_reason=done" },
	{ POST, "/cards/:reference/answer", "/cards/$to_ars/answer", CELL, "dispatch", "$to_ars", "cell_answer=MOT" },
	{ POST, "/cards/:reference/call", "/cards/$to_ars/call", CELL, "dispatch", "$to_ars", "rung_who=Roy rung_text=APPEL-INTERNE" },
	{ POST, "/cards/:reference/again", "/cards/$to_ars/again", CELL, "dispatch", "$to_ars" },

	/* --- What the FSSI decides and asks; the cell answers ----------------------------------- */
	{ GET, "/fssi", NULL, ONE(FSSI) },
	{ GET, D "/fssi", "/desk/$inc/fssi", READERS, INC },
	{ POST, D "/fssi/crisis", "/desk/$inc/fssi/crisis", ONE(FSSI), INC, "crisis_value=oui crisis_motive=MOTIF-DE-CRISE crisis_seen=0" },
	{ POST, D "/fssi/demands", "/desk/$inc/fssi/demands", ONE(FSSI), INC, "demand_kind=on_site demand_scope=Essai" },
	{ GET, D "/fssi/:demand", "/desk/$inc/fssi/$demand", READERS, INC },
	{ POST, D "/fssi/:demand/answer", "/desk/$inc/fssi/$demand/answer", CELL, INC, "demand_answer_state=accepted demand_answer=Oui" },
	{ POST, D "/fssi/:demand/steps", "/desk/$inc/fssi/$demand/steps", CELL, INC, "step_what=Essai step_owner=Roy" },
	{ POST, D "/fssi/:demand/close", "/desk/$inc/fssi/$demand/close", ONE(FSSI), INC, "demand_closing=Fini" },

	{ GET, "/sector-alerts", NULL, ONE(LEAD) },
	{ GET, "/sector-alerts/:reference", "/sector-alerts/$alert", ONE(LEAD), "sector_alert", "$alert" },

	/* --- On call: the cell; the FSSI what has reached the FSSI ------------------------------ */
	{ GET, "/duty", NULL, READERS },
	{ GET, "/duty/new", "/duty/new?drawn=0", READERS },
	{ POST, "/duty/number", NULL, CELL, NULL, NULL, "duty_number=" },
	{ GET, "/duty/calls/:reference", "/duty/calls/$call", READERS, "call", "$call" },
	{ POST, "/duty/calls/:reference/answer", "/duty/calls/$call/answer", CELL, "call", "$call" },
	{ POST, "/duty/calls/:reference/take", "/duty/calls/$call/take", CELL, "call", "$call" },
	{ POST, "/duty/calls/:reference/close", "/duty/calls/$call/close", CELL, "call", "$call", "duty_outcome=treated" },
	{ GET, "/duty/ack/:secret", "/duty/ack/AAAA", NOBODY },
	{ POST, "/duty/ack/:secret", "/duty/ack/AAAA", NOBODY },
	{ GET, "/duty/rota", NULL, CELL },
	{ POST, "/duty/rota", NULL, ONE(LEAD), NULL, NULL, "account=$lead duty_rank=first watch_from=$now watch_to=$tomorrow" },
	{ POST, "/duty/rota/:id/give", "/duty/rota/$watch/give", ONE(LEAD), NULL, NULL, "account=$lead" },
	{ POST, "/duty/rota/:id/swap", "/duty/rota/$watch/swap", ONE(LEAD), NULL, NULL, "swap_with=0" },
	{ POST, "/duty/rota/:id/remove", "/duty/rota/$watch/remove", ONE(LEAD) },
	{ POST, "/duty/absences", NULL, ONE(LEAD), NULL, NULL, "absence_account=$lead duty_absence=leave absence_from=$now absence_to=$tomorrow" },
	{ POST, "/duty/absences/:id/remove", "/duty/absences/$absence/remove", ONE(LEAD) },
	{ GET, "/duty/phone", NULL, CELL },
	{ POST, "/duty/phone", NULL, CELL, NULL, NULL, "caller_name=Morin caller_phone=0199000000" },
	{ GET, "/duty/phone/:reference", "/duty/phone/$told", CELL, "incident", NULL },
	{ GET, "/duty/handover", NULL, CELL, "handover", "$note" },
	{ POST, "/duty/handover", NULL, CELL, NULL, NULL, "handover=NOTE-DE-RELEVE" },
	{ POST, "/duty/handover/:id/take", "/duty/handover/$note/take", CELL },

	/* --- The journal --------------------------------------------------------------------- */
	{ GET, "/journal", NULL, ONE(JOURNAL), "journal", NULL },
	{ GET, "/journal.csv", NULL, ONE(JOURNAL), "journal", NULL },

	/* --- At last ------------------------------------------------------------------------ */
	{ POST, "/sign-out", NULL, ALL, .flags = ANYHOW | LATE },
};

/* Words that stand in one place, and who may find them in any answer at all. */
static const struct mark {
	const char *text;
	unsigned may;
} mark_table[] = {
	{ "NOTE-INTERNE", READERS },
	{ "MESSAGE-STRUCTURE", READERS | OWNERS },
	{ "CONSEIL-STRUCTURE", READERS | OWNERS },
	{ "NOTE-DE-RELEVE", CELL },
	{ "DESCRIPTION-TELEPHONE", READERS },
	{ "APPEL-INTERNE", READERS },
	{ "MOTIF-DE-CRISE", READERS },
	{ "PERIMETRE-DEMANDE", READERS },
	{ "PIECE-JOINTE", READERS | OWNERS | ONE(ANSSI) }, /* chosen for its case file */
	{ "DESCRIPTION-SCELLEE", READERS | OWNERS | ONE(ANSSI) }, /* its card is a case file */
	{ "Durand", READERS | OWNERS },
	{ "CAMPAGNE-SCELLEE", READERS },
	{ "BROUILLON-SCELLE", ONE(CORRESPONDENT) },
	{ "STRUCTURE-SCELLEE", SEALED_READERS | STRUCTURE | ONE(ARS_HDF) }, /* its card has the name */
	{ "NOTE-SCELLEE", SEALED_READERS },
	{ "PIECE-SCELLEE", SEALED_READERS | STRUCTURE },
	{ "PAPIER-SCELLE", ONE(ARS_HDF) },
	{ "PUBLICATION-VERTE", GREEN },
	{ "PUBLICATION-AMBRE", AMBER },
	{ "PUBLICATION-STRICTE", STRICT },
	{ "PUBLICATION-EN-COURS", CELL },
};
/* clang-format on */

#endif
