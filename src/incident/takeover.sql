-- takeover_insert: one at a time.
insert into takeover (incident, at, account, role, since, body)
values (:incident, :now, :account, :role, :since, :body)
on conflict (incident) where ended_at is null do nothing;

-- takeover_end: handed back.
update takeover set ended_at = :now, ended_by = :account, end_reason = :reason, end_body = :note
where incident = :incident and ended_at is null;

-- takeover_list: newest first.
select * from takeover where incident = :incident order by id desc limit :max;
