-- recommendation_insert: a card, a free text, or both, sent to the structure.
insert into recommendation (incident, card, card_version, sent_at, account, body)
values (:incident, :card, :card_version, :now, :account, :body)
returning id;

-- recommendation_list: newest first.
select id, card, card_version, sent_at, read_at, account, body from recommendation
where incident = :incident order by id desc limit :max;

-- recommendation_steps: all that is ticked in a file.
select s.recommendation, s.step, s.ticked_at
from recommendation_step s join recommendation r on r.id = s.recommendation
where r.incident = :incident order by s.recommendation, s.step limit :max;

-- recommendation_read: the first time counts.
update recommendation set read_at = :now
where id = :id and incident = :incident and read_at is null;

-- recommendation_tick: pressed twice, it stays as it was the first time.
insert into recommendation_step (recommendation, step, ticked_at)
values (:recommendation, :step, :now)
on conflict (recommendation, step) do nothing;

-- recommendation_untick: a step that is not done after all.
delete from recommendation_step where recommendation = :recommendation and step = :step;
