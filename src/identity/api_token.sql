-- api_token_insert: a new token.
insert into api_token (token_hash, account, label, scopes, created_at, created_by, expires_at)
values (:token_hash, :account, :label, :scopes, :now, :by, :expires_at)
returning id;

-- api_token_find: the living token, with its account.
select t.id, t.scopes, t.used_at, a.id, a.role, a.structure, a.region, a.vault, a.name, a.email, a.lang
from api_token t join account a on a.id = t.account
where t.token_hash = :token_hash and t.revoked_at is null and t.expires_at > :now
	and a.state = 'active';

-- api_token_touch: it was used.
update api_token set used_at = :now where id = :id;

-- api_token_list: of one account, or of all; those that live first: no number of ended ones hides one that lives.
select t.id, t.label, t.scopes, t.created_at, t.expires_at, t.used_at, t.revoked_at, a.id, a.vault, a.email
from api_token t join account a on a.id = t.account
where cast(:account as bigint) is null or t.account = :account
order by case when t.revoked_at is null then 0 else 1 end, t.expires_at desc, t.id desc
limit :max;

-- api_token_revoke: ends it; of another account: nothing.
update api_token set revoked_at = :now
where id = :id and revoked_at is null and (cast(:account as bigint) is null or account = :account)
returning account;

-- api_token_clear: with the account's other keys.
update api_token set revoked_at = :now where account = :account and revoked_at is null;

-- api_once_take: the key's first use; no row when it was used before.
insert into api_once (token, key_hash, request_hash, at) values (:token, :key_hash, :request_hash, :now)
on conflict (token, key_hash) do nothing
returning token;

-- api_once_find: what was made under a key.
select request_hash, made from api_once where token = :token and key_hash = :key_hash;

-- api_once_made: says what was made.
update api_once set made = :made where token = :token and key_hash = :key_hash;

-- api_once_sweep: keys are remembered for some days.
delete from api_once where at < :before;
