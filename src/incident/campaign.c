/* Campaigns: a sealed title, members, and what members tell (link.h). */
#include "incident/link.h"
#include "incident/need.h"

#include "incident_sql.h"

#define BODY_MAX (64u << 10)

static const struct field title_field = { FIELD(campaign, campaign_title), .max = 200,
	.need = REQUIRED, .sealed = true };
static const struct field text_field = { FIELD(campaign, campaign_text), .max = 10000,
	.input = INPUT_AREA, .sealed = true };
static const struct field campaign_state = { FIELD(campaign, campaign_state),
	.vocabulary = "campaign_state", .need = REQUIRED, .input = INPUT_SELECT };
static const struct field campaign_tlp = { FIELD(campaign, tlp), .vocabulary = "tlp",
	.need = REQUIRED, .input = INPUT_SELECT };

const struct field *const campaign_fields[] = { &title_field, &text_field, &campaign_state,
	&campaign_tlp, NULL };
static const struct field *const sealed_fields[] = { &title_field, &text_field, NULL };

static struct str
seal(struct act *act, const struct campaign *c)
{
	struct buf b = BUF_INIT(BODY_MAX);
	struct str sealed;

	record_write(&b, sealed_fields, c);
	sealed = vault_seal(&c->vault, "campaign.body", buf_str(&b), act->arena);
	buf_release(&b);
	return sealed;
}

enum outcome
campaign_create(struct act *act, struct campaign *c)
{
	struct query q;
	enum outcome o = vault_create(act->db, act->keyring, &c->vault);

	if (o == OK)
		o = reference_next(act, "CAM", &c->reference);
	if (o != OK)
		return o;
	c->vault_id = c->vault.id;
	c->version = 1;
	c->created_at = act->now;
	q = query_open(act->db, &sql_campaign_insert);
	bind_fields(&q, campaign_fields, c);
	bind_text(&q, "reference", c->reference);
	bind_int(&q, "vault", c->vault_id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	bind_blob(&q, "body", seal(act, c));
	if (query_next(&q))
		c->id = query_int(&q, 0);
	trail_note(
	    act->trail, "campaign.create", "campaign", c->reference, (struct str){ NULL, 0 });
	return query_close(&q);
}

enum outcome
campaign_save(struct act *act, struct campaign *c)
{
	struct query q = query_open(act->db, &sql_campaign_save);
	bool saved;
	enum outcome o;

	bind_fields(&q, campaign_fields, c);
	bind_int(&q, "id", c->id);
	bind_int(&q, "version", c->version);
	bind_blob(&q, "body", seal(act, c));
	saved = query_next(&q);
	o = query_close(&q);
	if (o == OK && !saved)
		return CONFLICT;
	c->version++;
	trail_note(act->trail, "campaign.save", "campaign", c->reference, c->campaign_state.s);
	return o;
}

/* ==== Reading ==== */

static struct str
read_row(struct act *act, const struct query *q, struct campaign *c)
{
	*c = (struct campaign){ .id = query_id(q, "id"),
		.reference = query_text(q, query_column(q, "reference"), act->arena),
		.vault_id = query_id(q, "vault"),
		.version = query_id(q, "version"),
		.created_at = query_moment(q, query_column(q, "created_at")),
		.members = query_int(q, query_column(q, "members")),
		.first_at = query_moment(q, query_column(q, "first_at")),
		.last_at = query_moment(q, query_column(q, "last_at")) };
	query_fields(q, campaign_fields, c, act->arena);
	return query_blob(q, query_column(q, "body"), act->arena);
}

static enum outcome
unseal(struct act *act, struct campaign *c, struct str body)
{
	struct str clear;
	enum outcome o = vault_open(act->db, act->keyring, c->vault_id, &c->vault);

	if (o != OK)
		return o;
	if (!vault_unseal(&c->vault, "campaign.body", body, act->arena, &clear) ||
	    !record_read(clear, sealed_fields, c, act->arena))
		return UNAVAILABLE;
	trail_note(act->trail, "campaign.read", "campaign", c->reference, (struct str){ NULL, 0 });
	return OK;
}

enum outcome
campaign_by_reference(
    struct act *act, const struct member *m, struct str reference, struct campaign *c)
{
	struct query q = query_open(act->db, &sql_campaign_by_reference);
	struct str body = { NULL, 0 };
	bool found;
	enum outcome o;

	need_bind(&q, m, act->now);
	bind_text(&q, "reference", reference);
	found = query_next(&q);
	if (found)
		body = read_row(act, &q, c);
	o = query_close(&q);
	if (o == OK && !found)
		o = NOT_FOUND;
	return o == OK ? unseal(act, c, body) : o;
}

enum outcome
campaign_list(struct act *act, const struct member *m, int64_t incident, size_t max,
    struct campaign **ret, size_t *ret_n)
{
	struct campaign *list = arena_array(act->arena, struct campaign, max);
	struct str *body = arena_array(act->arena, struct str, max);
	struct query q = query_open(act->db, &sql_campaign_list);
	size_t n = 0;
	enum outcome o;

	need_bind(&q, m, act->now);
	bind_int(&q, "incident", incident ? incident : INT_NONE);
	bind_int(&q, "max", (int64_t)max);
	for (; n < max && query_next(&q); n++)
		body[n] = read_row(act, &q, &list[n]);
	o = query_close(&q);
	for (size_t i = 0; i < n && o == OK; i++)
		o = unseal(act, &list[i], body[i]);
	*ret = list;
	*ret_n = n;
	return o;
}

/* ==== Members ==== */

static enum outcome
tell(struct act *act, const struct campaign *c, const struct incident *in, const char *key)
{
	trail_note(act->trail, "campaign.member", "campaign", c->reference, in->reference);
	return log_add(
	    act, in, "decision", S("interne"), t_fill(act->arena, LANG_FR, key, &c->reference, 1));
}

enum outcome
campaign_add(struct act *act, const struct campaign *c, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_campaign_member_insert);
	bool new;
	enum outcome o;

	bind_int(&q, "campaign", c->id);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	new = query_next(&q);
	o = query_close(&q);
	if (o == OK && !new)
		return CONFLICT;
	return o == OK ? tell(act, c, in, "log.campaign") : o;
}

