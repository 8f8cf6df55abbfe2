-- history_known: was this record imported before?
select id from report where source_key = :key;

-- history_source: how it is known again, and how exact its date is.
update report set source_key = :key, detected_precision = :precision where id = :id;

-- history_support: a request of the past, as it was told.
insert into support_request (incident, asked_at, kinds, state_at_request, delivered_at, closed_at)
values (:incident, :asked_at, :kinds, :state, :delivered_at, :asked_at);

-- history_export: every received report with its incident, in the order of declaration; sealed
-- files stay where they are.
select r.id, i.id from report r join incident i on i.id = r.incident
where r.state = 'received' and i.sealed = 0 and r.id > :after order by r.id limit 200;
