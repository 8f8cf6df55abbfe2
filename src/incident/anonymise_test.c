/*
 * What must not be found in a text that leaves: each spelling that a name, a person
 * or an address takes in real logs; what must stay; and, over texts made of both,
 * that nothing of the first is left.
 */
#include "tests/unit.h"

#include "base/shape.h"
#include "incident/anonymise.h"

static struct anonymise
subject(void)
{
	struct anonymise a = { .lang = LANG_FR, .regions = true };
	struct report r = { 0 };

	r.org_name = S("Centre hospitalier du Val-Cendré");
	r.town = S("SAINT-AUBIN-DES-ORMES");
	r.postcode = S("21450");
	r.finess_site = S("210780193");
	r.siret = S("26210001200019");
	r.reporter_last_name = S("Durand-Étienne");
	r.reporter_first_name = S("Zoé");
	r.reporter_email = S("zoe.durand@ch-cendre.example");
	r.tech_name = S("Ibrahima Konaté");
	r.ght = S("GHT des Deux Rivières");
	anonymise_report(&a, &r);
	return a;
}

static struct str
done(const char *text)
{
	struct anonymise a = subject();

	return anonymise(&a, arena, str_of(text));
}

#define SAME(text) EXPECT_STR(done(text), text)

/* ==== Names ==== */

TEST(the_structure_goes_in_every_spelling)
{
	EXPECT_STR(
	    done("Le Centre hospitalier du Val-Cendré est touché."), "Le [structure] est touché.");
	EXPECT_STR(done("CENTRE HOSPITALIER DU VAL CENDRE"), "[structure]");
	EXPECT_STR(done("au CHVC, tout va"), "au [structure], tout va");
	EXPECT_STR(done("le CH de Cendre\xCC\x81"), "le CH de [structure]");
	EXPECT_STR(done("Cen\xC2\xAD"
			"dré"),
	    "[structure]");
	EXPECT_STR(done("serveur SRV-VALCENDRE01"), "serveur SRV-[structure]");
	EXPECT_STR(done("ch-cendre"), "[structure]");
	EXPECT_STR(done("les deux Rivières"), "les deux [structure]");
	SAME("Le centre hospitalier voisin a deux groupes électrogènes.");
}

TEST(persons_go)
{
	EXPECT_STR(done("Zoé DURAND-ETIENNE appelle"), "[personne] appelle");
	EXPECT_STR(done("compte jdurand bloqué"), "compte [personne] bloqué");
	EXPECT_STR(done("M. Konaté, Mme Petit et le Dr. Le Goff"),
	    "M. [personne], Mme [personne] et le Dr. [personne]");
	EXPECT_STR(done("srvZoé01"), "srv[personne]01");
	EXPECT_STR(done("Sophie Martin Dubois l’a vu"), "[personne] l’a vu");
	SAME("Le docteur est venu. Madame, Monsieur, bonjour.");
}

TEST(places_go)
{
	EXPECT_STR(done("à Saint Aubin des Ormes"), "à [commune]");
	EXPECT_STR(done("21450 Dijon"), "[commune]");
	EXPECT_STR(done("en Côte-d’Or et en Bretagne"),
	    "en [département ou région] et en [département ou région]");
	SAME("Le 12500 patients attendus, vers l’est.");
}

/* ==== Shapes ==== */

TEST(addresses_go_even_defanged)
{
	EXPECT_STR(
	    done("écrire à a.b+c@exemple.fr, vite"), "écrire à [adresse électronique], vite");
	EXPECT_STR(done("a[at]exemple[.]fr"), "[adresse électronique]");
	EXPECT_STR(done("hxxps://mal.example/x?y=1."), "[lien].");
	EXPECT_STR(done("(www.exemple.fr)"), "([lien])");
	EXPECT_STR(done("depuis 192.168.0.12/24 et 10[.]0[.]0[.]1:445"),
	    "depuis [adresse IP] et [adresse IP]");
	EXPECT_STR(done("2001:db8::1 puis 00-1A-2B-3C-4D-5E"), "[adresse IP] puis [adresse IP]");
	EXPECT_STR(done("srv1.chv.local, vpn.exemple.fr/owa"), "[domaine], [domaine]");
	EXPECT_STR(done("hôpital.example"), "[domaine]");
	EXPECT_STR(done("ip=10.1.2.3"), "ip=[adresse IP]");
	EXPECT_STR(done("ｅｘｅｍｐｌｅ．ｆｒ"), "[domaine]");
}

TEST(numbers_go)
{
	EXPECT_STR(done("au 03 80 11 22 33 ou +33 6 12 34 56 78"), "au [téléphone] ou [téléphone]");
	EXPECT_STR(done("FINESS 210780193, 21 078 019 3"), "FINESS [numéro], [numéro]");
	EXPECT_STR(done("2A0000123 et 26210001200019"), "[numéro] et [numéro]");
	EXPECT_STR(done("INC-2026-000123"), "INC-[numéro]");
}

TEST(what_tells_nobody_stays)
{
	SAME("Le 24/11/2026 à 10:30, puis le 2026-11-24 et le 24.11.2026.");
	SAME("CVE-2024-3400 et CVE-2023-123456 sur Windows Server 2019");
	SAME("powershell.exe lance facture.pdf, 12 serveurs, 1 200 postes");
	SAME("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	SAME("et/ou ; std::string ; 3.5 Go ; c’est-à-dire…");
	SAME("");
}

TEST(what_is_too_long_does_not_leave)
{
	struct anonymise a = subject();
	struct str big = { arena_alloc(arena, ANONYMISE_MAX + 1), ANONYMISE_MAX + 1 };

	EXPECT_INT(anonymise(&a, arena, big).n, 0);
	EXPECT(!anonymise_clean(&a, arena, big));
}

/* ==== Over texts made of both ==== */

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

TEST(nothing_told_is_left_in_any_mixture)
{
	static const char *const part[] = { "Val-Cendré", "VALCENDRE", "durand", "Konaté",
		"210780193", "21 078 01 93", "saint-aubin-des-ormes",
		"zoe.durand@ch-cendre.example", "10.11.12.13", "ormes", "hxxp://x.example/cendre",
		"Le serveur", "12", "tombe,", "(", ").", "-", "l’hôpital", "\n", "et",
		"CVE-2024-3400", "\xE2\x80\x8B", "É", "\xFF" };
	static const char *const secret[] = { "cendre", "durand", "konate", "210780193", "ormes",
		"10.11.12.13", "@", "hxxp" };
	struct anonymise a = subject();
	uint32_t seed = 20261124;

	for (int round = 0; round < 4000; round++) {
		struct str text = { NULL, 0 }, out, folded;

		arena_reset(arena);
		for (uint32_t n = 1 + next(&seed) % 12; n; n--)
			text = arena_printf(arena, "%.*s%s%s", PS(text),
			    part[next(&seed) % (sizeof part / sizeof part[0])],
			    next(&seed) % 4 ? " " : "");
		out = anonymise(&a, arena, text);
		folded = shape_folded(arena, out);
		for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
			if (str_has(folded, str_of(secret[i])) || str_has(out, str_of(secret[i])))
				EXPECT_STR(out, secret[i]);
		EXPECT_STR(anonymise(&a, arena, out), arena_cstr(arena, out));
		EXPECT(anonymise_clean(&a, arena, out));
	}
}

UNIT_MAIN(the_structure_goes_in_every_spelling, persons_go, places_go, addresses_go_even_defanged,
    numbers_go, what_tells_nobody_stays, what_is_too_long_does_not_leave,
    nothing_told_is_left_in_any_mixture)
