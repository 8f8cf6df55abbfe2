/*
 * The access matrix: what an auditor reads to know who may see and do what.
 *
 * One row says: this role may do these actions to that object, when the
 * condition holds.  What no row says is refused.  A (role, object, action) has
 * at most one row (checked by access_test.c), so the answer is the row's
 * condition and order means nothing.
 *
 * Behind the rows stands one sentence of the mission: only the FSSI and cleared
 * staff of the agency see an incident and its treatment.  Therefore the ARS,
 * CORRUSS, ANSSI, ANSM and the army desk have rows for CARD and none for FILE;
 * the administrator has rows for ACCOUNT and INSTANCE and none for what they
 * hold; the structure has OWN_FILE, which carries no internal note.
 *
 * A sealed object asks one thing more, whatever the row: the member is named on
 * its list, or is the FSSI (access_may).
 *
 * Rejected: rights granted one by one to accounts (nobody can review them), and
 * roles that inherit from one another (a row would have to be read through its
 * ancestors).
 */
#include "identity/identity.h"

#include "base/die.h"

enum {
	READ = 1 << ACTION_READ,
	LIST = 1 << ACTION_LIST,
	CREATE = 1 << ACTION_CREATE,
	WRITE = 1 << ACTION_WRITE,
	ASSIGN = 1 << ACTION_ASSIGN,
	CONFIRM = 1 << ACTION_CONFIRM,
	CLOSE = 1 << ACTION_CLOSE,
	REOPEN = 1 << ACTION_REOPEN,
	ACKNOWLEDGE = 1 << ACTION_ACKNOWLEDGE,
	HOLD = 1 << ACTION_HOLD,
};

/* Every role but the visitor: its own account. */
#define EVERYBODY ROLE_COUNT

struct rule {
	enum role role;
	enum object object;
	enum condition when;
	unsigned may;
};

