/*
 * Field-level routing: whatever a file holds, a card carries the fields of its rows
 * and no other, and its mail carries none.
 *
 * Every field of the report and of the incident gets a value of its own; each kind
 * of card is made for each desk, and all of those values are looked for in what is
 * kept, in the page, and in the mail.
 */
#include "tests/unit.h"

#include "store/fixture.h"

#include "base/table.h"
#include "incident/card.h"
#include "incident/incident.h"
#include "incident/notice.h"

#define NOW 1700000000
#define FIELDS_MAX 200

/* A field, the record that it is of, and the text that stands for it. */
struct mark {
	const struct field *f;
	bool of_incident;
	struct str text;
};

static struct mark mark[FIELDS_MAX];
static size_t n_marks;
static struct report report;
static struct incident incident;

/* Of its kind, and of no other field: a code that no vocabulary has is text. */
static void
plant(const struct field *f, bool of_incident, void *record)
{
	struct mark *m = &mark[n_marks];
	int64_t n = 710000 + (int64_t)n_marks;

	*m = (struct mark){ f, of_incident, arena_printf(arena, "[M%zu]", n_marks) };
	n_marks++;
	switch (f->kind) {
	case KIND_INT:
		*FIELD_AT(int64_t, f, record) = n;
		m->text = arena_printf(arena, "%lld", (long long)n);
		break;
	case KIND_MOMENT:
		FIELD_AT(struct moment, f, record)->s = NOW + n * 60;
		m->text = moment_rfc3339(arena, (struct moment){ NOW + n * 60 });
		break;
	case KIND_BOOL: m->text = (struct str){ NULL, 0 }; break;
	default: *FIELD_AT(struct str, f, record) = m->text; break;
	}
}

static void
plant_all(void)
{
	n_marks = 0;
	memset(&report, 0, sizeof report);
	memset(&incident, 0, sizeof incident);
	for (field_list l = report_fields; *l; l++)
		plant(*l, false, &report);
	for (field_list l = incident_clear_fields; *l; l++)
		plant(*l, true, &incident);
	for (field_list l = incident_sealed_fields; *l; l++)
		plant(*l, true, &incident);
}

/* Read by hand from the table, not by sheet.c. */
static bool
in_list(struct str list, struct str one)
{
	while (list.n) {
		struct str item = str_cut(&list, '|');

		if (str_eq(item, one) || str_eq(item, S("*")))
			return true;
	}
	return false;
}

static bool
allowed(struct str card, struct str desk, const struct mark *m, bool *ret_value)
{
	const struct table *t = table_get("card_field");
	bool found = false;

	*ret_value = false;
	for (size_t i = 0; i < t->n_rows; i++) {
		struct str of = m->of_incident ? S("incident") : S("report");

		if (!str_eq(table_cell(t, i, "field"), str_of(m->f->name)) ||
		    !str_eq(table_cell(t, i, "of"), of) ||
		    !in_list(table_cell(t, i, "card"), card) ||
		    !in_list(table_cell(t, i, "desk"), desk))
			continue;
		if (str_eq(table_cell(t, i, "as"), S("hidden")))
			return false;
		found = true;
		*ret_value = str_eq(table_cell(t, i, "as"), S("value"));
	}
	return found;
}

static struct str
page_of(struct str card, struct str desk, struct str body)
{
	struct buf b = BUF_INIT(1u << 20);
	struct out o = { .buf = &b, .arena = arena, .lang = LANG_FR, .zone = ZONE_PARIS };
	struct dispatch d = { .reference = S("FIC-2026-000001"),
		.desk = { desk },
		.card = { card },
		.state = { S("fired") },
		.sequence = 1,
		.body = body,
		.fired_at = { NOW },
		.acknowledged_at = MOMENT_NONE,
		.ack_due = MOMENT_NONE };
	struct filled none = { 0 };
	struct card_view v = { .d = &d,
		.filled = &none,
		.ack = &none,
		.message = &none,
		.take = &none,
		.hand_back = &none,
		.answer = &none,
		.call = &none,
		.sent = true };
	struct str text;

	EXPECT(sheet_read(arena, body, &v.sheet));
	page_card(&o, &v);
	text = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return text;
}

