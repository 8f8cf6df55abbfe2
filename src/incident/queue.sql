-- queue_list: the incidents of the desk, by urgency unless asked otherwise; sealed bodies stay shut.
-- Of a sealed file that is not known to the reader the reference stands at the end, and only
-- where nothing was asked that its finding would answer.
select i.reference, i.org_name, i.org_type, i.department, i.region, i.workflow, i.severity,
	coalesce(i.category, (select min(r.category) from report r where r.incident = i.id)) as category,
	i.care_state, i.assignee, i.received_at, i.due_at, i.due_code, i.urgent,
	(select count(*) from dispatch d where d.incident = i.id and d.state = 'proposed') as proposed,
	i.known, (select r.at from reading r where r.account = :reader and r.incident = i.id) as read_at,
	i.changed_at, i.changed_by, case when i.parent is null and exists (select 1 from incident l where l.id = i.likely
		and coalesce(l.parent_kind, '') <> 'duplicate' and {known l}) then i.likeness else 0 end as likeness, i.parent_kind,
	(select count(*) from incident c where c.parent = i.id and {known c}) as kin,
	(select count(*) from dispatch d where d.incident = i.id and d.state = 'fired'
		and d.acknowledged_at is null and d.ack_due < :now) as unacknowledged,
	(select count(*) from dispatch_message m where m.incident = i.id and m.kind = 'question'
		and m.answered = 0) as questions,
	(select count(*) from service_clock c where c.incident = i.id and c.stopped_at is null
		and c.due_at < :now) as n_late,
	i.retained, i.retained_at, i.erased_at
from (select x.*, case when {known x} then 1 else 0 end as known
	from incident x) i
where i.opened between :opened_from and :opened_to
	and {asked i}
	and (:gathered = 0 or coalesce(i.parent_kind, '') <> 'provider')
	and (i.known = 1 or :narrowed = 0
		and (cast(:reference as text) is null or i.reference = :reference))
order by i.known desc, case :sort when 'received' then -i.received_at when 'due' then coalesce(i.due_at, 9999999999)
	else -i.level end, i.urgent desc, coalesce(i.due_at, 9999999999), i.id desc
limit :max offset :skip;

-- queue_count: how many the same filters find.
select count(*) from (select x.*, case when {known x} then 1 else 0 end as known
	from incident x) i
where i.opened between :opened_from and :opened_to
	and {asked i}
	and (:gathered = 0 or coalesce(i.parent_kind, '') <> 'provider')
	and (i.known = 1 or :narrowed = 0
		and (cast(:reference as text) is null or i.reference = :reference));

-- queue_new: of the view that a page shows, what came and what somebody else changed since.
select coalesce(sum(case when i.received_at >= :drawn and i.opened = 1 then 1 else 0 end), 0),
	coalesce(sum(case when i.received_at < :drawn and i.changed_by <> :reader then 1 else 0 end), 0)
from (select x.*, case when {known x} then 1 else 0 end as known
	from incident x) i
where i.changed_at >= :drawn and i.known = 1
	and {asked i}
	and (:gathered = 0 or coalesce(i.parent_kind, '') <> 'provider');

-- queue_look: what streams watch: it differs when a file came or changed since the mark.
-- A counter alone, and a version: sealed files move it too, and it tells of none.
select count(*), cast(coalesce(sum(version), 0) as bigint), coalesce(max(changed_at), 0)
from incident where changed_at >= :since;

-- queue_late: files that are overdue, by service target; all of them under a null code.
select null as code, count(distinct c.incident) as n from service_clock c join incident x on x.id = c.incident
where c.stopped_at is null and c.due_at < :now
	and {known x}
union all
select c.code, count(distinct c.incident) from service_clock c join incident x on x.id = c.incident
where c.stopped_at is null and c.due_at < :now
	and {known x}
group by c.code;

-- clause asked: what the filters of the queue ask of a file.
((cast(:workflow as text) is null or {it}.workflow = :workflow)
	and (cast(:severity as text) is null or {it}.severity = :severity)
	and (cast(:region as text) is null or {it}.region = :region)
	and (cast(:org_type as text) is null or {it}.org_type = :org_type)
	and (cast(:category as text) is null or {it}.category = :category)
	and (cast(:assignee as bigint) is null or coalesce({it}.assignee, 0) = :assignee)
	and (cast(:overdue as bigint) is null or {it}.due_at < :overdue)
	and (cast(:target as text) is null or exists (select 1 from service_clock c
		where c.incident = {it}.id and c.code = :target and c.stopped_at is null and c.due_at < :now))
	and (cast(:since as bigint) is null or {it}.received_at >= :since)
	and (cast(:until as bigint) is null or {it}.received_at < :until)
	and (cast(:reference as text) is null or {it}.reference = :reference
		or exists (select 1 from report r where r.incident = {it}.id and r.reference = :reference))
	and (cast(:words as text) is null or lower({it}.org_name) like :words))
