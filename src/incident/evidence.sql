-- observable_insert: seen; once a file, whatever the number of places.
insert into observable (incident, kind, blind, state, listed, tlp, pap, first_seen, last_seen,
	decided_at, decided_by, body)
values (:incident, :kind, :blind, :state, :listed, :tlp, :pap, :first_seen, :last_seen,
	:decided_at, :decided_by, :body)
on conflict (incident, kind, blind) do update set last_seen = :last_seen
returning id;

-- observable_list: of a file, the latest first.
select id, kind, blind, state, listed, tlp, pap, first_seen, last_seen, decided_at, decided_by,
	body
from observable where incident = :incident order by id desc limit :max;

-- observable_count: how many a file has.
select count(*) from observable where incident = :incident;

-- observable_decide: confirmed, discarded, or proposed again.
update observable set state = :state, tlp = coalesce(:tlp, tlp), decided_at = :now,
	decided_by = :account
where id = :id and incident = :incident;

-- observable_source_insert: one more place.
insert into observable_source (observable, source, ref) values (:observable, :source, :ref)
on conflict (observable, source, ref) do nothing;

-- observable_source_list: where those of a file were seen.
select s.observable, s.source, s.ref from observable_source s
join observable o on o.id = s.observable
where o.incident = :incident order by s.observable, s.source, s.ref limit :max;

-- observable_elsewhere: other files that hold the same, of those that the reader may open; what is common is no tie.
select mine.id, i.reference, i.org_name, i.received_at
from observable mine
join observable other on other.blind = mine.blind and other.incident <> mine.incident
join incident i on i.id = other.incident
where mine.incident = :incident and mine.listed is null and mine.state <> 'ecarte'
	and other.state <> 'ecarte'
	and {known i}
order by mine.id, i.id desc limit :max;

-- evidence_look_insert: something was looked at.
insert into evidence_look (incident, source, ref, at, state, found)
values (:incident, :source, :ref, :now, :state, :found)
on conflict (incident, source, ref) do nothing;

-- evidence_unread_reports: declarations and their complements that nobody looked at.
select r.id, r.version from report r where r.incident = :incident and r.version > 0
	and not exists (select 1 from evidence_look l where l.incident = :incident
		and l.source = 'declaration' and l.ref = r.id * 10000 + r.version)
order by r.id limit :max;

-- evidence_unread_log: entries of the log in somebody's own words.
select e.id, e.body from log_entry e
where e.incident = :incident and e.kind in ('note', 'message', 'appel', 'courriel', 'retour',
	'indicateur', 'releve', 'decision', 'mesure_conservatoire')
	and not exists (select 1 from evidence_look l where l.incident = :incident
		and l.source = 'journal' and l.ref = e.id)
order by e.id limit :max;

-- evidence_unread_files: attachments.
select a.id, a.blob, a.size, r.vault from attachment a join report r on r.id = a.report
where r.incident = :incident and a.removed_at is null
	and not exists (select 1 from evidence_look l where l.incident = :incident
		and l.source = 'piece' and l.ref = a.id)
order by a.id limit :max;

-- evidence_file_list: attachments of a report, erased ones too, and how they were looked at.
select a.id, a.blob, a.size, a.sha256, a.added_at, a.account, a.from_cell, a.body, a.removed_at,
	l.state, l.found
from attachment a
left join evidence_look l on l.incident = :incident and l.source = 'piece' and l.ref = a.id
where a.report = :report order by a.id limit :max;

-- attachment_erase: the bytes go, what is known of them stays.
update attachment set removed_at = :now
where id = :id and report = :report and removed_at is null
returning blob, sha256;

-- evidence_hold_find: the one that runs.
select id, at, account, body from evidence_hold where incident = :incident and ended_at is null
order by id desc limit 1;

-- evidence_hold_insert: nothing of the file is erased from now on.
insert into evidence_hold (incident, at, account, body) values (:incident, :now, :account, :body);

-- evidence_hold_end: it may be erased again.
update evidence_hold set ended_at = :now, ended_by = :account
where incident = :incident and ended_at is null;
