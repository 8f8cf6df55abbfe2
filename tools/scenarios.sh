#!/bin/sh
# scenarios.sh BUILD FILE.test…: plays the scenarios on SQLite and on PostgreSQL (BUILD = build/asan, or another).
# The runner is BUILD/tests/run; it reads VIGIE (the program), VIGIE_TEST_POSTGRES (empty: SQLite alone) and TORTURE.
set -eu

build=$1
shift
if [ ! -x "$build/tests/run" ] || [ ! -x "$build/vigie" ] || [ $# -eq 0 ]; then
	echo "scenarios: nothing to play yet"
	exit 0
fi
VIGIE=$build/vigie exec tools/postgres.sh "$build/tests/run" "$@"
