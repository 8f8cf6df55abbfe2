/* Many and one, for several people: two who decide at once, and one who may not see. */
#include "tests/unit.h"

#include "incident/many_sample.h"

#include "incident/links.h"

/* ==== Two at once ==== */

/* Another process merges the other way round while this one has not committed yet. */
static int
other_way(struct fixture *f, const int64_t *id, int ready)
{
	struct fixture g = *f;
	char byte;

	if (read(ready, &byte, 1) != 1)
		return 2;
	g.db = fixture_open(f);
	return decide(&g, MERGE, id[1], id[0]) == CONFLICT ? 0 : 1;
}

static void
opposite(struct fixture *f)
{
	struct act act = act_on(f);
	int64_t id[ALL];
	int pipes[2], status = -1;
	pid_t child;

	make_files(f, id);
	EXPECT_INT(pipe2(pipes, O_CLOEXEC), 0);
	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(other_way(f, id, pipes[0]));
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(run_deed(&act, MERGE, id[0], id[1]), OK);
	EXPECT_INT(write(pipes[1], "x", 1), 1);
	usleep(300000); /* it asks meanwhile */
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT_INT(WEXITSTATUS(status), 0);
	close(pipes[0]);
	close(pipes[1]);
	sound(f);
}

TEST(two_merges_make_no_circle)
{
	each_engine(opposite);
}

/* ==== Sealed files ==== */

static struct links_view
seen(struct fixture *f, int64_t id, const struct member *m)
{
	struct act *act = arena_new_of(arena, struct act);
	struct incident *in = arena_new_of(arena, struct incident);
	struct stored_report *s = arena_new_of(arena, struct stored_report);
	struct links_view v = { .in = in, .s = s };

	*act = act_on(f);
	EXPECT_INT(incident_load(act, id, in), OK);
	EXPECT_INT(incident_report(act, in, s), OK);
	EXPECT_INT(links_of(act, m, &v), OK);
	return v;
}

/* Of a sealed file the reference alone, over, under and beside; nothing by likeness. */
static void
sealed(struct fixture *f)
{
	static const struct member analyst = { .role = ROLE_ANALYST, .account = 7 };
	static const struct member fssi = { .role = ROLE_FSSI, .account = 8 };
	struct act act = act_on(f);
	struct campaign c = { .campaign_state = { S("active") },
		.tlp = { S("TLP:AMBER") },
		.campaign_title = S("Titre") };
	struct campaign_file *file;
	struct incident in, other;
	struct links_view v;
	int64_t id[ALL];
	size_t n = 0;

	make_files(f, id);
	EXPECT_INT(decide(f, ATTACH, id[0], id[FILES]), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(&act, id[0], &in), OK);
	EXPECT_INT(incident_load(&act, id[1], &other), OK);
	EXPECT_INT(link_add(&act, &in, &other, S("related"), S("motif")), OK);
	EXPECT_INT(campaign_create(&act, &c), OK);
	EXPECT_INT(campaign_add(&act, &c, &in), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(
	    db_script(f->db,
		arena_printf(arena, "update incident set sealed = 1 where id in (%lld, %lld)",
		    (long long)id[0], (long long)id[FILES])
		    .p,
		NULL),
	    OK);
	v = seen(f, id[FILES], &analyst);
	EXPECT_INT(v.n_kin, 1);
	EXPECT(!v.kin[0].known && v.kin[0].org_name.n == 0 && v.kin[0].reference.n > 0);
	v = seen(f, id[FILES], &fssi);
	EXPECT(v.kin[0].known && str_eq(v.kin[0].org_name, S("Structure 0")));
	v = seen(f, id[0], &analyst);
	EXPECT(v.parent.n > 0 && v.parent_name.n == 0);
	v = seen(f, id[1], &analyst);
	EXPECT_INT(v.n_links, 1);
	EXPECT(!v.link[0].known && v.link[0].org_name.n == 0);
	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	EXPECT_INT(campaign_files(&act, &analyst, &c, 10, &file, &n), OK);
	EXPECT_INT(n, 1);
	EXPECT(!file[0].known && file[0].org_name.n == 0);
	db_rollback(f->db);
}

TEST(of_a_sealed_file_the_reference_alone)
{
	each_engine(sealed);
}

UNIT_MAIN(two_merges_make_no_circle, of_a_sealed_file_the_reference_alone)
