"""(c) Two orchestrators under load while what they need, and one of them, goes away and comes back; ends with the ledger (d)."""

import json
import math
import signal
import socket
import subprocess
import threading
import time

import banks
from ledger import Ledger
from load import words
from stack import ROOT, Holster, Redis, Triton, run

RATE, AWAY = 25, 12
MILLION = 1_000_000


class SlowPeers(threading.Thread):
    """Connections whose preface comes a byte at a time: slow-loris."""

    def __init__(self, addresses, count=64, seconds=20):
        super().__init__(daemon=True)
        self.addresses, self.count, self.seconds, self.closed_count = addresses, count, seconds, 0
        self.peers = []

    def connect(self):
        for address in self.addresses:
            host, port = address.split(":")
            for _ in range(self.count):
                self.peers.append(socket.create_connection((host, int(port)), timeout=5))

    def run(self):
        peers = self.peers
        preface, ended = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", time.monotonic() + self.seconds
        for each in range(int(self.seconds * 2)):
            for peer in list(peers):
                try:
                    peer.send(preface[each % len(preface) :][:1])
                    peer.setblocking(False)
                    if peer.recv(1024) == b"":
                        raise ConnectionResetError
                except BlockingIOError:
                    pass
                except OSError:
                    self.closed_count += 1
                    peers.remove(peer)
            time.sleep(max(0, min(0.5, ended - time.monotonic())))
        for peer in peers:
            peer.close()


class Chaos:
    def __init__(self, options, rows, listings):
        self.options, self.rows, self.listings, self.folder = options, rows, listings, options.folder
        self.started, self.events = 0, []

    def run(self):
        self.redis, self.triton = Redis(self.folder), Triton(self.folder)
        settings = {"HOLSTER_MODELS_REPOSITORY": str(self.triton.repository), "HOLSTER_MEDIA_PIXEL_MODE": "fast"}
        self.servers = [Holster(self.folder, self.options.store, "0-1", number, settings) for number in (0, 1)]
        with self.redis, self.triton, self.servers[0], self.servers[1]:
            report, path = self.folder / "chaos.json", self.folder / "chaos.ledger"
            workload = self.listings.next()
            options = ["--rate", RATE, "--seconds", self.options.chaos_seconds, "--failover", "--ledger", path, "--report", report]
            addresses = [server.address for server in self.servers]
            banks.write(self.folder / "million.csv", MILLION, 8, seed=9)
            with open(self.folder / "load.log", "w") as log:
                load = subprocess.Popen(words(addresses, workload, options, cores="0-1"), cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
            try:
                self.wait_for(path, load)
                self.happen()
                if load.poll() is not None:
                    raise RuntimeError("the load ended before the last event: give --chaos-seconds more")
                output = load.communicate(timeout=self.options.chaos_seconds + 60)[0]
            finally:
                load.kill()
            time.sleep(3)
            for server in self.servers:
                server.ensure_runs()
            self.rows.say("\n".join("  " + line for line in output.splitlines() if not line.startswith("  stage")))
            result = json.loads(report.read_text())
            self.tell(result)
            Ledger(path, result["sent"], self.servers).print(self.rows)

    def wait_for(self, path, load):
        """The first answer: photos are made before anything is sent."""
        while not path.exists() or path.stat().st_size == 0:
            if load.poll() is not None:
                raise RuntimeError(f"holster-load ended with {load.returncode}: {(self.folder / 'load.log').read_text()[-2000:]}")
            time.sleep(0.1)
        self.started = time.monotonic()

    def event(self, name, act):
        begun = time.monotonic() - self.started
        found = act()
        self.events.append((begun, time.monotonic() - self.started, name))
        self.rows.say(f"  {begun:5.0f} to {time.monotonic() - self.started:3.0f} s: {name}{f': {found}' if found else ''}")

    def happen(self):
        time.sleep(10)
        self.event("Triton stopped, and back", lambda: self.away(self.triton))
        time.sleep(8)
        self.event("Redis stopped, and back", lambda: self.away(self.redis))
        time.sleep(8)
        self.event("one of two orchestrators killed (SIGKILL), and back", self.kill)
        time.sleep(8)
        self.event("128 slow peers, a byte of the preface every half second", self.slow)
        self.event("a bank import of a million entries", self.import_bank)
        time.sleep(5)
        self.event("fusion version 2 loaded", self.load_version)
        time.sleep(10)

    @staticmethod
    def away(service):
        service.stop()
        time.sleep(AWAY)
        service.start()

    def kill(self):
        self.servers[1].stop(signal.SIGKILL)
        time.sleep(AWAY)
        self.servers[1].start()

    def slow(self):
        peers = SlowPeers([server.address for server in self.servers])
        peers.connect()
        peers.start()
        peers.join()
        self.rows.row("slow_peers_closed", peers.closed_count, least=2 * peers.count, note="within 20 s; the handshake's limit is 10 s")
        return f"{peers.closed_count} of {2 * peers.count} closed by the servers"

    def import_bank(self):
        server = self.servers[0]
        server.command("bank", "create", "--kind", "block", "--reason", "the proof", "proof-million")
        begun = time.monotonic()
        server.command("bank", "import", "--bank", "proof-million", "--reason", "the proof", self.folder / "million.csv")
        return f"{time.monotonic() - begun:.0f} s"

    def load_version(self):
        fusion = self.triton.repository / "fusion"
        run("/usr/bin/python3", "training/starter/stamp_version.py", fusion / "1", fusion / "2")
        self.servers[0].command("models", "load", "fusion")

    def tell(self, result):
        """What the gateway saw in each event, by the seconds in which calls were meant to leave."""
        outside = {each["second"] for each in result["over_time"]}
        for begun, ended, name in self.events:
            # Moments count from the first answer, the run's seconds from a little before.
            seconds = [each for each in result["over_time"] if math.floor(begun) - 1 <= each["second"] <= ended + 2]
            outside -= {each["second"] for each in seconds}
            failed, p99 = sum(each["failed"] for each in seconds), max((each["p99"] for each in seconds), default=0)
            self.rows.say(f"  {name}: {sum(each['intended'] for each in seconds)} calls, {failed} not OK, worst second's p99 {p99:.0f} ms")
        failed = result["sent"] - result["by_status"].get("OK", 0) + result["not_sent"]
        self.rows.row("share_of_calls_not_ok", failed / result["sent"], most=0.01, note=f"{failed} of {result['sent']}, of a client that asks the other server once")
        quiet = sum(each["failed"] for each in result["over_time"] if each["second"] in outside)
        self.rows.row("calls_not_ok_outside_events", quiet, most=0)
        versions = result["by_fusion_version"]
        self.rows.truth("new_version_decides", versions.get("2", 0) > 0, note=str(versions))
