#!/usr/bin/env bash
# Serves triton-model-repo with the PyPI build of Triton (tritonserver 2.51.0 from nvidia-pytriton), on loopback only.
#
#   dev/triton.sh start|stop|restart|status [--grpc-port N] [--http-port N] [--metrics-port N]
#                 [--repository DIR] [--run-directory DIR] [--timeout SECONDS]
#                 [--tls-certificate FILE --tls-key FILE [--tls-client-authority FILE]]
#
# Several instances may run side by side: give each its own ports and run directory. The state of one (pid, log, backends)
# lies in its run directory, which is .run/triton-GRPCPORT of the checkout unless told otherwise.
# With a certificate gRPC speaks TLS, and with an authority it takes only clients whose certificates that one signed.
# HOLSTER_SERVE_VENV names another virtual environment than .venv/serve.
# Exit status: 0 done (status: running and ready), 1 failed (status: not ready), 2 wrong usage, 3 not running (status).
set -euo pipefail

models=(clip_image distilbert_int8 distilbert_int8_cpu fusion firearm_ensemble)
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
grpc_port=18001 http_port=18000 metrics_port=18002 timeout_seconds=90
repository="$root/triton-model-repo" run_directory=""
tls_certificate="" tls_key="" tls_client_authority=""

say() { printf 'triton: %s\n' "$*"; }
die() { printf 'triton: %s\n' "$1" >&2; exit "${2:-1}"; }
usage() { sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

parse() {
  [ $# -ge 1 ] || { usage >&2; exit 2; }
  action="$1"; shift
  case "$action" in start|stop|restart|status) ;; -h|--help|help) usage; exit 0 ;; *) usage >&2; exit 2 ;; esac
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || die "$1 needs a value" 2
    case "$1" in
      --grpc-port) grpc_port="$2" ;;
      --http-port) http_port="$2" ;;
      --metrics-port) metrics_port="$2" ;;
      --repository) repository="$2" ;;
      --run-directory) run_directory="$2" ;;
      --timeout) timeout_seconds="$2" ;;
      --tls-certificate) tls_certificate="$2" ;;
      --tls-key) tls_key="$2" ;;
      --tls-client-authority) tls_client_authority="$2" ;;
      *) die "unknown option $1 (try --help)" 2 ;;
    esac
    shift 2
  done
  if [ -n "$tls_certificate$tls_client_authority" ] && [ -z "$tls_key" ]; then die "TLS needs --tls-certificate and --tls-key" 2; fi
  local number
  for number in "$grpc_port" "$http_port" "$metrics_port" "$timeout_seconds"; do
    [[ "$number" =~ ^[0-9]{1,5}$ ]] && [ "$number" -ge 1 ] && [ "$number" -le 65535 ] \
      || die "'$number' is not a port or a number of seconds" 2
  done
  run_directory="${run_directory:-$root/.run/triton-$grpc_port}"
  case "$action" in start|restart) mkdir -p "$run_directory" ;; esac
  if [ -d "$run_directory" ]; then run_directory="$(cd "$run_directory" && pwd -P)"; fi
  served="$run_directory"
  if [ -f "$run_directory/served" ]; then IFS= read -r served <"$run_directory/served"; fi
  case "$action" in status|stop)
    if [ -f "$run_directory/ports" ]; then read -r grpc_port http_port metrics_port <"$run_directory/ports"; fi ;;
  esac
}

# Triton starts its stubs through a shell without quoting, so a path with a space (or worse) is served under another name:
# a private folder of symbolic links.
shelter() {
  local plain='^[A-Za-z0-9_./+:@%,=-]+$'
  served="$run_directory" served_repository="$repository"
  if ! [[ "$run_directory$repository" =~ $plain ]]; then
    local links
    links="/tmp/holster-triton-$(id -u)-$(printf '%s' "$run_directory" | cksum | cut -d ' ' -f 1)"
    mkdir -m 700 "$links" 2>/dev/null || true
    [ -d "$links" ] && [ ! -L "$links" ] && [ -O "$links" ] || die "$links is not a folder of this user"
    ln -sfn "$run_directory" "$links/run"
    ln -sfn "$repository" "$links/repository"
    served="$links/run" served_repository="$links/repository"
  fi
  printf '%s\n' "$served" >"$run_directory/served"
  printf '%s %s %s\n' "$grpc_port" "$http_port" "$metrics_port" >"$run_directory/ports"
}

