#include "incident/notice.h"

#include "base/shape.h"
#include "directory/directory.h"
#include "incident/exit.h"
#include "incident/need.h"

#define ACK_DAYS 30

enum outcome
notice_mail(struct act *act, struct str to, struct str subject, struct str body)
{
	struct mail m = { .to = to, .subject = subject, .body = body };

	return outbox_add(
	    act->db, act->keyring, &m, shape_host(act->public_url), act->now, act->arena);
}

static struct str
severity_words(const struct dispatch *d)
{
	return d->severity.s.n ? vocab_label("severity", d->severity.s, LANG_FR)
			       : t(LANG_FR, "mail.severity_unknown");
}

static struct str
subject_of(struct act *act, const struct dispatch *d)
{
	struct str arg[] = { d->tlp.s, d->reference, vocab_label("card_kind", d->card.s, LANG_FR),
		severity_words(d) };

	return t_fill(act->arena, LANG_FR, "mail.card.subject", arg, 4);
}

/* One recipient: a link of one's own to acknowledge, and the card's address. */
static enum outcome
to_one(struct act *act, const struct dispatch *d, struct str to)
{
	struct moment expires = { act->now.s + ACK_DAYS * 86400 };
	struct str secret, body;
	enum outcome o =
	    onetime_make(act->db, act->keyring, "ack", d->id, expires, act->arena, &secret);

	if (o != OK)
		return o;
	struct str arg[] = { d->reference, vocab_label("card_kind", d->card.s, LANG_FR),
		severity_words(d), d->tlp.s,
		arena_printf(act->arena, "%.*s/cards/%.*s", PS(act->public_url), PS(d->reference)),
		arena_printf(act->arena, "%.*s/ack/%.*s", PS(act->public_url), PS(secret)) };
	body = t_fill(act->arena, LANG_FR, "mail.card.body", arg, 6);
	return notice_mail(act, to, subject_of(act, d), body);
}

/* The regional focal point's box, beside the persons of the agency. */
static enum outcome
to_agency(struct act *act, const struct dispatch *d, const struct incident *in, size_t *told)
{
	struct region region;

	if (!str_eq(d->desk.s, S("ars")) ||
	    !directory_region(in->department.s, act->now, &region) ||
	    !str_eq(region.code, d->region) || region.alert_mail.n == 0)
		return OK;
	++*told;
	return to_one(act, d, region.alert_mail);
}

static enum outcome
to_desk(struct act *act, const struct dispatch *d, const struct incident *in, enum role desk)
{
	struct account *person;
	size_t n = 0, told = 0;
	enum outcome o =
	    account_desk(act->db, act->keyring, desk, d->region, act->arena, &person, &n);

	for (size_t i = 0; i < n && o == OK; i++, told++)
		o = to_one(act, d, person[i].email);
	if (o == OK)
		o = to_agency(act, d, in, &told);
	if (o == OK && told == 0)
		o = log_add(act, in, "notification", S("interne"),
		    arena_printf(act->arena, "%.*s : %.*s",
			PS(vocab_label("desk", d->desk.s, LANG_FR)),
			PS(t(LANG_FR, "mail.nobody_there"))));
	return o;
}

static enum outcome
to_declarant(struct act *act, const struct dispatch *d, const struct stored_report *s)
{
	struct str arg[] = { s->reference, vocab_label("card_kind", d->card.s, LANG_FR),
		arena_printf(act->arena, "%.*s/file/%.*s", PS(act->public_url), PS(s->reference)) };
	bool receipt = str_eq(d->card.s, S("receipt"));

	if (s->r.reporter_email.n == 0)
		return OK;
	return notice_mail(act, s->r.reporter_email,
	    t_fill(act->arena, LANG_FR, receipt ? "mail.receipt.subject" : "mail.file.subject", arg,
		3),
	    t_fill(act->arena, LANG_FR, receipt ? "mail.receipt.body" : "mail.file.body", arg, 3));
}

