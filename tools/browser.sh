#!/bin/bash
# browser.sh PROGRAM once|all: a demonstration instance on a free port, its pages walked in Chromium.
# Other proofs of tests/browser/*.test.mjs are run too, with the address as argument.
set -euo pipefail

vigie=$1
tier=$2
if [ ! -x "$vigie" ] || [ ! -f tests/browser/walk.mjs ]; then
	echo "browser: nothing to walk yet"
	exit 0
fi
data=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$data"' EXIT
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
base=http://127.0.0.1:$port
"$vigie" init --data "$data" >"$data/init.log"
"$vigie" demo --json --data "$data" >"$data/people.json"
"$vigie" serve --data "$data" --listen "127.0.0.1:$port" >"$data/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
	! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
	kill -0 "$server" 2>/dev/null || { cat "$data/serve.log" >&2; exit 1; }
	sleep 0.1
done
status=0
node tests/browser/walk.mjs "$base" --tier "$tier" --people "$data/people.json" || status=1
for test in tests/browser/*.test.mjs; do
	[ ! -f "$test" ] || VIGIE_DATA=$data node "$test" "$base" || status=1
done
exit $status
