-- saved_insert: a view under a name.
insert into saved_filter (account, shared, chosen, created_at, body)
values (:account, :shared, :chosen, :now, :body) returning id;

-- saved_unchoose: the queue opens with one at most.
update saved_filter set chosen = 0 where account = :account;

-- saved_list: one's own first, then those of others that are shared.
select id, account, shared, chosen, body from saved_filter
where account = :account or shared = 1
order by case when account = :account then 0 else 1 end, id limit :max;

-- saved_count: how many one has.
select count(*) from saved_filter where account = :account;

-- saved_chosen: the one that the queue opens with.
select id, account, shared, chosen, body from saved_filter where account = :account and chosen = 1;

-- saved_remove: one's own.
delete from saved_filter where id = :id and account = :account;