/* clang-format off */
static const struct rule matrix[] = {
	/* --- Declaring --------------------------------------------------------------- */
	{ ROLE_VISITOR,              OBJECT_DRAFT,     ALWAYS,          CREATE },
	{ ROLE_DECLARANT,            OBJECT_DRAFT,     ALWAYS,          CREATE },
	{ ROLE_DECLARANT,            OBJECT_DRAFT,     OWN_REPORT,      READ | WRITE },
	{ ROLE_CORRESPONDENT,        OBJECT_DRAFT,     ALWAYS,          CREATE },
	{ ROLE_CORRESPONDENT,        OBJECT_DRAFT,     OWN_SELF,        READ | LIST | WRITE },
	{ ROLE_DIRECTOR,             OBJECT_DRAFT,     ALWAYS,          CREATE },
	{ ROLE_DIRECTOR,             OBJECT_DRAFT,     OWN_SELF,        READ | LIST | WRITE },
	{ ROLE_DPO,                  OBJECT_DRAFT,     ALWAYS,          CREATE },
	{ ROLE_DPO,                  OBJECT_DRAFT,     OWN_SELF,        READ | LIST | WRITE },
	{ ROLE_PROVIDER,             OBJECT_DRAFT,     ALWAYS,          CREATE },
	{ ROLE_PROVIDER,             OBJECT_DRAFT,     OWN_SELF,        READ | LIST | WRITE },

	/* A paper report: who typed it sees it until it is received. */
	{ ROLE_ANALYST,              OBJECT_PAPER,     ALWAYS,          CREATE },
	{ ROLE_ANALYST,              OBJECT_PAPER,     OWN_SELF,        READ | LIST | WRITE },
	{ ROLE_DUTY,                 OBJECT_PAPER,     ALWAYS,          CREATE },
	{ ROLE_DUTY,                 OBJECT_PAPER,     OWN_SELF,        READ | LIST | WRITE },
	{ ROLE_LEAD,                 OBJECT_PAPER,     ALWAYS,          CREATE },
	{ ROLE_LEAD,                 OBJECT_PAPER,     OWN_SELF,        READ | LIST | WRITE },
	{ ROLE_ARS,                  OBJECT_PAPER,     ALWAYS,          CREATE },
	{ ROLE_ARS,                  OBJECT_PAPER,     OWN_SELF,        READ | LIST | WRITE },

	/* --- The file, as its structure sees it -------------------------------------- */
	{ ROLE_DECLARANT,            OBJECT_OWN_FILE,  OWN_REPORT,      READ | WRITE },
	{ ROLE_CORRESPONDENT,        OBJECT_OWN_FILE,  OWN_STRUCTURE,   READ | LIST | WRITE },
	{ ROLE_DIRECTOR,             OBJECT_OWN_FILE,  OWN_STRUCTURE,   READ | LIST | WRITE },
	{ ROLE_DPO,                  OBJECT_OWN_FILE,  PERSONAL_DATA,   READ | LIST | WRITE },

	/* --- The file and its treatment: the cell and the FSSI, nobody else ----------- */
	{ ROLE_ANALYST,              OBJECT_FILE,      ALWAYS,          READ | LIST | WRITE | CONFIRM | CLOSE },
	{ ROLE_ANALYST,              OBJECT_FILE,      OWN_SELF,        ASSIGN },
	{ ROLE_DUTY,                 OBJECT_FILE,      ALWAYS,          READ | LIST | WRITE | CONFIRM | CLOSE },
	{ ROLE_DUTY,                 OBJECT_FILE,      OWN_SELF,        ASSIGN },
	{ ROLE_LEAD,                 OBJECT_FILE,      ALWAYS,          READ | LIST | WRITE | CONFIRM | CLOSE | ASSIGN | REOPEN | HOLD },
	{ ROLE_FSSI,                 OBJECT_FILE,      ALWAYS,          READ | LIST },

	/* --- Who may open it: the lead and the FSSI; an analyst sees the list he is on.
	 * CREATE: open a sealed file in an emergency. --------------------------------- */
	{ ROLE_ANALYST,              OBJECT_ACCESS,    NAMED,           READ },
	{ ROLE_DUTY,                 OBJECT_ACCESS,    NAMED,           READ },
	{ ROLE_DUTY,                 OBJECT_ACCESS,    ALWAYS,          CREATE },
	{ ROLE_LEAD,                 OBJECT_ACCESS,    ALWAYS,          READ | WRITE },
	{ ROLE_FSSI,                 OBJECT_ACCESS,    ALWAYS,          READ | WRITE },

	/* --- What takes two (data/four_eyes.tsv says who the second may be) ------------ */
	{ ROLE_ANALYST,              OBJECT_DECISION,  ALWAYS,          READ | LIST | CREATE | CONFIRM },
	{ ROLE_DUTY,                 OBJECT_DECISION,  ALWAYS,          READ | LIST | CREATE | CONFIRM },
	{ ROLE_LEAD,                 OBJECT_DECISION,  ALWAYS,          READ | LIST | CREATE | CONFIRM },
	{ ROLE_FSSI,                 OBJECT_DECISION,  ALWAYS,          READ | LIST | CREATE | CONFIRM },

	/* --- Cards: what the authorities receive -------------------------------------- */
	{ ROLE_ANALYST,              OBJECT_CARD,      ALWAYS,          READ | LIST },
	{ ROLE_DUTY,                 OBJECT_CARD,      ALWAYS,          READ | LIST },
	{ ROLE_LEAD,                 OBJECT_CARD,      ALWAYS,          READ | LIST },
	{ ROLE_FSSI,                 OBJECT_CARD,      OWN_DESK,        READ | LIST | ACKNOWLEDGE },
	{ ROLE_ARS,                  OBJECT_CARD,      OWN_DESK_REGION, READ | LIST | ACKNOWLEDGE },
	{ ROLE_CORRUSS,              OBJECT_CARD,      OWN_DESK,        READ | LIST | ACKNOWLEDGE },
	{ ROLE_ANSSI,                OBJECT_CARD,      OWN_DESK,        READ | LIST | ACKNOWLEDGE },
	{ ROLE_ANSM,                 OBJECT_CARD,      OWN_DESK,        READ | LIST | ACKNOWLEDGE },
	{ ROLE_ARMY,                 OBJECT_CARD,      OWN_DESK,        READ | LIST | ACKNOWLEDGE },

	/* --- On call: the cell; the FSSI what has reached the FSSI -------------------- */
	{ ROLE_ANALYST,              OBJECT_CALL,      ALWAYS,          READ | LIST | ACKNOWLEDGE | CLOSE },
	{ ROLE_DUTY,                 OBJECT_CALL,      ALWAYS,          READ | LIST | ACKNOWLEDGE | CLOSE },
	{ ROLE_LEAD,                 OBJECT_CALL,      ALWAYS,          READ | LIST | ACKNOWLEDGE | CLOSE },
	{ ROLE_FSSI,                 OBJECT_CALL,      ALWAYS,          READ | LIST },
	{ ROLE_FSSI,                 OBJECT_CALL,      OWN_DESK,        ACKNOWLEDGE | CLOSE },
	{ ROLE_ANALYST,              OBJECT_ROTA,      ALWAYS,          READ | LIST | CREATE },
	{ ROLE_DUTY,                 OBJECT_ROTA,      ALWAYS,          READ | LIST | CREATE },
	{ ROLE_LEAD,                 OBJECT_ROTA,      ALWAYS,          READ | LIST | CREATE | WRITE },

	/* --- What authorities decide ---------------------------------------------------- */
	{ ROLE_ANSSI,                OBJECT_TAKEOVER,  OWN_DESK,        CREATE | CLOSE },
	{ ROLE_ANALYST,              OBJECT_TAKEOVER,  ALWAYS,          CREATE | CLOSE },
	{ ROLE_DUTY,                 OBJECT_TAKEOVER,  ALWAYS,          CREATE | CLOSE },
	{ ROLE_LEAD,                 OBJECT_TAKEOVER,  ALWAYS,          CREATE | CLOSE },
	{ ROLE_FSSI,                 OBJECT_CRISIS,    ALWAYS,          READ | LIST | WRITE },
	{ ROLE_ANALYST,              OBJECT_CRISIS,    ALWAYS,          READ },
	{ ROLE_DUTY,                 OBJECT_CRISIS,    ALWAYS,          READ },
	{ ROLE_LEAD,                 OBJECT_CRISIS,    ALWAYS,          READ },
	{ ROLE_FSSI,                 OBJECT_DEMAND,    ALWAYS,          READ | CREATE | CLOSE },
	{ ROLE_ANALYST,              OBJECT_DEMAND,    ALWAYS,          READ | WRITE },
	{ ROLE_DUTY,                 OBJECT_DEMAND,    ALWAYS,          READ | WRITE },
	{ ROLE_LEAD,                 OBJECT_DEMAND,    ALWAYS,          READ | WRITE },
	{ ROLE_LEAD,                 OBJECT_SECTOR_ALERT, ALWAYS,       READ | LIST },

	/* --- Lessons learned that are for members; the others are for everybody ----------- */
	{ ROLE_CORRESPONDENT,        OBJECT_LESSON,    ALWAYS,          READ | LIST },
	{ ROLE_DIRECTOR,             OBJECT_LESSON,    ALWAYS,          READ | LIST },
	{ ROLE_DPO,                  OBJECT_LESSON,    ALWAYS,          READ | LIST },
	{ ROLE_ANALYST,              OBJECT_LESSON,    ALWAYS,          READ | LIST },
	{ ROLE_DUTY,                 OBJECT_LESSON,    ALWAYS,          READ | LIST },
	{ ROLE_LEAD,                 OBJECT_LESSON,    ALWAYS,          READ | LIST | CLOSE },
	{ ROLE_FSSI,                 OBJECT_LESSON,    ALWAYS,          READ | LIST },
	{ ROLE_ARS,                  OBJECT_LESSON,    ALWAYS,          READ | LIST },

	/* --- The directory ------------------------------------------------------------ */
	{ ROLE_CORRESPONDENT,        OBJECT_STRUCTURE, OWN_STRUCTURE,   READ | WRITE },
	{ ROLE_DIRECTOR,             OBJECT_STRUCTURE, OWN_STRUCTURE,   READ | WRITE },
	{ ROLE_DPO,                  OBJECT_STRUCTURE, OWN_STRUCTURE,   READ },
	{ ROLE_ANALYST,              OBJECT_STRUCTURE, ALWAYS,          READ | LIST | WRITE },
	{ ROLE_DUTY,                 OBJECT_STRUCTURE, ALWAYS,          READ | LIST | WRITE },
	{ ROLE_LEAD,                 OBJECT_STRUCTURE, ALWAYS,          READ | LIST | WRITE },
	{ ROLE_AUDITOR_SURVEILLANCE, OBJECT_STRUCTURE, ALWAYS,          READ | LIST },
	{ ROLE_FSSI,                 OBJECT_STRUCTURE, ALWAYS,          READ | LIST },
	{ ROLE_ARS,                  OBJECT_STRUCTURE, OWN_REGION,      READ | LIST },
	{ ROLE_ADMIN,                OBJECT_STRUCTURE, ALWAYS,          READ | LIST },

	/* --- What is new outside ------------------------------------------------------- */
	{ ROLE_ANALYST,              OBJECT_WATCH,     ALWAYS,          LIST | WRITE },
	{ ROLE_DUTY,                 OBJECT_WATCH,     ALWAYS,          LIST | WRITE },
	{ ROLE_LEAD,                 OBJECT_WATCH,     ALWAYS,          LIST | WRITE },

	/* --- Publications: the cell writes them; who reads follows the marking ------------ */
	{ ROLE_ANALYST,              OBJECT_PUBLICATION, ALWAYS,        READ | LIST | CREATE | WRITE | CONFIRM },
	{ ROLE_DUTY,                 OBJECT_PUBLICATION, ALWAYS,        READ | LIST | CREATE | WRITE | CONFIRM },
	{ ROLE_LEAD,                 OBJECT_PUBLICATION, ALWAYS,        READ | LIST | CREATE | WRITE | CONFIRM | CLOSE },

	/* GREEN: the community.  AMBER: the structures, and the authorities that they and the
	 * cell answer to.  AMBER+STRICT: those who act in the structures, without clients. */
	{ ROLE_CORRESPONDENT,        OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_DIRECTOR,             OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_DPO,                  OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_ANALYST,              OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_DUTY,                 OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_LEAD,                 OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_AUDITOR_SURVEILLANCE, OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_FSSI,                 OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_ARS,                  OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_CORRUSS,              OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_ANSSI,                OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_ANSM,                 OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_ARMY,                 OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_PROVIDER,             OBJECT_GREEN,     ALWAYS,          READ },
	{ ROLE_CORRESPONDENT,        OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_DIRECTOR,             OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_ANALYST,              OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_DUTY,                 OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_LEAD,                 OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_AUDITOR_SURVEILLANCE, OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_FSSI,                 OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_ARS,                  OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_CORRUSS,              OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_ANSSI,                OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_ANSM,                 OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_ARMY,                 OBJECT_AMBER,     ALWAYS,          READ },
	{ ROLE_CORRESPONDENT,        OBJECT_STRICT,    ALWAYS,          READ },
	{ ROLE_ANALYST,              OBJECT_STRICT,    ALWAYS,          READ },
	{ ROLE_DUTY,                 OBJECT_STRICT,    ALWAYS,          READ },
	{ ROLE_LEAD,                 OBJECT_STRICT,    ALWAYS,          READ },
	{ ROLE_AUDITOR_SURVEILLANCE, OBJECT_STRICT,    ALWAYS,          READ },
	{ ROLE_FSSI,                 OBJECT_STRICT,    ALWAYS,          READ },

	/* --- Accounts, journal, instance ---------------------------------------------- */
	{ EVERYBODY,                 OBJECT_ACCOUNT,   OWN_SELF,        READ | WRITE },
	{ ROLE_ADMIN,                OBJECT_ACCOUNT,   ALWAYS,          LIST | CREATE | CLOSE | REOPEN },
	{ ROLE_JOURNAL_AUDITOR,      OBJECT_JOURNAL,   ALWAYS,          READ | LIST },
	{ ROLE_ADMIN,                OBJECT_INSTANCE,  ALWAYS,          READ | LIST | WRITE },
};
/* clang-format on */

