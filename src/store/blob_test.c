/* A file comes back byte for byte, or is said to be damaged. */
#include "tests/unit.h"

#include "store/fixture.h"

#define BIG (3u << 20)

static char *
bytes(size_t n)
{
	char *p = malloc(n + 1);
	uint32_t x = 12345;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (char)(x >> 24);
	}
	return p;
}

static struct vault
new_vault(struct fixture *f)
{
	struct vault v = { 0 };

	EXPECT_INT(vault_create(f->db, f->k, &v), OK);
	return v;
}

static struct blob
put(struct fixture *f, const struct vault *v, const char *p, size_t n, size_t step)
{
	struct blob b = { .id = -1 };
	struct blob_writer *w = NULL;

	EXPECT_INT(blob_begin(f->db, v, &w), OK);
	for (size_t i = 0; i < n; i += step)
		EXPECT_INT(blob_write(w, (struct str){ p + i, n - i < step ? n - i : step }), OK);
	EXPECT_INT(blob_finish(w, arena, &b), OK);
	EXPECT_INT(b.size, n);
	EXPECT_INT(b.sha256.n, 64);
	return b;
}

struct sink {
	const char *expected;
	size_t n, stop;
	bool same;
};

static bool
take(void *context, struct str s)
{
	struct sink *k = context;

	if (s.n && memcmp(k->expected + k->n, s.p, s.n) != 0)
		k->same = false;
	k->n += s.n;
	return k->stop == 0 || k->n < k->stop;
}

static void
round_trip(struct fixture *f, const char *p, size_t n, size_t step)
{
	struct vault v = new_vault(f);
	struct blob b = put(f, &v, p, n, step), found;
	struct sink k = { .expected = p, .same = true };

	EXPECT_INT(blob_read(f->db, &v, b.id, take, &k), OK);
	EXPECT(k.same);
	EXPECT_INT(k.n, n);
	EXPECT_INT(blob_find(f->db, &v, b.id, arena, &found), OK);
	EXPECT_INT(found.size, n);
	EXPECT(str_eq(found.sha256, b.sha256));
}

static void
sizes(struct fixture *f)
{
	char *p = bytes(BIG);
	struct blob_check c;

	round_trip(f, p, 0, 1);
	round_trip(f, p, 1, 1);
	round_trip(f, p, BLOB_CHUNK - 1, 4096);
	round_trip(f, p, BLOB_CHUNK, 1000);
	round_trip(f, p, BLOB_CHUNK + 1, BLOB_CHUNK + 1);
	round_trip(f, p, BIG, 100001);
	EXPECT_INT(blob_verify(f->db, f->k, &c), OK);
	EXPECT(c.intact);
	EXPECT_INT(c.count, 6);
	free(p);
}

TEST(every_size_comes_back)
{
	each_engine(sizes);
}

TEST(the_hash_is_sha256)
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };
	struct vault v;

	EXPECT(mkdtemp(f.folder) != NULL);
	snprintf(f.url, sizeof f.url, "sqlite:%s/vigie.db", f.folder);
	fixture_start(&f);
	v = new_vault(&f);
	EXPECT_STR(put(&f, &v, "abc", 3, 1).sha256,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	fixture_stop(&f);
}

static void
too_big(struct fixture *f)
{
	struct vault v = new_vault(f);
	struct blob_writer *w = NULL;
	struct blob b;
	char *p = bytes(BLOB_MAX / 10 + 1);
	enum outcome o = OK;

	EXPECT_INT(blob_begin(f->db, &v, &w), OK);
	for (int i = 0; i < 10 && o == OK; i++)
		o = blob_write(w, (struct str){ p, BLOB_MAX / 10 + 1 });
	EXPECT_INT(o, INVALID);
	EXPECT_INT(blob_write(w, S("x")), INVALID);
	EXPECT_INT(blob_finish(w, arena, &b), INVALID);
	EXPECT_INT(fixture_count(f->db, "select count(*) from blob"), 0);
	EXPECT_INT(fixture_count(f->db, "select count(*) from blob_chunk"), 0);
	free(p);
}

TEST(over_the_maximum_is_invalid)
{
	each_engine(too_big);
}

static void
partial(struct fixture *f)
{
	struct vault v = new_vault(f);
	struct blob_writer *w = NULL;
	struct blob b;
	struct sink k = { .expected = "", .same = true };
	int64_t swept = -1;

	EXPECT_INT(blob_begin(f->db, &v, &w), OK);
	EXPECT_INT(blob_write(w, S("half")), OK);
	EXPECT_INT(blob_read(f->db, &v, 1, take, &k), NOT_FOUND);
	EXPECT_INT(blob_sweep(f->db, (struct moment){ 1 }, &swept), OK);
	EXPECT_INT(swept, 0);
	EXPECT_INT(blob_sweep(f->db, (struct moment){ moment_now().s + 10 }, &swept), OK);
	EXPECT_INT(swept, 1);
	EXPECT_INT(blob_finish(w, arena, &b), CONFLICT);
	EXPECT_INT(blob_begin(f->db, &v, &w), OK);
	blob_abandon(w);
	blob_abandon(NULL);
	EXPECT_INT(fixture_count(f->db, "select count(*) from blob"), 0);
}

TEST(a_partial_blob_is_not_there)
{
	each_engine(partial);
}

