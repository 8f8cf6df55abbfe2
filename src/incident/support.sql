-- support_insert: a request for help, with the state of care at that moment, for ever.
insert into support_request (incident, asked_at, kinds, state_at_request)
values (:incident, :now, :kinds, :state_at_request);
