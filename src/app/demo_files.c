/*
 * The demonstration's incidents: the tales of data/demo.json, after the real cases
 * of the sector, in invented places.
 */
#include "app/demo.h"

#include "base/asset.h"
#include "base/die.h"
#include "duty/duty.h"
#include "incident/incident.h"
#include "knowledge/knowledge.h"

static const struct {
	const char *name;
	enum demo_place place;
} place_name[] = {
	{ "ch", DEMO_CH },
	{ "chu", DEMO_CHU },
	{ "laboratory", DEMO_LABORATORY },
	{ "radiotherapy", DEMO_RADIOTHERAPY },
	{ "ehpad", DEMO_EHPAD },
	{ "pharmacy", DEMO_PHARMACY },
	{ "army", DEMO_ARMY },
};

static const struct account *
person(const void *context, struct str name)
{
	const struct demo *d = context;

	return demo_account(d, arena_cstr(d->arena, name));
}

static const struct structure *
place(const void *context, struct str name)
{
	const struct demo *d = context;

	for (size_t i = 0; i < sizeof place_name / sizeof place_name[0]; i++)
		if (str_eq(name, str_of(place_name[i].name)))
			return &d->place[place_name[i].place];
	die("the demonstration has no place '%.*s'", PS(name));
}

/* After the tales: it answers the calls that they opened. */
static enum outcome
on_call(struct demo *d)
{
	struct trail trail = { .arena = d->arena, .role = S("shell") };
	struct duty_means m = { .db = d->db,
		.keyring = d->keyring,
		.arena = d->arena,
		.trail = &trail,
		.now = d->now,
		.public_url = d->public_url };
	struct duty_cast cast = { demo_account(d, "lead")->id, demo_account(d, "duty")->id,
		demo_account(d, "analyst")->id, demo_account(d, "fssi")->id };
	enum outcome o = db_begin(d->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = duty_demo(&m, &cast);
	if (o == OK && trail.n)
		o = trail_write(d->db, &trail);
	return db_end(d->db, o);
}

/* What a program of the cell has, so that the page of tokens is not empty. */
static enum outcome
token(struct demo *d)
{
	const struct account *acc = demo_account(d, "analyst");
	struct api_token k = { .label = S("SIEM de la cellule"),
		.scopes = S("incidents_read|evidence_read"),
		.created = d->now,
		.expires = { d->now.s + 90 * 86400 } };
	struct str secret;
	enum outcome o = db_begin(d->db, TXN_WRITE);

	if (o != OK)
		return o;
	o = api_token_make(d->db, d->keyring, acc, &k, d->now, acc->id, d->arena, &k.id, &secret);
	return db_end(d->db, o);
}

/* A few public records, so that a search finds something. */
static enum outcome
vulnerabilities(struct demo *d)
{
	static const char *const kind[] = { "cve", "kev" };
	enum outcome o = OK;

	for (size_t i = 0; i < sizeof kind / sizeof kind[0] && o == OK; i++) {
		struct str path = arena_printf(d->arena, "data/demo-%s.json", kind[i]);
		const struct asset *file = asset_find(path);
		struct import_report report;

		if (file == NULL)
			die("the demonstration has no '%.*s'", PS(path));
		import_report_init(&report, kind[i], d->arena);
		o = vulnerability_import(d->db, file->bytes, path, d->now, &report);
	}
	return o;
}

enum outcome
demo_files(struct demo *d)
{
	const struct asset *script = asset_find(S("data/demo.json"));
	struct job_means means = {
		.db = d->db,
		.keyring = d->keyring,
		.arena = d->arena,
		.now = d->now,
		.public_url = d->public_url,
	};
	struct incident_cast cast = { person, place, d };
	enum outcome o;

	if (script == NULL)
		die("the demonstration has no script");
	o = incident_demo(&means, script->bytes, &cast);
	if (o == OK)
		o = on_call(d);
	if (o == OK)
		o = vulnerabilities(d);
	return o == OK ? token(d) : o;
}
