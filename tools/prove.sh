#!/bin/bash
# prove.sh TARGET…: makes each target, one after the other, and adds up what they prove. A target that prints no
# "N passed, N failed" of its own counts for one. Last line: the sum. Exit 1 when anything failed.
set -uo pipefail

out=$(mktemp)
trap 'rm -f "$out"' EXIT
passed=0
failed=0
begun=$SECONDS
for target in "$@"; do
	start=$SECONDS
	printf '== %s\n' "$target"
	${MAKE:-make} --no-print-directory "$target" 2>&1 | tee "$out"
	status=${PIPESTATUS[0]}
	read -r p f < <(awk '/^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3 } END { print p + 0, f + 0 }' "$out")
	[ $((p + f)) -gt 0 ] || [ "$status" -ne 0 ] || p=1
	[ "$status" -eq 0 ] || [ "$f" -gt 0 ] || f=1
	passed=$((passed + p))
	failed=$((failed + f))
	[ "$f" -eq 0 ] || broken="${broken:-} $target"
	printf '   %s: %d s\n' "$([ "$f" -eq 0 ] && echo ok || echo FAILED)" $((SECONDS - start))
	[ "$target" != all ] || [ "$status" -eq 0 ] || break
done
[ -z "${broken:-}" ] || echo "failed:$broken"
echo "took $((SECONDS - begun)) s"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
