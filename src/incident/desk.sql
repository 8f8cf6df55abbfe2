-- support_list: requests for help of a file.
select id, asked_at, kinds, state_at_request, delivered_at, delivered_kinds, closed_at
from support_request where incident = :incident order by id;

-- support_deliver: what was really given.
update support_request set delivered_at = :now, delivered_kinds = :kinds, closed_at = :now
where id = :id and incident = :incident;
