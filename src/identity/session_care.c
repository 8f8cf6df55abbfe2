/*
 * Sessions listed for their owner, and what time removes.
 */
#include "identity/private.h"

#include "identity_sql.h"

#define LIST_MAX 100

static enum outcome
rows(struct db *db, const struct account *acc, struct moment now, struct arena *a,
    struct session_seen *list, size_t *ret_n)
{
	struct query q = query_open(db, &sql_session_of_account);
	size_t n = 0;

	bind_int(&q, "account", acc->id);
	bind_moment(&q, "now", now);
	while (n < LIST_MAX && query_next(&q)) {
		list[n].id = query_int(&q, 0);
		list[n].agent = query_blob(&q, 1, a);
		list[n].created = query_moment(&q, 2);
		list[n].seen = query_moment(&q, 3);
		n++;
	}
	*ret_n = n;
	return query_close(&q);
}

enum outcome
session_list(struct db *db, const struct keyring *k, const struct account *acc, struct moment now,
    struct arena *a, struct session_seen **ret, size_t *ret_n)
{
	struct session_seen *list = arena_array(a, struct session_seen, LIST_MAX);
	struct vault v;
	size_t n = 0;
	enum outcome o = rows(db, acc, now, a, list, &n);

	if (o == OK)
		o = vault_open(db, k, acc->vault, &v);
	if (o != OK)
		return o;
	for (size_t i = 0; i < n; i++)
		if (!vault_unseal(&v, "session.agent", list[i].agent, a, &list[i].agent))
			list[i].agent = (struct str){ NULL, 0 };
	vault_wipe(&v);
	*ret = list;
	*ret_n = n;
	return OK;
}

static enum outcome
sweep(struct db *db, const struct sql *sql, const char *parameter, int64_t before, int64_t *swept)
{
	struct query q = query_open(db, sql);
	enum outcome o;

	bind_int(&q, parameter, before);
	o = query_run(&q);
	if (o == OK && swept)
		*swept += db_changes(db);
	return o;
}

enum outcome
session_sweep(struct db *db, struct moment now, int64_t *ret_ended)
{
	int64_t ended = 0;
	enum outcome o = sweep(db, &sql_session_sweep, "now", now.s, &ended);

	if (o == OK)
		o = sweep(db, &sql_onetime_sweep, "now", now.s, NULL);
	if (o == OK)
		o = sweep(db, &sql_device_sweep, "since", now.s - session_value("device"), NULL);
	if (o == OK)
		o = sweep(db, &sql_attempt_sweep, "since", now.s - session_value("forget"), NULL);
	if (o == OK)
		*ret_ended = ended;
	return o;
}