static enum outcome
left_or_none(struct act *act, const struct campaign *c, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_campaign_member_known);
	bool was;
	enum outcome o;

	bind_int(&q, "campaign", c->id);
	bind_int(&q, "incident", in->id);
	was = query_next(&q);
	o = query_close(&q);
	return o != OK ? o : was ? CONFLICT : NOT_FOUND;
}

enum outcome
campaign_remove(struct act *act, const struct campaign *c, const struct incident *in)
{
	struct query q = query_open(act->db, &sql_campaign_member_end);
	enum outcome o;

	bind_int(&q, "campaign", c->id);
	bind_int(&q, "incident", in->id);
	bind_moment(&q, "now", act->now);
	bind_int(&q, "account", act->account ? act->account : INT_NONE);
	o = query_run(&q);
	if (o == OK && db_changes(act->db) == 0)
		return left_or_none(act, c, in);
	return o == OK ? tell(act, c, in, "log.campaign_left") : o;
}

enum outcome
campaign_files(struct act *act, const struct member *m, const struct campaign *c, size_t max,
    struct campaign_file **ret, size_t *ret_n)
{
	struct campaign_file *list = arena_array(act->arena, struct campaign_file, max);
	struct query q = query_open(act->db, &sql_campaign_files);
	struct arena *a = act->arena;
	size_t n = 0;

	need_bind(&q, m, act->now);
	bind_int(&q, "campaign", c->id);
	bind_int(&q, "max", (int64_t)max);
	while (n < max && query_next(&q)) {
		struct campaign_file *f = &list[n++];

		f->reference = query_text(&q, 0, a);
		f->org_name = query_text(&q, 1, a);
		f->org_type.s = query_text(&q, 2, a);
		f->region.s = query_text(&q, 3, a);
		f->workflow.s = query_text(&q, 4, a);
		f->severity.s = query_text(&q, 5, a);
		f->category.s = query_text(&q, 6, a);
		f->detected_at = query_moment(&q, 7);
	}
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}

enum outcome
campaign_counts(struct act *act, const struct member *m, const struct campaign *c, const char *by,
    size_t max, struct campaign_count **ret, size_t *ret_n)
{
	bool region = str_eq(str_of(by), S("region"));
	struct campaign_count *list = arena_array(act->arena, struct campaign_count, max);
	struct query q =
	    query_open(act->db, region ? &sql_campaign_count_region : &sql_campaign_count_org_type);
	size_t n = 0;

	need_bind(&q, m, act->now);
	bind_int(&q, "campaign", c->id);
	bind_int(&q, "max", (int64_t)max);
	for (; n < max && query_next(&q); n++)
		list[n] =
		    (struct campaign_count){ query_text(&q, 0, act->arena), query_int(&q, 1) };
	*ret = list;
	*ret_n = n;
	return query_close(&q);
}
