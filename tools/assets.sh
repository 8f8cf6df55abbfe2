#!/bin/sh
# assets.sh OUTDIR CSS_TOOL: assembles the public files (sheets, scripts, font, icons, brand) that the build embeds.
# Icons are those that the sheets name, no other. Nothing that belongs to the State may pass: the end of the script looks.
set -eu

[ $# -eq 2 ] || { echo "usage: tools/assets.sh OUTDIR CSS_TOOL" >&2; exit 2; }
out=$1
css=$2
top=$(cd "$(dirname "$0")/.." && pwd)
dsfr=$top/node_modules/@gouvfr/dsfr
inter=$top/node_modules/@fontsource-variable/inter
static=$top/static

for package in "$dsfr" "$inter"; do
	[ -d "$package" ] || { echo "assets: $package is absent; run: npm ci --ignore-scripts" >&2; exit 1; }
done
case $css in */*) ;; *) css=./$css ;; esac

rm -rf "$out"
mkdir -p "$out/brand" "$out/fonts" "$out/js"

"$css" "$dsfr/dist/dsfr.main.min.css" >"$out/dsfr.css"
"$css" "$static/vigie.css" >"$out/vigie.rules"
# The font has its own sheet: the filter drops every @font-face, ours included.
cat "$static/font.css" "$out/vigie.rules" >"$out/vigie.css"
rm "$out/vigie.rules"

# The script of the design system waits for its fonts by name.
sed -e 's/Marianne/Inter/g' -e 's/Spectral/Georgia/g' "$dsfr/dist/dsfr.module.min.js" |
	grep -v '^//# sourceMappingURL=' >"$out/dsfr.js"

cp "$static/vigie.js" "$static/favicon.svg" "$out/"
cp "$static"/js/*.js "$out/js/"
cp "$static"/brand/* "$out/brand/"
cp "$inter/files/inter-latin-wght-normal.woff2" "$inter/files/inter-latin-wght-italic.woff2" "$out/fonts/"

grep -oh 'url([a-z][^)"]*)' "$out/dsfr.css" "$out/vigie.css" | sed 's/^url(\(.*\))$/\1/' | sort -u |
	grep -v -e '^data:' -e '^fonts/' |
	while read -r file; do
		mkdir -p "$out/$(dirname "$file")"
		cp "$dsfr/dist/$file" "$out/$file"
	done

{
	echo "dsfr.css, dsfr.js, icons/ : DSFR 1.14.4 without its fonts and marks (MIT); icons after Remix Icon (Apache-2.0)"
	echo
	sed -n '/^Permission/,$p' "$dsfr/LICENSE.md"
	echo
	echo "fonts/ : Inter (SIL Open Font License 1.1)"
	echo
	cat "$inter/LICENSE"
	echo
	echo "vigie.css, vigie.js, js/ : Apache-2.0. brand/, favicon.svg : CC0-1.0."
} >"$out/licences.txt"

if grep -rEil 'marianne|spectral|fr-logo|gouvernement\.fr|blasons' "$out" ||
	find "$out" -iname '*marianne*' -o -iname '*spectral*' -o -path '*/favicon/*' | grep .; then
	echo "assets: the files above carry a mark or a font of the State" >&2
	exit 1
fi
find "$out" -type f -exec chmod 644 {} +
