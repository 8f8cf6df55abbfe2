-- own_list: files of a structure, newest first.
select i.reference, r.reference, i.org_name, i.workflow, i.care_state, i.received_at, i.region,
	coalesce(i.impact_patient_data, ''), coalesce(r.impact_patient_data, ''), r.id, i.sealed,
	i.retained, i.retained_at, i.erased_at
from incident i join report r on r.id =
	(select min(first.id) from report first where first.incident = i.id)
where i.structure = :structure
order by i.received_at desc, i.id desc limit :max offset :skip;

-- own_urgent: immediate help is asked for after all; the queue shows it.
update incident set urgent = 1 where id = :id;
