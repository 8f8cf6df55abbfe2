/*
 * Who is asking, and what may they do.
 *
 * Accounts of people (sealed identity, argon2id password, TOTP for every role of
 * the staff and the desks), sessions, one-time links, and the access matrix.
 * A declarant without account has a session too: one bound to a single report,
 * opened by its reference and secret.
 *
 * The matrix (access.c) is one table role × object × action × condition; what is
 * not in it is refused.  It is asked twice: by the dispatcher for the route ("is
 * there any condition under which this role may?") and by the domain for the
 * object itself ("does the condition hold here?").
 */
#ifndef IDENTITY_IDENTITY_H
#define IDENTITY_IDENTITY_H

#include "store/store.h"
#include "web/web.h"

/* In the order of vocabulary "role" (data/vocabulary.tsv); codes by role_code. */
enum role {
	ROLE_VISITOR,
	ROLE_DECLARANT,	    /* a session bound to one report, or an account */
	ROLE_CORRESPONDENT, /* CISO or IT of a structure */
	ROLE_DIRECTOR,
	ROLE_DPO,
	ROLE_ANALYST,
	ROLE_DUTY,
	ROLE_LEAD,
	ROLE_AUDITOR_SURVEILLANCE,
	ROLE_FSSI,
	ROLE_ARS,
	ROLE_CORRUSS,
	ROLE_ANSSI,
	ROLE_ANSM,
	ROLE_ARMY,
	ROLE_JOURNAL_AUDITOR,
	ROLE_ADMIN,
	ROLE_RESEARCHER,
	ROLE_VENDOR,
	ROLE_PROVIDER,
	ROLE_COUNT
};

struct str role_code(enum role r);
bool role_from_code(struct str code, enum role *ret);
bool role_needs_totp(enum role r); /* cell, desks, authorities, administrator */

enum object {
	OBJECT_FILE = 1, /* an incident with its report: the whole of it */
	OBJECT_ACCESS,	 /* who may open a file, its seal, who looked at it */
	OBJECT_DECISION, /* what one asked and another decides */
	OBJECT_OWN_FILE, /* the same as its structure sees it: no internal notes */
	OBJECT_CARD,	 /* a purpose-limited, immutable notification */
	OBJECT_TAKEOVER, /* ANSSI in charge of an incident */
	OBJECT_CRISIS,	 /* the FSSI's decision */
	OBJECT_DEMAND,	 /* the FSSI's express demand, its answer and its plan */
	OBJECT_SECTOR_ALERT,
	OBJECT_DRAFT,	  /* a declaration being written */
	OBJECT_PAPER,	  /* a report received by telephone or on paper */
	OBJECT_STRUCTURE, /* the directory */
	OBJECT_ACCOUNT,
	OBJECT_JOURNAL,
	OBJECT_INSTANCE,    /* the running of the system */
	OBJECT_CALL,	    /* somebody on call is woken; CLOSE: it is dealt with */
	OBJECT_ROTA,	    /* who is on call; CREATE: a hand-over note */
	OBJECT_LESSON,	    /* a lesson learned that is marked for members */
	OBJECT_WATCH,	    /* what is published outside, as the cell reads it */
	OBJECT_PUBLICATION, /* a bulletin as the cell writes it; CONFIRM: check, publish */
	OBJECT_GREEN,	    /* what is published under that marking; CLEAR is everybody's */
	OBJECT_AMBER,
	OBJECT_STRICT,
	OBJECT_COUNT
};

enum action {
	ACTION_READ = 1,
	ACTION_LIST,
	ACTION_CREATE,
	ACTION_WRITE,	/* treat, complete, edit */
	ACTION_ASSIGN,	/* a file to the person that facts.account names */
	ACTION_CONFIRM, /* a proposed alert to an authority */
	ACTION_CLOSE,	/* a file; an account: disable it */
	ACTION_REOPEN,	/* a file; an account: make it choose its secrets again */
	ACTION_ACKNOWLEDGE,
	ACTION_HOLD, /* evidence: keep it from being erased, or erase it */
	ACTION_COUNT
};

enum condition {
	NEVER,
	ALWAYS,
	OWN_STRUCTURE,	 /* the object's structure is the member's */
	OWN_REGION,	 /* the object's region is the member's */
	OWN_DESK,	 /* the card is addressed to the member's desk */
	OWN_DESK_REGION, /* and to the member's region */
	OWN_REPORT,	 /* the session was opened for this very report */
	OWN_SELF,	 /* the account (author, assignee) is the member's */
	PERSONAL_DATA,	 /* own structure, and personal data is touched */
	NAMED,		 /* the object is sealed, and the member on its list */
};

