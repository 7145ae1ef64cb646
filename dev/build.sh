#!/usr/bin/env bash
# Release build of the two programs, with a line when it takes long. Usage: dev/build.sh [--tests]
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
-h | --help) sed -n '2p' "$0" | cut -c3-; exit 0 ;;
--tests) what=(--build-tests) ;;
"") what=() ;;
*) echo "build.sh: unknown option '$1'" >&2; exit 2 ;;
esac
started=$(date +%s)
[ -d .build/release ] || echo "build: first build; takes a few minutes on 2 cores"
# Release for tests too: one build serves the demo and the tests, and a million mutated inputs take seconds.
swift build -c release "${what[@]}" 2>&1 | grep -vE '^(Fetch|Comput|Creat|Working copy)' || exit "${PIPESTATUS[0]}"
echo "build: done in $(($(date +%s) - started)) s"
