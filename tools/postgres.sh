#!/bin/bash
# postgres.sh COMMAND…: runs the command with VIGIE_TEST_POSTGRES = the URL of an empty PostgreSQL of its own, in a
# temporary folder, on a Unix socket, owned by an unprivileged user. Where PostgreSQL is not installed the variable is
# empty and a line says so. A URL given from outside is kept.
set -euo pipefail

if [ -n "${VIGIE_TEST_POSTGRES:-}" ]; then
	exec "$@"
fi
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")
if [ ! -x "$bin/initdb" ]; then
	echo "postgres: not installed, SQLite alone is proved" >&2
	VIGIE_TEST_POSTGRES= exec "$@"
fi

home=$(mktemp -d /tmp/vigie-pg.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
	user=$(id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody)
	chown "$user" "$home"
	chmod 755 "$home"
	as=(runuser -u "$user" --)
fi
stop() {
	"${as[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate -s stop >/dev/null 2>&1 || true
	rm -rf "$home"
}
trap stop EXIT
cd_home() { cd "$home" && "$@"; }
(cd_home "${as[@]}" "$bin/initdb" -D "$home/data" -U vigie -A trust -E UTF8 --locale=C.UTF-8 -N) >"$home/log" 2>&1 ||
	{ cat "$home/log" >&2; exit 1; }
(cd_home "${as[@]}" "$bin/pg_ctl" -D "$home/data" -s -w -l "$home/data/log" \
	-o "-c listen_addresses= -k $home -c fsync=off -c max_connections=200" start) </dev/null ||
	{ cat "$home/data/log" >&2; exit 1; }
export VIGIE_TEST_POSTGRES="postgresql:///postgres?host=$home&user=vigie"
"$@"
