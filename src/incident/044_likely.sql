-- Of which file a file may be the duplicate: the hint ends with that one, without a write.
alter table incident add column likely bigint;
