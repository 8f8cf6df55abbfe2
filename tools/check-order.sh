#!/bin/sh
# check-order.sh [SRC]: a file includes its own folder and folders to its left; of a domain, only its one header.
# Generated statements (<domain>_sql.h) are their domain's alone. Pages are read too: {{page … "header.h"}}.
set -eu

src=${1:-src}
order="base store net web doc identity directory knowledge duty incident watch surveillance observatory csirt app"

find "$src" -name '*.[ch]' -o -name '*.html' | sort | xargs awk -v order="$order" -v src="$src" '
function wrong(what) { printf "%s:%d: %s\n", FILENAME, FNR, what; bad = 1 }
function check(header,   part, n, to) {
	n = split(header, part, "/")
	to = part[1]
	if (header == "tests/unit.h" && FILENAME ~ /(_test\.c|\.h)$/)
		return
	if (header == own "_sql.h" || header == "gen/" own "_sql.h")
		return
	if (n != 2 || !(to in rank))
		wrong("a header is written \"folder/name.h\", not \"" header "\"")
	else if (rank[to] > rank[own])
		wrong(own " may not include " to ", which stands to its right")
	else if (to != own && rank[to] >= rank["identity"] && part[2] != to ".h")
		wrong("of " to ", only " to "/" to ".h may be included")
}
BEGIN {
	n = split(order, name, " ")
	for (i = 1; i <= n; i++)
		rank[name[i]] = i
}
FNR == 1 {
	own = substr(FILENAME, length(src) + 2)
	sub(/\/.*/, "", own)
	if (!(own in rank))
		wrong(own "/ is no folder of the design")
}
/^[ \t]*#[ \t]*include[ \t]*"/ || /^\{\{page / {
	line = $0
	while (match(line, /"[^"]*"/)) {
		check(substr(line, RSTART + 1, RLENGTH - 2))
		line = substr(line, RSTART + RLENGTH)
	}
}
END { exit bad }
'
