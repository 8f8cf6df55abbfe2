-- bulk_insert: one act on several files.
insert into bulk (account, at, act) values (:account, :now, :act) returning id;

-- bulk_item_insert: what came of it for one file, and what the file was before.
insert into bulk_item (bulk, incident, outcome, version, assignee, workflow)
values (:bulk, :incident, :outcome, :version, :assignee, :workflow)
on conflict (bulk, incident) do nothing;

-- bulk_by_id: one's own.
select act, at, undone_at from bulk where id = :id and account = :account {postgres: for update};

-- bulk_read: the same, to be shown.
select act, at, undone_at from bulk where id = :id and account = :account;

-- bulk_items: its files; of a sealed one too the reference is all that shows.
select b.incident, i.reference, b.outcome, b.version, b.assignee, b.workflow
from bulk_item b join incident i on i.id = b.incident where b.bulk = :bulk order by b.incident;

-- bulk_undone: once.
update bulk set undone_at = :now where id = :id and undone_at is null;

-- bulk_item_outcome: what the undoing made of it.
update bulk_item set outcome = :outcome where bulk = :bulk and incident = :incident;
