-- measure_insert: a conservation measure.
insert into measure (incident, created_at, kind, state, body)
values (:incident, :created_at, :kind, :state, :body)
returning id;

-- measure_save: where it stands.
update measure set state = :state, body = :body where id = :id and incident = :incident;

-- measure_list: those of a file, oldest first.
select id, created_at, kind, state, body from measure where incident = :incident
order by id limit :max;

-- measure_step_insert: when it was asked, decided, applied, lifted, and by whom.
insert into measure_step (measure, state, at, account, role)
values (:measure, :state, :at, :account, :role)
on conflict (measure, state) do nothing;

-- measure_step_list: of all measures of a file.
select s.measure, s.state, s.at, s.account, s.role
from measure_step s join measure m on m.id = s.measure
where m.incident = :incident order by s.measure, s.at, s.state limit :max;
