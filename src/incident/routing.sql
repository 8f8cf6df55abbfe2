-- dispatch_insert: one a rule, recipient and place in the sequence; again changes nothing.
insert into dispatch (reference, incident, rule, desk, region, card, state, severity, tlp, basis,
	proposed_at, due_at, fired_at, body, body_hash, sequence, previous, facts_hash, ack_due,
	decided_by, reason)
values (:reference, :incident, :rule, :desk, :region, :card, :state, :severity, :tlp, :basis,
	:now, :due_at, :fired_at, :body, :body_hash, :sequence, :previous, :facts_hash, :ack_due,
	:account, :reason)
on conflict (incident, rule, desk, coalesce(region, ''), sequence) do nothing
returning id;

-- dispatch_exists: asked first, so that a number is not used for nothing.
select id from dispatch where incident = :incident and rule = :rule and desk = :desk
	and coalesce(region, '') = coalesce(cast(:region as text), '');

-- dispatch_withdraw: proposals to an agency that the incident is not of any more.
update dispatch set state = 'declined'
where incident = :incident and desk = 'ars' and state = 'proposed'
	and coalesce(region, '') <> coalesce(cast(:region as text), '');

-- dispatch_decide: a proposal sent or declined, once.
update dispatch set state = :state, severity = :severity, decided_by = :account,
	fired_at = :fired_at, body = :body, body_hash = :body_hash, ack_due = :ack_due
where id = :id and state = 'proposed';

-- dispatch_late: files with a health alert that waits past its due time, and no call since it was proposed.
-- Of a sealed file the reference alone.
select i.reference, case when i.sealed = 0 then i.severity end as severity, max(d.proposed_at) as proposed_at
from dispatch d join incident i on i.id = d.incident
where d.state = 'proposed' and d.rule = 'R3' and d.due_at <= :now and i.opened = 1
	and not exists (select 1 from duty_call c where c.subject_kind = 'incident' and c.subject = i.reference
		and c.reason = 'unanswered' and (c.state <> 'closed' or c.opened_at >= d.proposed_at))
group by i.reference, i.sealed, i.severity order by min(d.due_at) limit 50;

-- dispatch_by_id: with its incident and its vault, not the file.
select d.*, i.vault, i.sealed, i.reference as incident_reference
from dispatch d join incident i on i.id = d.incident where d.id = :id;

-- dispatch_by_reference: the same, as pages name it.
select d.*, i.vault, i.sealed, i.reference as incident_reference
from dispatch d join incident i on i.id = d.incident where d.reference = :reference;

-- dispatch_of_incident: all that was proposed or sent for a file.
select d.*, i.vault, i.sealed, i.reference as incident_reference
from dispatch d join incident i on i.id = d.incident where d.incident = :incident order by d.id;

-- dispatch_of_desk: a recipient's cards, newest first; of its region where it has one; all for the cell.
select d.*, i.vault, i.sealed, i.reference as incident_reference
from dispatch d join incident i on i.id = d.incident
where d.state = 'fired' and (cast(:desk as text) is null or d.desk = :desk)
	and (cast(:region as text) is null or d.region = :region)
	and (cast(:desk as text) is not null or i.sealed = 0 or exists (select 1 from incident_access a
		where a.incident = i.id and a.account = :reader and a.ended_at is null
			and (a.until is null or a.until > :now)))
	and (cast(:waiting as bigint) is null or d.acknowledged_at is null)
	and (cast(:since as bigint) is null or d.fired_at >= :since)
	and (cast(:until as bigint) is null or d.fired_at < :until)
	and (cast(:crisis as bigint) is null or (i.fssi_crisis = 'oui' and (
		cast(:desk as text) is null or d.desk = 'fssi' or exists (select 1 from dispatch c
			where c.incident = d.incident and c.desk = d.desk and c.card = 'crisis'
				and c.state = 'fired' and coalesce(c.region, '') = coalesce(d.region, '')))))
	and (cast(:authorities as bigint) is null
		or d.desk in ('fssi', 'ars', 'corruss', 'anssi', 'ansm', 'army'))
order by d.fired_at desc, d.id desc limit :max offset :skip;

-- dispatch_acknowledge: the first time counts.
update dispatch set acknowledged_at = :now, acknowledged_by = :account, acknowledged_name = :name
where id = :id and acknowledged_at is null and state = 'fired';

-- dispatch_last: how many cards of a rule an authority has had for an incident.
select coalesce(max(sequence), 0) from dispatch where incident = :incident and rule = :rule
	and desk = :desk and coalesce(region, '') = coalesce(cast(:region as text), '');

-- dispatch_again: its mail leaves once more.
update dispatch set sent_again_at = :now where id = :id and state = 'fired';

-- dispatch_next: the card that follows one, for its reader.
select reference from dispatch where previous = :reference and state = 'fired' order by sequence limit 1;
