-- vendor_insert: one more software vendor or provider.
insert into vendor (vault, name, kind, product, created_at, updated_at, account, body)
values (:vault, :name, :kind, :product, :created_at, :created_at, :account, :body)
returning id;

-- vendor_save: if nobody wrote in between.
update vendor set version = version + 1, name = :name, kind = :kind, product = :product,
	updated_at = :now, body = :body
where id = :id and version = :version returning version;

-- vendor_by_id: one, with its sealed contacts.
select id, vault, version, name, kind, product, created_at, body from vendor where id = :id;

-- vendor_list: all, by name; contacts stay shut.
select id, vault, version, name, kind, product, created_at from vendor order by name, product, id
limit :max;
