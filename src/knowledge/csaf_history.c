/* Tests about versions and the revision history. */
#include "knowledge/csaf_test_list.h"

static const struct at *
at_number(struct csaf *c, const struct csaf_revision *r)
{
	return csaf_key(c, r->at, "number");
}

static const struct at *
at_version(struct csaf *c)
{
	return csaf_key(c, c->at_tracking, "version");
}

static bool
released(const struct csaf *c)
{
	return str_in_set(S("final|interim"), c->status);
}

static bool
pre_release(struct str version)
{
	return csaf_number(version).pre.n > 0;
}

static bool
zero(struct str version)
{
	return str_eq(csaf_number(version).major, S("0"));
}

/* By date, numbers grow too. */
void
csaf_history_order(struct csaf *c)
{
	for (size_t i = 1; i < c->revision.n; i++)
		if (csaf_number_cmp(c->by_date[i - 1].number, c->by_date[i].number) > 0)
			csaf_say(c, at_number(c, &c->by_date[i]),
			    "revision %.*s is younger than revision %.*s", PS(c->by_date[i].number),
			    PS(c->by_date[i - 1].number));
}

/* Build metadata never counts; the pre-release does not for a draft. */
static bool
same_version(const struct csaf *c, struct str version, struct str last)
{
	struct csaf_number a = csaf_number(version), b = csaf_number(last);

	if (!str_eq(c->status, S("draft")))
		return csaf_number_cmp(version, last) == 0;
	return str_eq(a.major, b.major) && str_eq(a.minor, b.minor) && str_eq(a.patch, b.patch);
}

void
csaf_history_latest(struct csaf *c)
{
	const struct csaf_revision *last;

	if (c->revision.n == 0 || !csaf_is_version(c->current))
		return;
	last = &c->by_date[c->revision.n - 1];
	if (!same_version(c, c->current, last->number))
		csaf_say(c, at_version(c), "the document is %.*s, its youngest revision is %.*s",
		    PS(c->current), PS(last->number));
}

void
csaf_status_draft(struct csaf *c)
{
	if (csaf_is_version(c->current) && (zero(c->current) || pre_release(c->current)) &&
	    !str_eq(c->status, S("draft")))
		csaf_say(c, csaf_key(c, c->at_tracking, "status"),
		    "a document of version %.*s must be a draft", PS(c->current));
}

void
csaf_history_released(struct csaf *c)
{
	for (size_t i = 0; released(c) && i < c->revision.n; i++)
		if (zero(c->revision.of[i].number))
			csaf_say(c, at_number(c, &c->revision.of[i]),
			    "a document that is %.*s has no revision %.*s", PS(c->status),
			    PS(c->revision.of[i].number));
}

void
csaf_history_pre(struct csaf *c)
{
	for (size_t i = 0; i < c->revision.n; i++)
		if (pre_release(c->revision.of[i].number))
			csaf_say(c, at_number(c, &c->revision.of[i]),
			    "revision %.*s is a pre-release", PS(c->revision.of[i].number));
}

void
csaf_version_pre(struct csaf *c)
{
	if (released(c) && csaf_is_version(c->current) && pre_release(c->current))
		csaf_say(
		    c, at_version(c), "a document that is %.*s is no pre-release", PS(c->status));
}

/* Majors are a row without holes that begins with 0 or 1. */
void
csaf_history_gap(struct csaf *c)
{
	int64_t last = -1, major;

	for (size_t i = 0; i < c->revision.n; i++) {
		if (!str_int(csaf_number(c->by_date[i].number).major, &major))
			return; /* beyond what counts */
		if (last < 0 ? major > 1 : major > last + 1)
			csaf_say(c, c->by_date[i].at, "what stands before revision %.*s is missing",
			    PS(c->by_date[i].number));
		last = major;
	}
}

void
csaf_history_twice(struct csaf *c)
{
	struct csaf_map *seen = csaf_map_new(c->arena);

	for (size_t i = 0; i < c->revision.n; i++)
		if (!csaf_map_add(seen, c->revision.of[i].number))
			csaf_say(c, at_number(c, &c->revision.of[i]),
			    "revision %.*s stands more than once", PS(c->revision.of[i].number));
}

void
csaf_version_mixed(struct csaf *c)
{
	struct str like = c->current;

	if (!csaf_is_version(like) && c->revision.n)
		like = c->revision.of[0].number;
	for (size_t i = 0; i < c->revision.n; i++)
		if (csaf_number(c->revision.of[i].number).semantic != csaf_number(like).semantic)
			csaf_say(c, at_number(c, &c->revision.of[i]),
			    "%.*s and %.*s are versions of different kinds",
			    PS(c->revision.of[i].number), PS(like));
}

void
csaf_history_build(struct csaf *c)
{
	for (size_t i = 0; i < c->revision.n; i++)
		if (csaf_number(c->revision.of[i].number).build.n)
			csaf_say(c, at_number(c, &c->revision.of[i]),
			    "revision %.*s has build metadata", PS(c->revision.of[i].number));
}

static void
not_older(struct csaf *c, const char *key, const struct csaf_revision *than)
{
	struct csaf_instant when;

	if (than->dated && csaf_instant_read(csaf_text(c->tracking, key), &when) &&
	    csaf_instant_cmp(when, than->when) < 0)
		csaf_say(c, csaf_key(c, c->at_tracking, key), "is before revision %.*s",
		    PS(than->number));
}

void
csaf_release_initial(struct csaf *c)
{
	if (c->revision.n)
		not_older(c, "initial_release_date", &c->by_date[0]);
}

void
csaf_release_current(struct csaf *c)
{
	if (c->revision.n)
		not_older(c, "current_release_date", &c->by_date[c->revision.n - 1]);
}

void
csaf_history_same(struct csaf *c)
{
	for (size_t i = 1; i < c->revision.n; i++)
		if (c->by_date[i].dated && c->by_date[i - 1].dated &&
		    csaf_instant_cmp(c->by_date[i - 1].when, c->by_date[i].when) == 0)
			csaf_say(c, csaf_key(c, c->by_date[i].at, "date"),
			    "is the instant of revision %.*s too", PS(c->by_date[i - 1].number));
}
