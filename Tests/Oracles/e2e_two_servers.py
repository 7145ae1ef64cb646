"""Changes banks on two whole servers that share one Redis, and watches what the other one decides; prints what it saw as one JSON document.

Usage: e2e_two_servers.py FIRST SECOND TOKEN REDIS_PORT REDIS_DIRECTORY LINK_PORT CHANGES CUT_SECONDS PHOTO...
FIRST and SECOND are gRPC addresses, with the admin pages on the next port; SECOND reaches Redis through LINK_PORT, which this script serves. TOKEN curates on both. In each of CHANGES, a
photo is added to the bank, its entry quarantined, released or removed on one server in turn, and the other is asked for verdicts until it decides
accordingly. Half of the way through, Redis is killed and started again. Then the link is cut for CUT_SECONDS, while FIRST goes on changing.
"""

import json
import pathlib
import random
import signal
import subprocess
import sys
import time
import urllib.request
import uuid

import grpc

from e2e_stubs import ROOT, open_channel, stubs

BANK = "moving"
# What a photo's entry goes through, and whether the photo is blocked then.
CYCLE = [("add", True), ("quarantined", False), ("live", True), ("remove", False)]
# A change that is not seen within this time is lost.
PATIENCE = 30.0


class Server:
    def __init__(self, address, metadata):
        from holster.v1 import banks_pb2_grpc, moderation_pb2_grpc

        channel = open_channel(address)
        self.banks, self.moderation = banks_pb2_grpc.BanksStub(channel), moderation_pb2_grpc.ModerationStub(channel)
        self.call = dict(metadata=metadata, timeout=5)
        host, port = address.split(":")
        self.admin = f"http://{host}:{int(port) + 1}"

    def verdict(self, photo):
        from holster.v1 import moderation_pb2

        request = moderation_pb2.CheckRequest(request_id=uuid.uuid4().hex, title="oak chair", photos=[dict(content=photo)])
        return self.moderation.Check(request, timeout=5)

    def is_blocked(self, photo):
        from holster.v1 import moderation_pb2

        return self.verdict(photo).decision == moderation_pb2.DECISION_BLOCK

    def readiness(self):
        with urllib.request.urlopen(f"{self.admin}/readyz", timeout=5) as page:
            return {each["name"]: each["detail"] for each in json.load(page)["components"]}

    def memory(self):
        from holster.v1 import banks_pb2

        return self.banks.Stats(banks_pb2.StatsRequest(bank=BANK), **self.call).banks[0].memory


def persistent(change):
    """Until it is said to be done: what was cut off is made again, which changes nothing where it was done after all."""
    while True:
        try:
            return change()
        except grpc.RpcError as error:
            if error.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED):
                raise
            time.sleep(0.02)


class Drill:
    def __init__(self, first, second, photos):
        self.servers, self.photos = [first, second], photos
        self.ids, self.steps = {}, [0] * len(photos)
        self.expected = {}
        self.added_count = 0

    def change(self, server, index):
        """The next step of a photo's entry; whether the photo is blocked from now on."""
        from holster.v1 import banks_pb2 as messages

        name, blocks = CYCLE[self.steps[index] % len(CYCLE)]
        self.steps[index] += 1
        entry = self.ids.get(index)
        if name == "add":
            added = persistent(lambda: server.banks.AddPhoto(messages.AddPhotoRequest(bank=BANK, content=self.photos[index], reason="r"), **server.call))
            self.ids[index] = added.entry.id
            self.expected[added.entry.id] = "live"
        elif name == "remove":
            remove = messages.RemoveEntriesRequest(bank=BANK, entry_ids=[entry], reason="r")
            try:
                persistent(lambda: server.banks.RemoveEntries(remove, **server.call))
            except grpc.RpcError as error:
                # Removed by the attempt whose answer was lost.
                if error.code() != grpc.StatusCode.NOT_FOUND:
                    raise
            self.expected.pop(entry)
        else:
            state = messages.SetEntryStateRequest(bank=BANK, entry_ids=[entry], state=name, reason=f"r{self.steps[index]}")
            persistent(lambda: server.banks.SetEntryState(state, **server.call))
            self.expected[entry] = name
        return blocks

    def add(self, server, rng, count):
        from holster.v1 import banks_pb2 as messages

        entries = []
        for _ in range(count):
            bits = rng.sample(range(64), 32)
            self.added_count += 1
            entries.append(messages.NewEntry(id=f"n{self.added_count}", fingerprint=f"{sum(1 << bit for bit in bits):016x}"))
        persistent(lambda: server.banks.AddEntries(messages.AddEntriesRequest(bank=BANK, entries=entries, reason="r"), **server.call))
        for entry in entries:
            self.expected[entry.id] = "live"

    def in_redis(self):
        from holster.v1 import banks_pb2 as messages

        server = self.servers[0]
        batches = server.banks.ListEntries(messages.ListEntriesRequest(bank=BANK), **server.call)
        return {entry.id: entry.state for batch in batches for entry in batch.entries}


