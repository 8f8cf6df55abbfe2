/*
 * The outbox, one mail a turn.
 *
 * A mail is taken under a lease, sent outside of any transaction (a mail server
 * may take a minute), then noted.  Killed between the two, it is sent again with
 * the same Message-ID (design.md §8.4).  Without smtp_url nothing is taken: the
 * mails stay where they are and `vigie doctor` counts them.
 */
#include "app/work.h"
#include "base/log.h"
#include "doc/mail.h"
#include "net/smtp.h"

#define LEASE 300 /* longer than the longest dialogue */
#define MAIL_MAX (1u << 20)

static enum smtp_result
send_bytes(struct work *w, const struct mail *m, struct str bytes, char *reason)
{
	struct smtp_server s = {
		.url = w->in->smtp_url,
		.user = w->in->smtp_user,
		.password = instance_secret(w->in->smtp_password_file, w->arena),
		.helo = w->in->mail_domain,
		.authorities = *w->in->smtp_ca ? w->in->smtp_ca : NULL,
	};

	if (s.password == NULL) {
		snprintf(reason, SMTP_REASON, "smtp_password_file cannot be read");
		return SMTP_LATER;
	}
	return smtp_send(&s, str_of(w->in->mail_from), m->to, bytes, reason);
}

static enum smtp_result
send_mail(struct work *w, const struct mail *m, char *reason)
{
	struct buf bytes = BUF_INIT(MAIL_MAX);
	struct letter l = {
		.message_id = m->message_id,
		.date = w->now,
		.from = str_of(w->in->mail_from),
		.from_name = str_of(w->in->brand),
		.to = m->to,
		.subject = m->subject,
		.body = m->body,
	};
	enum smtp_result r = SMTP_NEVER;

	if (!mail_address_valid(l.from)) {
		snprintf(reason, SMTP_REASON, "mail_from is no address");
		r = SMTP_LATER;
	} else if (!mail_write(&bytes, &l)) {
		snprintf(reason, SMTP_REASON, "the recipient's address cannot be sent to");
	} else {
		r = send_bytes(w, m, buf_str(&bytes), reason);
	}
	buf_release(&bytes);
	return r;
}

static enum outcome
note(struct work *w, const struct mail *m, enum smtp_result r, const char *reason)
{
	enum outcome o;

	if (r == SMTP_SENT)
		return outbox_sent(w->db, m, w->now);
	log_warn("mail %lld, try %lld: %s", (long long)m->id, (long long)m->tries, reason);
	o = outbox_failed(w->db, m, w->now, str_of(reason), r == SMTP_NEVER);
	/* Another worker has it by now, and will note what came of it. */
	return o == CONFLICT ? OK : o;
}

enum outcome
work_mail(struct work *w)
{
	char reason[SMTP_REASON] = "";
	struct mail m;
	enum outcome o;

	if (*w->in->smtp_url == '\0')
		return NOT_FOUND;
	o = outbox_take(w->db, w->in->keyring, w->now, LEASE, w->arena, &m);
	if (o != OK)
		return o;
	w->now = moment_now();
	return note(w, &m, send_mail(w, &m, reason), reason);
}