/* The health-data officers of the structure that have an account. */
static enum outcome
to_officers(struct act *act, const struct dispatch *d, const struct incident *in,
    const struct stored_report *s)
{
	struct str arg[] = { s->reference, vocab_label("card_kind", d->card.s, LANG_FR),
		arena_printf(act->arena, "%.*s/file/%.*s", PS(act->public_url), PS(s->reference)) };
	struct account *person;
	size_t n = 0;
	enum outcome o = OK;

	if (in->structure)
		o = account_of_structure(
		    act->db, act->keyring, ROLE_DPO, in->structure, act->arena, &person, &n);
	for (size_t i = 0; i < n && o == OK; i++)
		o = notice_mail(act, person[i].email,
		    t_fill(act->arena, LANG_FR, "mail.file.subject", arg, 3),
		    t_fill(act->arena, LANG_FR, "mail.file.body", arg, 3));
	return o;
}

/* May a mail go at all (exit.tsv)?  It holds no content, but a marking and a reference. */
static bool
leaves(struct act *act, const struct incident *in, enum outcome *ret)
{
	struct exit_answer a = { 0 };

	*ret = exit_may(act, in, "mail", &a);
	return *ret == OK && a.may;
}

enum outcome
notice_dispatch(struct act *act, const struct dispatch *d, const struct incident *in,
    const struct stored_report *s)
{
	enum role desk = dispatch_role(d);
	enum outcome o;

	if (!leaves(act, in, &o))
		return o;
	if (str_eq(d->desk.s, S("dpo")))
		return to_officers(act, d, in, s);

	return desk == ROLE_VISITOR ? to_declarant(act, d, s) : to_desk(act, d, in, desk);
}

/* Everybody of the cell, who may be asleep: whoever answers first. */
static enum outcome
to_cell(struct act *act, const struct incident *in, struct str subject, struct str body)
{
	static const enum role told[] = { ROLE_ANALYST, ROLE_DUTY, ROLE_LEAD };
	enum outcome o;

	if (!leaves(act, in, &o))
		return o;
	for (size_t k = 0; k < 3 && o == OK; k++) {
		struct account *person;
		size_t n = 0;

		o = need_desk(act, in, told[k], &person, &n);
		for (size_t i = 0; i < n && o == OK; i++)
			o = notice_mail(act, person[i].email, subject, body);
	}
	return o;
}

enum outcome
notice_proposal(struct act *act, const struct dispatch *d, const struct incident *in)
{
	struct str arg[] = {
		d->tlp.s, in->reference, vocab_label("desk", d->desk.s, LANG_FR), severity_words(d),
		arena_printf(act->arena, "%.*s/desk/%.*s", PS(act->public_url), PS(in->reference))
	};

	return to_cell(act, in, t_fill(act->arena, LANG_FR, "mail.proposal.subject", arg, 5),
	    t_fill(act->arena, LANG_FR, "mail.proposal.body", arg, 5));
}

enum outcome
notice_cell(struct act *act, const struct incident *in, const char *what, const char *page)
{
	struct str arg[] = { in->reference, t(LANG_FR, what),
		arena_printf(act->arena, "%.*s/desk/%.*s/%s", PS(act->public_url),
		    PS(in->reference), page) };

	return to_cell(act, in, t_fill(act->arena, LANG_FR, "mail.event.subject", arg, 3),
	    t_fill(act->arena, LANG_FR, "mail.event.body", arg, 3));
}

enum outcome
notice_desk(struct act *act, enum role desk, struct str region, struct str reference,
    const char *what, const char *page)
{
	struct str arg[] = { reference, t(LANG_FR, what),
		arena_printf(act->arena, "%.*s/%s", PS(act->public_url), page) };
	struct account *person;
	size_t n = 0;
	enum outcome o = account_desk(act->db, act->keyring, desk, region, act->arena, &person, &n);

	for (size_t i = 0; i < n && o == OK; i++)
		o = notice_mail(act, person[i].email,
		    t_fill(act->arena, LANG_FR, "mail.event.subject", arg, 3),
		    t_fill(act->arena, LANG_FR, "mail.event.body", arg, 3));
	return o;
}

