-- access_named: is this account on the list of a file now?
select 1 from incident_access
where incident = :incident and account = :account and ended_at is null
	and (until is null or until > :now);

-- incident_sealed: asked where only the number of a file is at hand.
select sealed from incident where id = :id;

-- incident_seal: the seal put on or taken off, if nobody wrote in between.
update incident set sealed = :sealed, version = version + 1
where id = :id and version = :version returning version;

-- access_insert: one more name on the list.
insert into incident_access (incident, account, kind, named_by, at, until, body)
values (:incident, :account, :kind, :named_by, :now, :until, :body);

-- access_end: a name off the list, or all of them; the row tells until when.
update incident_access set ended_at = :now, ended_by = :ended_by
where incident = :incident and ended_at is null
	and (cast(:account as bigint) is null or account = :account);

-- access_list: all who are and were named, the latest first.
select id, account, kind, named_by, at, until, ended_at, ended_by, body from incident_access
where incident = :incident order by id desc limit :max;

-- incident_seal_of: what may be told of a file to somebody who is not named: that it is there, and sealed.
select id, reference, sealed from incident where reference = :reference;

-- incident_known: of a reference alone, whether the reader may know of what is sealed.
select case when {known i} then 1 else 0 end as known from incident i where i.reference = :reference;

-- clause known: whether :reader may know of the file, which is sealed or not (need.h; need_bind binds).
({it}.sealed = 0 or :all = 1 or exists (select 1 from incident_access a
	where a.incident = {it}.id and a.account = :reader and a.ended_at is null
		and (a.until is null or a.until > :now)))
