/*
 * Table mail is a queue like table job (see job.c for leases and tries), kept
 * apart because its rows hold sealed content with a life of its own: a mail that
 * was sent forgets recipient, subject and body, and its vault's key, at once.
 *
 * Control characters are refused here, before anything is queued: nothing that a
 * visitor typed can begin a new header line.
 */
#include "store/outbox.h"

#include <sodium.h>

#include "store_sql.h"
#include "store/engine.h"
#include "store/job.h"
#include "store/keys.h"

#define MAIL_TRIES 120 /* with an hour between them: five days, as SMTP advises */

/* ==== Queueing ==== */

static bool
one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && str_utf8_valid(s);
}

static struct str
new_message_id(struct str domain, struct arena *a)
{
	unsigned char bytes[16];
	char hex[sizeof bytes * 2 + 1];

	sodium_start();
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
	return arena_printf(a, "%s@%.*s", hex, PS(domain));
}

static enum outcome
add_row(struct db *db, const struct vault *v, struct mail *m, struct moment now, struct arena *a)
{
	struct query q = query_open(db, &sql_mail_add);

	bind_text(&q, "message_id", m->message_id);
	bind_int(&q, "vault", v->id);
	bind_blob(&q, "recipient", vault_seal(v, "mail.to", m->to, a));
	bind_blob(&q, "subject", vault_seal(v, "mail.subject", m->subject, a));
	bind_blob(&q, "body", vault_seal(v, "mail.body", m->body, a));
	bind_moment(&q, "now", now);
	if (query_next(&q))
		m->id = query_int(&q, 0);
	return query_close(&q);
}

enum outcome
outbox_add(struct db *db, const struct keyring *k, struct mail *m, struct str domain,
    struct moment now, struct arena *a)
{
	struct mail new = *m;
	struct vault v;
	bool own;
	enum outcome o;

	if (!one_line(m->to) || !one_line(m->subject) || !one_line(domain))
		return INVALID;
	o = db_join(db, &own);
	if (o != OK)
		return o;
	new.message_id = new_message_id(domain, a);
	new.tries = 0;
	o = vault_create(db, k, &v);
	if (o == OK) {
		new.vault = v.id;
		o = add_row(db, &v, &new, now, a);
		vault_wipe(&v);
	}
	o = db_part(db, own, o);
	if (o == OK)
		*m = new;
	return o;
}

/* ==== Sending ==== */

struct sealed_mail {
	struct str to, subject, body;
};

static enum outcome
take_one(struct db *db, struct moment now, int64_t lease, struct arena *a, struct mail *m,
    struct sealed_mail *s)
{
	struct query q = query_open(db, &sql_mail_take);
	enum outcome o;

	*m = (struct mail){ 0 };
	bind_moment(&q, "now", now);
	bind_int(&q, "until", now.s + lease);
	if (query_next(&q)) {
		m->id = query_int(&q, 0);
		m->message_id = query_text(&q, 1, a);
		m->vault = query_int(&q, 2);
		s->to = query_blob(&q, 3, a);
		s->subject = query_blob(&q, 4, a);
		s->body = query_blob(&q, 5, a);
		m->tries = query_int(&q, 6);
	}
	o = query_close(&q);
	return o == OK && m->id == 0 ? NOT_FOUND : o;
}

/* One that does not open stays leased and is tried again later: the keys may be
 * the wrong ones, and the mails behind it must not wait. */
static enum outcome
unseal(struct db *db, const struct keyring *k, const struct sealed_mail *s, struct arena *a,
    struct mail *m)
{
	struct vault v;
	enum outcome o = vault_open(db, k, m->vault, &v);

	if (o != OK)
		return UNAVAILABLE;
	if (!vault_unseal(&v, "mail.to", s->to, a, &m->to) ||
	    !vault_unseal(&v, "mail.subject", s->subject, a, &m->subject) ||
	    !vault_unseal(&v, "mail.body", s->body, a, &m->body)) {
		db_trouble_set(db, "mail %lld does not open", (long long)m->id);
		o = UNAVAILABLE;
	}
	vault_wipe(&v);
	return o;
}

