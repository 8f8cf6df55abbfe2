-- Statements of accounts, sessions, one-time links and counted failures.

-- account_insert: an account that nobody can sign in to yet.
insert into account (vault, email_blind, email, name, phone, role, structure, region, lang,
	state, created_at)
values (:vault, :email_blind, :email, :name, :phone, :role, :structure, :region, :lang,
	'invited', :now)
returning id;

-- account_by_id: one account, sealed.
select id, vault, email_blind, email, name, phone, role, structure, region, lang, state, password,
	totp, totp_on, totp_step, created_at, seen_at
from account where id = :id;

-- account_by_blind: one account by the keyed index of its address.
select id, vault, email_blind, email, name, phone, role, structure, region, lang, state, password,
	totp, totp_on, totp_step, created_at, seen_at
from account where email_blind = :email_blind;

-- account_search: accounts by role, state, region and structure, each optional.
select id, vault, email_blind, email, name, phone, role, structure, region, lang, state, password,
	totp, totp_on, totp_step, created_at, seen_at
from account
where (cast(:role as text) is null or role = :role)
	and (cast(:state as text) is null or state = :state)
	and (cast(:region as text) is null or region = :region)
	and (cast(:structure as bigint) is null or structure = :structure)
order by id limit :max;

-- account_set_password: a new password.
update account set password = :password where id = :id and state <> 'disabled';

-- account_set_phone: another telephone number.
update account set phone = :phone where id = :id;

-- account_set_totp: an authenticator secret that no code has confirmed yet.
update account set totp = :totp, totp_on = 0, totp_step = 0
where id = :id and state = 'invited';

-- account_accept_step: one code is accepted once; no row when it was used before.
update account set totp_step = :step
where id = :id and totp_step < :step and totp is not null
returning id;

-- account_activate: from now on this account may sign in.
update account set state = 'active', totp_on = :totp_on
where id = :id and state = 'invited' and password is not null
returning id;

-- account_seen: a sign-in.
update account set seen_at = :now where id = :id;

-- account_disable: nobody signs in to it any more.
update account set state = 'disabled' where id = :id and state <> 'disabled' returning id;

-- account_reset: as freshly invited: password and authenticator are chosen again.
update account set state = 'invited', password = null, totp = null, totp_on = 0, totp_step = 0
where id = :id
returning id;

-- account_count_active: how many of a role may sign in.
select count(*) as n from account where role = :role and state = 'active';

-- session_insert: a session by the keyed hash of its token.
insert into session (token_hash, kind, account, report, agent, target, created_at, seen_at, idle,
	ends_at)
values (:token_hash, :kind, :account, :report, :agent, :target, :now, :now, :idle, :ends_at)
returning id;

-- session_find: the living session of a token, with its account unless that is not active.
select s.id, s.kind, s.report, s.seen_at, s.wrong, s.target, s.account, a.role, a.structure,
	a.region, a.vault, a.name, a.email, a.lang
from session s left join account a on a.id = s.account
where s.token_hash = :token_hash and s.ends_at > :now and s.seen_at + s.idle > :now
	and (s.account is null or a.state = 'active');

-- session_touch: it was used.
update session set seen_at = :now where id = :id and seen_at < :now;

-- session_wrong: one more wrong code; how many now.
update session set wrong = wrong + 1 where id = :id returning wrong;

-- session_of_account: what an account page lists.
select id, agent, created_at, seen_at
from session
where account = :account and kind = 'account' and ends_at > :now and seen_at + idle > :now
order by seen_at desc, id desc limit 100;

-- session_end_token: sign-out.
delete from session where token_hash = :token_hash;

-- session_end_one: one session of an account.
delete from session where id = :id and account = :account;

-- session_end_account: all sessions of an account but one (0: all).
delete from session where account = :account and id <> :but;

-- session_sweep: what has ended by itself.
delete from session where ends_at <= :now or seen_at + idle <= :now;

-- onetime_insert: a one-time link by the keyed hash of its secret.
insert into onetime (purpose, token_hash, subject, expires_at)
values (:purpose, :token_hash, :subject, :expires_at);

-- onetime_peek: looks, and uses nothing up.
select subject from onetime
where token_hash = :token_hash and purpose = :purpose and used_at is null and expires_at > :now;

-- onetime_use: one caller gets the row.
update onetime set used_at = :now
where token_hash = :token_hash and purpose = :purpose and used_at is null and expires_at > :now
returning subject;

-- onetime_cancel: links not used yet stop working.
delete from onetime where purpose = :purpose and subject = :subject and used_at is null;

-- onetime_sweep: links that no longer open anything.
delete from onetime where expires_at <= :now;

-- recovery_insert: one recovery code.
insert into recovery_code (account, code_hash) values (:account, :code_hash);

-- recovery_use: one caller gets the row.
update recovery_code set used_at = :now
where account = :account and code_hash = :code_hash and used_at is null
returning id;

-- recovery_left: codes that still work.
select count(*) as n from recovery_code where account = :account and used_at is null;

-- recovery_clear: the set is replaced or revoked.
delete from recovery_code where account = :account;

-- device_known: did this browser sign in to this account before?
select d.account from device d join account a on a.id = d.account
where a.email_blind = :email_blind and d.token_hash = :token_hash and d.used_at > :since;

-- device_issued: did we give this token to a browser that signed in?
select account from device where token_hash = :token_hash limit 1;

-- device_keep: it signed in now.
insert into device (account, token_hash, used_at) values (:account, :token_hash, :now)
on conflict (account, token_hash) do update set used_at = :now;

-- device_clear: none is known any more.
delete from device where account = :account;

-- device_sweep: browsers not seen for long.
delete from device where used_at <= :since;

-- attempt_open: a row to lock, where there is none yet.
insert into attempt (subject, n, last_at) values (:subject, 0, :now)
on conflict (subject) do nothing;

-- attempt_find: failures of a subject, locked until the count is written.
select n, last_at from attempt where subject = :subject {postgres: for update};

-- attempt_count: one more; old ones are forgotten.
insert into attempt (subject, n, last_at) values (:subject, 1, :now)
on conflict (subject) do update set
	n = case when attempt.last_at <= :since then 1 else attempt.n + 1 end, last_at = :now;

-- attempt_back: the one counted was no failure.
update attempt set n = n - 1 where subject = :subject and n > 0;

-- attempt_clear: all is well again.
delete from attempt where subject = :subject;

-- attempt_sweep: old failures.
delete from attempt where last_at <= :since;
