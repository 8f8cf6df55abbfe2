/*
 * Structures, legal entities and groups: their fields and all that touches their
 * rows, but for search (search.c).
 *
 * One row of structure a site, with what is needed of its legal entity and group
 * copied in: they change once a day at most, by imports, and every reader wants
 * them together.  Joins at reading were rejected: the old national file knows
 * legal entities only by number, so most joins would find nothing.
 */
#include "directory/directory.h"

#include "directory/private.h"
#include "directory_sql.h"

/* clang-format off */
const struct field structure_id = { FIELD(structure, id) };
const struct field structure_finess = { FIELD(structure, finess), .input = INPUT_FINESS };
const struct field structure_finess_legal = { FIELD(structure, finess_legal), .input = INPUT_FINESS };
const struct field structure_name = { FIELD(structure, name), .need = REQUIRED };
const struct field structure_long_name = { FIELD(structure, long_name), .max = 300 };
const struct field structure_category = { FIELD(structure, category), .max = 4 };
const struct field structure_category_label = { FIELD(structure, category_label) };
const struct field structure_org_type = { FIELD(structure, org_type), .vocabulary = "org_type", .input = INPUT_SELECT };
const struct field structure_siret = { FIELD(structure, siret), .input = INPUT_SIRET };
const struct field structure_address = { FIELD(structure, address) };
const struct field structure_postcode = { FIELD(structure, postcode), .max = 10 };
const struct field structure_town = { FIELD(structure, town), .max = 80 };
const struct field structure_department = { FIELD(structure, department), .vocabulary = "department", .input = INPUT_SELECT };
const struct field structure_region = { FIELD(structure, region), .vocabulary = "region", .input = INPUT_SELECT };
const struct field structure_phone = { FIELD(structure, phone), .input = INPUT_TEL, .max = 30 };
const struct field structure_ght = { FIELD(structure, ght), .max = 120 };
const struct field structure_ght_code = { FIELD(structure, ght_code), .max = 20 };
const struct field structure_legal_name = { FIELD(structure, legal_name) };
const struct field structure_legal_status = { FIELD(structure, legal_status), .vocabulary = "legal_status" };
const struct field structure_military = { FIELD(structure, military) };
const struct field structure_latitude = { FIELD(structure, latitude), .min = -90000000, .max = 90000000 };
const struct field structure_longitude = { FIELD(structure, longitude), .min = -180000000, .max = 180000000 };
const struct field structure_opened = { FIELD(structure, opened) };
const struct field structure_closed = { FIELD(structure, closed) };
const struct field structure_source = { FIELD(structure, source), .max = 20 };
const struct field structure_updated = { FIELD(structure, updated) };

static const struct field legal_finess = { FIELD(legal_entity, finess), .input = INPUT_FINESS };
static const struct field legal_name = { FIELD(legal_entity, name), .need = REQUIRED };
static const struct field legal_siren = { FIELD(legal_entity, siren), .max = 9 };
static const struct field legal_status = { FIELD(legal_entity, legal_status), .vocabulary = "legal_status" };
static const struct field legal_ght_code = { FIELD(legal_entity, ght_code), .max = 20 };
static const struct field legal_opened = { FIELD(legal_entity, opened) };
static const struct field legal_closed = { FIELD(legal_entity, closed) };
static const struct field legal_source = { FIELD(legal_entity, source), .max = 20 };
static const struct field legal_updated = { FIELD(legal_entity, updated) };
/* clang-format on */

const struct field *const structure_fields[] = { &structure_id, &structure_finess,
	&structure_finess_legal, &structure_name, &structure_long_name, &structure_category,
	&structure_category_label, &structure_org_type, &structure_siret, &structure_address,
	&structure_postcode, &structure_town, &structure_department, &structure_region,
	&structure_phone, &structure_ght, &structure_ght_code, &structure_legal_name,
	&structure_legal_status, &structure_military, &structure_latitude, &structure_longitude,
	&structure_opened, &structure_closed, &structure_source, &structure_updated, NULL };

/* What makes a record another one: source and date of update alone do not. */
static const struct field *const told[] = { &structure_finess_legal, &structure_name,
	&structure_long_name, &structure_category, &structure_category_label, &structure_org_type,
	&structure_siret, &structure_address, &structure_postcode, &structure_town,
	&structure_department, &structure_region, &structure_phone, &structure_ght,
	&structure_ght_code, &structure_legal_name, &structure_legal_status, &structure_military,
	&structure_latitude, &structure_longitude, &structure_opened, &structure_closed, NULL };

const struct field *const legal_entity_fields[] = { &legal_finess, &legal_name, &legal_siren,
	&legal_status, &legal_ght_code, &legal_opened, &legal_closed, &legal_source, &legal_updated,
	NULL };

/* ==== Reading ==== */

static enum outcome
one(struct query *q, struct arena *a, struct structure *ret)
{
	struct structure s;
	bool found = query_next(q);
	enum outcome o;

	if (found) {
		field_clear(structure_fields, &s);
		query_fields(q, structure_fields, &s, a);
	}
	o = query_close(q);
	if (o == OK && !found)
		return NOT_FOUND;
	if (o == OK)
		*ret = s;
	return o;
}