struct member {
	int64_t account; /* 0 for a declarant by reference */
	enum role role;
	int64_t structure; /* directory id, 0 for none */
	struct str region; /* INSEE code, or "" */
	int64_t report;	   /* the report that the session is bound to, 0 for none */
	bool program;	   /* a token's: scopes take away from what the account may */
	struct str scopes; /* of vocabulary api_scope, "a|b" */
	struct str name;   /* as shown */
	struct str email;
};

/* What the matrix asks of an object; unknown members stay zero. */
struct facts {
	int64_t structure;
	struct str region;
	enum role desk; /* whose card */
	int64_t report;
	int64_t account; /* whose account; who typed a draft or paper; whom to assign */
	bool personal_data;
	bool sealed; /* need-to-know: only those named, and the FSSI */
	bool named;  /* this member is on the list; a declarant of this very report is */
};

enum condition access_condition(enum role r, enum object o, enum action a);
bool access_may(const struct member *m, enum object o, enum action a, const struct facts *f);

#define RIGHT(object, action) ((right_t)((object) << 8 | (action)))

/* The member behind a request: never NULL; a visitor when nobody signed in. */
const struct member *request_member(const struct request *rq);

/* For struct web_hooks. */
enum outcome identity_session_find(struct request *rq);
bool identity_may(const struct request *rq, right_t right);
bool identity_scoped(const struct request *rq);

/* Is it a program whose token names this scope? */
bool identity_scope(const struct request *rq, const char *scope);

/* What identity/ asks of the directory, which stands to its right: set once by
 * app/, before threads start.  NULL: no structure is known. */
struct identity_hooks {
	/* The structure of a FINESS number (ET or EJ); NOT_FOUND when there is none. */
	enum outcome (*structure_find)(struct db *db, struct str finess, int64_t *ret);
	struct str (*structure_name)(struct db *db, int64_t structure, struct arena *a);
};
extern struct identity_hooks identity_hooks;

/* --- Accounts ----------------------------------------------------------- */

struct account {
	int64_t id;
	struct str email, name, phone; /* sealed */
	struct code role;
	int64_t structure;
	struct str structure_name; /* filled by the caller that knows the directory */
	struct code region;
	struct str state; /* "invited" "active" "disabled" */
	enum lang lang;	  /* of mails */
	bool totp;
	struct moment created, last_seen;
	int64_t vault;
};

enum outcome account_by_id(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct account *ret);
enum outcome account_by_email(
    struct db *db, const struct keyring *k, struct str email, struct arena *a, struct account *ret);

/* Are these two accounts one person: the same one, the same name, the same telephone?
 * Whoever must be a second person asks this.  An account that is gone is nobody. */
enum outcome account_same(
    struct db *db, const struct keyring *k, int64_t one, int64_t other, struct arena *a, bool *ret);

/* Creates an invited account and gives the secret of its one-time link
 * ("/welcome/<secret>"), valid seven days.  CONFLICT when the address exists.
 * This and every change below: in the caller's writing transaction. */
enum outcome account_invite(struct db *db, const struct keyring *k, struct account *acc,
    struct arena *a, struct str *ret_secret);

/* All accounts, or those of a role; at most limit. */
enum outcome account_list(struct db *db, const struct keyring *k, struct str role, size_t limit,
    struct arena *a, struct account **ret, size_t *ret_n);

/* Members to tell when a card is addressed to a desk (ARS: of that region). */
enum outcome account_desk(struct db *db, const struct keyring *k, enum role desk, struct str region,
    struct arena *a, struct account **ret, size_t *ret_n);

/* Another telephone number. */
enum outcome account_set_phone(
    struct db *db, const struct keyring *k, int64_t id, struct str phone, struct arena *a);

/* Active members of one structure in one role. */
enum outcome account_of_structure(struct db *db, const struct keyring *k, enum role role,
    int64_t structure, struct arena *a, struct account **ret, size_t *ret_n);

enum outcome account_disable(struct db *db, int64_t id); /* ends its sessions */

/* One-time link; password and TOTP are chosen again.  Also what brings a disabled
 * account back. */
enum outcome account_reset(
    struct db *db, const struct keyring *k, int64_t id, struct arena *a, struct str *ret_secret);

/* Queues the mail with the link of an invitation, or of a reset by an administrator. */
enum mail_kind { MAIL_INVITATION, MAIL_RESET };
enum outcome account_mail(struct db *db, const struct keyring *k, const struct account *acc,
    enum mail_kind kind, struct str secret, struct str public_url, struct moment now,
    struct arena *a);

/* Job of kind "forgotten", left by the page of a forgotten password: queues the
 * mail if the argument (keyed index of an address) names an account.  Done by work
 * so that the page takes the same time whether it does or not. */
enum outcome account_forgotten(struct db *db, const struct keyring *k, struct str argument,
    struct str public_url, struct moment now, struct arena *a);

/* For the demonstration and tests only: active at once with a password and a
 * known TOTP secret (base32; empty: none). */
