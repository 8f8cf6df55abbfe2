-- fssi_list: every file, majors and crises first; the FSSI is on every list of names.
-- For the FSSI, who sees sealed files.
select i.reference, i.org_name, i.org_type, i.region, i.severity, i.workflow, i.care_state,
	i.fssi_crisis, i.taken_by_anssi, i.received_at,
	(select count(*) from demand m where m.incident = i.id
		and m.state in ('asked', 'accepted', 'planned')) as demands,
	(select count(*) from dispatch d where d.incident = i.id and d.state = 'fired'
		and d.acknowledged_at is null and d.ack_due < :now) as unacknowledged,
	(select count(*) from dispatch d where d.incident = i.id and d.state = 'proposed') as proposed
from incident i
where i.opened between :opened_from and :opened_to
	and (cast(:crisis as bigint) is null or i.fssi_crisis = 'oui')
order by case when i.fssi_crisis = 'oui' and i.opened = 1 then 0 else 1 end, i.level desc,
	i.received_at desc, i.id desc
limit :max offset :skip;

-- fssi_count: how many the same filter finds.
-- For the FSSI, who sees sealed files.
select count(*) from incident i
where i.opened between :opened_from and :opened_to
	and (cast(:crisis as bigint) is null or i.fssi_crisis = 'oui');

-- fssi_figures: majors, crises, demands that wait, of the open files.
-- For the FSSI, who sees sealed files.
select (select count(*) from incident where opened = 1 and severity = 'MAJEUR'),
	(select count(*) from incident where opened = 1 and fssi_crisis = 'oui'),
	(select count(*) from demand where state in ('asked', 'accepted', 'planned'));

-- fssi_demands: what the FSSI asked for and is not over.
-- For the FSSI, who sees sealed files.
select m.reference, i.reference as incident, i.org_name, m.kind, m.state, m.at, m.planned_at
from demand m join incident i on i.id = m.incident
where m.state in ('asked', 'accepted', 'planned') order by m.id desc limit :max;

-- fssi_late: cards that their authority should have acknowledged.
-- For the FSSI, who sees sealed files.
select d.reference, i.reference as incident, i.org_name, d.desk, d.card, d.fired_at, d.ack_due
from dispatch d join incident i on i.id = d.incident
where d.state = 'fired' and d.acknowledged_at is null and d.ack_due < :now and i.opened = 1
order by d.ack_due limit :max;
