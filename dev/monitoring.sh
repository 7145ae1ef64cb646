#!/usr/bin/env bash
# Runs Prometheus with the rules of deploy/ over a live holster under load, then asks it what dashboards ask; then without Triton, for the alert.
# Usage: dev/monitoring.sh        Everything it starts listens on loopback only, and is stopped at the end. About a minute; needs a build.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
-h | --help) sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
"") ;;
*) echo "monitoring.sh: unknown option '$1'" >&2; exit 2 ;;
esac

started=$(date +%s)
say() { printf 'monitoring [%2d s]: %s\n' "$(($(date +%s) - started))" "$*"; }
die() { printf 'monitoring: error: %s\n' "$*" >&2; exit 1; }
folder=.run/monitoring python=.venv/deploy/bin/python
prometheus_address=127.0.0.1:27090 holster_address=127.0.0.1:27071 grpc_address=127.0.0.1:27070
triton=(--grpc-port 27001 --http-port 27000 --metrics-port 27002 --run-directory .run/monitoring-triton)
redis=(--port 27379 --run-directory .run/monitoring-redis)
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    pids=()
    dev/triton.sh stop "${triton[@]}" >/dev/null 2>&1 || true
    dev/redis.sh stop "${redis[@]}" >/dev/null 2>&1 || true
}
# A second Ctrl-C does not end the stopping.
trap 'trap "" INT TERM; stop' EXIT
trap 'exit 130' INT TERM
answers() { # URL, seconds, log
    for _ in $(seq $(($2 * 10))); do
        curl -sf -o /dev/null "$1" && return
        sleep 0.1
    done
    tail -n 20 "$3" >&2
    die "no answer from $1 after $2 s"
}

command -v prometheus promtool >/dev/null && [ -x "$python" ] || die "no prometheus or no $python: run 'dev/setup.sh serve deploy'"
[ -x .build/release/holster-load ] || die "nothing is built: run 'make build'"
stop
rm -rf "$folder" .run/monitoring-redis
mkdir -p "$folder/hostile"

say "starting Redis, Triton, holster and Prometheus"
dev/redis.sh start "${redis[@]}" >"$folder/redis.log"
dev/triton.sh start "${triton[@]}" >"$folder/triton.log" || { cat "$folder/triton.log" >&2; exit 1; }
export HOLSTER_GRPC_LISTEN=$grpc_address HOLSTER_ADMIN_LISTEN=$holster_address HOLSTER_TRITON_ENDPOINT=127.0.0.1:27001
export HOLSTER_REDIS_ENDPOINT=127.0.0.1:27379 HOLSTER_STORE_DIRECTORY=$folder/store
.build/release/holster bank add --bank known-bad --kind block --radius 8 --reason "offered before" demo/photos/known-bad.jpg >/dev/null
.build/release/holster serve >"$folder/holster.log" 2>&1 &
pids+=($!)
"$python" dev/monitoring.py configure "$folder" "$prometheus_address" "$holster_address" 127.0.0.1:27002
"$python" dev/monitoring.py hostile "$folder/hostile"
promtool check config "$folder/prometheus.yml" >"$folder/promtool.log" || { cat "$folder/promtool.log" >&2; exit 1; }
prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$folder/series" --web.listen-address="$prometheus_address" \
    >"$folder/prometheus.log" 2>&1 &
pids+=($!)
answers "http://$holster_address/readyz" 15 "$folder/holster.log"
answers "http://$prometheus_address/-/ready" 15 "$folder/prometheus.log"
for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || die "a server of an earlier run answers on its port: see $folder"; done

load() { # options
    .build/release/holster-load --server "$grpc_address" --timeout-ms 2000 "$@" >"$folder/load.log" 2>&1 || { cat "$folder/load.log" >&2; exit 1; }
    grep -m 1 -E '^ *(status|OK)' "$folder/load.log" || true
}
say "20 checks a second for 25 s"
load --rate 20 --seconds 25 demo/listings/*.json
say "rules and queries"
"$python" dev/monitoring.py loaded "$prometheus_address"
say "stopping Triton; 200 listings of hostile categories and regions"
dev/triton.sh stop "${triton[@]}" >>"$folder/triton.log"
load --rate 40 --seconds 5 "$folder"/hostile/*.json
"$python" dev/monitoring.py failing "$prometheus_address" "$holster_address"
say "done"
