#!/usr/bin/env python3
"""Compares verdicts with what the demo's listings have to show.

Usage: demo/verify.py VERDICTS.jsonl…   (lines as `holster check --json` prints them; exit status 1 when one differs)
"""
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent


def problems_of(expected, verdict):
    if verdict["decision"] not in expected["decisions"]:
        yield f"decision {verdict['decision']}, expected {' or '.join(expected['decisions'])}"
    codes = [reason["code"] for reason in verdict["reasons"]]
    if not set(codes) & set(expected["reasons"]):
        yield f"reasons {codes}, expected one of {expected['reasons']}"
    scoring = next((stage["status"] for stage in verdict["stages"] if stage["stage"] == "scoring"), "absent")
    if expected["scoring"] not in (None, scoring):
        yield f"scoring {scoring}, expected {expected['scoring']}"
    if any(code.startswith("FAIL_OPEN") for code in codes) and not verdict["case_id"]:
        yield "failed open without a case"


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    expectations = json.loads((FOLDER / "expectations.json").read_text())
    names = {json.loads(file.read_text())["listing_id"]: file.name for file in sorted((FOLDER / "listings").glob("*.json"))}
    verdicts = {}
    for path in sys.argv[1:]:
        for line in pathlib.Path(path).read_text().splitlines():
            verdict = json.loads(line)
            verdicts[names[verdict["listing_id"]]] = verdict
    differing = 0
    for name, expected in sorted(expectations.items()):
        problems = list(problems_of(expected, verdicts[name])) if name in verdicts else ["no verdict"]
        differing += bool(problems)
        print(f"{'DIFFERS' if problems else 'ok':7}  {name.removesuffix('.json'):28} {expected['shows']}")
        for problem in problems:
            print(f"         {problem}")
    sys.exit(1 if differing else 0)


main()