/* CONFLICT when the lease was lost. */
static enum outcome
run_leased(struct query *q, const struct mail *m)
{
	struct db *db = q->db;
	enum outcome o;

	bind_int(q, "id", m->id);
	bind_int(q, "tries", m->tries);
	o = query_run(q);
	return o == OK && db_changes(db) == 0 ? CONFLICT : o;
}

static enum outcome
give_up(struct db *db, const struct mail *m, struct moment now, struct str reason)
{
	struct query q = query_open(db, &sql_mail_dead);

	bind_moment(&q, "now", now);
	bind_text(&q, "reason", job_reason(reason));
	return run_leased(&q, m);
}

enum outcome
outbox_take(struct db *db, const struct keyring *k, struct moment now, int64_t lease,
    struct arena *a, struct mail *ret)
{
	struct sealed_mail s;
	struct mail m;
	enum outcome o;

	while ((o = take_one(db, now, lease, a, &m, &s)) == OK && m.tries > MAIL_TRIES) {
		o = give_up(db, &m, now, S("the last try did not end"));
		if (o != OK && o != CONFLICT)
			return o;
	}
	if (o == OK)
		o = unseal(db, k, &s, a, &m);
	if (o == OK)
		*ret = m;
	return o;
}

static enum outcome
end_sent(struct db *db, const struct mail *m, struct moment now)
{
	struct query q = query_open(db, &sql_mail_sent);
	enum outcome o;

	bind_int(&q, "id", m->id);
	bind_moment(&q, "now", now);
	o = query_run(&q);
	if (o == OK)
		o = vault_erase(db, m->vault);
	return o == NOT_FOUND ? OK : o;
}

enum outcome
outbox_sent(struct db *db, const struct mail *m, struct moment now)
{
	bool own;
	enum outcome o = db_join(db, &own);

	return o == OK ? db_part(db, own, end_sent(db, m, now)) : o;
}

enum outcome
outbox_failed(
    struct db *db, const struct mail *m, struct moment now, struct str reason, bool forever)
{
	struct query q;

	if (forever || m->tries >= MAIL_TRIES)
		return give_up(db, m, now, reason);
	q = query_open(db, &sql_mail_again);
	bind_int(&q, "wake", now.s + job_delay(m->tries));
	bind_text(&q, "reason", job_reason(reason));
	return run_leased(&q, m);
}

/* ==== Care ==== */

#define SWEEP_BATCH 200

struct batch {
	size_t n;
	int64_t vault[SWEEP_BATCH];
};

static enum outcome
remove_mails(struct db *db, struct moment older_than, struct batch *b)
{
	struct query q = query_open(db, &sql_mail_sweep);

	b->n = 0;
	bind_moment(&q, "older", older_than);
	while (b->n < SWEEP_BATCH && query_next(&q))
		b->vault[b->n++] = query_int(&q, 0);
	return query_close(&q);
}

static enum outcome
sweep_batch(struct db *db, struct moment older_than, struct batch *b)
{
	bool own;
	enum outcome o = db_join(db, &own);

	if (o != OK)
		return o;
	o = remove_mails(db, older_than, b);
	for (size_t i = 0; o == OK && i < b->n; i++) {
		struct query q = query_open(db, &sql_vault_remove);

		bind_int(&q, "id", b->vault[i]);
		o = query_run(&q);
	}
	return db_part(db, own, o);
}

enum outcome
outbox_sweep(struct db *db, struct moment older_than, int64_t *ret_swept)
{
	int64_t swept = 0;
	struct batch b;
	enum outcome o;

	do {
		o = sweep_batch(db, older_than, &b);
		swept += (int64_t)b.n;
	} while (o == OK && b.n == SWEEP_BATCH);
	if (o == OK)
		*ret_swept = swept;
	return o;
}
