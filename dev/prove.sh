#!/usr/bin/env bash
# What the product holds, measured on this machine with real servers: rates, tails, chaos, and a ledger of every call.
# Usage: dev/prove.sh [--only a,b,c] [--minutes N] [--help for more]    Takes half an hour; docs/performance.md explains the figures.
# Example: dev/prove.sh --only c
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
-h | --help)
    sed -n '2,4p' "$0" | cut -c3-
    exec /usr/bin/python3 Benchmarks/proof/prove.py --help
    ;;
esac
dev/setup.sh serve proof
dev/build.sh
swift build -c release --product inference-stand-in 2>&1 | tail -n 1
exec env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE .venv/proof/bin/python Benchmarks/proof/prove.py --python-stack .venv/proof/bin/python --report .run/prove.txt "$@"
