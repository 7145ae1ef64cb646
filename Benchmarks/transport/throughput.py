"""Calls a second of our echo server and of its peers."""

import os
import statistics
import struct
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from servers import GRPC, Load, Server

HERE = Path(__file__).resolve().parent
SMALL, LARGE = 100, 150_528
TARGETS = {
    "unary_100_vs_nghttpd": 0.5,
    "unary_100_vs_grpc_swift": 6,
    "unary_100_vs_grpcio": None,
    "upload_150k_vs_nghttpd": 0.9,
    "upload_150k_vs_grpc_swift": 4,
    "upload_150k_vs_grpcio": None,
    "tls_unary_100_vs_nghttpd": 0.5,
}
SHAPES = {"unary_100": (8, 32), "upload_150k": (4, 8), "tls_unary_100": (8, 32)}


def check_by_grpcio(server):
    """One call of each method by another implementation, with bytes made up now: what the server answers is right."""
    import grpc

    with grpc.insecure_channel(server.address) as channel:
        for method, size in (("Unary", SMALL), ("Upload", LARGE)):
            sent = os.urandom(size)
            answer = channel.unary_unary(f"/bench.Echo/{method}")(sent, timeout=10)
            if answer != (sent if method == "Unary" else size.to_bytes(8, "big")):
                raise RuntimeError(f"{server.name}: {method} answers {answer[:16]!r}…")


def write_files(folder):
    """What is sent, and what nghttpd serves."""
    for name, size in (("unary", SMALL), ("upload", LARGE)):
        (folder / name).write_bytes(struct.pack(">BI", 0, size) + bytes(size))
    (folder / "page").write_bytes(bytes(SMALL))
    (folder / "photo").write_bytes(bytes(LARGE))


def certificate(folder):
    """A self-signed P-256 certificate for 127.0.0.1: the files of certificate and key."""
    key, file = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", file]
        + ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    return str(file), str(key)


def grpc_load(server, kind, folder, scheme="http"):
    shape = SHAPES[kind]
    if kind == "upload_150k":
        return Load(server, "/bench.Echo/Upload", 5 + 8, *shape, body=str(folder / "upload"), headers=GRPC, scheme=scheme)
    return Load(server, "/bench.Echo/Unary", 5 + SMALL, *shape, body=str(folder / "unary"), headers=GRPC, scheme=scheme)


def nghttpd_load(server, kind, folder, scheme="http"):
    body = str(folder / "photo") if kind == "upload_150k" else None
    return Load(server, "/page", SMALL, *SHAPES[kind], body=body, scheme=scheme)


def start_plain(stack, program, grpc_swift, folder, peers):
    """Name → server, of those that are wanted and can be had."""
    commands = {
        "ours": [program, "serve", "{port}"],
        # Windows as large as ours: with those of the standard the upload is bound by round trips.
        "nghttpd": ["nghttpd", "--no-tls", "-n", "1", "-w", "22", "-W", "24", "-d", str(folder), "{port}"],
        "grpcio": [sys.executable, str(HERE / "echo_grpcio.py"), "{port}"],
    }
    if grpc_swift:
        commands["grpc_swift"] = [grpc_swift, "{port}"]
    found = {name: stack.enter_context(Server(name, command)) for name, command in commands.items() if name == "ours" or name in peers}
    for name, server in found.items():
        if name != "nghttpd":
            check_by_grpcio(server)
    return found


def report(name, ours, peer):
    """One line; `ours` and `peer` are lists of (calls a second, microseconds of processor time a call), round by round."""
    ratio = statistics.median(a[0] / b[0] for a, b in zip(ours, peer))
    target = TARGETS[name]
    (our_rate, our_cpu), (peer_rate, peer_cpu) = (map(statistics.median, zip(*side)) for side in (ours, peer))
    verdict = "(for information)" if target is None else f"target=>={target} {'met' if ratio >= target else 'MISSED'}"
    print(
        f"metric={name} ours={our_rate:.0f}/s peer={peer_rate:.0f}/s ratio={ratio:.2f} {verdict} "
        f"ours_cpu={our_cpu:.1f}us peer_cpu={peer_cpu:.1f}us",
        flush=True,
    )
    return target is None or ratio >= target


def measure(kind, peers, loads, rounds, seconds):
    """Interleaves the servers, round by round; a result a peer."""
    runs = {name: [] for name in loads}
    for _ in range(rounds):
        for name, load in loads.items():
            runs[name].append(load.measure(seconds))
    return [report(f"{kind}_vs_{peer}", runs["ours"], runs[peer]) for peer in peers if peer in runs]


def run(program, grpc_swift, wanted, folder, rounds, seconds):
    """The wanted metrics; a list of whether each target was met."""
    write_files(folder)
    results = []
    for kind in ("unary_100", "upload_150k"):
        peers = [peer for peer in ("nghttpd", "grpc_swift", "grpcio") if f"{kind}_vs_{peer}" in wanted]
        if not peers:
            continue
        if "grpc_swift" in peers and not grpc_swift:
            print(f"SKIPPED metric={kind}_vs_grpc_swift: grpc-swift-echo is not built (dev/bench.sh transport --build-grpc-swift)")
        with ExitStack() as stack:
            servers = start_plain(stack, program, grpc_swift, folder, peers)
            loads = {name: (nghttpd_load if name == "nghttpd" else grpc_load)(server, kind, folder) for name, server in servers.items()}
            results += measure(kind, peers, loads, rounds, seconds)
    if "tls_unary_100_vs_nghttpd" in wanted:
        results += run_tls(program, folder, rounds, seconds)
    return results


def run_tls(program, folder, rounds, seconds):
    file, key = certificate(folder)
    with ExitStack() as stack:
        try:
            ours = stack.enter_context(Server("ours", [program, "serve", "{port}", file, key]))
        except RuntimeError as reason:
            print(f"SKIPPED metric=tls_unary_100_vs_nghttpd: {reason}")
            return []
        peer = stack.enter_context(Server("nghttpd", ["nghttpd", "-n", "1", "-w", "22", "-W", "24", "-d", str(folder), "{port}", key, file]))
        loads = {
            "ours": grpc_load(ours, "tls_unary_100", folder, scheme="https"),
            "nghttpd": nghttpd_load(peer, "tls_unary_100", folder, scheme="https"),
        }
        return measure("tls_unary_100", ["nghttpd"], loads, rounds, seconds)
