-- What makes an instance one that is not empty.

-- demo_used: incidents, and accounts beyond the invitation that init leaves.
select (select count(*) from incident) as incidents,
	(select count(*) from account where state <> 'invited') as accounts;
