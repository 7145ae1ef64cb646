#!/usr/bin/env bash
# Fuzzes the entries for outside bytes with libFuzzer under AddressSanitizer. Usage: dev/fuzz.sh [--seconds N] [photo|tokenizer|all]   (default: 600, all)
# The corpus of each target grows under .run/fuzz; a finding is left there as crash-*, and ends the run with an error.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { printf 'fuzz: error: %s\n' "$*" >&2; exit 1; }
seconds=600 what=all
while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help) sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
    --seconds) seconds="${2:?}"; shift 2 ;;
    photo | tokenizer | all) what="$1"; shift ;;
    *) die "unknown argument '$1'" ;;
    esac
done

swift build -c release --package-path Fuzz --scratch-path .run/fuzz/build 2>&1 | grep -E 'error:|warning:' && die "the fuzz targets do not build"
programs=.run/fuzz/build/release

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
    esac
}

fuzz() { # target, program, further options
    local target="$1" program="$2"
    shift 2
    seed "$target"
    printf 'fuzz: %s for %s s\n' "$target" "$seconds"
    local log=".run/fuzz/$target/log"
    if ! nice -n 19 "$programs/$program" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -print_final_stats=1 \
        -artifact_prefix=".run/fuzz/$target/found/" "$@" ".run/fuzz/$target/corpus" >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        die "$target: a finding, kept under .run/fuzz/$target/found"
    fi
    grep -E '^stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)|DONE' "$log" | sed "s/^/fuzz: $target: /"
}

[ "$what" = tokenizer ] || fuzz photo PhotoFuzz -max_len=24576 -dict=Fuzz/photo.dict
[ "$what" = photo ] || fuzz tokenizer TokenizerFuzz -max_len=4096
