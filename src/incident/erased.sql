-- erased_of: what is still told of a file whose key is gone, by a reference of it, of its report or of a card; of sealed
-- ones to those who may know of them.
select i.reference, i.structure, i.region, i.org_name, i.org_type, i.department, i.workflow, i.severity,
	coalesce(i.category, (select min(r.category) from report r where r.incident = i.id)) as category,
	i.care_state, i.received_at, i.closed_at, i.retained, i.erased_at, i.sealed,
	case when {known i} then 1 else 0 end as known, d.desk, d.region as card_region
from incident i left join dispatch d on d.incident = i.id and d.reference = :reference and d.state = 'fired'
where i.erased_at is not null and (i.reference = :reference or d.id is not null
	or exists (select 1 from report r where r.incident = i.id and r.reference = :reference));
