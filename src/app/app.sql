-- What `vigie doctor` counts in the store's tables: mails and jobs that wait too long or were given up.

-- doctor_mails: waiting, waiting since before an instant, given up.
select count(case when state in ('waiting', 'running') then 1 end),
	count(case when state in ('waiting', 'running') and queued < cast(:older as bigint) then 1 end),
	count(case when state = 'dead' then 1 end)
from mail;

-- doctor_refusal: why the newest mail that did not leave did not.
select reason from mail
where state in ('waiting', 'running', 'dead') and reason is not null
order by id desc
limit 1;

-- doctor_jobs: late (due before an instant), given up.
select count(case when state in ('waiting', 'running') and wake < cast(:older as bigint) then 1 end),
	count(case when state = 'dead' then 1 end)
from job;
