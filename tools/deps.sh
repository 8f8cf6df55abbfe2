#!/bin/bash
# deps.sh SECTION…: installs the Debian packages of these sections of packages.txt (build, run, test) that are missing,
# and nothing that is there; then the npm files of package-lock.json, without running their scripts.
# On a terminal it asks first; DEBIAN_FRONTEND=noninteractive answers yes.
set -euo pipefail
cd "$(dirname "$0")/.."

# Lines of the sections named, without comments.
listed() {
	awk -v wanted=" $* " '/^\[/ { gsub(/[][]/, ""); on = index(wanted, " " $1 " "); next }
		{ sub(/#.*/, "") } on && NF { print $1 }' packages.txt
}

node_is_new() {
	command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 18 ]
}

is_installed() {
	case $1 in nodejs | npm) ! node_is_new || return 0 ;; esac
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

agreed() {
	[ -t 0 ] && [ "${DEBIAN_FRONTEND:-}" != noninteractive ] || return 0
	read -r -p "Install them now? [Y/n] " answer
	[[ ! $answer =~ ^[nN] ]]
}

missing=()
if command -v dpkg-query >/dev/null; then
	for package in $(listed "$@"); do
		is_installed "$package" || missing+=("$package")
	done
else
	echo "deps: not a Debian system; these are needed: $(listed "$@" | tr '\n' ' ')" >&2
fi
if [ ${#missing[@]} -gt 0 ]; then
	root=()
	[ "$(id -u)" = 0 ] || root=(sudo)
	echo "Debian packages that are missing: ${missing[*]}"
	echo "They are installed by: ${root[*]:+sudo }apt-get install --no-install-recommends ${missing[*]}"
	agreed || { echo "deps: nothing was installed" >&2; exit 1; }
	"${root[@]}" apt-get update -q
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi
if [ -f package-lock.json ] && [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
	echo "Files of the design system and of the browser tests: npm ci --ignore-scripts"
	npm ci --ignore-scripts --no-audit --no-fund
	touch node_modules/.package-lock.json
fi