enum outcome
structure_by_id(struct db *db, int64_t id, struct arena *a, struct structure *ret)
{
	struct query q = query_open(db, &sql_structure_get);

	bind_int(&q, "id", id);
	return one(&q, a, ret);
}

enum outcome
structure_by_finess(struct db *db, struct str finess, struct arena *a, struct structure *ret)
{
	struct query q = query_open(db, &sql_structure_get_finess);

	bind_text(&q, "finess", finess);
	return one(&q, a, ret);
}

struct str
structure_pick(const struct structure *s, struct arena *a)
{
	if (s->finess.n)
		return s->finess;
	return arena_printf(a, "id-%lld", (long long)s->id);
}

enum outcome
structure_by_pick(struct db *db, struct str pick, struct arena *a, struct structure *ret)
{
	int64_t id;

	if (!str_starts(pick, S("id-")))
		return structure_by_finess(db, pick, a, ret);
	if (!str_int(str_sub(pick, 3, pick.n), &id))
		return NOT_FOUND;
	return structure_by_id(db, id, a, ret);
}

enum outcome
structures_read(struct query *q, int64_t limit, struct arena *a, struct structure_list *ret)
{
	struct structure_list list = { .item = arena_array(a, struct structure, (size_t)limit) };
	enum outcome o;

	while (query_next(q)) {
		if (list.n == (size_t)limit) {
			list.more = true;
			break;
		}
		field_clear(structure_fields, &list.item[list.n]);
		query_fields(q, structure_fields, &list.item[list.n++], a);
	}
	o = query_close(q);
	if (o == OK)
		*ret = list;
	return o;
}

enum outcome
structure_of_legal(
    struct db *db, struct str finess_legal, struct arena *a, struct structure_list *ret)
{
	struct query q = query_open(db, &sql_structure_in_legal);

	bind_text(&q, "finess_legal", finess_legal);
	bind_int(&q, "limit", STRUCTURES_MAX + 1);
	return structures_read(&q, STRUCTURES_MAX, a, ret);
}

enum outcome
structure_of_ght(struct db *db, struct str ght_code, struct arena *a, struct structure_list *ret)
{
	struct query q = query_open(db, &sql_structure_in_ght);

	bind_text(&q, "ght_code", ght_code);
	bind_int(&q, "limit", STRUCTURES_MAX + 1);
	return structures_read(&q, STRUCTURES_MAX, a, ret);
}

/* ==== Writing ==== */

static enum outcome
insert(struct db *db, struct structure *s, bool *ret_there, struct arena *a)
{
	struct str folded = structure_folded(a, s);
	struct query q = query_open(db, &sql_structure_insert);
	int64_t id = INT_NONE;
	enum outcome o;

	if (s->org_type.s.n == 0) /* the short list is one of hospitals */
		s->org_type.s = str_eq(s->source, S("finess-liste")) ? S("ES") : S("AUTRE");
	bind_fields(&q, structure_fields, s);
	bind_text(&q, "folded", folded);
	if (query_next(&q))
		id = query_int(&q, 0);
	o = query_close(&q);
	*ret_there = o == OK && id == INT_NONE;
	if (o != OK || id == INT_NONE)
		return o;
	s->id = id;
	return structure_words_write(db, id, (struct str){ NULL, 0 }, folded, a);
}

static enum outcome
update(struct db *db, const struct structure *s, struct str old_folded, struct arena *a)
{
	struct str folded = structure_folded(a, s);
	struct query q = query_open(db, &sql_structure_update);
	enum outcome o;

	bind_fields(&q, structure_fields, s);
	bind_text(&q, "folded", folded);
	o = query_run(&q);
	if (o != OK || str_eq(folded, old_folded))
		return o;
	return structure_words_write(db, s->id, old_folded, folded, a);
}

/* What is known replaces; a date of closing also goes away (it opened again). */
static bool
merge(struct structure *old, const struct structure *s)
{
	bool changed = moment_known(s->updated) && s->updated.s != old->updated.s;

	for (field_list f = told; *f; f++) {
		static const struct field *single[2];

		if (field_equal(*f, old, s) || (!field_known(*f, s) && *f != &structure_closed))
			continue;
		single[0] = *f;
		field_copy(single, old, s);
		changed = true;
	}
	if (!changed)
		return false;
	old->source = s->source;
	if (moment_known(s->updated))
		old->updated = s->updated;
	return true;
}

static enum outcome
lock(struct db *db, struct str finess, struct arena *a, struct structure *ret,
    struct str *ret_folded)
{
	struct query q = query_open(db, &sql_structure_lock_finess);
	bool found;
	enum outcome o;

	bind_text(&q, "finess", finess);
	found = query_next(&q);
	if (found) {
		field_clear(structure_fields, ret);
		query_fields(&q, structure_fields, ret, a);
		*ret_folded = query_text(&q, query_column(&q, "folded"), a);
	}
	o = query_close(&q);
	return o == OK && !found ? NOT_FOUND : o;
}

