#!/bin/bash
# generators.sh TOOLS: what po, sql and html must refuse is refused, at the right line; last line "N passed, N failed".
set -uo pipefail

tools=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/src/incident" "$dir/out"
passed=0
failed=0

verdict() {
	if [ "$1" = "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'generators: %s: %s, not %s\n' "$3" "$1" "$2"
	fi
}

# page EXPECTED LINE: the second line of a template; EXPECTED is "built" or "refused".
page() {
	printf '{{page page_x(const struct v *v) "x.h"}}\n%s\n' "$2" >"$dir/x.html"
	if "$tools/html" "$dir/x.html" >"$dir/out/x.c" 2>"$dir/log"; then
		verdict built "$1" "$2"
	elif grep -q 'x.html:[23]: ' "$dir/log"; then
		verdict refused "$1" "$2"
	else
		verdict "refused without a line" "$1" "$2"
	fi
}

# holds TEXT: what the last template built became.
holds() {
	if grep -qF "$1" "$dir/out/x.c"; then verdict yes yes; else verdict absent present "$1"; fi
}

while IFS= read -r line; do
	page refused "$line"
done <<'PAGES'
<script>{{x}}</script>
<script>{{if x}}a{{end}}</script>
<style>a { b: {{x}} }</style>
<SCRIPT src="/{{x}}">{{y}}</script>
<a href={{x}}>
<a href='{{x}}'>
<a title= {{x}}>
<a onclick="{{x}}">
<a ONclick="f({{x}})">
<a style="x{{if a}}b{{end}}">
<img srcset="{{x}}">
<iframe srcdoc="{{x}}">
<{{x}}>
<a {{x}}>
<a x{{x}}="y">
<!-- {{x}} -->
<a href="javascript:f({{x}})">
<a href="JavaScript:{{x}}">
<a href="{{tn key n}}">
<a href="{{call f(o)}}">
<p title="{{raw x}}">
<textarea>{{raw x}}</textarea>
a < b
{{if x}}<b
{{if x}}<a href="{{end}}">
{{if a}}{{else}}{{else}}{{end}}
{{if a}}{{else}}{{elif b}}{{end}}
{{for x}}{{end}}
{{for i < 3}}
{{end}}
{{else}}
{{x
{{}}
{{t }}
{{t bad/key}}
{{page again() "x.h"}}
PAGES

page built '<a href="{{x}}" title="{{y}}">{{z}}</a>'
holds 'out_url(o, VALUE(x));'
holds 'out_text(o, VALUE(y));'
holds 'out_text(o, VALUE(z));'
page built '<a href="/x/{{x}}?q={{y}}">'
holds 'out_url_part(o, VALUE(x));'
holds 'out_url_part(o, VALUE(y));'
page built '{{t a.b f(1, 2), "x,y}}"}}'
holds 'out_fill(o, "a.b", 2, (struct str[]){ out_str(o, f(1, 2)), out_str(o, "x,y}}") });'
page built '<input{{if x}} checked{{end}}><p class="a {{if x}}b{{else}}c{{end}}">{{tn n x}}</p>'
page built '<!-- a --><script>if (a < b) f("</p>");</script>{{x}}{{! "a comment }}'

# refused BY INPUT…: po or sql says no, with a place.
refuse() {
	local what=$1
	shift
	if "$@" >/dev/null 2>"$dir/log"; then
		verdict built refused "$what"
	elif grep -qE ':[0-9]+: |\.sql: number' "$dir/log"; then
		verdict refused refused
	else
		verdict "refused without a line" refused "$what"
	fi
}

po() {
	printf 'msgid "a"\nmsgstr "x %%1"\n%b' "$2" >"$dir/d.fr.po"
	printf 'msgid "a"\nmsgstr "y %%1"\n%b' "$3" >"$dir/d.en.po"
	refuse "po: $1" "$tools/po" "$dir/out/m.c" "$dir/d.fr.po" "$dir/d.en.po"
}
po "one language" 'msgid "b"\nmsgstr "b"\n' ''
po "twice" 'msgid "a"\nmsgstr "b"\n' ''
po "empty" 'msgid "b"\nmsgstr ""\n' 'msgid "b"\nmsgstr "b"\n'
po "arguments" 'msgid "b"\nmsgstr "%2"\n' 'msgid "b"\nmsgstr "%1"\n'
po "plural alone" 'msgid "b#"\nmsgstr "b"\n' 'msgid "b#"\nmsgstr "b"\n'
po "escape" 'msgid "b"\nmsgstr "\\\\q"\n' ''
po "no msgstr" 'msgid "b"\n' ''

sql() {
	printf '%b' "$2" >"$dir/src/incident/x.sql"
	refuse "sql: $1" "$tools/sql" "$dir/out" "$dir"/src/incident/*.sql
}
sql "no name" 'select 1'
sql "two statements" '-- a: x\nselect 1; select 2'
sql "same name" '-- a: x\nselect 1\n-- a: x\nselect 2'
sql "no statement" '-- a: x\n-- b: y\nselect 1'
sql "quote" "-- a: x\nselect 'b"
sql "bare parameter" '-- a: x\nselect ?1'
sql "brace" '-- a: x\nselect {mysql: 1}'
sql "clause unknown" '-- a: x\nselect {known i}'
: >"$dir/src/incident/001_a.sql"
: >"$dir/src/incident/001_b.sql"
sql "number taken" '-- a: x\nselect 1'
rm "$dir"/src/incident/00*
printf '%s\n' "-- a: x" "select ':b', :c::text, :d -- :e" "where x = :c {postgres: for update}" >"$dir/src/incident/x.sql"
"$tools/sql" "$dir/out" "$dir/src/incident/x.sql"
cp "$dir/out/sql.c" "$dir/out/x.c"
holds ".sqlite = \"select ':b', ?1::text, ?2 where x = ?1\""
holds ".postgres = \"select ':b', \$1::text, \$2 where x = \$1 for update\""
holds '(const char *const[]){ "c", "d", NULL }'
printf '%s\n' "-- a: x" "select :b where {mine t} and {mine u}" "-- clause mine: x" "({it}.y = :b" "	or {it}.z = :c)" \
	>"$dir/src/incident/x.sql"
"$tools/sql" "$dir/out" "$dir/src/incident/x.sql"
cp "$dir/out/sql.c" "$dir/out/x.c"
holds ".sqlite = \"select ?1 where (t.y = ?1 or t.z = ?2) and (u.y = ?1 or u.z = ?2)\""

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
