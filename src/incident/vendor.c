/* Vendors in the database: field lists do the work, a vault each holds the contacts. */
#include "incident/vendor.h"

#include "incident_sql.h"

static const struct field vendor_name = { .name = "vendor_name",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, name),
	.need = REQUIRED,
	.max = 120 };
static const struct field vendor_kind = { .name = "vendor_kind",
	.kind = KIND_CODE,
	.offset = offsetof(struct vendor, kind),
	.vocabulary = "vendor_kind",
	.need = REQUIRED,
	.input = INPUT_SELECT };
static const struct field vendor_product = { .name = "vendor_product",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, product),
	.max = 200 };
static const struct field vendor_contact = { .name = "vendor_contact",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, contact),
	.max = 120,
	.sealed = true };
static const struct field vendor_email = { .name = "vendor_email",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, email),
	.input = INPUT_EMAIL,
	.sealed = true };
static const struct field vendor_phone = { .name = "vendor_phone",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, phone),
	.input = INPUT_TEL,
	.sealed = true };
static const struct field vendor_phone_247 = { .name = "vendor_phone_247",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, phone_247),
	.input = INPUT_TEL,
	.sealed = true };
static const struct field vendor_note = { .name = "vendor_note",
	.kind = KIND_TEXT,
	.offset = offsetof(struct vendor, note),
	.max = 2000,
	.input = INPUT_AREA,
	.sealed = true };

const struct field *const vendor_asked[] = { &vendor_name, &vendor_kind, &vendor_product,
	&vendor_contact, &vendor_email, &vendor_phone, &vendor_phone_247, &vendor_note, NULL };

static const struct part sealed_part = { .place = "vendor.body", .fields = vendor_asked };

static void
bind_clear(struct act *act, const struct vendor *v, struct query *q)
{
	bind_text(q, "name", v->name);
	bind_text(q, "kind", v->kind.s);
	bind_text(q, "product", v->product);
	bind_blob(q, "body", part_seal(act, &v->vault, &sealed_part, v));
}

static void
told(struct act *act, const char *action, const struct vendor *v)
{
	trail_note(act->trail, action, "vendor", arena_printf(act->arena, "%lld", (long long)v->id),
	    (struct str){ NULL, 0 });
}

enum outcome
vendor_add(struct act *act, struct vendor *v)
{
	enum outcome o = vault_create(act->db, act->keyring, &v->vault);
	struct query q;

	if (o != OK)
		return o;
	q = query_open(act->db, &sql_vendor_insert);
	bind_clear(act, v, &q);
	bind_int(&q, "vault", v->vault.id);
	bind_moment(&q, "created_at", act->now);
	bind_int(&q, "account", act_account(act));
	if (query_next(&q))
		v->id = query_int(&q, 0);
	told(act, "vendor.add", v);
	return query_close(&q);
}

enum outcome
vendor_save(struct act *act, struct vendor *v)
{
	struct query q = query_open(act->db, &sql_vendor_save);
	enum outcome o;
	bool saved;

	bind_clear(act, v, &q);
	bind_int(&q, "id", v->id);
	bind_int(&q, "version", v->version);
	bind_moment(&q, "now", act->now);
	saved = query_next(&q);
	o = query_close(&q);
	if (o == OK && !saved)
		return CONFLICT;
	told(act, "vendor.save", v);
	return o;
}

static void
read_clear(struct act *act, const struct query *q, struct vendor *v)
{
	v->id = query_int(q, 0);
	v->vault.id = query_int(q, 1);
	v->version = query_int(q, 2);
	v->name = query_text(q, 3, act->arena);
	v->kind.s = query_text(q, 4, act->arena);
	v->product = query_text(q, 5, act->arena);
	v->created_at = query_moment(q, 6);
}

enum outcome
vendor_by_id(struct act *act, int64_t id, struct vendor *v)
{
	struct query q = query_open(act->db, &sql_vendor_by_id);
	struct str body = { NULL, 0 };
	bool found;
	enum outcome o;

	*v = (struct vendor){ 0 };
	bind_int(&q, "id", id);
	found = query_next(&q);
	if (found) {
		read_clear(act, &q, v);
		body = query_blob(&q, 7, act->arena);
	}
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	if (o == OK)
		o = vault_open(act->db, act->keyring, v->vault.id, &v->vault);
	if (o == OK && !part_unseal(act, &v->vault, &sealed_part, body, v))
		o = UNAVAILABLE;
	if (o == OK)
		told(act, "vendor.read", v);
	return o;
}

enum outcome
vendor_list(struct act *act, struct vendor **ret, size_t *ret_n)
{
	struct vendor *list = arena_array(act->arena, struct vendor, VENDORS_MAX);
	struct query q = query_open(act->db, &sql_vendor_list);
	size_t n = 0;

	bind_int(&q, "max", VENDORS_MAX);
	while (n < VENDORS_MAX && query_next(&q))
		read_clear(act, &q, &list[n++]);
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}
