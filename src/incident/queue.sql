-- queue_list: the incidents of the desk, by urgency unless asked otherwise; sealed bodies stay shut.
select i.reference, i.org_name, i.org_type, i.department, i.region, i.workflow, i.severity,
	coalesce(i.category, (select min(r.category) from report r where r.incident = i.id)) as category,
	i.care_state, i.assignee, i.received_at, i.due_at, i.due_code, i.urgent,
	(select count(*) from dispatch d where d.incident = i.id and d.state = 'proposed') as proposed
from incident i
where i.opened between :opened_from and :opened_to
	and (cast(:workflow as text) is null or i.workflow = :workflow)
	and (cast(:severity as text) is null or i.severity = :severity)
	and (cast(:region as text) is null or i.region = :region)
	and (cast(:org_type as text) is null or i.org_type = :org_type)
	and (cast(:category as text) is null or i.category = :category)
	and (cast(:assignee as bigint) is null or coalesce(i.assignee, 0) = :assignee)
	and (cast(:overdue as bigint) is null or i.due_at < :overdue)
	and (cast(:since as bigint) is null or i.received_at >= :since)
	and (cast(:until as bigint) is null or i.received_at < :until)
	and (cast(:reference as text) is null or i.reference = :reference
		or exists (select 1 from report r where r.incident = i.id and r.reference = :reference))
	and (cast(:words as text) is null or lower(i.org_name) like :words)
order by case :sort when 'received' then -i.received_at when 'due' then coalesce(i.due_at, 9999999999)
	else -i.level end, i.urgent desc, coalesce(i.due_at, 9999999999), i.id desc
limit :max offset :skip;

-- queue_count: how many the same filters find.
select count(*) from incident i
where i.opened between :opened_from and :opened_to
	and (cast(:workflow as text) is null or i.workflow = :workflow)
	and (cast(:severity as text) is null or i.severity = :severity)
	and (cast(:region as text) is null or i.region = :region)
	and (cast(:org_type as text) is null or i.org_type = :org_type)
	and (cast(:category as text) is null or i.category = :category)
	and (cast(:assignee as bigint) is null or coalesce(i.assignee, 0) = :assignee)
	and (cast(:overdue as bigint) is null or i.due_at < :overdue)
	and (cast(:since as bigint) is null or i.received_at >= :since)
	and (cast(:until as bigint) is null or i.received_at < :until)
	and (cast(:reference as text) is null or i.reference = :reference
		or exists (select 1 from report r where r.incident = i.id and r.reference = :reference))
	and (cast(:words as text) is null or lower(i.org_name) like :words);

-- queue_new: received since a page was drawn, for its live count.
select count(*) from incident where received_at > :since and opened = 1 and imported = 0;
