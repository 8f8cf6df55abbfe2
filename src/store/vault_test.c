/* What is sealed opens with its own key, in its own place, and nowhere else. */
#include "tests/unit.h"

#include "store/fixture.h"

#include <sys/stat.h>

static struct vault
new_vault(struct fixture *f)
{
	struct vault v = { 0 };

	EXPECT_INT(vault_create(f->db, f->k, &v), OK);
	EXPECT(v.id > 0);
	return v;
}

static void
places(struct fixture *f)
{
	struct vault v = new_vault(f), other = new_vault(f), again;
	struct str sealed = vault_seal(&v, "report.body", S("Dr Ève"), arena), clear = S("?");

	EXPECT(!str_has(sealed, S("Dr")));
	EXPECT_INT(vault_open(f->db, f->k, v.id, &again), OK);
	EXPECT(vault_unseal(&again, "report.body", sealed, arena, &clear));
	EXPECT_STR(clear, "Dr Ève");
	clear = S("?");
	EXPECT(!vault_unseal(&v, "report.name", sealed, arena, &clear));
	EXPECT(!vault_unseal(&other, "report.body", sealed, arena, &clear));
	EXPECT(!vault_unseal(&v, "report.body", str_sub(sealed, 0, sealed.n - 1), arena, &clear));
	EXPECT(!vault_unseal(&v, "report.body", S("short"), arena, &clear));
	EXPECT_STR(clear, "?");
	EXPECT(vault_unseal(&v, "report.body", S(""), arena, &clear));
	EXPECT_STR(clear, "");
	EXPECT_INT(vault_seal(&v, "report.body", S(""), arena).n, 0);
	EXPECT(!str_eq(sealed, vault_seal(&v, "report.body", S("Dr Ève"), arena)));
}

TEST(a_value_opens_in_its_place_only)
{
	each_engine(places);
}

/* Every bit counts. */
static void
flipped(struct fixture *f)
{
	struct vault v = new_vault(f);
	struct str sealed = vault_seal(&v, "x", S("abc"), arena), clear;

	for (size_t i = 0; i < sealed.n * 8; i++) {
		char *copy = arena_cstr(arena, sealed);

		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		EXPECT(!vault_unseal(&v, "x", (struct str){ copy, sealed.n }, arena, &clear));
	}
}

TEST(a_flipped_bit_does_not_open)
{
	each_engine(flipped);
}

/* Whoever writes to the database gives one row the key of another. */
static void
moved(struct fixture *f)
{
	struct vault a = new_vault(f), b = new_vault(f), opened = { .id = -1 };

	EXPECT_INT(db_script(f->db,
		       arena_printf(arena,
			   "update vault set wrapped = (select wrapped from vault where id = %lld)"
			   " where id = %lld",
			   (long long)a.id, (long long)b.id)
			   .p,
		       NULL),
	    OK);
	EXPECT_INT(vault_open(f->db, f->k, b.id, &opened), UNAVAILABLE);
	EXPECT_INT(opened.id, -1);
	EXPECT(str_has(str_of(db_trouble(f->db)), S("does not open")));
	EXPECT_INT(vault_open(f->db, f->k, a.id, &opened), OK);
	EXPECT_INT(vault_open(f->db, f->k, 12345, &opened), NOT_FOUND);
}

TEST(a_key_moved_to_another_row_does_not_open)
{
	each_engine(moved);
}

static void
wrong_master(struct fixture *f)
{
	char folder[128];
	struct str error = { NULL, 0 };
	struct vault v = new_vault(f), opened;
	struct keyring *other;

	snprintf(folder, sizeof folder, "%s/other", f->folder);
	other = keyring_create(folder, arena, &error);
	EXPECT(other != NULL);
	EXPECT_INT(vault_open(f->db, other, v.id, &opened), UNAVAILABLE);
	EXPECT(!str_eq(
	    keyring_blind(f->k, "a", S("x"), arena), keyring_blind(other, "a", S("x"), arena)));
	keyring_close(other);
}

TEST(another_master_key_does_not_open)
{
	each_engine(wrong_master);
}

static void
erased(struct fixture *f)
{
	struct vault v = new_vault(f), opened;

	EXPECT_INT(vault_erase(f->db, v.id), OK);
	EXPECT_INT(vault_open(f->db, f->k, v.id, &opened), NOT_FOUND);
	EXPECT_INT(vault_erase(f->db, v.id), NOT_FOUND);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vault where wrapped is null"), 1);
}

TEST(an_erased_vault_is_gone)
{
	each_engine(erased);
}

#define MANY 250

