-- intervention_insert: something to ask of a vendor or provider.
insert into intervention (reference, incident, vendor, state, created_at, account, body)
values (:reference, :incident, :vendor, :state, :created_at, :account, :body)
returning id;

-- intervention_save: how far it is.
update intervention set state = :state, asked_at = :asked_at, answered_at = :answered_at,
	ended_at = :ended_at, remind_at = :remind_at, reminders = :reminders, waited = :waited,
	waiting_since = :waiting_since, body = :body
where id = :id and incident = :incident;

-- intervention_list: those of a file, newest first.
select k.id, k.reference, k.vendor, k.state, k.created_at, k.account, k.asked_at, k.answered_at,
	k.ended_at, k.remind_at, k.reminders, k.waited, k.waiting_since, k.body,
	v.name as vendor_name, v.product as vendor_product
from intervention k join vendor v on v.id = k.vendor
where k.incident = :incident order by k.id desc limit :max;

-- intervention_incident: of which file, for the page behind a link and for reminders.
select incident, reference from intervention where id = :id;

-- intervention_due: those whose reminder is due.
select id from intervention
where remind_at <= :now and state = 'demandee' order by remind_at, id limit :max;

-- intervention_desk: over all open files, those that wait first; nothing of a sealed file
-- that the reader is not named on.
select k.reference, k.state, k.asked_at, k.answered_at, k.remind_at, k.reminders, k.waited,
	k.waiting_since, k.vendor, v.name, v.product, i.reference, i.org_name, i.opened
from intervention k join vendor v on v.id = k.vendor join incident i on i.id = k.incident
where (cast(:vendor as bigint) is null or k.vendor = :vendor)
	and {known i}
order by case when k.waiting_since is null then 1 else 0 end, coalesce(k.waiting_since, 0), k.id desc
limit :max;

-- third_clock_stop: the file no longer waits: what ran is added up.
update intervention set waited = waited + (:now - waiting_since), waiting_since = null
where incident = :incident and waiting_since is not null;

-- third_clock_start: the file waits: for everybody who was asked and did not answer.
update intervention set waiting_since = :now
where incident = :incident and state = 'demandee' and waiting_since is null;

-- told_insert: what the structure lets the third party be told.
insert into intervention_consent (intervention, at, account, role, named, fields)
values (:intervention, :now, :account, :role, :named, :fields);

-- told_revoke: from now on nothing more is told.
update intervention_consent set revoked_at = :now
where intervention = :intervention and revoked_at is null;

-- told_now: the consent in force.
select at, role, named, fields from intervention_consent
where intervention = :intervention and revoked_at is null order by id desc limit 1;

-- intervention_message_insert: a letter, a reminder, an answer, a call.
insert into intervention_message (intervention, at, account, role, kind, body)
values (:intervention, :now, :account, :role, :kind, :body);

-- intervention_message_list: what was said, oldest first.
select at, account, role, kind, body from intervention_message
where intervention = :intervention order by id limit :max;
