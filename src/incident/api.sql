-- api_list: clear columns of files this member may know of, by their last change; "personal": what a data officer may see.
select i.*, (select min(r.reference) from report r where r.incident = i.id) as report_reference,
	case when i.impact_patient_data = 'oui' or exists (select 1 from report r
		where r.incident = i.id and r.impact_patient_data = 'oui') then 1 else 0 end as personal
from incident i
where i.imported = 0 and (i.changed_at > :at or (i.changed_at = :at and i.id > :id))
	and i.opened between :opened_from and :opened_to
	and (cast(:severity as text) is null or i.severity = :severity)
	and (cast(:category as text) is null or i.category = :category)
	and (cast(:region as text) is null or i.region = :region)
	and (cast(:structure as bigint) is null or i.structure = :structure)
	and (cast(:structure as bigint) is not null or {known i})
order by i.changed_at, i.id
limit :max;
