-- Structures, legal entities and groups: public data of FINESS, and what is typed
-- by hand.  folded is what search reads: name, town and legal entity without case,
-- accents and signs; structure_word holds its words.

create table ght (
	code text primary key,
	name text not null
);

create table structure_legal (
	finess text primary key,
	name text not null,
	siren text,
	legal_status text,
	ght_code text,
	opened bigint,
	closed bigint,
	source text not null,
	updated bigint
);

create table structure (
	id {id},
	finess text unique,
	finess_legal text,
	name text not null,
	long_name text,
	category text,
	category_label text,
	org_type text not null,
	siret text,
	address text,
	postcode text,
	town text,
	department text,
	region text,
	phone text,
	ght text,
	ght_code text,
	legal_name text,
	legal_status text,
	military bigint not null default 0,
	latitude bigint,
	longitude bigint,
	opened bigint,
	closed bigint,
	source text not null,
	updated bigint,
	folded text not null
);

create index structure_finess_legal on structure (finess_legal);
create index structure_siret on structure (siret);
create index structure_postcode on structure (postcode);
create index structure_department on structure (department);
create index structure_ght_code on structure (ght_code);

-- Words are of 2 to 24 letters and digits, each once a structure.
create table structure_word (
	word text not null,
	structure bigint not null
);

create index structure_word_word on structure_word (word, structure);

-- What the observatory divides by.
create view structure_figure as
select region, department, org_type, count(*) as n
from structure
where closed is null
group by region, department, org_type;
