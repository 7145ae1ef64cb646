#!/usr/bin/env bash
# Everything a commit needs: set up, check the house rules, build, start Redis and Triton on unusual ports, run all tests, stop.
# Usage: dev/test.sh [--filter REGEX]        Example: dev/test.sh --filter MediaInputTests
set -euo pipefail
cd "$(dirname "$0")/.."
filter=()
case "${1:-}" in
-h | --help) sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
--filter) filter=(--filter "${2:?--filter needs a pattern}") ;;
"") ;;
*) echo "test.sh: unknown option '$1'" >&2; exit 2 ;;
esac

export HOLSTER_TEST_TRITON_PORT=28001 HOLSTER_TEST_REDIS_PORT=26379
triton=(--grpc-port 28001 --http-port 28000 --metrics-port 28002 --run-directory .run/test-triton)
redis=(--port 26379 --run-directory .run/test-redis)
stop() {
    dev/triton.sh stop "${triton[@]}" >/dev/null 2>&1 || true
    dev/redis.sh stop "${redis[@]}" >/dev/null 2>&1 || true
}
trap stop EXIT
trap 'exit 130' INT TERM

dev/setup.sh serve oracle deploy
dev/check.sh
dev/build.sh --tests
echo "test: deployment files"
.venv/deploy/bin/python dev/check_deploy.py
stop
rm -rf .run/test-redis
dev/redis.sh start "${redis[@]}"
dev/triton.sh start "${triton[@]}"
export HOLSTER_TEST_TRITON=127.0.0.1:28001 HOLSTER_TEST_REDIS=127.0.0.1:26379
echo "test: the model card's figures, from the committed weights"
.venv/oracle/bin/python training/starter/evaluate.py --check
echo "test: instructions that preprocessing takes, against the record"
.venv/oracle/bin/python Benchmarks/preprocessing/bench.py .build/release/preprocessing-bench --check-instructions
echo "test: swift test"
# A run that hangs says which test it hung in, and fails; a crash prints the thread that crashed and no more.
export SWIFT_BACKTRACE=threads=crashed,images=none,limit=32
run=(timeout --verbose --kill-after 10 25m swift test -c release --skip-build --disable-testable-imports)
if [ ${#filter[@]} -gt 0 ]; then
    "${run[@]}" "${filter[@]}"
else
    # Photos, texts and mutated messages by the hundred thousand keep both cores busy: connections and deadlines are tested before them, one
    # after another, whole stacks under load after them, alone.
    timed='GRPCTransportTests|HTTP2TransportTests|RedisAdapterTests|TritonAdapterTests|ReactorTests|LoadGeneratorTests'
    heavy='MediaInputTests|TextInputTests|EvasionGateTests|PreprocessingBridgeTests'
    "${run[@]}" --no-parallel --filter "$timed"
    "${run[@]}" --skip "EndToEndTests|$timed|$heavy"
    "${run[@]}" --filter "$heavy"
    "${run[@]}" --filter EndToEndTests
    # Its own Triton, which it stops.
    stop
    dev/monitoring.sh
fi