/* As the page shows it. */
static struct str
shown(const struct mark *m)
{
	return field_shown(
	    m->f, m->of_incident ? (const void *)&incident : &report, arena, LANG_FR, ZONE_PARIS);
}

static void
one_card(struct str card, struct str desk)
{
	struct sheet sheet;
	struct str body, page;
	size_t carried = 0;

	sheet_make(arena, card, desk, &report, &incident, &sheet);
	body = sheet_write(arena, &sheet);
	page = page_of(card, desk, body);
	for (size_t i = 0; i < n_marks; i++) {
		bool value, may = allowed(card, desk, &mark[i], &value);
		bool there = mark[i].text.n && str_has(body, mark[i].text);

		if (there != (may && value) && mark[i].f->kind != KIND_INT)
			printf("%.*s to %.*s: %s\n", PS(card), PS(desk), mark[i].f->name);
		/* How many: the same figure may be counted elsewhere, never by chance told. */
		EXPECT(there ? may : !(may && value) || mark[i].f->kind == KIND_BOOL);
		EXPECT(mark[i].f->kind == KIND_BOOL ||
		       (str_has(page, shown(&mark[i])) ? may : !there));
		carried += there;
	}
	EXPECT_INT(sheet.n == 0, carried == 0);
}

TEST(a_card_carries_its_rows_and_nothing_else)
{
	const struct vocab *cards = vocab_get("card_kind"), *desks = vocab_get("desk");

	plant_all();
	for (size_t i = 0; i < cards->n; i++)
		for (size_t k = 0; k < desks->n; k++)
			one_card(cards->item[i].code, desks->item[k].code);
}

TEST(no_card_names_a_person)
{
	const struct vocab *cards = vocab_get("card_kind"), *desks = vocab_get("desk");
	struct sheet sheet;

	plant_all();
	for (size_t i = 0; i < cards->n; i++)
		for (size_t k = 0; k < desks->n; k++) {
			sheet_make(arena, cards->item[i].code, desks->item[k].code, &report,
			    &incident, &sheet);
			for (field_list l = report_step_b; *l; l++)
				EXPECT(sheet_find(&sheet, *l, false) == NULL);
		}
}

TEST(an_alert_to_the_sector_says_nothing_of_whose_it_is)
{
	static const char *const where[] = { "org_name", "finess_site", "finess_legal", "siret",
		"address", "postcode", "town", "department", "ght", "org_group", "title",
		"description", "indicators", "measures", "services_hit", "provider_name",
		"detected_at", "occurred_at", "org_type" };
	struct sheet sheet;
	struct str body;

	plant_all();
	incident.cve = S("CVE-2024-12345 sur srv-bdd.valmont.example 192.0.2.7, cve-2020-1, "
			 "CVE-2021-44228x CVE-20-1");
	report.indicators = S("203.0.113.9 evil.valmont.example");
	sheet_make(arena, S("sector_alert"), S("correspondent"), &report, &incident, &sheet);
	body = sheet_write(arena, &sheet);
	EXPECT(str_has(body, S("\"CVE-2024-12345 CVE-2021-44228\"")));
	EXPECT(!str_has(body, S("valmont")));
	EXPECT(!str_has(body, S("192.0.2.7")));
	for (size_t i = 0; i < sizeof where / sizeof where[0]; i++)
		EXPECT(
		    sheet_find(&sheet, field_find(report_fields, str_of(where[i])), false) == NULL);
}

