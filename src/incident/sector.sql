-- sector_find: the draft of an incident.
select id, reference, state, body from sector_alert where incident = :incident {postgres: for update};

-- sector_insert: one an incident.
insert into sector_alert (reference, incident, at, state, body)
values (:reference, :incident, :now, 'draft', :body)
on conflict (incident) do nothing;

-- sector_update: as long as nobody took it over.
update sector_alert set at = :now, body = :body where id = :id and state = 'draft';

-- sector_list: drafts, newest first.
-- The reference alone, of sealed files too.
select s.id, s.reference, s.at, s.state, i.reference as incident_reference
from sector_alert s join incident i on i.id = s.incident order by s.at desc, s.id desc limit :max;

-- sector_by_reference: one, with its vault.
-- The reference alone, of sealed files too.
select s.id, s.reference, s.at, s.state, s.body, i.vault, i.reference as incident_reference
from sector_alert s join incident i on i.id = s.incident where s.reference = :reference;
