/*
 * Is an archive what was written?  Every member against MANIFEST, nothing more and
 * nothing less; every line of journal.jsonl against its own hash and the one before.
 *
 * Needs no instance and no key: a court or a successor has neither.  That the whole
 * archive is the one that was exported is proved by the manifest's hash, which the
 * chain of the instance holds ("incident.export").
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/archive.h"
#include "app/tar.h"
#include "base/die.h"
#include "base/json.h"
#include "store/journal.h"

#define MEMBERS_MAX 5000
#define TEXT_MAX (64 << 20)

struct reading {
	FILE *from;
	struct arena *arena;
	struct archive_proof *proof;
	struct str manifest;
	struct str name[MEMBERS_MAX], hash[MEMBERS_MAX];
	size_t n;
};

static bool
wrong(struct reading *r, const char *what, struct str name)
{
	r->proof->trouble = arena_printf(r->arena, "%s '%.*s'", what, PS(name));
	return false;
}

/* ==== The journal ==== */

struct line {
	struct str seq, at, account, role, address, action, object, reference, detail, previous,
	    hash;
};

#define TEXT(member)                                                                               \
	{                                                                                          \
		.name = #member, .kind = KIND_TEXT, .offset = offsetof(struct line, member),       \
		.max = 4000                                                                        \
	}
static const struct field line_field[] = { TEXT(seq), TEXT(at), TEXT(account), TEXT(role),
	TEXT(address), TEXT(action), TEXT(object), TEXT(reference), TEXT(detail), TEXT(previous),
	TEXT(hash) };
#define N_LINE (sizeof line_field / sizeof line_field[0])

static bool
line_holds(struct str text, struct arena *a)
{
	const struct field *list[N_LINE + 1] = { NULL };
	struct journal_link l = { 0 };
	struct line in = { 0 };

	for (size_t i = 0; i < N_LINE; i++)
		list[i] = &line_field[i];
	if (!record_read(text, list, &in, a) || !str_int(in.seq, &l.entry.seq) ||
	    !str_int(in.account, &l.entry.account) || !moment_parse(in.at, &l.entry.instant))
		return false;
	l.entry.role = in.role;
	l.entry.address = in.address;
	l.entry.action = in.action;
	l.entry.object = in.object;
	l.entry.reference = in.reference;
	l.entry.detail = in.detail;
	l.entry.hash = in.hash;
	l.previous = in.previous;
	return journal_link_holds(&l);
}

static bool
check_journal(struct reading *r, struct str text)
{
	while (text.n) {
		struct arena *a = arena_new(1 << 20);
		struct str line = str_cut(&text, '\n');
		bool good = line_holds(line, a);

		arena_free(a);
		if (!good)
			return wrong(r, "the journal does not hold at entry",
			    arena_printf(r->arena, "%lld", (long long)r->proof->entries + 1));
		r->proof->entries++;
	}
	return true;
}

/* ==== Members ==== */

static struct str
hex_of(struct arena *a, crypto_hash_sha256_state *state)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[sizeof hash * 2 + 1];

	crypto_hash_sha256_final(state, hash);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	return arena_dup(a, str_of(hex));
}

/* The member's bytes, hashed; kept where the caller wants them (kept != NULL). */
static bool
read_member(struct reading *r, int64_t size, char *kept, struct str *ret_hash)
{
	crypto_hash_sha256_state state;
	char block[TAR_BLOCK];

	crypto_hash_sha256_init(&state);
	for (int64_t at = 0; at < size; at += TAR_BLOCK) {
		size_t n = size - at < (int64_t)TAR_BLOCK ? (size_t)(size - at) : TAR_BLOCK;

		if (fread(block, TAR_BLOCK, 1, r->from) != 1)
			return false;
		crypto_hash_sha256_update(&state, (unsigned char *)block, n);
		if (kept)
			memcpy(kept + at, block, n);
	}
	*ret_hash = hex_of(r->arena, &state);
	return true;
}

static bool
member(struct reading *r, const struct tar_entry *e)
{
	struct str name = arena_dup(r->arena, str_of(e->name)), hash;
	bool manifest = str_eq(name, S("MANIFEST")), journal = str_eq(name, S("journal.jsonl"));
	char *kept = NULL;

	if (r->n == MEMBERS_MAX || ((manifest || journal) && e->size > TEXT_MAX))
		return wrong(r, "it is too large at", name);
	if (manifest || journal)
		kept = arena_alloc(r->arena, (size_t)e->size + 1);
	if (!read_member(r, e->size, kept, &hash))
		return wrong(r, "it is cut off in", name);
	if (manifest)
		r->manifest = (struct str){ kept, (size_t)e->size };
	else
		r->name[r->n] = name, r->hash[r->n++] = hash;
	return !journal || check_journal(r, (struct str){ kept, (size_t)e->size });
}

static bool
read_all(struct reading *r)
{
	struct tar_entry e;
	char block[TAR_BLOCK];

	while (fread(block, TAR_BLOCK, 1, r->from) == 1)
		switch (tar_parse(block, &e)) {
		case TAR_FILE:
			if (!member(r, &e))
				return false;
			break;
		case TAR_END: return true;
		case TAR_BAD: return wrong(r, "this is no archive:", S("header"));
		}
	return wrong(r, "it is cut off after", r->n ? r->name[r->n - 1] : S(""));
}

/* Lines "hash  name", in the order of the members. */
static bool
compare(struct reading *r)
{
	struct str rest = r->manifest;

	for (size_t i = 0; i < r->n; i++) {
		struct str line = str_cut(&rest, '\n'), hash = str_cut(&line, ' ');

		if (!str_eq(hash, r->hash[i]) || !str_eq(str_trim(line), r->name[i]))
			return wrong(r, "it is not what was written:", r->name[i]);
	}
	if (rest.n || r->n == 0)
		return wrong(r, "members are missing from", S("MANIFEST"));
	r->proof->members = (int64_t)r->n;
	return true;
}

bool
archive_check(const char *path, struct arena *a, struct archive_proof *ret)
{
	struct reading *r = arena_alloc(a, sizeof *r);

	*ret = (struct archive_proof){ 0 };
	r->from = fopen(path, "re");
	r->arena = a;
	r->proof = ret;
	if (r->from == NULL)
		return false;
	if (read_all(r))
		compare(r);
	fclose(r->from);
	return true;
}
