#!/usr/bin/env bash
# Installs what a bare Debian 12 machine lacks. Usage: dev/setup.sh [build] [serve] [oracle] [train] [bench] [transport] [proof] [deploy]   (default: serve oracle)
# Debian packages through apt (root or sudo), Python environments under .venv/. A second run finds everything and ends at once.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

case "${1:-}" in
-h | --help)
    sed -n '2,3p' "$0" | cut -c3-
    echo "Example: dev/setup.sh serve"
    exit 0
    ;;
esac
[ $# -gt 0 ] || set -- serve oracle

command -v swift >/dev/null || die "no 'swift' on PATH: install the Swift 6.3 toolchain for Debian 12 first (swift.org/install)"

packages=(
    libnghttp2-dev libturbojpeg0-dev libpng-dev libwebp-dev libvectorscan-dev libhiredis-dev libssl-dev libicu-dev libsqlite3-dev zlib1g-dev
    libjemalloc-dev
)
for part in "$@"; do
    # `build` is what a build takes and no more; every other part runs something.
    [ "$part" = build ] || packages+=(redis-server python3 python3-venv libpython3.11 curl procps)
    [ "$part" != oracle ] || packages+=(protobuf-compiler prometheus openssl valgrind binutils chromium)
    # prometheus brings promtool: rules and dashboards are run against it. docker-compose reads docker-compose.yml; no daemon is started.
    [ "$part" != deploy ] || packages+=(prometheus docker-compose openssl)
    # Debian's own gRPC, and frames by hand, for the transport's interop and hostile peers: they run under /usr/bin/python3.
    [ "$part" != oracle ] || packages+=(python3-grpcio python3-protobuf python3-hyperframe python3-hpack grpc-proto)
    [ "$part" != bench ] || packages+=(libjpeg-turbo-progs valgrind binutils)
    [ "$part" != transport ] || packages+=(nghttp2-server nghttp2-client libb64-0d openssl valgrind binutils)
done
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "installing Debian packages: ${missing[*]}"
    sudo=""
    [ "$(id -u)" -eq 0 ] || sudo="sudo"
    [ -z "$sudo" ] || command -v sudo >/dev/null || die "not root, and no sudo: install these by hand: ${missing[*]}"
    log=$(mktemp)
    { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 || { tail -n 30 "$log" >&2; die "apt-get failed (whole log: $log)"; }
    rm -f "$log"
    # Debian starts Prometheus where something starts services; all that is wanted are the programs.
    case " ${missing[*]} " in *" prometheus "*) [ ! -d /run/systemd/system ] || $sudo systemctl disable --now prometheus ;; esac
fi

for part in "$@"; do
    [ "$part" != build ] || continue
    requirements="requirements/$part.txt"
    [ -f "$requirements" ] || die "unknown part '$part': one of build, serve, oracle, train, bench, transport, proof, deploy"
    stamp=".venv/$part/.requirements"
    alone="requirements/$part.no-deps.txt"
    [ -f "$alone" ] || alone=/dev/null
    if [ -f "$stamp" ] && cat "$requirements" "$alone" | cmp -s - "$stamp"; then continue; fi
    say "Python environment .venv/$part (about a minute)"
    rm -rf ".venv/$part"
    /usr/bin/python3 -m venv ".venv/$part"
    ".venv/$part/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
    [ "$alone" = /dev/null ] || ".venv/$part/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$alone"
    cat "$requirements" "$alone" >"$stamp"
done
say "ready"
