-- Whether the key of a file is gone, and since when: what a list or a page tells of it is its row alone.
alter table incident add column erased_at bigint;
update incident set erased_at = coalesce(retained_at, closed_at, received_at)
where exists (select 1 from vault v where v.id = incident.vault and v.erased is not null);
