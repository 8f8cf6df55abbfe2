-- thread_insert: a message about a card.
insert into dispatch_message (dispatch, incident, at, account, role, kind, from_cell, internal,
	territory, body)
values (:dispatch, :incident, :now, :account, :role, :kind, :from_cell, :internal, :territory, :body);

-- thread_answered: the questions of a card have their answer.
update dispatch_message set answered = 1
where dispatch = :dispatch and kind = 'question' and answered = 0;

-- thread_of_dispatch: in order; the internal ones for the cell alone.
select m.*, d.reference from dispatch_message m join dispatch d on d.id = m.dispatch
where m.dispatch = :dispatch and m.internal <= :internal order by m.id limit :max;

-- thread_of_incident: all that came and went about a file.
select m.*, d.reference from dispatch_message m join dispatch d on d.id = m.dispatch
where m.incident = :incident order by m.id limit :max;
