-- reading_note: this person has it before them.
insert into reading (account, incident, at) values (:account, :incident, :now)
on conflict (account, incident) do update set at = excluded.at;

-- reading_recent: what this person read last, but what is sealed from them meanwhile.
select i.reference, i.org_name, r.at,
	case when i.changed_at > r.at and i.changed_by <> :reader then 1 else 0 end as changed
from reading r join incident i on i.id = r.incident
where r.account = :reader and i.erased_at is null and {known i}
order by r.at desc, i.id desc limit :max;

-- reading_demo: for the demonstration: the latest files, read one after the other an hour ago.
insert into reading (account, incident, at)
select :account, i.id, :now - 3600 + i.id from incident i where i.opened = 1 and i.sealed = 0
order by i.received_at desc, i.id desc limit 6;

-- reading_forget: older than anybody comes back to.
delete from reading where at < :before;
