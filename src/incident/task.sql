-- task_insert: something to do.
insert into task (incident, created_at, account, code, owner, for_structure, state, due_at, body)
values (:incident, :created_at, :account, :code, :owner, :for_structure, :state, :due_at, :body)
on conflict (incident, code) do nothing
returning id;

-- task_save: how far it is, whose it is; if nobody wrote in between.
update task set state = :state, owner = :owner, for_structure = :for_structure, due_at = :due_at,
	ended_at = :ended_at, ended_by = :ended_by, ended_role = :ended_role, body = :body, version = version + 1
where id = :id and incident = :incident and version = :version;

-- task_list: those of a file; what is left to do first, the most pressing at the top.
select id, created_at, account, code, owner, for_structure, state, due_at, ended_at, ended_by,
	ended_role, version, body
from task where incident = :incident
order by case when ended_at is null then 0 else 1 end, coalesce(due_at, 9999999999), id
limit :max;

-- task_desk: what is left to do in open files: of one person, of structures, or of everybody; late ones first;
-- nothing of a sealed file that the reader is not named on.
select t.id, t.code, t.owner, t.for_structure, t.state, t.due_at, t.body, i.reference, i.org_name,
	i.vault, i.severity
from task t join incident i on i.id = t.incident
where t.ended_at is null and i.opened = 1
	and (cast(:owner as bigint) is null or t.owner = :owner)
	and (cast(:structure as bigint) is null or t.for_structure = :structure)
	and {known i}
order by coalesce(t.due_at, 9999999999), t.id
limit :max;
