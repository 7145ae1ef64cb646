#!/usr/bin/env bash
# The house rules as a test: format, imports, sizes, forbidden calls, codecs against proto/, demo files. Usage: dev/check.sh
set -uo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in -h | --help) sed -n '2p' "$0" | cut -c3-; exit 0 ;; esac
failed=0
step() { # name, command…
    local name="$1" output
    shift
    if output=$("$@" 2>&1); then
        printf 'check: %-11s ok\n' "$name"
        grep '^SKIPPED' <<<"$output" | sort -u | sed 's/^/check: /'
    else
        printf 'check: %-11s FAILED\n%s\n' "$name" "$output"
        failed=1
    fi
}
step format swift format lint --strict --parallel --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks Fuzz/Package.swift Fuzz/*Fuzz
step house /usr/bin/python3 dev/check_house.py
step proto bash -c '/usr/bin/python3 dev/check_proto.py && /usr/bin/python3 dev/check_proto_test.py'
step descriptors dev/descriptors.sh --check
step demo /usr/bin/python3 demo/check_listings.py
step shell bash -c 'for file in dev/*.sh .ci/run; do bash -n "$file" || exit 1; done'
exit "$failed"
