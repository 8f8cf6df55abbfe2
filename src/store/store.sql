-- The store's own statements, by file.

-- migration_all: what was applied, and the hash of each text.
select number, hash from migration order by number;

-- migration_find: was this one applied?
select 1 from migration where number = :number;

-- migration_add: it is applied.
insert into migration (number, name, hash, applied)
values (:number, :name, :hash, :applied);

-- vault_add: a new key, wrapped.
insert into vault (id, master, wrapped) values (:id, :master, :wrapped);

-- vault_find: the wrapped key; none when it was erased.
select master, wrapped from vault where id = :id and erased is null;

-- vault_erase: the key is forgotten, the row stays.
update vault
set master = null, wrapped = null, erased = :now
where id = :id and erased is null;

-- vault_behind: vaults that another master key than this one wraps.
select id from vault
where master <> cast(:master as bigint) and id > cast(:after as bigint)
order by id limit 100;

-- vault_lock: the same row, kept from others while it is wrapped anew.
select master, wrapped from vault where id = :id and erased is null
{postgres: for update};

-- vault_wrap: wrapped by another master key.
update vault set master = :master, wrapped = :wrapped where id = :id and erased is null;

-- journal_lock: takes n numbers at the end of the chain and keeps other writers out.
update journal_head set seq = seq + cast(:n as bigint) where one = 1
returning seq, hash;

-- journal_add: one entry.
insert into journal (seq, instant, account, role, address, action, object, reference, detail, hash)
values (:seq, :instant, :account, :role, :address, :action, :object, :reference, :detail, :hash);

-- journal_close: the hash of the last entry.
update journal_head set hash = :hash where one = 1;

-- journal_head: the last entry's number and hash.
select seq, hash from journal_head where one = 1;

-- journal_page: entries after one, in order.
select seq, instant, account, role, address, action, object, reference, detail, hash
from journal where seq > cast(:after as bigint) order by seq limit 500;

-- journal_list: the newest entries that the filters let through, a page at a time.
select seq, instant, account, role, address, action, object, reference, detail, hash
from journal
where seq < cast(:before as bigint)
	and (cast(:object as text) is null or object = :object)
	and (cast(:reference as text) is null or reference = :reference)
	and (cast(:action as text) is null
		or substr(action, 1, length(cast(:action as text))) = :action)
	and (cast(:account as bigint) is null or account = :account)
	and (cast(:since as bigint) is null or instant >= :since)
	and (cast(:until as bigint) is null or instant < :until)
order by seq desc limit :max;

-- journal_of: what was done with one object, under either of its references, in order; each with the hash before it.
select j.seq, j.instant, j.account, j.role, j.address, j.action, j.object, j.reference, j.detail, j.hash,
	coalesce((select p.hash from journal p where p.seq = j.seq - 1), '0000000000000000000000000000000000000000000000000000000000000000') as previous
from journal j
where j.object in ('incident', 'report') and j.reference in (:one, :other)
order by j.seq limit :max;

-- blob_add: a blob begins.
insert into blob (vault, state, started) values (:vault, 'partial', :started) returning id;

-- blob_chunk_add: one sealed piece.
insert into blob_chunk (blob, n, sealed) values (:blob, :n, :sealed);

-- blob_end: all pieces are there; its size, and its sealed facts.
update blob set state = 'whole', size = :size, facts = :facts
where id = :id and state = 'partial';

-- blob_find: a whole blob.
select size, facts from blob where id = :id and vault = :vault and state = 'whole';

-- blob_chunk_find: one piece.
select sealed from blob_chunk where blob = :blob and n = :n;

-- blob_chunk_count: how many pieces there are.
select count(*) from blob_chunk where blob = :blob;

-- blob_remove: a partial blob with its pieces.
delete from blob where id = :id and state = 'partial';

-- blob_delete: a whole blob with its pieces.
delete from blob where id = :id and vault = :vault and state = 'whole';

-- blob_sweep_partial: those that nobody finished.
delete from blob where state = 'partial' and started < :older;

-- blob_sweep_chunks: pieces whose key was erased.
delete from blob_chunk where blob in (
	select b.id from blob b join vault v on v.id = b.vault
	where v.erased is not null and b.state = 'whole'
);

-- blob_sweep_erased: blobs whose key was erased.
update blob set state = 'erased', facts = null
where state = 'whole' and vault in (select id from vault where erased is not null);

-- blob_after: the next whole blob whose key is there.
select b.id, b.vault from blob b join vault v on v.id = b.vault
where b.state = 'whole' and v.erased is null and b.id > cast(:after as bigint)
order by b.id limit 1;

-- job_add: to be done, not before an instant.
insert into job (kind, argument, state, wake, added)
values (:kind, :argument, 'waiting', :wake, :added);

-- job_take: leases the job that is due first, passing over those that others are taking.
update job
set state = 'running', tries = tries + 1, wake = :until
where id = (
	select id from job
	where wake <= cast(:now as bigint) and state in ('waiting', 'running')
	order by wake, id limit 1
	{postgres: for update skip locked}
)
returning id, kind, argument, tries;

-- job_renew: the lease goes on, if it still is this try's.
update job set wake = :until where id = :id and tries = :tries and state = 'running';

-- job_done: ended well.
update job set state = 'done', ended = :now, reason = null
where id = :id and state in ('waiting', 'running');

-- job_again: this try failed; the next one is due later.
update job set state = 'waiting', wake = :wake, reason = :reason
where id = :id and tries = :tries and state = 'running';

-- job_dead: given up.
update job set state = 'dead', ended = :now, reason = :reason
where id = :id and tries = :tries and state = 'running';

-- job_sweep: forgets those that were done before an instant.
delete from job where state = 'done' and ended < :older;

-- mail_add: to be sent.
insert into mail (message_id, vault, recipient, subject, body, state, wake, queued)
values (:message_id, :vault, :recipient, :subject, :body, 'waiting', :now, :now)
returning id;

-- mail_take: leases the mail that is due first.
update mail
set state = 'running', tries = tries + 1, wake = :until
where id = (
	select id from mail
	where wake <= cast(:now as bigint) and state in ('waiting', 'running')
	order by wake, id limit 1
	{postgres: for update skip locked}
)
returning id, message_id, vault, recipient, subject, body, tries;

-- mail_sent: a server took it; its content goes.
update mail
set state = 'sent', ended = :now, reason = null, recipient = null, subject = null, body = null
where id = :id and state in ('waiting', 'running');

-- mail_again: this try failed; the next one is due later.
update mail set state = 'waiting', wake = :wake, reason = :reason
where id = :id and tries = :tries and state = 'running';

-- mail_dead: given up; its content stays until the sweep, for who must call instead.
update mail set state = 'dead', ended = :now, reason = :reason
where id = :id and tries = :tries and state = 'running';

-- mail_sweep: forgets those that ended before an instant.
delete from mail where id in (
	select id from mail where ended < cast(:older as bigint) order by id limit 200
)
returning vault;

-- vault_remove: the row of a vault that nothing refers to.
delete from vault where id = :id;

-- journal_readers: how many accounts of each role did one thing to an object.
select role, count(distinct coalesce(account, 0)) from journal
where object = :object and reference = :reference and action = :action group by role order by role;
