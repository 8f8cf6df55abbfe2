-- retention_due: files, sealed ones too, that are over for long enough, not held, and not yet so far forgotten.
select i.id from incident i
where i.opened = 0 and i.retained < :rank and coalesce(i.closed_at, i.received_at) < :before
	and not exists (select 1 from evidence_hold h where h.incident = i.id and h.ended_at is null)
order by i.id limit :max;

-- retention_done: how far, and since when.
update incident set retained = :rank, retained_at = :now,
	erased_at = case when :erased = 1 then :now else erased_at end,
	org_name = case when structure is null and :erased = 1 then '' else org_name end
where id = :id and retained < :rank;

-- retention_reports: the reports of a file.
select id from report where incident = :incident order by id;

-- retention_body: a declaration, sealed again without what is forgotten.
update report set body = :body, account = null where id = :report;

-- retention_version: one version of it.
update report_version set body = :body, account = null where report = :report and version = :version;

-- retention_locked: nobody opens it by its secret any more.
update report set secret_hash = :none, account = null, entered_by = null,
	org_name = case when structure is null then '' else org_name end
where id = :report;

-- retention_observables: what could be found again by its index.
delete from observable_source where observable in (select id from observable where incident = :incident);

-- retention_observable: the same, itself.
delete from observable where incident = :incident;

-- retention_signals: what told it from, or tied it to, others.
delete from incident_signal where incident = :incident;
