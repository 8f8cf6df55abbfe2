#!/bin/sh
# check-routes.sh [SRC TESTS]: every row { METHOD, "/path", … } of a route table is played by a line "method /path"
# of a .test file. A segment :x of the route matches any segment of the line; * at the end, anything.
set -eu

src=${1:-src}
tests=${2:-tests}

routes=$(find "$src" -name '*.c' ! -name '*_test.c' -exec cat {} + | tr -s '\n\t ' ' ' |
	grep -oE '\{ *(GET|POST|PUT|PATCH|DELETE), *"/[^"]*"' | sed -E 's/^\{ *([A-Z]+), *"(.*)"$/\1 \2/' | sort -u) || true

find "$src" "$tests" -name '*.test' -exec cat {} + |
	awk -v routes="$routes" '
	BEGIN { n = split(routes, route, "\n") }
	{
		for (i = 1; i < NF; i++)
			if (tolower($i) ~ /^(get|post|upload|json|put|patch|delete)$/ && $(i + 1) ~ /^\//) {
				path = $(i + 1)
				sub(/[?#].*/, "", path)
				played[(tolower($i) ~ /^(upload|json)$/ ? "POST" : toupper($i)) " " path] = 1
			}
	}
	END {
		for (i = 1; i <= n; i++) {
			shape = route[i]
			gsub(/[.+()]/, "\\\\&", shape)
			gsub(/:[A-Za-z_0-9]+/, "[^/]+", shape)
			sub(/\*$/, ".*", shape)
			found = 0
			for (line in played)
				if (line ~ "^" shape "$") {
					found = 1
					break
				}
			if (!found && route[i] != "") {
				print "no scenario plays: " route[i]
				bad = 1
			}
		}
		exit bad
	}'
