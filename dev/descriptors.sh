#!/usr/bin/env bash
# Makes the descriptors that server reflection answers with anew from proto/. Usage: dev/descriptors.sh [--check]
# --check changes nothing, and fails where the committed file is not what proto/ says.
set -euo pipefail
cd "$(dirname "$0")/.."
target=Sources/ModerationAPI/GRPCReflection/ProtoFiles.swift
case "${1:-}" in
-h | --help) sed -n '2,3p' "$0" | cut -c3-; exit 0 ;;
--check)
    /usr/bin/python3 dev/proto_files.py | cmp -s - "$target" && exit 0
    echo "descriptors: $target is not what proto/ says: run dev/descriptors.sh" >&2
    exit 1
    ;;
"")
    made=$(mktemp)
    trap 'rm -f "$made"' EXIT
    /usr/bin/python3 dev/proto_files.py >"$made"
    cp "$made" "$target"
    ;;
*) echo "descriptors: error: unknown argument '$1'" >&2; exit 2 ;;
esac
