-- subscription_add: one more.
insert into subscription (account, term, sub_type, sub_level, rhythm, created_at)
values (:account, :term, :sub_type, :sub_level, :sub_rhythm, :now)
returning id;

-- subscription_remove: one's own.
delete from subscription where id = :id and account = :account returning id;

-- subscription_of: those of a person, oldest first.
select id, term, sub_type, sub_level, rhythm, created_at from subscription where account = :account order by id limit :max;

-- subscription_after: those of active accounts, from a place on: a job goes through them by pieces.
select s.id, s.account, s.term, s.sub_type, s.sub_level, s.rhythm, a.role, a.structure, a.region, a.vault
from subscription s join account a on a.id = s.account
where s.id > :after and a.state = 'active'
order by s.id limit :max;

-- subscription_notice_put: once; the sooner of two hours counts.
insert into subscription_notice (account, publication, n, due)
values (:account, :publication, :n, :due)
on conflict (account, publication, n) do update set due = case
	when :due < subscription_notice.due and subscription_notice.told_at is null then :due
	else subscription_notice.due end;

-- subscription_due: people who are to be told something now.
select distinct account from subscription_notice where told_at is null and due <= :now order by account limit :max;

-- subscription_notices: what one of them is told, in one mail.
select id, publication from subscription_notice
where account = :account and told_at is null and due <= :now
order by publication limit :max{postgres: for update};

-- subscription_told: it was, or there was nothing left to tell.
update subscription_notice set told_at = :now where id = :id;

-- feed_secret_put: the last one made counts.
insert into feed_secret (account, hash, created_at) values (:account, :hash, :now)
on conflict (account) do update set hash = :hash, created_at = :now;

-- feed_secret_find: whose it is, while the account is active.
select a.id, a.role, a.structure, a.region from feed_secret f join account a on a.id = f.account
where f.hash = :hash and a.state = 'active';