static enum outcome
put(struct db *db, struct structure *s, enum change *ret, struct arena *a)
{
	struct structure old;
	struct str folded;
	bool there;
	enum outcome o = lock(db, s->finess, a, &old, &folded);

	*ret = CHANGE_NONE;
	if (o == NOT_FOUND) {
		o = insert(db, s, &there, a);
		*ret = there ? CHANGE_NONE : CHANGE_NEW;
		return o;
	}
	if (o != OK)
		return o;
	s->id = old.id;
	if (moment_known(s->updated) && moment_known(old.updated) && s->updated.s < old.updated.s)
		return OK;
	if (!merge(&old, s))
		return OK;
	*ret = CHANGE_UPDATED;
	return update(db, &old, folded, a);
}

enum outcome
structure_upsert(struct db *db, struct structure *s, enum change *ret, struct arena *a)
{
	bool own;
	enum outcome o;

	if (s->finess.n == 0 || s->name.n == 0)
		return INVALID;
	o = db_join(db, &own);
	if (o == OK)
		o = db_part(db, own, put(db, s, ret, a));
	return o;
}

enum outcome
structure_add_manual(struct db *db, struct structure *s, struct moment now, struct arena *a)
{
	bool own, there = false;
	enum outcome o;

	if (s->name.n == 0)
		return INVALID;
	s->source = S("manual");
	s->updated = now;
	structure_settle(s);
	o = db_join(db, &own);
	if (o != OK)
		return o;
	o = insert(db, s, &there, a);
	return db_part(db, own, o == OK && there ? CONFLICT : o);
}

/* What follows from category and department. */
void
structure_settle(struct structure *s)
{
	if (s->category.n)
		s->org_type = structure_type(s->category);
	if (s->category.n && s->category_label.n == 0)
		s->category_label = structure_category_name(s->category);
	s->military = str_eq(s->org_type.s, S("SSA"));
	if (s->military)
		s->legal_status.s = S("armees");
	if (s->department.s.n)
		s->region.s = directory_region_code(s->department.s);
}

/* ==== Legal entities and groups ==== */

static enum outcome
legal_read(struct query *q, struct arena *a, struct legal_entity *ret)
{
	bool found = query_next(q);
	enum outcome o;

	if (found) {
		field_clear(legal_entity_fields, ret);
		query_fields(q, legal_entity_fields, ret, a);
	}
	o = query_close(q);
	return o == OK && !found ? NOT_FOUND : o;
}

enum outcome
legal_entity_by_finess(struct db *db, struct str finess, struct arena *a, struct legal_entity *ret)
{
	struct query q = query_open(db, &sql_legal_get);

	bind_text(&q, "finess", finess);
	return legal_read(&q, a, ret);
}

static bool
legal_same(const struct legal_entity *a, const struct legal_entity *b)
{
	for (field_list f = legal_entity_fields; *f; f++)
		if (!field_equal(*f, a, b))
			return false;
	return true;
}

static enum outcome
legal_put(struct db *db, const struct legal_entity *e, enum change *ret, struct arena *a)
{
	struct legal_entity old;
	struct query q = query_open(db, &sql_legal_lock);
	enum outcome o;

	bind_text(&q, "finess", e->finess);
	o = legal_read(&q, a, &old);
	*ret = o == NOT_FOUND ? CHANGE_NEW : CHANGE_NONE;
	if (o != OK && o != NOT_FOUND)
		return o;
	if (o == OK &&
	    (legal_same(&old, e) || (moment_known(e->updated) && moment_known(old.updated) &&
					e->updated.s < old.updated.s)))
		return OK;
	if (o == OK)
		*ret = CHANGE_UPDATED;
	q = query_open(db, &sql_legal_put);
	bind_fields(&q, legal_entity_fields, e);
	return query_run(&q);
}

enum outcome
legal_entity_upsert(struct db *db, const struct legal_entity *e, enum change *ret, struct arena *a)
{
	bool own;
	enum outcome o;

	if (e->finess.n == 0 || e->name.n == 0)
		return INVALID;
	o = db_join(db, &own);
	if (o == OK)
		o = db_part(db, own, legal_put(db, e, ret, a));
	return o;
}

#define GHT_MAX 500

enum outcome
ght_all(struct db *db, struct arena *a, struct ght_list *ret)
{
	struct query q = query_open(db, &sql_ght_list);
	struct ght_list list = { .item = arena_array(a, struct ght, GHT_MAX) };
	enum outcome o;

	while (list.n < GHT_MAX && query_next(&q)) {
		list.item[list.n].code = query_text(&q, 0, a);
		list.item[list.n++].name = query_text(&q, 1, a);
	}
	o = query_close(&q);
	if (o == OK)
		*ret = list;
	return o;
}

enum outcome
ght_put(struct db *db, const struct ght *g)
{
	struct query q = query_open(db, &sql_ght_save);

	bind_text(&q, "code", g->code);
	bind_text(&q, "name", g->name);
	return query_run(&q);
}
