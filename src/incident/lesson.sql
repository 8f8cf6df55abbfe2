-- lesson_insert: one a file.
insert into lesson (incident, state, lesson_tlp, lesson_named, category, org_type, author,
	created_at, changed_at, body, notes)
values (:incident, 'draft', :lesson_tlp, :lesson_named, :category, :org_type, :author, :now, :now,
	:body, :notes)
on conflict (incident) do nothing
returning id;

-- lesson_save: everything, if nobody wrote in between.
update lesson set version = version + 1, state = :state, reference = :reference,
	lesson_tlp = :lesson_tlp, lesson_named = :lesson_named, online = :online,
	shown_tlp = :shown_tlp, category = :category, org_type = :org_type, org_name = :org_name,
	author = :author, checker = :checker, changed_at = :now, published_at = :published_at,
	updated_at = :updated_at, withdrawn_at = :withdrawn_at, withdrawn_why = :withdrawn_why,
	body = :body, notes = :notes, vault = :vault, published = :published
where id = :id and version = :version
returning version;

-- lesson_of: that of a file.
select id, incident, reference, version, state, lesson_tlp, lesson_named, online, shown_tlp,
	category, org_type, org_name, author, checker, created_at, changed_at, published_at,
	updated_at, withdrawn_at, withdrawn_why, body, notes, vault, published
from lesson where incident = :incident;

-- lesson_lock: whoever publishes and whoever takes back wait for one another.
select id from lesson where incident = :incident{postgres: for update};

-- lesson_by_reference: one that was published, online or not.
select id, incident, reference, online, shown_tlp, category, org_type, org_name, published_at, updated_at,
	withdrawn_at, withdrawn_why, vault, published
from lesson where reference = :reference;

-- lesson_orphan_withdraw: one that has no file any more, from its own page.
update lesson set online = 0, state = 'withdrawn', withdrawn_at = :now, withdrawn_why = :why,
	published = null, version = version + 1
where reference = :reference and incident is null and online = 1;

-- lesson_list: those online that this reader may see, newest first.
select id, reference, online, shown_tlp, category, org_type, org_name, published_at, updated_at,
	withdrawn_at, withdrawn_why, vault, published
from lesson
where online = 1 and (:members = 1 or shown_tlp = 'TLP:CLEAR')
	and (cast(:category as text) is null or category = :category)
	and (cast(:org_type as text) is null or org_type = :org_type)
order by published_at desc, id desc limit :max offset :skip;

-- lesson_count: how many the same finds.
select count(*) from lesson
where online = 1 and (:members = 1 or shown_tlp = 'TLP:CLEAR')
	and (cast(:category as text) is null or category = :category)
	and (cast(:org_type as text) is null or org_type = :org_type);

-- lesson_event_insert: a deed, a remark, a word of the structure.
insert into lesson_event (incident, at, account, role, kind, version, body)
values (:incident, :at, :account, :role, :kind, :version, :body)
returning id;

-- lesson_event_save: an objection is answered, once.
update lesson_event set answered_at = :answered_at, body = :body
where id = :id and incident = :incident and answered_at is null;

-- lesson_event_list: newest first, before them the objections that wait: no number of remarks hides one.
select id, at, account, role, kind, version, answered_at, body from lesson_event
where incident = :incident
order by case when kind = 'objection' and answered_at is null then 0 else 1 end, id desc limit :max;

-- lesson_forget: what a forgotten file leaves of its lesson: nothing but what was published.
update lesson set incident = null, body = null, notes = null, org_name = null, lesson_named = 'non',
	author = null, checker = null
where incident = :incident and reference is not null;

-- lesson_drop: one that never was published goes with its file.
delete from lesson where incident = :incident and reference is null;

-- lesson_events_drop: what was said about it.
delete from lesson_event where incident = :incident;
