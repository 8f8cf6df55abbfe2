-- decision_expire: a question whose time is over stands no longer in the way.
update decision set state = 'expired'
where incident = :incident and kind = :kind and state = 'asked' and until <= :now;

-- decision_insert: one question of a kind and object of a file at a time.
insert into decision (reference, incident, kind, object, version, state, asked_by, asked_at, until,
	body)
values (:reference, :incident, :kind, :object, :version, 'asked', :asked_by, :now, :until, :body)
on conflict (incident, kind, coalesce(object, '')) where state = 'asked' do nothing
returning id;

-- decision_by_reference: with its file's reference, which may be sealed.
select d.id, d.reference, d.incident, d.version, i.reference as incident_reference, i.org_name,
	1 as known, d.kind, case when d.state = 'asked' and d.until <= :now then 'expired'
		else d.state end as state, d.object, d.asked_by, d.decided_by, d.asked_at, d.until,
	d.decided_at, d.body, d.answer
from decision d join incident i on i.id = d.incident where d.reference = :reference;

-- decision_list: those of one view; of sealed files where the reader is named.
select d.id, d.reference, d.incident, d.version, i.reference as incident_reference, i.org_name,
	1 as known, d.kind, case when d.state = 'asked' and d.until <= :now then 'expired'
		else d.state end as state, d.object, d.asked_by, d.decided_by, d.asked_at, d.until,
	d.decided_at, d.body, d.answer
from decision d join incident i on i.id = d.incident
where (:which <> 'open' or (d.state = 'asked' and d.until > :now))
	and (:which <> 'mine' or d.asked_by = :reader)
	and (:which <> 'past' or d.state <> 'asked' or d.until <= :now)
	and (:which <> 'file' or d.incident = :incident)
	and {known i}
order by d.id desc limit :max;

-- decision_decide: the first one counts.
update decision set state = :state, decided_by = :account, decided_at = :now, answer = :answer
where id = :id and state = 'asked' and until > :now;

-- decision_stands: is there an approved one?
select 1 from decision where incident = :incident and kind = :kind and state = 'approved'
	and coalesce(object, '') = coalesce(cast(:object as text), '');

-- incident_tlp: the marking as it is kept.
-- Of a file that is open already, sealed or not.
select tlp from incident where id = :id;
