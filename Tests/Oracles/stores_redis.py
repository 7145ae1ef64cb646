"""Runs commands on a Redis through redis-py, as an outside client of the layout.

Usage: stores_redis.py PORT < commands. The input is a JSON list of commands (lists of strings); prints a JSON list of replies, bytes as text.
"""
import json
import sys

import redis


def plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, dict):
        return {plain(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(entry) for entry in value)
    return value


def main() -> None:
    client = redis.Redis(host="127.0.0.1", port=int(sys.argv[1]), socket_timeout=5)
    replies = [plain(client.execute_command(*command)) for command in json.load(sys.stdin)]
    json.dump(replies, sys.stdout)


if __name__ == "__main__":
    main()
