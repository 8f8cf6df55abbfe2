-- The rota, absences and hand-over notes.

-- watch_insert: planned.
insert into duty_watch (account, rank, from_at, to_at, planned_by, planned_at)
values (:account, :rank, :from_at, :to_at, :planned_by, :now) returning id;

-- watch_list: not over, in the order they begin.
select id, account, rank, from_at, to_at from duty_watch
where to_at > :now and from_at < :until order by from_at, rank, id limit :max;

-- watch_by_id: one.
select id, account, rank, from_at, to_at from duty_watch where id = :id;

-- watch_at: who is on call; of two that were planned, the one planned last.
select id, account, rank, from_at, to_at from duty_watch
where rank = :rank and from_at <= :at and to_at > :at order by id desc limit 1;

-- watch_next: the first line that begins next.
select id, account, rank, from_at, to_at from duty_watch
where rank = 'first' and from_at > :after order by from_at, id limit 1;

-- watch_give: to somebody else.
update duty_watch set account = :account, planned_by = :planned_by, planned_at = :now where id = :id;

-- watch_delete: not planned any more.
delete from duty_watch where id = :id;

-- absence_insert: somebody is away.
insert into duty_absence (account, kind, from_at, to_at) values (:account, :kind, :from_at, :to_at);

-- absence_list: not over.
select id, account, kind, from_at, to_at from duty_absence
where to_at > :now and from_at < :until order by from_at, id limit :max;

-- absence_now: is this person away?
select id from duty_absence where account = :account and from_at <= :now and to_at > :now limit 1;

-- absence_delete: not away after all.
delete from duty_absence where id = :id;

-- handover_insert: a note for who takes over.
insert into duty_handover (vault, body, author, written_at) values (:vault, :body, :author, :now) returning id;

-- handover_list: the newest first.
select id, vault, body, author, written_at, taken_by, taken_at from duty_handover order by id desc limit :max;

-- handover_take: read by who takes over, once.
update duty_handover set taken_by = :account, taken_at = :now
where id = :id and taken_at is null and author <> :account;

-- handover_waiting: how many wait to be taken.
select count(*) from duty_handover where taken_at is null;
