#!/bin/sh
# unit.sh [--valgrind] PROGRAM…: runs each unit test, shows what failed; last line "N passed, N failed".
# Leaks are AddressSanitizer's to find: a test that dies on purpose leaks.
set -eu

under=
if [ "${1:-}" = --valgrind ]; then
	under="valgrind --quiet --error-exitcode=99 --leak-check=no"
	shift
fi
out=$(mktemp)
trap 'rm -f "$out"' EXIT
passed=0
failed=0
for program in "$@"; do
	status=0
	timeout 300 $under "$program" >"$out" 2>&1 || status=$?
	last=$(tail -n 1 "$out")
	p=$(echo "$last" | sed -n 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p')
	f=$(echo "$last" | sed -n 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p')
	passed=$((passed + ${p:-0}))
	failed=$((failed + ${f:-0}))
	if [ $status -ne 0 ]; then
		echo "FAILED $program (status $status)"
		sed 's/^/  /' "$out"
		[ "${f:-0}" -gt 0 ] || failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