static void
rotated(struct fixture *f)
{
	static struct vault v[MANY];
	struct vault opened;
	struct str error = { NULL, 0 };
	struct str blind = keyring_blind(f->k, "mail", S("a@b.fr"), arena);
	struct keyring *fresh;
	int64_t wrapped = -1;

	for (size_t i = 0; i < MANY; i++)
		v[i] = new_vault(f);
	EXPECT_INT(keyring_rotate(f->db, f->keys, &wrapped, arena, &error), OK);
	EXPECT_STR(error, "");
	EXPECT_INT(wrapped, MANY);
	EXPECT_INT(fixture_count(f->db, "select count(*) from vault where master = 2"), MANY);
	EXPECT_INT(vault_open(f->db, f->k, v[0].id, &opened), UNAVAILABLE);
	fresh = keyring_open(f->keys, arena, &error);
	EXPECT(fresh != NULL);
	for (size_t i = 0; fresh && i < MANY; i++) {
		EXPECT_INT(vault_open(f->db, fresh, v[i].id, &opened), OK);
		EXPECT(memcmp(opened.key, v[i].key, sizeof opened.key) == 0);
	}
	EXPECT(str_eq(blind, keyring_blind(fresh, "mail", S("a@b.fr"), arena)));
	keyring_close(fresh);
}

TEST(rotation_wraps_every_vault_again)
{
	each_engine(rotated);
}

/* Killed half-way: one vault was still made with the key of before. */
static void
resumed(struct fixture *f)
{
	struct str error = { NULL, 0 };
	int64_t wrapped = -1;
	struct vault late;

	new_vault(f);
	EXPECT_INT(keyring_rotate(f->db, f->keys, &wrapped, arena, &error), OK);
	late = new_vault(f);
	EXPECT_INT(keyring_rotate(f->db, f->keys, &wrapped, arena, &error), OK);
	EXPECT_INT(wrapped, 1);
	EXPECT_INT(fixture_count(f->db, "select max(master) from vault"), 2);
	EXPECT_INT(keyring_rotate(f->db, f->keys, &wrapped, arena, &error), OK);
	EXPECT_INT(wrapped, 2);
	EXPECT_INT(fixture_count(f->db, "select min(master) from vault"), 3);
	vault_wipe(&late);
}

TEST(rotation_goes_on_where_it_stopped)
{
	each_engine(resumed);
}

static void
key_files(struct fixture *f)
{
	struct str error = { NULL, 0 };
	char path[160];
	struct stat st;

	EXPECT(keyring_create(f->keys, arena, &error) == NULL);
	EXPECT(str_has(error, S("already")));
	snprintf(path, sizeof path, "%s/1.key", f->keys);
	EXPECT_INT(stat(path, &st), 0);
	EXPECT_INT(st.st_mode & 0777, 0600);
	EXPECT_INT(st.st_size, 65);
	EXPECT_INT(chmod(path, 0640), 0);
	EXPECT(keyring_open(f->keys, arena, &error) == NULL);
	EXPECT(str_has(error, S("1.key")));
	EXPECT_INT(chmod(path, 0600), 0);
	EXPECT_INT(truncate(path, 40), 0);
	EXPECT(keyring_open(f->keys, arena, &error) == NULL);
	EXPECT_INT(unlink(path), 0);
	EXPECT(keyring_open(f->keys, arena, &error) == NULL);
	keyring_close(NULL);
}

TEST(a_key_file_is_private_and_whole)
{
	on_sqlite(key_files);
}

static void
hashes(struct fixture *f)
{
	struct str a = keyring_blind(f->k, "account.email", S("a@b.fr"), arena);

	EXPECT_INT(a.n, 32);
	EXPECT(str_eq(a, keyring_blind(f->k, "account.email", S("a@b.fr"), arena)));
	EXPECT(!str_eq(a, keyring_blind(f->k, "account.phone", S("a@b.fr"), arena)));
	EXPECT_INT(keyring_token_hash(f->k, S("t"), arena).n, 64);
	EXPECT(!str_starts(
	    keyring_token_hash(f->k, S("t"), arena), keyring_blind(f->k, "token", S("t"), arena)));
}

TEST(blind_indexes_are_keyed_by_purpose)
{
	on_sqlite(hashes);
}

TEST(tokens)
{
	struct str people = token_for_people(arena, 3), link = token_for_links(arena);

	EXPECT_INT(people.n, 14);
	EXPECT(people.p[4] == '-' && people.p[9] == '-');
	for (size_t i = 0; i < people.n; i++)
		EXPECT(strchr("2346789ABCDEFGHJKMNPQRTVWXYZ-", people.p[i]) != NULL);
	EXPECT_INT(link.n, 43);
	EXPECT(!str_eq(link, token_for_links(arena)));
}

UNIT_MAIN(a_value_opens_in_its_place_only, a_flipped_bit_does_not_open,
    a_key_moved_to_another_row_does_not_open, another_master_key_does_not_open,
    an_erased_vault_is_gone, rotation_wraps_every_vault_again, rotation_goes_on_where_it_stopped,
    a_key_file_is_private_and_whole, blind_indexes_are_keyed_by_purpose, tokens)
