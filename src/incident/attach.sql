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

-- attachment_room: how much the files of a report hold, of those that came since an instant.
select coalesce(sum(size), 0) from attachment
where report = :report and removed_at is null
	and (cast(:since as bigint) is null or added_at > :since);

-- attachment_drafts: how much all drafts hold.
select coalesce(sum(a.size), 0) from attachment a join report r on r.id = a.report
where r.state = 'draft';

-- attachment_remove: by its owner, while the report is a draft.
delete from attachment where id = :id and report = :report
	and exists (select 1 from report r where r.id = :report and r.state = 'draft')
returning blob;