static bool
rule_is_for(const struct rule *r, enum role role, enum object o, enum action a)
{
	bool same = r->role == role || (r->role == EVERYBODY && role != ROLE_VISITOR);

	return same && r->object == o && (r->may & 1u << a) != 0;
}

enum condition
access_condition(enum role role, enum object o, enum action a)
{
	if (role < 0 || role >= ROLE_COUNT || a <= 0 || a >= ACTION_COUNT)
		return NEVER;
	for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++)
		if (rule_is_for(&matrix[i], role, o, a))
			return matrix[i].when;
	return NEVER;
}

/* Could the condition ever hold for this member?  What is zero owns nothing. */
static bool
reachable(const struct member *m, enum condition c)
{
	switch (c) {
	case NEVER: return false;
	case ALWAYS:
	case OWN_DESK: return true;
	case OWN_STRUCTURE:
	case PERSONAL_DATA: return m->structure != 0;
	case OWN_REGION:
	case OWN_DESK_REGION: return m->region.n != 0;
	case OWN_REPORT: return m->report != 0;
	case NAMED:
	case OWN_SELF: return m->account != 0;
	}
	return false;
}

static bool
holds(const struct member *m, enum condition c, const struct facts *f)
{
	switch (c) {
	case NEVER: return false;
	case ALWAYS: return true;
	case OWN_STRUCTURE: return f->structure == m->structure;
	case PERSONAL_DATA: return f->structure == m->structure && f->personal_data;
	case OWN_REGION: return str_eq(f->region, m->region);
	case OWN_DESK: return f->desk == m->role;
	case OWN_DESK_REGION: return f->desk == m->role && str_eq(f->region, m->region);
	case OWN_REPORT: return f->report == m->report;
	case OWN_SELF: return f->account == m->account;
	case NAMED: return f->sealed && f->named;
	}
	return false;
}

