"""Memory of a connection that does nothing: 10,000 of them, over 10,000."""

import resource
import select
import socket
import time

from servers import Server

COUNT = 10_000
TARGET = 20 << 10
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
SETTINGS_ACK = bytes([0, 0, 0, 4, 1, 0, 0, 0, 0])


def allow_descriptors():
    """Raises this process's limit, which the servers it starts inherit, as far as it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def open_connections(port, count):
    """Connections over which both SETTINGS and both acknowledgements have gone."""
    opened = []
    for first in range(0, count, 100):
        batch = [socket.create_connection(("127.0.0.1", port)) for _ in range(min(100, count - first))]
        for connection in batch:
            connection.sendall(PREFACE)
        for connection in batch:
            received = b""
            connection.settimeout(10)
            while SETTINGS_ACK not in received:
                chunk = connection.recv(4096)
                if not chunk:
                    raise RuntimeError("the server closed an idle connection")
                received += chunk
            connection.sendall(SETTINGS_ACK)
            connection.setblocking(False)
        opened += batch
    return opened


def bytes_a_connection(server):
    # The first ones make the server's own tables grow: they belong to no connection.
    warm = open_connections(server.port, 16)
    before = server.memory()
    connections = open_connections(server.port, COUNT)
    time.sleep(2)
    held = (server.memory() - before) / COUNT
    poll = select.poll()
    for connection in connections:
        poll.register(connection, select.POLLIN | select.POLLHUP)
    closed = sum(1 for _, event in poll.poll(0) if event & select.POLLHUP)
    for connection in connections + warm:
        connection.close()
    if closed:
        raise RuntimeError(f"{closed} of {COUNT} connections were closed by {server.name}")
    return held


def run(program, folder):
    if allow_descriptors() < COUNT + 200:
        print(f"SKIPPED metric=idle_connection_bytes: the limit on descriptors is below {COUNT + 200}")
        return []
    with Server("ours", [program, "serve", "{port}"]) as server:
        ours = bytes_a_connection(server)
    with Server("nghttpd", ["nghttpd", "--no-tls", "-n", "1", "-d", str(folder), "{port}"]) as server:
        peer = bytes_a_connection(server)
    met = ours <= TARGET
    print(f"metric=idle_connection_bytes ours={ours:.0f} peer={peer:.0f} target=<={TARGET} {'met' if met else 'MISSED'}", flush=True)
    return [met]
