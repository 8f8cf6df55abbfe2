#!/bin/sh
# fuzz.sh SECONDS PROGRAM…: each fuzzer from the seeds of fuzz/corpus/<name>/; what it learns stays in build/corpus/<name>/,
# a crash in build/crash/, which ends the run with status 1. Last line: "N passed, N failed".
set -eu

seconds=$1
shift
passed=0
failed=0
for program in "$@"; do
	name=$(basename "$program" | sed 's/^fuzz_//')
	mkdir -p "build/corpus/$name" "fuzz/corpus/$name" build/crash
	rm -f "build/crash/$name-"*
	dictionary=
	[ ! -f "fuzz/$name.dict" ] || dictionary=-dict=fuzz/$name.dict
	echo "== $name"
	if "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
		$dictionary -artifact_prefix="build/crash/$name-" "build/corpus/$name" "fuzz/corpus/$name" \
		>"build/crash/$name.log" 2>&1; then
		grep stat::number_of_executed_units "build/crash/$name.log" || true
		passed=$((passed + 1))
	else
		tail -40 "build/crash/$name.log" >&2
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
