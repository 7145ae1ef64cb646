#!/usr/bin/env bash
# Lays out what `make build` built for another machine of the same Debian: the programs, the toolchain's libraries that they are linked to, and
# the names of the Debian packages that hold the others. Usage: dev/install.sh FOLDER        Example: dev/install.sh .run/installed
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
-h | --help) sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
"" | -*) sed -n '2,3p' "$0" | cut -c3- >&2; exit 2 ;;
esac
destination="$1"
programs=(.build/release/holster .build/release/holster-load)
for program in "${programs[@]}"; do
    [ -x "$program" ] || { echo "install.sh: no $program: run 'make build'" >&2; exit 1; }
done
toolchain="$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")/lib/swift/linux"
rm -rf "$destination/opt/holster"
mkdir -p "$destination/opt/holster/bin" "$destination/opt/holster/lib"

# Programs lie beside their libraries, where their run path ($ORIGIN) looks; bin/ has links.
for program in "${programs[@]}"; do
    strip --strip-debug -o "$destination/opt/holster/lib/$(basename "$program")" "$program"
    ln -s "../lib/$(basename "$program")" "$destination/opt/holster/bin/$(basename "$program")"
done
libraries=$(for program in "${programs[@]}"; do ldd "$program"; done | awk '$2 == "=>" { print $3 }' | sort -u)
packages=""
for library in $libraries; do
    case "$library" in
    "$toolchain"/*) cp -L "$library" "$destination/opt/holster/lib/" ;;
    *)
        # dpkg knows files by the path before /usr was merged, or by the one after.
        owner=$(dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "$(readlink -f "$library")") \
            || { echo "install.sh: no package owns $library" >&2; exit 1; }
        packages+="${owner%%:*}"$'\n'
        ;;
    esac
done
printf '%s' "$packages" | sort -u >"$destination/packages.txt"
echo "install: $(du -sh "$destination/opt/holster" | cut -f1) in $destination/opt/holster; packages: $(paste -sd' ' "$destination/packages.txt")"
