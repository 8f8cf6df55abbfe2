-- Many and one: an incident under a parent, what was decided about it, likeness.
--
-- Nothing is ever moved or copied between files: a file under a parent keeps its
-- reports, log and vault.  Only these few columns change, each change is a row of
-- incident_link_event, and what stands there is enough to undo it exactly.

alter table incident add column provider bigint not null default 0; -- 1: a provider's failure, opened by the cell
alter table incident add column parent bigint;
alter table incident add column parent_kind text; -- provider, duplicate
create index incident_parent on incident (parent, parent_kind) where parent is not null;
create index incident_provider on incident (received_at) where provider = 1;

-- One row a file of a deed; those of one deed are undone together.
create table incident_link_event (
	id {id},
	deed bigint not null,
	action text not null, -- attach merge follow split undo
	incident bigint not null references incident (id),
	at bigint not null,
	account bigint,
	parent_before bigint,
	parent_after bigint,
	kind_before text,
	kind_after text,
	workflow_before text not null,
	workflow_after text not null,
	due_at_before bigint,
	due_at_after bigint,
	due_code_before text,
	due_code_after text,
	closed_at_before bigint,
	closed_at_after bigint,
	undoes bigint, -- the deed that this row takes back
	undone bigint, -- the deed that took this row back
	body {blob}    -- sealed in the file's vault: the reason
);
create index incident_link_event_incident on incident_link_event (incident, id);
create index incident_link_event_deed on incident_link_event (deed, id);
create index incident_link_event_parent on incident_link_event (parent_after, id);
create index incident_link_event_left on incident_link_event (parent_before, id) where parent_before is not null;
