#!/bin/sh
# check-need.sh [SRC]: every statement that reads table incident speaks of sealed files, in its text or in the comment
# above it (need.h): who writes a new list has thought of it, or says whose work it is.  And a reference that comes
# from outside becomes a file at one place, file_open (act.c).
set -eu

src=${1:-src}
bad=0

for file in $(find "$src" -name '*.sql' ! -name '[0-9][0-9][0-9]_*'); do
	awk -v file="$file" '
	function done() {
		if (name != "" && text ~ /(from|join) incident( |$|\n)/ && text !~ /[Ss]ealed|[{]known /) {
			print file ": " name " reads incidents and does not say what of sealed ones"
			bad = 1
		}
	}
	/^-- [a-z_0-9]+:/ { done(); name = $2; sub(/:$/, "", name); text = "" }
	{ text = text $0 "\n" }
	END { done(); exit bad }' "$file" || bad=1
done

found=$(grep -rln 'incident_by_reference(' "$src" --include='*.c' | grep -v '_test\.c$' | sort | tr '\n' ' ')
for file in $found; do
	case $file in
	*/incident/act.c | */incident/incident.c | */incident/export_file.c) ;; # the last: a command, which asks no member
	*)
		echo "$file: a reference becomes a file in file_open (act.c) alone"
		bad=1
		;;
	esac
done
exit $bad
