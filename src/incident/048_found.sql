-- A draft is found by its first reference at each step of a declaration; a card by the one that it follows.
create index report_draft_reference on report (draft_reference);
create index dispatch_previous on dispatch (previous);
create index dispatch_fired on dispatch (fired_at);