TEST(how_many_and_whether_rather_than_what)
{
	struct sheet sheet;

	field_clear(report_fields, &report);
	field_clear(incident_clear_fields, &incident);
	report.systems.s = S("messagerie|dpi_dmp|nsp");
	report.n_persons_data = 0;
	report.provider_name = S("Hébergeur");
	sheet_make(arena, S("alert"), S("corruss"), &report, &incident, &sheet);
	EXPECT_STR(sheet_find(&sheet, &report_systems, false)->text, "2");
	sheet_make(arena, S("case_file"), S("anssi"), &report, &incident, &sheet);
	EXPECT_STR(sheet_find(&sheet, &report_n_persons_data, false)->text, "non");
	EXPECT_STR(sheet_find(&sheet, &report_provider_name, false)->text, "oui");
	report.n_persons_data = 12;
	sheet_make(arena, S("case_file"), S("anssi"), &report, &incident, &sheet);
	EXPECT_STR(sheet_find(&sheet, &report_n_persons_data, false)->text, "oui");
	report.n_persons_data = INT_NONE;
	sheet_make(arena, S("case_file"), S("anssi"), &report, &incident, &sheet);
	EXPECT_STR(sheet_find(&sheet, &report_n_persons_data, false)->text, "");
}

/* A card of before the table is a record, and is read all the same. */
TEST(an_older_card_is_still_read)
{
	struct sheet sheet;

	EXPECT(sheet_read(arena, S("{\"org_name\":\"CH\",\"systems\":[\"messagerie\"]}"), &sheet));
	EXPECT_INT(sheet.n, 2);
	EXPECT_STR(sheet_shown(&sheet.line[0], arena, LANG_FR, ZONE_PARIS), "CH");
	EXPECT(!sheet_read(arena, S("[1]"), &sheet));
	EXPECT(!sheet_read(arena, S("{"), &sheet));
	EXPECT(sheet_read(arena, S("{\"lines\":[{\"field\":\"nothing\"},3,null]}"), &sheet));
	EXPECT_INT(sheet.n, 0);
}

/* ==== The mail ==== */

static void
mailed(struct fixture *f)
{
	struct trail trail = { .arena = arena, .role = S("work") };
	struct act act = { .db = f->db,
		.keyring = f->k,
		.arena = arena,
		.trail = &trail,
		.now = { NOW },
		.role = S("work"),
		.public_url = S("https://vigie.example") };
	const struct vocab *cards = vocab_get("card_kind");
	struct account acc = {
		.email = S("fssi@vigie.example"), .name = S("Lucie"), .role = { S("fssi") }
	};
	struct stored_report s = { .reference = S("SIG-2026-000001"), .r = report };
	struct mail m;
	size_t n = 0;

	EXPECT_INT(db_begin(f->db, TXN_WRITE), OK);
	EXPECT_INT(account_seed(f->db, f->k, &acc, S("la mer monte à Brest"), S(""), arena), OK);
	EXPECT_INT(vault_create(f->db, f->k, &incident.vault), OK);
	for (size_t i = 0; i < cards->n; i++) {
		struct dispatch d = { .id = (int64_t)i + 1,
			.reference = S("FIC-2026-000001"),
			.desk = { S("fssi") },
			.card = { cards->item[i].code },
			.tlp = { S("TLP:AMBER") },
			.vault = incident.vault };

		d.body = dispatch_body(&act, &d, &report, &incident);
		EXPECT_INT(notice_dispatch(&act, &d, &incident, &s), OK);
	}
	EXPECT_INT(db_commit(f->db), OK);
	while (outbox_take(f->db, f->k, (struct moment){ NOW + 1 }, 60, arena, &m) == OK) {
		for (size_t i = 0; i < n_marks; i++) {
			EXPECT(!mark[i].text.n || !str_has(m.body, mark[i].text));
			EXPECT(!mark[i].text.n || !str_has(m.subject, mark[i].text));
		}
		EXPECT_INT(outbox_sent(f->db, &m, act.now), OK);
		n++;
	}
	EXPECT_INT(n, cards->n);
}

TEST(a_mail_carries_no_field)
{
	plant_all();
	each_engine(mailed);
}

UNIT_MAIN(a_card_carries_its_rows_and_nothing_else, no_card_names_a_person,
    an_alert_to_the_sector_says_nothing_of_whose_it_is, how_many_and_whether_rather_than_what,
    an_older_card_is_still_read, a_mail_carries_no_field)
