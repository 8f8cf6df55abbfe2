-- card_use_propose: a card that the answers picked, once a file.
insert into card_use (incident, card, card_version, proposed_at)
values (:incident, :card, :card_version, :now)
on conflict (incident, card) do nothing;

-- card_use_waiting: proposed, and neither begun by the structure nor sent by the cell.
select card, card_version, proposed_at from card_use
where incident = :incident and recommendation is null order by proposed_at, card limit :max;

-- card_use_begin: the run of a proposed card.
update card_use set recommendation = :recommendation, opened_at = :opened_at
where incident = :incident and card = :card and recommendation is null;

-- card_run_of: the run of this card in this file, in this version.
select id from recommendation
where incident = :incident and card = :card and card_version = :card_version;

-- card_use_counts: every run of every file, and every card that was only proposed; counts and dates.
select r.card, r.card_version, case when r.begun_by is null then 0 else 1 end as begun,
	coalesce(u.proposed_at, r.sent_at) as proposed_at, coalesce(u.opened_at, r.read_at) as opened_at,
	(select count(*) from recommendation_step s
		where s.recommendation = r.id and coalesce(s.state, 'done') = 'done') as done,
	(select count(*) from recommendation_step s
		where s.recommendation = r.id and s.state = 'na') as na,
	(select max(s.ticked_at) from recommendation_step s where s.recommendation = r.id) as last_at
from recommendation r left join card_use u on u.recommendation = r.id
where r.card is not null
union all
select u.card, u.card_version, 0, u.proposed_at, null, 0, 0, null
from card_use u where u.recommendation is null
order by 1, 2 limit :max;
