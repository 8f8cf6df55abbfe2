-- piece_insert: beside a card, for ever.
insert into dispatch_piece (dispatch, kind, attachment, at, body)
values (:dispatch, :kind, :attachment, :at, :body);

-- piece_list: of a card.
select p.id, p.kind, p.attachment, p.at, p.body, a.size, a.sha256, a.report, r.vault as report_vault
from dispatch_piece p left join attachment a on a.id = p.attachment
	left join report r on r.id = a.report
where p.dispatch = :dispatch order by p.id limit :max;
