#!/bin/sh
# fuzz.sh SECONDS PROGRAM…: each fuzzer on fuzz/corpus/<name>/, where what it learns stays; a crash is kept in
# fuzz/crash/ and ends the run with status 1.
set -eu

seconds=$1
shift
status=0
for program in "$@"; do
	name=$(basename "$program" | sed 's/^fuzz_//')
	mkdir -p "fuzz/corpus/$name" fuzz/crash
	dictionary=
	[ ! -f "fuzz/$name.dict" ] || dictionary=-dict=fuzz/$name.dict
	echo "== $name"
	"$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
		$dictionary -artifact_prefix="fuzz/crash/$name-" "fuzz/corpus/$name" 2>&1 | grep -E 'stat::|ERROR|SUMMARY|Test unit' ||
		true
	if ls "fuzz/crash/$name-"* >/dev/null 2>&1; then
		echo "fuzz: $name: see fuzz/crash/$name-*" >&2
		status=1
	fi
done
exit $status
