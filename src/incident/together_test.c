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

static const struct member analyst = { .role = ROLE_ANALYST, .account = 7 };
static const struct member fssi = { .role = ROLE_FSSI, .account = 8 };

/* The first file under a failure, linked to the second, in a campaign; both sealed. */
static void
tied_and_sealed(struct fixture *f, struct act *act, int64_t *id, struct campaign *c)
{
	struct incident in, other;

	*c = (struct campaign){ .campaign_state = { S("active") },
		.tlp = { S("TLP:AMBER") },
		.campaign_title = S("Titre") };
	make_files(f, id);
	EXPECT_INT(decide(f, ATTACH, id[0], id[FILES]), OK);
	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(incident_load(act, id[0], &in), OK);
	EXPECT_INT(incident_load(act, id[1], &other), OK);
	EXPECT_INT(link_add(act, &in, &other, S("related"), S("motif")), OK);
	EXPECT_INT(campaign_create(act, c), OK);
	EXPECT_INT(campaign_add(act, c, &in), OK);
	EXPECT_INT(db_commit(f->db), OK);
	EXPECT_INT(
	    db_script(f->db,
		arena_printf(arena, "update incident set sealed = 1 where id in (%lld, %lld)",
		    (long long)id[0], (long long)id[FILES])
		    .p,
		NULL),
	    OK);
}

/* Nothing under and beside, not even that it counts; over, the reference that the
 * file below stands by. */
static void
sealed(struct fixture *f)
{
	struct act act = act_on(f);
	struct campaign c;
	struct links_view v;
	int64_t id[ALL];

	tied_and_sealed(f, &act, id, &c);
	v = seen(f, id[FILES], &analyst);
	EXPECT_INT(v.n_kin, 0);
	EXPECT_INT(v.n_deeds, 0);
	EXPECT_INT(v.count.reports, 0);
	EXPECT_INT(v.count.files, 1); /* itself */
	v = seen(f, id[FILES], &fssi);
	EXPECT_INT(v.n_kin, 1);
	EXPECT_INT(v.n_deeds, 1);
	EXPECT_INT(v.count.files, 2);
	EXPECT_STR(v.kin[0].org_name, "Structure 0");
	v = seen(f, id[0], &analyst);
	EXPECT(v.parent.n > 0 && v.parent_name.n == 0);
	EXPECT_INT(seen(f, id[1], &analyst).n_links, 0);
	EXPECT_INT(seen(f, id[1], &fssi).n_links, 1);
}

static void
campaign_as(struct act *act, const struct member *m, const struct campaign *c, int64_t wanted)
{
	struct campaign_file *file;
	struct campaign_count *count;
	struct campaign read;
	size_t n = 0;

	EXPECT_INT(campaign_files(act, m, c, 10, &file, &n), OK);
	EXPECT_INT(n, wanted);
	EXPECT_INT(campaign_by_reference(act, m, c->reference, &read), OK);
	EXPECT_INT(read.members, wanted);
	EXPECT(moment_known(read.first_at) == (wanted > 0));
	EXPECT_INT(campaign_counts(act, m, c, "region", 10, &count, &n), OK);
	EXPECT_INT(n, wanted);
	EXPECT_INT(campaign_counts(act, m, c, "org_type", 10, &count, &n), OK);
	EXPECT_INT(n, wanted);
}

static void
sealed_member(struct fixture *f)
{
	struct act act = act_on(f);
	struct campaign c;
	int64_t id[ALL];

	tied_and_sealed(f, &act, id, &c);
	EXPECT_INT(db_begin(f->db, TXN_READ), OK);
	campaign_as(&act, &analyst, &c, 0);
	campaign_as(&act, &fssi, &c, 1);
	db_rollback(f->db);
}

TEST(a_campaign_counts_what_its_reader_may_know)
{
	each_engine(sealed_member);
}

TEST(of_a_sealed_file_no_count_tells)
{
	each_engine(sealed);
}

UNIT_MAIN(two_merges_make_no_circle, of_a_sealed_file_no_count_tells,
    a_campaign_counts_what_its_reader_may_know)
