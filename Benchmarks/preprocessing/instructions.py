"""Instructions that one piece of work takes, by callgrind: the same whatever else the machine does, so a regression shows."""

import json
import os
import re
import subprocess
from pathlib import Path

from PIL import Image

RECORD = Path(__file__).with_name("instructions.json")
PHOTOS = Path(__file__).resolve().parents[2] / "demo" / "photos"
TOLERANCE = 0.05


def counted(program, tool, words, runs, pattern):
    """What valgrind's `tool` counts of the whole process that does the work `runs` times."""
    # libjpeg-turbo chooses its code by the processor, Swift's dictionaries their order by chance: both pinned, so that counts are comparable.
    environment = {**os.environ, "JSIMD_FORCESSE2": "1", "SWIFT_DETERMINISTIC_HASHING": "1"}
    output = subprocess.run(["valgrind", *tool, program, *words, str(runs)], capture_output=True, text=True, env=environment)
    found = re.search(pattern, output.stderr)
    if output.returncode or not found or not output.stdout.strip().isdigit():
        raise SystemExit(f"bench: valgrind failed on {words}: {output.stdout}{output.stderr[-2000:]}")
    return int(found.group(1).replace(",", ""))


def count_instructions(program, words, folder, runs):
    return counted(program, ["--tool=callgrind", f"--callgrind-out-file={folder}/callgrind.out"], words, runs, r"Collected : (\d+)")


def count_allocations(program, words, runs):
    return counted(program, ["--tool=memcheck", "--leak-check=no"], words, runs, r"heap usage: ([\d,]+) allocs")


def check_instructions(program, folder, vocabulary, listings, record):
    """Prints a line for each piece of work; 1 when one has grown or allocates, else 0."""
    if " avx2 " not in Path("/proc/cpuinfo").read_text():
        print("SKIPPED: no AVX2 here: instruction counts are those of the vector kernels")
        return 0
    # valgrind 3.19 gives up on the debug information of newer compilers.
    stripped = f"{folder}/stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    photo = f"{folder}/glue-gun.jpg"
    Image.open(PHOTOS / "glue-gun.jpg").resize((1024, 768), Image.Resampling.BICUBIC).save(photo, quality=85, subsampling="4:2:0")
    work = {
        "pixels_exact": ["pixels", "exact", photo],
        "pixels_fast": ["pixels", "fast", photo],
        "phash": ["phash", photo],
        "pdq": ["pdq", photo],
        "tokens": ["tokens", vocabulary, listings],
    }
    known = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    counts, failed = {}, []
    for name, words in work.items():
        once, more = (count_instructions(stripped, words, folder, runs) for runs in (1, 4))
        counts[name] = (more - once) // 3
        change = counts[name] / known[name] - 1 if name in known else 0
        if name not in known:
            failed.append(f"{name} is not in {RECORD.name}")
        print(f"instructions={name} count={counts[name]} recorded={known.get(name, 'none')} change={change:+.1%}", flush=True)
        if change > TOLERANCE:
            failed.append(f"{name} takes more than {TOLERANCE:.0%} more instructions than recorded")
    # Once warm, resizing allocates nothing; the fingerprints do for sorting a few numbers.
    for name in ("resize", "phash", "pdq"):
        count = count_allocations(stripped, [name, photo], 9) - count_allocations(stripped, [name, photo], 1)
        print(f"allocations={name} count={count} of 8 photos", flush=True)
        if count and name == "resize":
            failed.append(f"{name} allocates")
    if record:
        RECORD.write_text(json.dumps(counts, indent=2) + "\n")
        print(f"bench: recorded in {RECORD.name}")
        return 0
    for problem in failed:
        print(f"bench: {problem}")
    return 1 if failed else 0