enum outcome account_seed(struct db *db, const struct keyring *k, struct account *acc,
    struct str password, struct str totp_base32, struct arena *a);

/* --- One-time links ----------------------------------------------------- */

/* Only the secret's keyed hash is stored. Purposes: "welcome" (an account has no
 * password yet), "reset" (a new password; TOTP stays), "ack". */
enum outcome onetime_make(struct db *db, const struct keyring *k, const char *purpose,
    int64_t subject, struct moment expires, struct arena *a, struct str *ret_secret);
/* Looks without using it; NOT_FOUND when unknown, used or expired. */
enum outcome onetime_peek(struct db *db, const struct keyring *k, const char *purpose,
    struct str secret, struct moment now, int64_t *ret_subject);
/* Uses it up: OK for exactly one caller. */
enum outcome onetime_use(struct db *db, const struct keyring *k, const char *purpose,
    struct str secret, struct moment now, int64_t *ret_subject);

/* --- Sessions ----------------------------------------------------------- */

/* Opens a session bound to one report, sets its cookie. In a writing transaction. */
enum outcome session_open_report(struct request *rq, int64_t report);

/* Ended sessions, dead links, old failures and devices go. In no transaction. */
enum outcome session_sweep(struct db *db, struct moment now, int64_t *ret_ended);

/* --- Tokens of programs: api_token.c ------------------------------------ */

struct api_token {
	int64_t id, account;
	struct str label, email, scopes;
	struct moment created, expires, used, revoked;
};

/* What a scope lets through of the matrix; "a|b". */
bool scope_allows(struct str scopes, enum object o, enum action a);
/* Those that could open something to a role, "a|b"; a token with another is an empty promise. */
struct str scopes_of(enum role r, struct arena *a);

/* In a writing transaction; the secret is shown once.  by: who made it, 0: the shell. */
enum outcome api_token_make(struct db *db, const struct keyring *k, const struct account *acc,
    const struct api_token *t, struct moment now, int64_t by, struct arena *a, int64_t *ret_id,
    struct str *ret_secret);
/* Tells the person that their account has one more. */
enum outcome api_token_mail(struct db *db, const struct keyring *k, const struct account *acc,
    struct str public_url, struct moment now, struct arena *a);
/* Of an account; 0: of all. */
enum outcome api_token_list(struct db *db, const struct keyring *k, int64_t account, size_t max,
    struct arena *a, struct api_token **ret, size_t *ret_n);
/* NOT_FOUND when it has ended, or is another account's (0: any). */
enum outcome api_token_revoke(struct db *db, int64_t id, int64_t account, struct moment now);

/* The header Idempotency-Key, in the writing transaction of a POST.  OK without
 * ret_made: go on, then say what was made; OK with it: it was made by an earlier call;
 * CONFLICT: the key served for other content.  Without a key: always go on. */
enum outcome api_once(struct request *rq, struct str *ret_made);
enum outcome api_once_made(struct request *rq, struct str made);
enum outcome api_once_sweep(struct db *db, struct moment now);

/* --- Pages: rows in app/route_identity.c -------------------------------- */

extern const struct form sign_in_form, code_form, welcome_form, welcome_code_form, reset_ask_form,
    invite_form, own_password_form, own_recovery_form, preferences_form, token_form;

enum outcome sign_in_page(struct request *rq, void *record);
enum outcome sign_in(struct request *rq, void *record);
enum outcome code_page(struct request *rq, void *record);
enum outcome code_check(struct request *rq, void *record);
enum outcome sign_out(struct request *rq, void *record);
enum outcome welcome_page(struct request *rq, void *record);
enum outcome welcome(struct request *rq, void *record);
enum outcome welcome_code_page(struct request *rq, void *record);
enum outcome welcome_code(struct request *rq, void *record);
enum outcome reset_ask_page(struct request *rq, void *record);
enum outcome reset_ask(struct request *rq, void *record);
enum outcome account_page(struct request *rq, void *record);
enum outcome account_password(struct request *rq, void *record);
enum outcome account_recovery(struct request *rq, void *record);
enum outcome account_session_end(struct request *rq, void *record);
enum outcome tokens_page(struct request *rq, void *record);
enum outcome tokens_make(struct request *rq, void *record);
enum outcome tokens_revoke(struct request *rq, void *record);
enum outcome accounts_page(struct request *rq, void *record);
enum outcome accounts_one(struct request *rq, void *record);
enum outcome invite_page(struct request *rq, void *record);
enum outcome invite(struct request *rq, void *record);
enum outcome account_disable_post(struct request *rq, void *record);
enum outcome account_token_revoke(struct request *rq, void *record);
enum outcome account_reset_post(struct request *rq, void *record);
enum outcome preferences_page(struct request *rq, void *record);
enum outcome preferences(struct request *rq, void *record);

#endif
