#!/usr/bin/env bash
# A Redis of our own on loopback. Usage: dev/redis.sh start|stop|status [--port N] [--run-directory DIR]
# Example: dev/redis.sh start --port 16379
set -euo pipefail
cd "$(dirname "$0")/.."

port=16379
run_directory=""
action="${1:-}"
[ $# -gt 0 ] && shift
while [ $# -gt 0 ]; do
    case "$1" in
    --port) port="$2"; shift 2 ;;
    --run-directory) run_directory="$2"; shift 2 ;;
    *) echo "redis.sh: unknown option '$1'" >&2; exit 2 ;;
    esac
done
: "${run_directory:=.run/redis-$port}"

answers() { redis-cli -h 127.0.0.1 -p "$port" ping 2>/dev/null | grep -q PONG; }

case "$action" in
start)
    answers && { echo "redis: already answering on 127.0.0.1:$port"; exit 0; }
    command -v redis-server >/dev/null || { echo "redis.sh: no redis-server: run 'make setup'" >&2; exit 1; }
    mkdir -p "$run_directory"
    directory=$(cd "$run_directory" && pwd)
    # Append-only, so that banks survive a restart: they live nowhere else.
    (
        # A daemon holds none of its starter's descriptors: whoever waits for them to close would wait for Redis.
        for entry in /proc/self/fd/*; do
            descriptor="${entry##*/}"
            [ "$descriptor" -le 2 ] || eval "exec $descriptor>&-"
        done
        exec redis-server --port "$port" --bind 127.0.0.1 --daemonize yes --dir "$directory" --pidfile "$directory/redis.pid" \
            --logfile "$directory/redis.log" --appendonly yes --appendfsync everysec --save ""
    ) </dev/null >/dev/null 2>&1
    for _ in $(seq 100); do answers && { echo "redis: answering on 127.0.0.1:$port"; exit 0; }; sleep 0.1; done
    echo "redis.sh: no answer on port $port after 10 s: see $directory/redis.log" >&2
    exit 1
    ;;
stop)
    pid_file="$run_directory/redis.pid"
    [ -f "$pid_file" ] || exit 0
    pid=$(cat "$pid_file")
    kill "$pid" 2>/dev/null || { rm -f "$pid_file"; exit 0; }
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || { rm -f "$pid_file"; echo "redis: stopped"; exit 0; }; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$pid_file"
    ;;
status) if answers; then echo "redis: answering on 127.0.0.1:$port"; else echo "redis: not answering on 127.0.0.1:$port"; exit 1; fi ;;
*) sed -n '2,3p' "$0" | cut -c3-; [ "$action" = --help ] || [ "$action" = -h ] || exit 2 ;;
esac
