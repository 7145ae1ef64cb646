"""Python's csv and json as the outside judges of the files that banks are imported from and exported to.

Usage: formats_entries.py read|write csv|jsonl. Rows are a JSON list of [fingerprint, id, state, reason, source, author, note] on the other side:
`read` prints those of the file on standard input, `write` the file of those on standard input.
"""

import csv
import io
import json
import sys

NAMES = ["fingerprint", "id", "state", "reason", "source", "author", "note"]


def read(form, data):
    if form == "csv":
        return [[row[name] for name in NAMES] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))]
    return [[json.loads(line)[name] for name in NAMES] for line in data.decode().split("\n") if line]


def write(form, rows):
    if form == "csv":
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(NAMES)
        writer.writerows(rows)
        return out.getvalue()
    return "".join(json.dumps(dict(zip(NAMES, row))) + "\n" for row in rows)


def main():
    mode, form = sys.argv[1:]
    data = sys.stdin.buffer.read()
    if mode == "read":
        json.dump(read(form, data), sys.stdout)
    else:
        sys.stdout.buffer.write(write(form, json.loads(data)).encode())


main()