# Processes that belong to this run directory, by the paths in their command lines: the server and its stubs. An instance whose
# server was killed outright leaves stubs behind, so the pid file alone would not find them.
members() {
  local entry pid line
  for entry in /proc/[0-9]*; do
    pid="${entry#/proc/}"
    line="$(tr '\0' '\n' 2>/dev/null <"$entry/cmdline")" || continue
    case "$line" in
      *"$served/backends/"* | *"--backend-directory=$served/backends"$'\n'*) printf '%s\n' "$pid" ;;
    esac
  done
}

server_pid() {
  local pid
  [ -f "$run_directory/pid" ] || return 1
  pid="$(cat "$run_directory/pid")"
  [[ "$pid" =~ ^[0-9]+$ ]] && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -- "--backend-directory=$served/backends" || return 1
  printf '%s\n' "$pid"
}

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# One HTTP GET without curl, which a bare machine lacks: answers whether the status is 200.
ready() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$http_port" || return 1
  printf 'GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  IFS= read -r -t 2 line <&3 || line=""
  exec 3>&- 3<&-
  [[ "$line" == *" 200 "* ]]
}

prepare() {
  venv="${HOLSTER_SERVE_VENV:-$root/.venv/serve}"
  [ -x "$venv/bin/python" ] || die "no virtual environment at $venv: run 'make setup' first"
  local facts
  facts="$("$venv/bin/python" -c 'import sys, sysconfig; print(sysconfig.get_path("purelib")); print("%d.%d" % sys.version_info[:2]); print(sys.base_prefix)')" \
    || die "the Python of $venv does not run: run 'make setup' again"
  { read -r site_packages; read -r python_version; read -r python_prefix; } <<<"$facts"
  wheel="$site_packages/pytriton/tritonserver"
  libraries="$site_packages/nvidia_pytriton.libs"
  local stub="$wheel/python_backend_stubs/$python_version/triton_python_backend_stub"
  [ -x "$wheel/bin/tritonserver" ] || die "nvidia-pytriton is not installed in $venv: run 'make setup'"
  [ -x "$stub" ] || die "nvidia-pytriton has no stub for Python $python_version: build $venv with another Python"
  [ -d "$site_packages/onnxruntime" ] || die "onnxruntime is not installed in $venv: run 'make setup'"
  if LD_LIBRARY_PATH="$libraries" ldd "$stub" | grep -q "libpython$python_version.*not found"; then
    die "libpython$python_version.so is missing: apt-get install libpython$python_version"
  fi
  rm -rf "$run_directory/backends"
  mkdir -p "$run_directory/backends/onnxruntime"
  cp -R "$wheel/backends/python" "$run_directory/backends/python"
  cp "$stub" "$run_directory/backends/python/"
  cp "$root/triton-backends/onnxruntime/model.py" "$run_directory/backends/onnxruntime/"
}

launch() {
  local arguments=() model prefix="holster_${grpc_port}_$$_"
  for model in "${models[@]}"; do
    [ -f "$repository/$model/config.pbtxt" ] || die "$repository has no $model/config.pbtxt"
    arguments+=("--load-model=$model")
  done
  if [ -n "$tls_key" ]; then
    arguments+=(--grpc-use-ssl=true "--grpc-server-cert=$tls_certificate" "--grpc-server-key=$tls_key")
  fi
  if [ -n "$tls_client_authority" ]; then
    arguments+=(--grpc-use-ssl-mutual=true "--grpc-root-cert=$tls_client_authority")
  fi
  printf '%s\n' "$prefix" >>"$run_directory/shm-prefixes"
  # The stub finds its Python by PATH and must not meet another one (pyenv, conda) there.
  (
  # A daemon holds none of its starter's descriptors: whoever waits for them to close would wait for Triton.
  for entry in /proc/self/fd/*; do
    descriptor="${entry##*/}"
    [ "$descriptor" -le 2 ] || eval "exec $descriptor>&-"
  done
  exec setsid env -u PYTHONPATH -u PYTHONHOME \
    PATH="$python_prefix/bin:/usr/bin:/bin" \
    LD_LIBRARY_PATH="$libraries" \
    HOLSTER_BACKEND_SITE_PACKAGES="$site_packages" \
    PYTHONDONTWRITEBYTECODE=1 \
    "$wheel/bin/tritonserver" \
    "--backend-directory=$served/backends" \
    "--model-repository=$served_repository" \
    --model-control-mode=explicit "${arguments[@]}" --disable-auto-complete-config \
    --http-address=127.0.0.1 --grpc-address=127.0.0.1 --metrics-address=127.0.0.1 \
    "--http-port=$http_port" "--grpc-port=$grpc_port" "--metrics-port=$metrics_port" \
    --http-thread-count=2 --allow-gpu-metrics=false --exit-timeout-secs=5 \
    "--backend-config=python,shm-region-prefix-name=$prefix" \
    --backend-config=python,shm-default-byte-size=4194304 \
    --backend-config=python,stub-timeout-seconds=60
  ) </dev/null >"$run_directory/log" 2>&1 &
  printf '%s\n' "$!" >"$run_directory/pid"
}

