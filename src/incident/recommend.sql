-- recommendation_insert: a card, a free text, or both, sent to the structure.
insert into recommendation (incident, card, card_version, sent_at, account, begun_by, read_at, body)
values (:incident, :card, :card_version, :now, :account, :begun_by, :read_at, :body)
returning id;

-- recommendation_list: newest first.
select id, card, card_version, sent_at, read_at, account, body, begun_by from recommendation
where incident = :incident order by id desc limit :max;

-- recommendation_steps: all that is ticked in a file.
select s.recommendation, s.step, s.ticked_at, coalesce(s.state, 'done'), s.role, s.account,
	s.attachment, s.body
from recommendation_step s join recommendation r on r.id = s.recommendation
where r.incident = :incident order by s.recommendation, s.step limit :max;

-- recommendation_read: the first time counts.
update recommendation set read_at = :now
where id = :id and incident = :incident and read_at is null;

-- recommendation_tick: pressed twice, it stays as it was the first time.
insert into recommendation_step (recommendation, step, ticked_at, state, account, role)
values (:recommendation, :step, :now, 'done', :account, :role)
on conflict (recommendation, step) do nothing;

-- recommendation_mark: with its state, its note and its evidence; the last one counts.
insert into recommendation_step (recommendation, step, ticked_at, state, account, role, attachment, body)
values (:recommendation, :step, :now, :state, :account, :role, :attachment, :body)
on conflict (recommendation, step) do update set ticked_at = excluded.ticked_at,
	state = excluded.state, account = excluded.account, role = excluded.role,
	attachment = excluded.attachment, body = excluded.body;

-- recommendation_untick: a step that is not done after all.
delete from recommendation_step where recommendation = :recommendation and step = :step;