def await_verdict(server, photo, blocked):
    """Seconds until the server decides so; None when it does not."""
    start = time.perf_counter()
    while server.is_blocked(photo) != blocked:
        if time.perf_counter() - start > PATIENCE:
            return None
    return time.perf_counter() - start


def restart_redis(port, folder):
    subprocess.run(["kill", f"-{signal.SIGKILL}", (pathlib.Path(folder) / "redis.pid").read_text().strip()], check=True)
    time.sleep(1)
    subprocess.run([ROOT / "dev/redis.sh", "start", "--port", port, "--run-directory", folder], check=True, stdout=subprocess.DEVNULL)


def in_turn(drill, change_count, port, folder, seen):
    milliseconds, lost = [], 0
    for number in range(change_count):
        if number == change_count // 2:
            restart_redis(port, folder)
            seen["after_restart_at"] = number
        writer, reader = drill.servers[number % 2], drill.servers[1 - number % 2]
        index = number % len(drill.photos)
        start = time.perf_counter()
        blocked = drill.change(writer, index)
        if await_verdict(reader, drill.photos[index], blocked) is None:
            lost += 1
        if number != change_count // 2:
            # Redis away is no part of how long a change takes.
            milliseconds.append((time.perf_counter() - start) * 1_000)
    milliseconds.sort()
    seen.update(changes=change_count, unseen=lost, p50_ms=milliseconds[len(milliseconds) // 2], longest_ms=milliseconds[-1])
    seen["p99_ms"] = milliseconds[int(len(milliseconds) * 0.99)]


def while_cut(drill, link, seconds, seen):
    """One server changes, the other one's link is cut: it answers as before, and has everything soon after."""
    first, second = drill.servers
    rng = random.Random(5)
    before = [second.is_blocked(photo) for photo in drill.photos]
    link.say("cut")
    end, blocked, answers, count = time.monotonic() + seconds, list(before), 0, 0
    while time.monotonic() < end:
        for index in range(len(drill.photos)):
            blocked[index] = drill.change(first, index)
            drill.add(first, rng, 5)
            count += 2
        answers += [second.is_blocked(photo) for photo in drill.photos] == before
    codes = sorted({annotation.code for annotation in second.verdict(drill.photos[0]).annotations})
    readiness = second.readiness()
    link.say("heal")
    start = time.monotonic()
    caught_up = all(await_verdict(second, photo, wanted) is not None for photo, wanted in zip(drill.photos, blocked))
    seen.update(cut_seconds=seconds, cut_changes=count, answers_from_memory=answers, annotations=codes, readiness=readiness, caught_up=caught_up)
    seen["caught_up_ms"] = (time.monotonic() - start) * 1_000


class Link:
    def __init__(self, target, port):
        script = pathlib.Path(__file__).with_name("tcp_link.py")
        self.process = subprocess.Popen([sys.executable, script, target, port], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def say(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()


def main():
    addresses, token, port, folder, link_port = sys.argv[1:3], *sys.argv[3:7]
    change_count, cut_seconds, photos = int(sys.argv[7]), float(sys.argv[8]), [pathlib.Path(path).read_bytes() for path in sys.argv[9:]]
    stubs()
    from holster.v1 import banks_pb2 as messages

    link = Link(port, link_port)
    first, second = (Server(address, [("authorization", f"Bearer {token}")]) for address in addresses)
    drill, seen = Drill(first, second, photos), {}
    persistent(lambda: first.banks.CreateBank(messages.CreateBankRequest(bank=BANK, kind="block", reason="r"), **first.call))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not all(BANK in server.verdict(photos[0]).versions.bank_epochs for server in drill.servers):
        time.sleep(0.05)
    in_turn(drill, change_count, port, folder, seen)
    while_cut(drill, link, cut_seconds, seen)
    for _ in range(3):
        link.say("reset")
        for index in range(len(photos)):
            if await_verdict(second, photos[index], drill.change(first, index)) is None:
                seen["unseen"] += 1
    seen["is_in_redis"] = drill.in_redis() == drill.expected
    seen["in_memory"] = [int(server.memory().entry_count) for server in drill.servers]
    seen["entries"] = len(drill.expected)
    seen["epochs"] = [int(server.memory().epoch) for server in drill.servers]
    print(json.dumps(seen))
    link.process.stdin.close()


main()
