#!/usr/bin/env python3
"""House rules that a compiler does not know: which target may import what, sizes, forbidden calls.

SwiftPM lets an undeclared target import a C module transitively, so imports are compared with Package.swift here.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE_LINE_LIMIT, TEST_LINE_LIMIT, FUNCTION_LINE_LIMIT = 500, 800, 70
SYSTEM_MODULES = {"Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch", "Testing", "PackageDescription", "Swift"}
FORBIDDEN = re.compile(r"\btry!|\bfatalError\(|\bas! |\bTODO\b|\bFIXME\b|\.unsafelyUnwrapped|@testable")
FUNCTION = re.compile(r"^(\s*)(?:@\w+\s+)*(?:(?:public|package|private|fileprivate|internal|static|mutating|borrowing|consuming|nonisolated|override|final|required|convenience)\s+)*(?:func\s+\S+|init[?(<])")


def declared_imports():
    dump = json.loads(subprocess.run(["swift", "package", "dump-package"], cwd=ROOT, capture_output=True, check=True).stdout)
    allowed = {}
    for target in dump["targets"]:
        names = set()
        for dependency in target["dependencies"]:
            names.update(entry[0] for entry in dependency.values() if entry)
        allowed[target["name"]] = (names, target.get("path"))
    return allowed


# Modules that come inside a package product of another name.
PRODUCT_MODULES = {"Metrics": {"CoreMetrics", "Metrics"}, "FlyingFox": {"FlyingFox", "FlyingSocks"}, "ServiceLifecycle": {"ServiceLifecycle", "UnixSignals"}}


def check_imports(problems):
    allowed = declared_imports()
    for name, (dependencies, path) in allowed.items():
        folder = ROOT / (path or f"Sources/{name}")
        if not folder.is_dir():
            folder = ROOT / f"Tests/{name}"
        legal = {name} | SYSTEM_MODULES
        for dependency in dependencies:
            legal |= PRODUCT_MODULES.get(dependency, {dependency})
        for file in sorted(folder.rglob("*.swift")):
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = re.match(r"\s*(?:@\S+\s+)*(?:public |package |internal |private )?import (?:struct |class |enum |func )?(\w+)", line)
                if match and match.group(1) not in legal:
                    problems.append(f"{file.relative_to(ROOT)}:{number}: imports {match.group(1)}, which Package.swift does not give {name}")


def check_file(file, limit, problems):
    lines = file.read_text().splitlines()
    relative = file.relative_to(ROOT)
    if len(lines) > limit:
        problems.append(f"{relative}: {len(lines)} lines, the limit is {limit}")
    start = None
    for number, line in enumerate(lines, 1):
        if "Sources" in relative.parts and FORBIDDEN.search(line):
            problems.append(f"{relative}:{number}: {line.strip()}")
        match = FUNCTION.match(line)
        if match and line.rstrip().endswith(("{", "(")):
            start = (number, match.group(1))
        elif start and line == start[1] + "}":
            if number - start[0] + 1 > FUNCTION_LINE_LIMIT:
                problems.append(f"{relative}:{start[0]}: a function of {number - start[0] + 1} lines, the limit is {FUNCTION_LINE_LIMIT}")
            start = None


def main():
    problems = []
    check_imports(problems)
    for folder, limit in (("Sources", SOURCE_LINE_LIMIT), ("Benchmarks", SOURCE_LINE_LIMIT), ("Tests", TEST_LINE_LIMIT)):
        for file in sorted((ROOT / folder).rglob("*.swift")):
            check_file(file, limit, problems)
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