bool
access_may(const struct member *m, enum object o, enum action a, const struct facts *f)
{
	enum condition c = access_condition(m->role, o, a);

	if (m->program && !scope_allows(m->scopes, o, a))
		return false;
	if (f->sealed && !f->named && m->role != ROLE_FSSI)
		return false;
	return reachable(m, c) && holds(m, c, f);
}

bool
identity_may(const struct request *rq, right_t right)
{
	const struct member *m = request_member(rq);

	if (right == 0)
		return true;
	if (m->program &&
	    !scope_allows(m->scopes, (enum object)(right >> 8), (enum action)(right & 0xff)))
		return false;
	return reachable(
	    m, access_condition(m->role, (enum object)(right >> 8), (enum action)(right & 0xff)));
}

/* ==== Roles ==== */

struct str
role_code(enum role r)
{
	const struct vocab *v = vocab_get("role");

	if (v->n != ROLE_COUNT)
		die("vocabulary 'role' has %zu codes, not %d", v->n, ROLE_COUNT);
	return v->item[r].code;
}

bool
role_from_code(struct str code, enum role *ret)
{
	for (enum role r = 0; r < ROLE_COUNT; r++)
		if (str_eq(role_code(r), code)) {
			*ret = r;
			return true;
		}
	return false;
}

/* A role added later needs a code until somebody decides otherwise. */
bool
role_needs_totp(enum role r)
{
	switch (r) {
	case ROLE_VISITOR:
	case ROLE_DECLARANT:
	case ROLE_CORRESPONDENT:
	case ROLE_DIRECTOR:
	case ROLE_DPO:
	case ROLE_RESEARCHER:
	case ROLE_VENDOR:
	case ROLE_PROVIDER: return false;
	default: return true;
	}
}
