/* Lists of common values: those that ship, prefixes, parents, imports on both engines. */
#include "tests/unit.h"

#include "store/fixture.h"

#include "knowledge/knowledge.h"

static void
on(const struct warninglists *w, enum observable_kind kind, const char *value, bool listed)
{
	struct str name = warninglist_name(w, kind, str_of(value));

	if ((name.n > 0) != listed)
		printf("%s: on '%.*s'\n", value, PS(name));
	EXPECT((name.n > 0) == listed);
}

TEST(those_that_ship)
{
	struct warninglists *w;

	EXPECT_INT(warninglist_load(NULL, &w), OK);
	on(w, OBSERVABLE_IPV4, "10.255.0.1", true);
	on(w, OBSERVABLE_IPV4, "11.0.0.1", false);
	on(w, OBSERVABLE_IPV4, "172.31.255.255", true);
	on(w, OBSERVABLE_IPV4, "172.32.0.0", false);
	on(w, OBSERVABLE_IPV6, "fe80::1", true);
	on(w, OBSERVABLE_IPV6, "2001:db8::1", true);
	on(w, OBSERVABLE_IPV6, "2a00::1", false);
	on(w, OBSERVABLE_MD5, "d41d8cd98f00b204e9800998ecf8427e", true);
	on(w, OBSERVABLE_MD5, "900150983cd24fb0d6963f7d28e17f72", false);
	on(w, OBSERVABLE_DOMAIN, "www.google.fr", true);
	on(w, OBSERVABLE_DOMAIN, "google.fr.evil.example", false);
	on(w, OBSERVABLE_DOMAIN, "notgoogle.fr", false);
	on(w, OBSERVABLE_URL, "https://bit.ly/x", true);
	on(w, OBSERVABLE_URL, "http://10.0.0.1:8080/x", true);
	on(w, OBSERVABLE_URL, "http://[fe80::1]/x", true);
	on(w, OBSERVABLE_URL, "http://user@paiement.example/x", false);
	on(w, OBSERVABLE_CVE, "CVE-2024-1234", false);
	warninglist_free(w);
}

static void
gives(struct fixture *f, const char *json, enum outcome wanted, bool is_new)
{
	struct str name, error = { NULL, 0 };
	bool new = false;
	size_t n;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(db_end(f->db, warninglist_import(f->db, str_of(json), (struct moment){ 1000 },
				     arena, &name, &n, &new, &error)),
	    wanted);
	EXPECT(new == is_new);
	EXPECT((error.n > 0) == (wanted == INVALID));
}

static void
imports(struct fixture *f)
{
	static const char one[] =
	    "{\"name\":\"Mine\",\"type\":\"hostname\",\"version\":1,\"list\":[\"banal.example\"]}";
	static const char two[] = "{\"name\":\"Mine\",\"type\":\"string\",\"version\":2,"
				  "\"list\":[\"autre.example\", 7, null, \"\"]}";
	struct warninglists *w;

	gives(f, one, OK, true);
	gives(f, one, OK, false);
	EXPECT_INT(warninglist_load(f->db, &w), OK);
	on(w, OBSERVABLE_DOMAIN, "a.banal.example", true);
	warninglist_free(w);
	gives(f, two, OK, true);
	EXPECT_INT(warninglist_load(f->db, &w), OK);
	on(w, OBSERVABLE_DOMAIN, "a.banal.example", false);
	on(w, OBSERVABLE_DOMAIN, "autre.example", true);
	on(w, OBSERVABLE_DOMAIN, "a.autre.example", false);
	warninglist_free(w);
	gives(f, "", INVALID, false);
	gives(f, "[]", INVALID, false);
	gives(f, "{\"name\":\"x\",\"type\":\"regex\",\"list\":[\"/(a+)+$/\"]}", INVALID, false);
	gives(f, "{\"name\":\"x\",\"type\":\"string\",\"list\":7}", INVALID, false);
}

TEST(imported)
{
	each_engine(imports);
}

UNIT_MAIN(those_that_ship, imported)