/* The transaction that would have referred to it fails. */
static void
rolled_back(struct fixture *f)
{
	struct vault v = new_vault(f);
	struct blob_writer *w = NULL;
	struct blob b, found;

	EXPECT_INT(blob_begin(f->db, &v, &w), OK);
	EXPECT_INT(blob_write(w, S("file")), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(blob_finish(w, arena, &b), OK);
	db_rollback(f->db);
	EXPECT_INT(blob_find(f->db, &v, b.id, arena, &found), NOT_FOUND);
}

TEST(a_rolled_back_finish_is_partial)
{
	each_engine(rolled_back);
}

static void
tampered(struct fixture *f, const char *sql)
{
	struct vault v = new_vault(f);
	char *p = bytes(BIG);
	struct blob b = put(f, &v, p, BIG, BIG);
	struct sink k = { .expected = p, .same = true };
	struct blob_check c;

	EXPECT_INT(db_script(f->db, sql, NULL), OK);
	EXPECT_INT(blob_read(f->db, &v, b.id, take, &k), UNAVAILABLE);
	EXPECT(k.same);
	EXPECT(str_has(str_of(db_trouble(f->db)), S("damaged")));
	EXPECT_INT(blob_verify(f->db, f->k, &c), OK);
	EXPECT(!c.intact);
	free(p);
}

static void
last_gone(struct fixture *f)
{
	tampered(f, "delete from blob_chunk where n = 11");
}

static void
swapped(struct fixture *f)
{
	tampered(f, "update blob_chunk set n = 100 where n = 2;"
		    "update blob_chunk set n = 2 where n = 3;"
		    "update blob_chunk set n = 3 where n = 100");
}

static void
shortened(struct fixture *f)
{
	tampered(f, "update blob set size = 262144");
}

TEST(a_damaged_blob_is_told)
{
	each_engine(last_gone);
	each_engine(swapped);
	each_engine(shortened);
}

static void
added(struct fixture *f)
{
	struct vault v = new_vault(f);
	struct blob_check c;

	put(f, &v, "abc", 3, 3);
	EXPECT_INT(db_script(f->db,
		       "insert into blob_chunk (blob, n, sealed)"
		       " select blob, 7, sealed from blob_chunk",
		       NULL),
	    OK);
	EXPECT_INT(blob_verify(f->db, f->k, &c), OK);
	EXPECT(!c.intact);
}

TEST(a_chunk_too_many_is_told)
{
	each_engine(added);
}

static void
others(struct fixture *f)
{
	struct vault v = new_vault(f), other = new_vault(f);
	struct blob b = put(f, &v, "abc", 3, 3);
	struct sink k = { .expected = "abc", .same = true };

	EXPECT_INT(blob_read(f->db, &other, b.id, take, &k), NOT_FOUND);
	EXPECT_INT(
	    db_script(f->db,
		arena_printf(arena, "update blob set vault = %lld", (long long)other.id).p, NULL),
	    OK);
	EXPECT_INT(blob_read(f->db, &other, b.id, take, &k), UNAVAILABLE);
	EXPECT_INT(k.n, 0);
}

TEST(another_vault_does_not_open_it)
{
	each_engine(others);
}

static void
erased(struct fixture *f)
{
	struct vault v = new_vault(f), kept = new_vault(f);
	struct blob b = put(f, &v, "abc", 3, 3), found;
	struct blob_check c;
	int64_t swept = -1;

	put(f, &kept, "def", 3, 3);
	EXPECT_INT(vault_erase(f->db, v.id), OK);
	EXPECT_INT(blob_verify(f->db, f->k, &c), OK);
	EXPECT(c.intact);
	EXPECT_INT(c.count, 1);
	EXPECT_INT(blob_sweep(f->db, (struct moment){ 1 }, &swept), OK);
	EXPECT_INT(swept, 1);
	EXPECT_INT(fixture_count(f->db, "select count(*) from blob_chunk"), 1);
	EXPECT_INT(blob_find(f->db, &v, b.id, arena, &found), NOT_FOUND);
	EXPECT_INT(blob_sweep(f->db, (struct moment){ 1 }, &swept), OK);
	EXPECT_INT(swept, 0);
}

TEST(an_erased_vault_takes_its_blobs_along)
{
	each_engine(erased);
}

static void
stopped(struct fixture *f)
{
	struct vault v = new_vault(f);
	char *p = bytes(BIG);
	struct blob b = put(f, &v, p, BIG, BIG);
	struct sink k = { .expected = p, .same = true, .stop = 1 };

	EXPECT_INT(blob_read(f->db, &v, b.id, take, &k), OK);
	EXPECT_INT(k.n, BLOB_CHUNK);
	free(p);
}

TEST(a_sink_stops_the_reading)
{
	each_engine(stopped);
}

TEST(a_full_disk_keeps_no_half_blob)
{
	struct fixture f = { .folder = "/tmp/vigie-test-XXXXXX" };
	struct blob_writer *w = NULL;
	struct blob b;
	struct vault v;
	char *p = bytes(BIG);

	EXPECT(mkdtemp(f.folder) != NULL);
	snprintf(f.url, sizeof f.url, "sqlite:%s/vigie.db", f.folder);
	fixture_start(&f);
	v = new_vault(&f);
	fixture_pages(f.db, 300);
	EXPECT_INT(blob_begin(f.db, &v, &w), OK);
	EXPECT_INT(blob_write(w, (struct str){ p, BIG }), UNAVAILABLE);
	EXPECT_INT(blob_write(w, S("x")), UNAVAILABLE);
	EXPECT_INT(blob_finish(w, arena, &b), UNAVAILABLE);
	EXPECT_INT(fixture_count(f.db, "select count(*) from blob_chunk"), 0);
	fixture_stop(&f);
	free(p);
}

UNIT_MAIN(every_size_comes_back, the_hash_is_sha256, over_the_maximum_is_invalid,
    a_partial_blob_is_not_there, a_rolled_back_finish_is_partial, a_damaged_blob_is_told,
    a_chunk_too_many_is_told, another_vault_does_not_open_it, an_erased_vault_takes_its_blobs_along,
    a_sink_stops_the_reading, a_full_disk_keeps_no_half_blob)
