-- consent_current: the answer that counts, and what the declaration said last.
select id, subject, answer, at, ended_at, account, role, channel, body from consent
where incident = :incident and subject = :subject and ended_at is null;

-- consent_said: the last answer that came by one way.
select answer from consent
where incident = :incident and subject = :subject and channel = :channel
order by id desc limit 1;

-- consent_end: the answer before.
update consent set ended_at = :now
where incident = :incident and subject = :subject and ended_at is null;

-- consent_insert: a new answer.
insert into consent (incident, subject, answer, at, account, role, channel, body)
values (:incident, :subject, :answer, :now, :account, :role, :channel, :body);

-- consent_list: all answers, the latest first.
select id, subject, answer, at, ended_at, account, role, channel, body from consent
where incident = :incident order by id desc limit :max;
