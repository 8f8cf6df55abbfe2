-- watch_source_put: by its address; the name is the newest.
insert into watch_source (address, name, kind, created_at) values (:address, :name, :kind, :now)
on conflict (address) do update set name = :name, kind = :kind
returning id;

-- watch_source_read: how its last reading went.
update watch_source set read_at = case when cast(:trouble as text) is null then :now else read_at end,
	trouble = :trouble, trouble_line = :line,
	trouble_at = case when cast(:trouble as text) is null then null else :now end
where id = :id;

-- watch_item_find: what is known of it.
select id, version_hash from watch_item where source = :source and key_hash = :key_hash{postgres: for update};

-- watch_item_insert: a new one; it is its own topic until another is found.
insert into watch_item (source, key_hash, version_hash, link, title, summary, authors, categories, published, updated,
	first_seen, changed_at, state, topic)
values (:source, :key_hash, :version_hash, :link, :title, :summary, :authors, :categories, :published, :updated,
	:now, :now, 'new', 0)
returning id;

-- watch_item_update: it was edited; what was read is to be read again, what was dropped stays away.
update watch_item set version_hash = :version_hash, link = :link, title = :title, summary = :summary,
	authors = :authors, categories = :categories, published = :published, updated = :updated,
	changed_at = :now, state = case when state = 'read' then 'new' else state end
where id = :id;

-- watch_cve_clear: before those of an edited item.
delete from watch_item_cve where item = :item;

-- watch_cve_put: once.
insert into watch_item_cve (item, cve) values (:item, :cve) on conflict (item, cve) do nothing;

-- watch_topic: the oldest topic of those that name a same vulnerability, or its own.
update watch_item set topic = coalesce(
	(select min(other.topic) from watch_item_cve mine
		join watch_item_cve theirs on theirs.cve = mine.cve and theirs.item <> mine.item
		join watch_item other on other.id = theirs.item
		where mine.item = :item), :item)
where id = :item;

-- watch_item_list: of a state, or all; topics by their newest item.
select i.id, i.link, i.title, i.summary, i.published, i.updated, i.first_seen, i.state, i.topic, s.name,
	max(coalesce(i.updated, i.published, i.first_seen)) over (partition by i.topic) as newest
from watch_item i join watch_source s on s.id = i.source
where cast(:state as text) is null or i.state = :state
order by newest desc, i.topic, coalesce(i.updated, i.published, i.first_seen) desc, i.id desc
limit :max offset :skip;

-- watch_count: by state.
select state, count(*) from watch_item group by state;

-- watch_cves: of a topic's items.
select distinct c.cve from watch_item_cve c join watch_item i on i.id = c.item
where i.topic = :topic order by c.cve limit :max;

-- watch_mark: what a person thought of it.
update watch_item set state = :state where id = :id returning id;

-- watch_sources: with how many items each gave.
select s.name, s.address, s.kind, s.read_at, s.trouble, s.trouble_line, s.trouble_at,
	(select count(*) from watch_item i where i.source = s.id)
from watch_source s order by s.name, s.id limit :max;
