-- structure_get: one structure.
select * from structure where id = :id;

-- structure_get_finess: the site with this number.
select * from structure where finess = :finess;

-- structure_lock_finess: the same, in order to write it.
select * from structure where finess = :finess {postgres: for update};

-- structure_insert: a new structure; no row comes when its number is there.
insert into structure (finess, finess_legal, name, long_name, category, category_label, org_type,
	siret, address, postcode, town, department, region, phone, ght, ght_code, legal_name,
	legal_status, military, latitude, longitude, opened, closed, source, updated, folded)
values (:finess, :finess_legal, :name, :long_name, :category, :category_label, :org_type,
	:siret, :address, :postcode, :town, :department, :region, :phone, :ght, :ght_code, :legal_name,
	:legal_status, :military, :latitude, :longitude, :opened, :closed, :source, :updated, :folded)
on conflict (finess) do nothing
returning id;

-- structure_update: everything but its number.
update structure set finess_legal = :finess_legal, name = :name, long_name = :long_name,
	category = :category, category_label = :category_label, org_type = :org_type, siret = :siret,
	address = :address, postcode = :postcode, town = :town, department = :department,
	region = :region, phone = :phone, ght = :ght, ght_code = :ght_code, legal_name = :legal_name,
	legal_status = :legal_status, military = :military, latitude = :latitude,
	longitude = :longitude, opened = :opened, closed = :closed, source = :source,
	updated = :updated, folded = :folded
where id = :id;

-- structure_word_add: up to 16 words of a structure; absent ones are null.
insert into structure_word (word, structure)
select w.column1, cast(:structure as bigint)
from (values (cast(:w1 as text)), (cast(:w2 as text)), (cast(:w3 as text)), (cast(:w4 as text)),
	(cast(:w5 as text)), (cast(:w6 as text)), (cast(:w7 as text)), (cast(:w8 as text)),
	(cast(:w9 as text)), (cast(:w10 as text)), (cast(:w11 as text)), (cast(:w12 as text)),
	(cast(:w13 as text)), (cast(:w14 as text)), (cast(:w15 as text)), (cast(:w16 as text))) w
where w.column1 is not null;

-- structure_word_drop: the same words, away.
delete from structure_word
where structure = :structure and word in (:w1, :w2, :w3, :w4, :w5, :w6, :w7, :w8, :w9, :w10, :w11,
	:w12, :w13, :w14, :w15, :w16);

-- structure_by_words: those that have a word in each range a1..z1 to a5..z5 (absent ranges are
-- null; the first is the most telling), the closest first.
select s.* from structure s
where s.id in (select w.structure from structure_word w where w.word >= :a1 and w.word <= :z1)
	and (cast(:a2 as text) is null
		or s.id in (select w.structure from structure_word w where w.word >= :a2 and w.word <= :z2))
	and (cast(:a3 as text) is null
		or s.id in (select w.structure from structure_word w where w.word >= :a3 and w.word <= :z3))
	and (cast(:a4 as text) is null
		or s.id in (select w.structure from structure_word w where w.word >= :a4 and w.word <= :z4))
	and (cast(:a5 as text) is null
		or s.id in (select w.structure from structure_word w where w.word >= :a5 and w.word <= :z5))
	and (cast(:department as text) is null or s.department = :department)
	and (cast(:manual as bigint) = 1 or s.source <> 'manual' or s.finess is not null)
order by case when s.closed is null then 0 else 1 end,
	case when ' ' || s.folded || ' ' like '% ' || :a1 || ' %' then 0 else 1 end
	+ case when ' ' || s.folded || ' ' like '% ' || :a2 || ' %' then 0 else 1 end
	+ case when ' ' || s.folded || ' ' like '% ' || :a3 || ' %' then 0 else 1 end
	+ case when ' ' || s.folded || ' ' like '% ' || :a4 || ' %' then 0 else 1 end
	+ case when ' ' || s.folded || ' ' like '% ' || :a5 || ' %' then 0 else 1 end,
	case when s.folded || ' ' like :phrase || ' %' then 0
		when s.folded like '%' || :phrase || '%' then 1 else 2 end,
	case when s.org_type in ('ES', 'SSA') then 0 else 1 end,
	length(s.name), s.name, s.id
limit :limit;

-- structure_by_number: a number that begins so; the site's own first.
select s.* from structure s
where (s.finess >= :a and s.finess <= :z
		or s.finess_legal >= :a and s.finess_legal <= :z
		or s.siret >= :a and s.siret <= :z
		or s.postcode >= :a and s.postcode <= :z)
	and (cast(:department as text) is null or s.department = :department)
	and (cast(:manual as bigint) = 1 or s.source <> 'manual' or s.finess is not null)
order by case when s.finess = :a then 0 when s.finess_legal = :a then 1
		when s.finess >= :a and s.finess <= :z then 2 else 3 end,
	case when s.closed is null then 0 else 1 end,
	case when s.org_type in ('ES', 'SSA') then 0 else 1 end,
	s.finess, s.id
limit :limit;

-- structure_in_department: all of a department, hospitals first.
select s.* from structure s
where s.department = :department and (cast(:manual as bigint) = 1 or s.source <> 'manual' or s.finess is not null)
order by case when s.closed is null then 0 else 1 end,
	case when s.org_type in ('ES', 'SSA') then 0 else 1 end, s.name, s.id
limit :limit;

-- structure_in_legal: the sites of a legal entity.
select * from structure where finess_legal = :finess_legal
order by case when closed is null then 0 else 1 end, name, id
limit :limit;

-- structure_in_ght: the sites of a group.
select * from structure where ght_code = :ght_code
order by case when closed is null then 0 else 1 end, name, id
limit :limit;

-- legal_get: a legal entity.
select * from structure_legal where finess = :finess;

-- legal_lock: the same, in order to write it.
select * from structure_legal where finess = :finess {postgres: for update};

-- legal_put: a legal entity, new or changed.
insert into structure_legal (finess, name, siren, legal_status, ght_code, opened, closed, source,
	updated)
values (:finess, :name, :siren, :legal_status, :ght_code, :opened, :closed, :source, :updated)
on conflict (finess) do update set name = excluded.name, siren = excluded.siren,
	legal_status = excluded.legal_status, ght_code = excluded.ght_code, opened = excluded.opened,
	closed = excluded.closed, source = excluded.source, updated = excluded.updated;

-- ght_save: a group, new or renamed.
insert into ght (code, name) values (:code, :name)
on conflict (code) do update set name = excluded.name;

-- ght_list: all groups.
select code, name from ght order by name, code;
