#!/usr/bin/env bash
# Benchmarks against the peers that Benchmarks/ names. Usage: dev/bench.sh preprocessing|transport|screening|load [OPTIONS of the benchmark]
# Example: dev/bench.sh preprocessing --only phash,pdq
#          dev/bench.sh transport --only unary_100_vs_nghttpd
#          dev/bench.sh screening --only pdq256 --scale 1000000
#          dev/bench.sh load --only open_rate --rate 40000
# The peer grpc-swift-2 takes a quarter of an hour to build: `dev/bench.sh transport --build-grpc-swift`, once; without it its rows are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

build() { # product
    echo "bench: building $1"
    swift build -c release --product "$1" 2>&1 | grep -vE '^(Fetch|Comput|Creat|Working copy)' || exit "${PIPESTATUS[0]}"
}

install_perf_analyzer() {
    local folder=.venv/transport/perf-analyzer
    [ -d "$folder" ] || .venv/transport/bin/pip install --quiet --disable-pip-version-check --no-deps --target "$folder" \
        -r requirements/transport.perf-analyzer.txt || echo "bench: no perf_analyzer: its rows are skipped"
}

case "${1:-}" in
-h | --help | "") sed -n '2,7p' "$0" | cut -c3-; exit 0 ;;
preprocessing)
    shift
    dev/setup.sh serve bench
    build preprocessing-bench
    # numpy chooses its kernels by itself: a setting made for older ones would slow the peers.
    exec env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE .venv/bench/bin/python Benchmarks/preprocessing/bench.py .build/release/preprocessing-bench "$@"
    ;;
transport)
    shift
    dev/setup.sh serve transport
    echo_package=Benchmarks/grpc-swift-echo echo_build=.build-grpc-swift
    if [ "${1:-}" = --build-grpc-swift ]; then
        echo "bench: building grpc-swift-echo (a quarter of an hour)"
        swift build -c release --package-path "$echo_package" --scratch-path "$echo_build" | tail -n 1
        exit "${PIPESTATUS[0]}"
    fi
    install_perf_analyzer
    program=${HOLSTER_TRANSPORT_BENCH:-}
    if [ -z "$program" ]; then
        build transport-bench
        program=.build/release/transport-bench
    fi
    exec .venv/transport/bin/python Benchmarks/transport/bench.py "$program" --grpc-swift "$echo_build/release/grpc-swift-echo" "$@"
    ;;
screening)
    shift
    dev/setup.sh serve bench
    program=${HOLSTER_SCREENING_BENCH:-}
    if [ -z "$program" ]; then
        build screening-bench
        build bank-bench
        program=.build/release/screening-bench
    fi
    exec .venv/bench/bin/python Benchmarks/screening/bench.py "$program" "$@"
    ;;
load)
    shift
    dev/setup.sh serve transport
    install_perf_analyzer
    program=${HOLSTER_LOAD:-} echo_server=${HOLSTER_TRANSPORT_BENCH:-}
    if [ -z "$program" ]; then
        build holster-load
        program=.build/release/holster-load
    fi
    if [ -z "$echo_server" ]; then
        build transport-bench
        echo_server=.build/release/transport-bench
    fi
    exec .venv/transport/bin/python Benchmarks/load/bench.py "$program" "$echo_server" "$@"
    ;;
*) echo "bench.sh: unknown benchmark '$1': preprocessing, transport, screening or load" >&2; exit 2 ;;
esac
