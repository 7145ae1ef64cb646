#!/usr/bin/env python3
"""Checks the demo's own files: every listing is within the contract's limits and has its expectation."""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIELDS = {"request_id", "listing_id", "title", "description", "language", "category", "region", "price", "seller_id", "photos", "dry_run"}
EXPECTED = {"shows", "decisions", "reasons", "scoring", "triton_stopped"}
DECISIONS = {"ALLOW", "ALLOW_TAGGED", "REVIEW", "BLOCK"}


def reason_codes():
    source = (HERE.parent / "Sources/ModerationCore/Verdict/ReasonCode.swift").read_text()
    listed = source.split("enum ReasonCode")[1].split("public var isFailOpen")[0]
    return set(re.findall(r'= "([A-Z_]+)"', listed))


def problems_of_listing(path):
    listing = json.loads(path.read_text())
    if set(listing) != FIELDS:
        yield f"fields differ: {sorted(set(listing) ^ FIELDS)}"
        return
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", listing["request_id"]):
        yield "request_id is not 1-64 of [A-Za-z0-9_-]"
    if len(listing["title"]) > 500 or len(listing["description"]) > 20_000:
        yield "text too long"
    if not re.fullmatch(r"\d+\.\d{2}", listing["price"]["amount"]) or not re.fullmatch(r"[A-Z]{3}", listing["price"]["currency"]):
        yield "price is not an amount with two decimals and a currency"
    if len(listing["photos"]) > 12:
        yield "more than 12 photos"
    yield from (f"no photo {photo}" for photo in listing["photos"] if not (path.parent / photo).is_file())


def problems():
    paths = sorted((HERE / "listings").glob("*.json"))
    expectations = json.loads((HERE / "expectations.json").read_text())
    if {p.name for p in paths} != set(expectations):
        yield f"listings and expectations differ: {sorted({p.name for p in paths} ^ set(expectations))}"
    ids = [json.loads(p.read_text()).get("request_id") for p in paths]
    if len(set(ids)) != len(ids):
        yield "a request_id is used twice"
    known = reason_codes()
    for path in paths:
        yield from (f"{path.name}: {problem}" for problem in problems_of_listing(path))
    for name, expected in expectations.items():
        if set(expected) != EXPECTED:
            yield f"{name}: expectation fields differ"
        elif not expected["decisions"] or not set(expected["decisions"]) <= DECISIONS:
            yield f"{name}: unknown decision"
        elif not expected["reasons"] or not set(expected["reasons"]) <= known:
            yield f"{name}: unknown reason code"
        elif expected["scoring"] not in (None, "ran", "skipped"):
            yield f"{name}: scoring is neither ran, skipped nor null"


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or f"{len(list((HERE / 'listings').glob('*.json')))} demo listings are fine")
    sys.exit(1 if found else 0)
