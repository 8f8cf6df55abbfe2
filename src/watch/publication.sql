-- publication_number: the next of a year.
insert into sequence (name, year, n) values ('CS', :year, 1)
on conflict (name, year) do update set n = sequence.n + 1
returning n;

-- publication_insert: a draft.
insert into publication (state, pub_type, pub_tlp, author, writers, item, created_at, changed_at, vault, body)
values ('draft', :pub_type, :pub_tlp, :author, :writers, :item, :now, :now, :vault, :body)
returning id;

-- publication_save: everything, if nobody wrote in between.
update publication set version = version + 1, reference = :reference, state = :state, pub_type = :pub_type,
	pub_tlp = :pub_tlp, online = :online, author = :author, checker = :checker, writers = :writers,
	changed_at = :now, scheduled_at = :scheduled_at, published_at = :published_at, updated_at = :updated_at,
	withdrawn_at = :withdrawn_at, body = :body, remark = :remark, shown = :shown, shown_rank = :shown_rank,
	shown_tlp = :shown_tlp, shown_type = :shown_type, shown_level = :shown_level,
	shown_exploitation = :shown_exploitation, shown_cvss = :shown_cvss, shown_title = :shown_title,
	shown_words = :shown_words
where id = :id and version = :version
returning version;

-- publication_of: one, for the cell.
select id, reference, version, state, pub_type, pub_tlp, online, author, checker, writers, item, created_at,
	changed_at, scheduled_at, published_at, updated_at, withdrawn_at, vault, body, remark, shown, shown_rank,
	shown_tlp, shown_type, shown_level, shown_exploitation, shown_cvss, shown_title, shown_words
from publication where id = :id;

-- publication_by_reference: the number behind a reference.
select id from publication where reference = :reference;

-- publication_desk: what is at work or was published, the last changed first.
select id, reference, state, pub_type, pub_tlp, online, changed_at, scheduled_at, vault, body, author
from publication
where cast(:state as text) is null or state = :state
order by changed_at desc, id desc limit :max offset :skip;

-- publication_desk_count: by state.
select state, count(*) from publication group by state;

-- publication_due: scheduled ones whose hour has come.
select id from publication where state = 'scheduled' and scheduled_at <= :now order by scheduled_at limit :max{postgres: for update};

-- publication_version_put: what is published now.
insert into publication_version (publication, n, at, author, checker, tlp, rank, body)
values (:publication, :n, :now, :author, :checker, :tlp, :rank, :body);

-- publication_version_get: one of them, for a reader of that rank.
select n, at, author, checker, tlp, rank, body from publication_version
where publication = :publication and n = :n and rank <= :rank;

-- publication_versions: all that such a reader may see, newest first.
select n, at, author, checker, tlp, rank, body from publication_version
where publication = :publication and rank <= :rank order by n desc limit :max;

-- publication_cves_drop: before those of the new version.
delete from publication_cve where publication = :publication;

-- publication_cve_put: once.
insert into publication_cve (publication, cve) values (:publication, :cve) on conflict (publication, cve) do nothing;

-- publication_list: those online that such a reader may see, the last published or updated first.
select p.id, p.reference, p.shown_tlp, p.shown_type, p.shown_level, p.shown_exploitation, p.shown_cvss,
	p.shown_title, p.published_at, p.updated_at, p.shown, p.vault
from publication p
where p.online = 1 and p.shown_rank <= :rank
	and (cast(:type as text) is null or p.shown_type = :type)
	and (cast(:level as text) is null or p.shown_level = :level)
	and (cast(:exploitation as text) is null or p.shown_exploitation = :exploitation)
	and (cast(:words as text) is null or p.shown_words like :words)
	and (cast(:cve as text) is null or exists
		(select 1 from publication_cve c where c.publication = p.id and c.cve = :cve))
	and ((:archived = 1) = (p.state = 'archived'))
order by p.updated_at desc, p.id desc limit :max offset :skip;

-- publication_count: how many the same finds.
select count(*)
from publication p
where p.online = 1 and p.shown_rank <= :rank
	and (cast(:type as text) is null or p.shown_type = :type)
	and (cast(:level as text) is null or p.shown_level = :level)
	and (cast(:exploitation as text) is null or p.shown_exploitation = :exploitation)
	and (cast(:words as text) is null or p.shown_words like :words)
	and (cast(:cve as text) is null or exists
		(select 1 from publication_cve c where c.publication = p.id and c.cve = :cve))
	and ((:archived = 1) = (p.state = 'archived'));

-- publication_item: what the inbox knows of an item.
select i.title, i.link, i.summary, s.name, i.topic from watch_item i join watch_source s on s.id = i.source where i.id = :id;
