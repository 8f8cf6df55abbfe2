-- orientation_insert: a responder near the structure, proposed once.
insert into orientation (incident, responder, proposed_at, account, body)
values (:incident, :responder, :proposed_at, :account, :body)
on conflict (incident, responder) do nothing
returning id;

-- orientation_save: what the structure chose, and what came of it.
update orientation set choice = :choice, consent = :consent, chosen_at = :chosen_at,
	result = :result, result_at = :result_at, body = :body
where id = :id and incident = :incident;

-- orientation_list: those of a file.
select id, responder, proposed_at, account, choice, consent, chosen_at, result, result_at, body
from orientation where incident = :incident order by id limit :max;
