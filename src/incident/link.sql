-- link_insert: the same from both ends.
insert into incident_link (first, second, kind, at, account, body_first, body_second)
values (:first, :second, :kind, :now, :account, :body_first, :body_second)
on conflict (first, second, kind) where ended_at is null do nothing
returning id;

-- link_end: kept, with its end.
update incident_link set ended_at = :now, ended_by = :account
where id = :id and ended_at is null and (first = :incident or second = :incident);

-- link_known: is it, or was it, a link of this file?
select id from incident_link where id = :id and (first = :incident or second = :incident);

-- link_list: the other end of each link of a file, the latest first.
select l.id, i.reference, i.org_name, i.workflow, l.kind, l.at,
	case when l.first = :incident then l.body_first else l.body_second end as body
from incident_link l join incident i
	on i.id = case when l.first = :incident then l.second else l.first end
where (l.first = :incident or l.second = :incident) and l.ended_at is null and {known i}
order by l.id desc limit :max;

-- campaign_insert: a new campaign.
insert into campaign (reference, vault, state, tlp, created_at, account, body)
values (:reference, :vault, :campaign_state, :tlp, :now, :account, :body)
returning id;

-- campaign_save: if nobody wrote in between.
update campaign set version = version + 1, state = :campaign_state, tlp = :tlp, body = :body
where id = :id and version = :version returning version;

-- campaign_by_reference: one, with what its members tell.
-- Counted are those that the reader may know of.
select c.id, c.reference, c.vault, c.version, c.state as campaign_state, c.tlp, c.created_at, c.body,
	count(i.id) as members, min(coalesce(r.detected_at, i.received_at)) as first_at,
	max(coalesce(r.detected_at, i.received_at)) as last_at
from campaign c left join campaign_member m on m.campaign = c.id and m.ended_at is null
	left join incident i on i.id = m.incident and {known i}
	left join report r on r.id = (select min(x.id) from report x where x.incident = i.id)
where c.reference = :reference
group by c.id, c.reference, c.vault, c.version, c.state, c.tlp, c.created_at, c.body;

-- campaign_list: those that are not over first, then the latest; of one file where asked.
-- Counted are those that the reader may know of.
select c.id, c.reference, c.vault, c.version, c.state as campaign_state, c.tlp, c.created_at, c.body,
	count(i.id) as members, min(coalesce(r.detected_at, i.received_at)) as first_at,
	max(coalesce(r.detected_at, i.received_at)) as last_at
from campaign c left join campaign_member m on m.campaign = c.id and m.ended_at is null
	left join incident i on i.id = m.incident and {known i}
	left join report r on r.id = (select min(x.id) from report x where x.incident = i.id)
where cast(:incident as bigint) is null or exists (select 1 from campaign_member o
	where o.campaign = c.id and o.incident = :incident and o.ended_at is null)
group by c.id, c.reference, c.vault, c.version, c.state, c.tlp, c.created_at, c.body
order by case when c.state = 'over' then 1 else 0 end, c.created_at desc, c.id desc limit :max;

-- campaign_member_insert: a file joins.
insert into campaign_member (campaign, incident, at, account)
values (:campaign, :incident, :now, :account)
on conflict (campaign, incident) where ended_at is null do nothing
returning id;

-- campaign_member_end: it leaves; that it was there is kept.
update campaign_member set ended_at = :now, ended_by = :account
where campaign = :campaign and incident = :incident and ended_at is null;

-- campaign_member_known: is it, or was it, a member?
select id from campaign_member where campaign = :campaign and incident = :incident limit 1;

-- campaign_files: members, the latest detection first; clear columns only.
select i.reference, i.org_name, i.org_type, i.region, i.workflow, i.severity,
	coalesce(i.category, r.category) as category,
	coalesce(r.detected_at, i.received_at) as detected_at
from campaign_member m join incident i on i.id = m.incident
	left join report r on r.id = (select min(x.id) from report x where x.incident = i.id)
where m.campaign = :campaign and m.ended_at is null and {known i}
order by coalesce(r.detected_at, i.received_at) desc, i.id desc limit :max;

-- campaign_count_region: where its members are.
-- Those that the reader may know of.
select i.region, count(*) as n from campaign_member m join incident i on i.id = m.incident
where m.campaign = :campaign and m.ended_at is null and {known i} and i.region is not null
group by i.region order by count(*) desc, i.region limit :max;

-- campaign_count_org_type: of which kinds they are.
-- Those that the reader may know of.
select i.org_type, count(*) as n from campaign_member m join incident i on i.id = m.incident
where m.campaign = :campaign and m.ended_at is null and {known i} and i.org_type is not null
group by i.org_type order by count(*) desc, i.org_type limit :max;
