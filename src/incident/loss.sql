-- loss_insert: what the incident cost, as it is known now; never changed.
insert into loss (incident, at, account, role, precision, staff_hours, external_cost,
	equipment_cost, lost_activity, ransom_asked, ransom_paid, degraded_days, acts_cancelled,
	patients_diverted)
values (:incident, :at, :account, :role, :loss_precision, :staff_hours, :external_cost,
	:equipment_cost, :lost_activity, :ransom_asked, :ransom_paid, :degraded_days,
	:acts_cancelled, :patients_diverted)
returning id;

-- loss_list: what was told, newest first.
select id, at, account, role, precision as loss_precision, staff_hours, external_cost,
	equipment_cost, lost_activity, ransom_asked, ransom_paid, degraded_days, acts_cancelled,
	patients_diverted
from loss where incident = :incident order by id desc limit :max;
