-- attachment_insert: a file of a report; its name and type are sealed.
insert into attachment (report, blob, size, sha256, added_at, account, from_cell, body)
values (:report, :blob, :size, :sha256, :now, :account, :from_cell, :body)
returning id;

-- attachment_list: in the order they came.
select id, blob, size, sha256, added_at, account, from_cell, body from attachment
where report = :report and removed_at is null order by id;

-- attachment_by_id: one, if it is that report's.
select id, blob, size, sha256, added_at, account, from_cell, body from attachment
where report = :report and id = :id and removed_at is null;

-- attachment_remove: by its owner, while the report is a draft.
update attachment set removed_at = :now where id = :id and report = :report;
