#!/bin/bash
# browser.sh PROGRAM once|all: a demonstration instance on a free port, its pages walked in Chromium, then the day of each
# persona. Its mails go to tests/smtp.mjs: one-time links are followed as people receive them.
set -euo pipefail

vigie=$1
tier=$2
if [ ! -x "$vigie" ] || [ ! -f tests/browser/walk.mjs ]; then
	echo "browser: nothing to walk yet"
	exit 0
fi
data=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; exec 9>&- || true; wait 2>/dev/null || true; rm -rf "$data"' EXIT
mkfifo "$data/stop"
node tests/smtp.mjs "$data/mail" <"$data/stop" &
exec 9>"$data/stop"
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
base=http://127.0.0.1:$port
"$vigie" init --data "$data/instance" >"$data/init.log"
for _ in $(seq 100); do
	[ ! -f "$data/mail/port" ] || break
	sleep 0.1
done
cat >>"$data/instance/vigie.conf" <<END
public_url = $base
smtp_url = smtp+starttls://127.0.0.1:$(cat "$data/mail/port")
smtp_user = vigie
smtp_password_file = $data/mail/password
smtp_ca = $data/mail/cert.pem
END
"$vigie" demo --json --data "$data/instance" >"$data/people.json"
"$vigie" serve --data "$data/instance" --listen "127.0.0.1:$port" >"$data/serve.log" 2>&1 9>&- &
server=$!
for _ in $(seq 100); do
	! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
	kill -0 "$server" 2>/dev/null || { cat "$data/serve.log" >&2; exit 1; }
	sleep 0.1
done
status=0
[ -n "${ONLY:-}" ] || VIGIE_DATA=$data node tests/browser/walk.mjs "$base" --tier "$tier" --people "$data/people.json" || status=1
VIGIE_DATA=$data node tests/browser/personas.mjs "$base" --tier "$tier" ${ONLY:+--only "$ONLY"} || status=1
exit $status
