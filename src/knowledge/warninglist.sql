-- warninglist_put: an imported list, in place of an older one of that name.
insert into warninglist (name, version, imported_at, n, list)
values (:name, :version, :now, :n, :list)
on conflict (name) do update set version = :version, imported_at = :now, n = :n, list = :list;

-- warninglist_version: of the one that was imported before.
select version, n from warninglist where name = :name;

-- warninglist_all: those that were imported.
select name, list from warninglist order by name;
