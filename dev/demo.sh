#!/usr/bin/env bash
# The demo: installs what is missing, builds, starts Redis and Triton, serves, and moderates the listings of demo/listings.
# Usage: dev/demo.sh        Everything it starts listens on loopback only, and is stopped at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
-h | --help) sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
"") ;;
*) echo "demo.sh: unknown option '$1'" >&2; exit 2 ;;
esac

started=$(date +%s)
say() { printf '\ndemo [%3d s]: %s\n' "$(($(date +%s) - started))" "$*"; }
triton=(--grpc-port 19001 --http-port 19000 --metrics-port 19002 --run-directory .run/demo-triton)
redis=(--port 19379 --run-directory .run/demo-redis)
server_pid=""
stop() {
    [ -z "$server_pid" ] || { kill "$server_pid" 2>/dev/null && wait "$server_pid" 2>/dev/null; } || true
    dev/triton.sh stop "${triton[@]}" >/dev/null 2>&1 || true
    dev/redis.sh stop "${redis[@]}" >/dev/null 2>&1 || true
}
trap stop EXIT
trap 'exit 130' INT TERM

say "installing what is missing"
dev/setup.sh serve
say "building"
dev/build.sh
stop
rm -rf .run/demo && mkdir -p .run/demo
rm -rf .run/demo-redis

say "starting Redis and Triton"
dev/redis.sh start "${redis[@]}"
dev/triton.sh start "${triton[@]}"

say "serving"
export HOLSTER_GRPC_LISTEN=127.0.0.1:19070 HOLSTER_ADMIN_LISTEN=127.0.0.1:19071 HOLSTER_TRITON_ENDPOINT=127.0.0.1:19001
export HOLSTER_REDIS_ENDPOINT=127.0.0.1:19379 HOLSTER_STORE_DIRECTORY=.run/demo/store
holster=.build/release/holster
"$holster" bank add --bank known-bad --kind block --radius 8 --reason "handgun offered three times before" demo/photos/known-bad.jpg
"$holster" serve >.run/demo/holster.log 2>&1 &
server_pid=$!
for _ in $(seq 300); do
    curl -sf http://127.0.0.1:19071/readyz >.run/demo/readyz.json && grep -q 'known-bad epoch' .run/demo/readyz.json && break
    kill -0 "$server_pid" 2>/dev/null || { tail -n 20 .run/demo/holster.log >&2; exit 1; }
    sleep 0.1
done
grep -q 'known-bad epoch' .run/demo/readyz.json || { echo "demo: not ready after 30 s" >&2; cat .run/demo/readyz.json >&2; exit 1; }
sed -n 's/.*"\(detail\|name\|status\)" : "\(.*\)".*/\2/p' .run/demo/readyz.json | paste -sd' '

listings=() stopped=()
for file in demo/listings/*.json; do
    case "$file" in *triton-stopped*) stopped+=("$file") ;; *) listings+=("$file") ;; esac
done
say "moderating ${#listings[@]} listings"
"$holster" check --server 127.0.0.1:19070 --timeout-ms 1000 --fresh-request-ids --save .run/demo/verdicts.jsonl "${listings[@]}"
say "why a text is caught"
"$holster" rules explain "G.U.N f0r s@le"
say "with Triton stopped: allowed, and a high-priority case"
dev/triton.sh stop "${triton[@]}"
"$holster" check --server 127.0.0.1:19070 --fresh-request-ids --save .run/demo/verdicts-stopped.jsonl "${stopped[@]}"
say "the review queue"
"$holster" review list
say "what each listing had to show"
/usr/bin/python3 demo/verify.py .run/demo/verdicts.jsonl .run/demo/verdicts-stopped.jsonl
say "done"
