#!/usr/bin/env bash
# Fuzzes the entries for outside bytes with libFuzzer under a sanitizer.
# Usage: dev/fuzz.sh [--seconds N] [--sanitizer address|thread] [TARGET|all]   (default: 600, address, all)
# The corpus of each target grows under .run/fuzz; a finding is left there as crash-*, and ends the run with an error.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { printf 'fuzz: error: %s\n' "$*" >&2; exit 1; }
seconds=600 what=all sanitizer=address
targets='photo tokenizer protobuf framing http2 bankfile formats rules redis'
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help) sed -n '2,4p' "$0" | cut -c3-; exit 0 ;;
    --seconds) seconds="${2:?}"; shift 2 ;;
    --sanitizer) sanitizer="${2:?}"; shift 2 ;;
    *)
        case " $targets all " in *" $1 "*) what="$1" ;; *) die "unknown argument '$1': a target is one of $targets" ;; esac
        shift
        ;;
    esac
done

case "$sanitizer" in address | thread) ;; *) die "unknown sanitizer '$sanitizer'" ;; esac
[ "$what" = all ] || targets="$what"

program() { # target
    case "$1" in
    photo) echo PhotoFuzz ;;
    tokenizer) echo TokenizerFuzz ;;
    protobuf) echo ProtobufFuzz ;;
    framing) echo FramingFuzz ;;
    http2) echo HTTP2Fuzz ;;
    bankfile) echo BankFileFuzz ;;
    redis) echo RedisFuzz ;;
    formats) echo FormatsFuzz ;;
    rules) echo RulesFuzz ;;
    esac
}

build=.run/fuzz/build package=Fuzz
if [ "$sanitizer" = thread ]; then
    build=.run/fuzz/build-thread package=.run/fuzz/package-thread
    # A copy, in which the transport's modules have a Mutex that the sanitizer understands.
    mkdir -p "$package"
    for part in Fuzz/*; do [ "$(basename "$part")" = ThreadSanitizer ] || cp -rLu "$part" "$package/"; done
    for module in Reactor HTTP2Transport GRPCTransport; do cp -u Fuzz/ThreadSanitizer/Mutex.swift "$package/Sources/$module/"; done
fi
programs="$build/release"
log=.run/fuzz/build.log
mkdir -p .run/fuzz
for target in $targets; do
    HOLSTER_FUZZ_SANITIZER="$sanitizer" swift build -c release --package-path "$package" --scratch-path "$build" --product "$(program "$target")" >"$log" 2>&1 \
        || { grep -E 'error:|warning:' "$log" >&2 || tail -n 20 "$log" >&2; die "the fuzz target $target does not build"; }
done

seed() { # target: fills the corpus when it is empty
    local corpus=".run/fuzz/$1/corpus"
    mkdir -p "$corpus" ".run/fuzz/$1/found"
    [ -z "$(ls -A "$corpus")" ] || return 0
    case "$1" in
    photo)
        cp demo/photos/*.jpg Tests/Fixtures/* "$corpus" 2>/dev/null || true
        cp ../shared/data/photos/codec/* "$corpus" 2>/dev/null || true
        if [ -x .venv/oracle/bin/python ]; then .venv/oracle/bin/python -W ignore Tests/Oracles/media_make_formats.py "$corpus"; fi
        rm -f "$corpus"/*.rgb
        find "$corpus" -type f -size +24k -delete
        ;;
    tokenizer)
        cp demo/listings/*.json Tests/Oracles/text_*.py "$corpus"
        printf 'Glock 19 gen5 [SEP] \xef\xbf\xbf\xc0\xaf \xf0\x9f\x94\xab g\xcc\x81un \xe2\x80\x8bg.u.n \xd1\x83\xd0\xba' >"$corpus/mixed"
        ;;
    *) /usr/bin/python3 Fuzz/seeds.py "$1" "$corpus" ;;
    esac
}

fuzz() { # target, further options
    local target="$1" program
    program="$(program "$target")"
    shift
    seed "$target"
    printf 'fuzz: %s for %s s under the %s sanitizer\n' "$target" "$seconds" "$sanitizer"
    local log=".run/fuzz/$target/log"
    if ! nice -n 19 "$programs/$program" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -print_final_stats=1 \
        -artifact_prefix=".run/fuzz/$target/found/" "$@" ".run/fuzz/$target/corpus" >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        die "$target: a finding, kept under .run/fuzz/$target/found"
    fi
    grep -E '^stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)|DONE' "$log" | sed "s/^/fuzz: $target: /"
}

for target in $targets; do
    case "$target" in
    photo) fuzz photo -max_len=24576 -dict=Fuzz/photo.dict ;;
    *) fuzz "$target" -max_len=4096 ;;
    esac
done
