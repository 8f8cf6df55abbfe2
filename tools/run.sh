#!/bin/sh
# run.sh PROGRAM DATA PORT: fills an empty DATA (schema, keys, demonstration), then serves it on 127.0.0.1:PORT.
set -eu

vigie=$1
data=$2
port=$3
if [ ! -d "$data" ] || [ -z "$(ls -A "$data")" ]; then
	"$vigie" init --data "$data"
	"$vigie" demo --data "$data"
fi
echo "http://127.0.0.1:$port/"
exec "$vigie" serve --data "$data" --listen "127.0.0.1:$port"