start() {
  local pid port
  if pid="$(server_pid)"; then
    if ready 2>/dev/null; then say "already running, pid $pid, gRPC 127.0.0.1:$grpc_port"; return 0; fi
    say "pid $pid runs but is not ready: stopping it first"
  fi
  sweep
  for port in "$grpc_port" "$http_port" "$metrics_port"; do
    ! listening "$port" || die "port $port of 127.0.0.1 is taken by another process"
  done
  [ -d "$repository" ] || die "no model repository at $repository"
  repository="$(cd "$repository" && pwd -P)"
  prepare
  shelter
  say "starting on 127.0.0.1, gRPC $grpc_port, HTTP $http_port, metrics $metrics_port; log $run_directory/log"
  launch
  await
}

await() {
  local begun=$SECONDS told=0 loaded
  while ! ready 2>/dev/null; do
    if ! server_pid >/dev/null; then
      sleep 0.2
      server_pid >/dev/null || { report_failure "the server ended while starting"; }
    fi
    [ $((SECONDS - begun)) -lt "$timeout_seconds" ] || report_failure "not ready after $timeout_seconds s"
    if [ $((SECONDS - begun)) -ge $((told + 2)) ]; then
      told=$((SECONDS - begun))
      loaded="$(grep -c 'successfully loaded' "$run_directory/log" || true)"
      say "waiting, ${told} s: $loaded of ${#models[@]} models loaded"
    fi
    sleep 0.1
  done
  say "ready after $((SECONDS - begun)) s, pid $(cat "$run_directory/pid")"
}

report_failure() {
  printf 'triton: %s; the log ends:\n' "$1" >&2
  grep -E '^E[0-9]|error|Error|UNAVAILABLE' "$run_directory/log" | tail -n 8 >&2 || true
  tail -n 8 "$run_directory/log" >&2 || true
  sweep
  exit 1
}

# Ends every process of this run directory, stopped ones too, and removes their shared memory.
sweep() {
  local pid group tick prefix
  group="$(members)"
  if [ -n "$group" ]; then
    for pid in $group; do kill -CONT "$pid" 2>/dev/null || true; done
    if pid="$(server_pid)"; then kill -TERM "$pid" 2>/dev/null || true; fi
    for tick in $(seq 1 80); do
      group="$(members)"
      [ -n "$group" ] || break
      # Stubs end with their server; without one they are told to.
      server_pid >/dev/null || for pid in $group; do kill -KILL "$pid" 2>/dev/null || true; done
      sleep 0.1
    done
    for pid in $(members); do kill -KILL "$pid" 2>/dev/null || true; done
    for tick in $(seq 1 50); do
      [ -n "$(members)" ] || break
      sleep 0.1
    done
    [ -z "$(members)" ] || die "these processes do not end: $(members | tr '\n' ' ')"
  fi
  rm -f "$run_directory/pid"
  if [ -f "$run_directory/shm-prefixes" ]; then
    while IFS= read -r prefix; do
      [[ "$prefix" =~ ^holster_[0-9]+_[0-9]+_$ ]] && rm -f -- "/dev/shm/$prefix"*
    done <"$run_directory/shm-prefixes"
    rm -f "$run_directory/shm-prefixes"
  fi
  if [ "$served" != "$run_directory" ] && [ -d "${served%/run}" ] && [ -O "${served%/run}" ]; then
    rm -f "${served%/run}/run" "${served%/run}/repository"
    rmdir "${served%/run}" 2>/dev/null || true
  fi
  rm -f "$run_directory/served" "$run_directory/ports"
  served="$run_directory"
}

stop() {
  [ -d "$run_directory" ] || { say "not running"; return 0; }
  if [ -z "$(members)" ]; then sweep; say "not running"; return 0; fi
  sweep
  say "stopped"
}

status() {
  local pid
  pid="$(server_pid)" || { say "not running (run directory $run_directory)"; exit 3; }
  if ready 2>/dev/null; then
    say "ready, pid $pid, gRPC 127.0.0.1:$grpc_port, HTTP 127.0.0.1:$http_port, metrics 127.0.0.1:$metrics_port"
  else
    say "pid $pid runs but is not ready; log $run_directory/log"
    exit 1
  fi
}

parse "$@"
case "$action" in
  start) start ;;
  stop) stop ;;
  restart) stop; start ;;
  status) status ;;
esac