enum outcome
notice_reply(struct act *act, const struct dispatch *d)
{
	return notice_desk(act, dispatch_role(d), d->region, d->reference, "mail.reply",
	    arena_printf(act->arena, "cards/%.*s", PS(d->reference)).p);
}

enum outcome
notice_declarant(
    struct act *act, const struct incident *in, const struct stored_report *s, const char *what)
{
	struct str arg[] = { s->reference, t(LANG_FR, what),
		arena_printf(act->arena, "%.*s/file/%.*s", PS(act->public_url), PS(s->reference)) };

	enum outcome o;

	if (s->r.reporter_email.n == 0 || !leaves(act, in, &o))
		return s->r.reporter_email.n ? o : OK;
	return notice_mail(act, s->r.reporter_email,
	    t_fill(act->arena, LANG_FR, "mail.file.subject", arg, 3),
	    t_fill(act->arena, LANG_FR, "mail.file.body", arg, 3));
}

enum outcome
notice_roles(struct act *act, const struct incident *in, struct str roles, const char *what)
{
	struct str arg[] = { in->tlp.s, in->reference, t(LANG_FR, what),
		arena_printf(
		    act->arena, "%.*s/desk/%.*s", PS(act->public_url), PS(in->reference)) };
	enum outcome o;

	if (!leaves(act, in, &o))
		return o;
	while (roles.n && o == OK) {
		struct account *person;
		enum role role = ROLE_VISITOR;
		size_t n = 0;

		if (role_from_code(str_cut(&roles, '|'), &role))
			o = need_desk(act, in, role, &person, &n);
		for (size_t i = 0; i < n && o == OK; i++)
			if (person[i].id != act->account)
				o = notice_mail(act, person[i].email,
				    t_fill(act->arena, LANG_FR, "mail.cell.subject", arg, 4),
				    t_fill(act->arena, LANG_FR, "mail.cell.body", arg, 4));
	}
	return o;
}

/* ==== Those of a structure, together ==== */

#define ADDRESSES_MAX 50

struct addresses {
	size_t n;
	struct str to[ADDRESSES_MAX];
};

static void
add_address(struct addresses *a, struct str to)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_eq_nocase(a->to[i], to))
			return;
	if (to.n && a->n < ADDRESSES_MAX)
		a->to[a->n++] = to;
}

/* Members of the structure who may know of this file. */
static enum outcome
add_members(struct act *act, const struct incident *in, enum role role, struct addresses *a)
{
	struct account *person;
	size_t n = 0;
	enum outcome o = OK;

	if (in->structure)
		o = account_of_structure(
		    act->db, act->keyring, role, in->structure, act->arena, &person, &n);
	for (size_t i = 0; i < n && o == OK; i++) {
		bool knows = false;

		o = need_knows(act, in, person[i].id, &knows);
		if (o == OK && knows)
			add_address(a, person[i].email);
	}
	return o;
}

enum outcome
notice_structure(struct act *act, const struct incident *in, const struct stored_report *s,
    struct str to, struct str what, int64_t *mails)
{
	struct str arg[] = { s->reference, what,
		arena_printf(act->arena, "%.*s/file/%.*s", PS(act->public_url), PS(s->reference)) };
	struct addresses a = { 0 };
	enum outcome o;

	if (!leaves(act, in, &o))
		return o;
	if (str_in_set(to, S("declarant")))
		add_address(&a, s->r.reporter_email);
	if (str_in_set(to, S("correspondent")))
		o = add_members(act, in, ROLE_CORRESPONDENT, &a);
	if (o == OK && str_in_set(to, S("dpo")))
		o = add_members(act, in, ROLE_DPO, &a);
	for (size_t i = 0; i < a.n && o == OK; i++, ++*mails)
		o = notice_mail(act, a.to[i],
		    t_fill(act->arena, LANG_FR, "mail.file.subject", arg, 3),
		    t_fill(act->arena, LANG_FR, "mail.file.body", arg, 3));
	return o;
}
