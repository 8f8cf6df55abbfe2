-- remind_deadline: the next deadline that a reminder is due for and was not sent. Sealed or not: who may be told is asked of each mail (notice.c).
select d.incident, 0 as subject, coalesce(d.due_at, d.start_at) as owed_at, d.id
from deadline d join incident i on i.id = d.incident
where d.code = :about and d.state = 'open' and d.id > :after
	and coalesce(d.due_at, d.start_at) <= :until
	and i.workflow not in ('DOUBLON', 'ERREUR', 'ANNULE')
	and not exists (select 1 from reminder r where r.incident = d.incident and r.code = :code
		and r.about = :about and r.owed_at = coalesce(d.due_at, d.start_at))
order by d.id limit 1;

-- remind_clock: the next clock, likewise.
select c.incident, c.subject, c.due_at as owed_at, c.id
from service_clock c
where c.code = :about and c.stopped_at is null and c.id > :after and c.due_at <= :until
	and not exists (select 1 from reminder r where r.incident = c.incident and r.code = :code
		and r.about = :about and r.subject = c.subject and r.owed_at = c.due_at)
order by c.id limit 1;

-- remind_insert: once, whoever comes first.
insert into reminder (incident, code, about, subject, owed_at, sent_at, mails)
values (:incident, :code, :about, :subject, :owed_at, :now, 0)
on conflict (incident, code, about, subject, owed_at) do nothing
returning id;

-- remind_mails: to how many it went.
update reminder set mails = :mails where id = :id;

-- remind_list: those of a file that were really sent, newest first.
select code, about, sent_at, mails from reminder
where incident = :incident and mails > 0 order by id desc limit :max;
