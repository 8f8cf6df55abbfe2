-- How far a file was forgotten: the order of the last class of data/retention.tsv that was
-- applied to it.  The row stays for the figures.
alter table incident add column retained bigint not null default 0;
alter table incident add column retained_at bigint;
create index incident_retained on incident (retained, closed_at) where opened = 0;
