"""Runs the SQL statements on standard input (separated by lines of '--') on a database, as a process other than the store's.

Usage: stores_sqlite.py DATABASE < statements. Prints a JSON list with one list of rows for each statement.
"""
import json
import sqlite3
import sys


def main() -> None:
    connection = sqlite3.connect(sys.argv[1], timeout=10)
    results = []
    for statement in sys.stdin.read().split("\n--\n"):
        results.append(connection.execute(statement).fetchall())
    connection.commit()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
