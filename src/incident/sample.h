/*
 * For this folder's tests: who acts, people of the house, and a file as it is
 * received.  A test says what is its own (NOW before the include, a field of the
 * draft) and nothing else.  Include tests/unit.h first.
 */
#ifndef INCIDENT_SAMPLE_H
#define INCIDENT_SAMPLE_H

#include <stdio.h>

#include "store/fixture.h"

#include "incident/incident.h"
#include "incident/file.h"

#ifndef NOW
#define NOW 1700000000
#endif

static inline struct act
act_as(struct fixture *f, int64_t account, struct str role)
{
	struct trail *trail = arena_new_of(arena, struct trail);

	*trail = (struct trail){ .arena = arena, .role = role, .account = account };
	return (struct act){ .db = f->db,
		.keyring = f->k,
		.arena = arena,
		.trail = trail,
		.now = { NOW },
		.account = account,
		.role = role,
		.public_url = S("https://vigie.example") };
}

static inline struct job_means
job_of(struct fixture *f)
{
	return (struct job_means){ f->db, f->k, arena, { NOW }, S("https://vigie.example") };
}

/* An active account. */
static inline int64_t
sample_person(struct fixture *f, enum role role, const char *name)
{
	struct account acc = { .email = arena_printf(arena, "%s-%d@vigie.example", name, role),
		.name = str_of(name),
		.role = { role_code(role) },
		.created = { NOW },
		.last_seen = MOMENT_NONE };

	EXPECT_INT(account_seed(f->db, f->k, &acc, S("cheval-agrafe-pile"), S(""), arena), OK);
	return acc.id;
}

/* A declaration that lacks nothing, in an open writing transaction. */
static inline void
sample_draft(struct act *act, struct stored_report *s)
{
	EXPECT_INT(report_draft(act, S("portail"), s), OK);
	s->r.org_name = S("Centre hospitalier de Valmont");
	s->r.org_type.s = S("ES");
	s->r.department.s = S("59");
	s->r.reporter_last_name = S("Durand");
	s->r.reporter_phone = S("0699887766");
	s->r.description = S("Tout est chiffré");
	s->r.detected_at = (struct moment){ NOW - 3600 };
}

static inline void
sample_receive(struct act *act, struct stored_report *s, struct incident *in)
{
	EXPECT_INT(report_submit(act, s), OK);
	EXPECT_INT(incident_load(act, s->incident, in), OK);
}

/* Do the bytes of a database hold a word, in its file or its journal?  SQLite. */
static inline bool
sample_bytes_have(const struct fixture *f, struct str word)
{
	static const char *const end[] = { "", "-wal" };
	bool found = false;

	for (size_t i = 0; i < 2 && !found; i++) {
		struct buf b = BUF_INIT(64u << 20);
		char chunk[65536];
		FILE *in = fopen(
		    arena_printf(arena, "%s%s", f->url + sizeof "sqlite:" - 1, end[i]).p, "re");
		size_t n;

		while (in && (n = fread(chunk, 1, sizeof chunk, in)) > 0)
			buf_put(&b, (struct str){ chunk, n });
		if (in)
			fclose(in);
		found = str_has(buf_str(&b), word);
		buf_release(&b);
	}
	return found;
}

#endif
