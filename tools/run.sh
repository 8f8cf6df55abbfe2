#!/bin/sh
# run.sh PROGRAM DATA PORT: fills an empty DATA (schema, keys, demonstration), then serves it on 127.0.0.1:PORT.
set -eu

vigie=$1
data=$2
port=$3
if [ ! -d "$data" ] || [ -z "$(ls -A "$data")" ]; then
	"$vigie" init --data "$data" --listen "127.0.0.1:$port"
	"$vigie" demo --data "$data"
fi
echo "The code of an account that asks for one: $vigie demo code"
exec "$vigie" serve --data "$data" --listen "127.0.0.1:$port"
