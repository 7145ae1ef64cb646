#!/usr/bin/env bash
# Benchmarks against the peers that Benchmarks/ names. Usage: dev/bench.sh preprocessing [OPTIONS of the benchmark]
# Example: dev/bench.sh preprocessing --only phash,pdq
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
-h | --help | "") sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
preprocessing) shift ;;
*) echo "bench.sh: unknown benchmark '$1': preprocessing" >&2; exit 2 ;;
esac
dev/setup.sh serve bench
echo "bench: building preprocessing-bench"
swift build -c release --product preprocessing-bench 2>&1 | grep -vE '^(Fetch|Comput|Creat|Working copy)' || exit "${PIPESTATUS[0]}"
# numpy chooses its kernels by itself: a setting made for older ones would slow the peers.
exec env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE .venv/bench/bin/python Benchmarks/preprocessing/bench.py .build/release/preprocessing-bench "$@"
