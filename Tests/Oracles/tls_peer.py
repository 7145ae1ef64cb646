"""Python's ssl as the other end of a TLS connection. Usage: tls_peer.py client PORT CA | tls_peer.py server PORT CERT KEY ALPN"""
import os
import socket
import ssl
import sys
import time


def context(authority, version):
    made = ssl.create_default_context(cafile=authority)
    made.set_alpn_protocols(["http/1.1", "h2"])
    made.minimum_version = made.maximum_version = version
    return made


def connect(port):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(30)
    return connection


def echo(stream, payload):
    stream.setblocking(False)
    sent, received = 0, bytearray()
    while len(received) < len(payload):
        try:
            if sent < len(payload):
                sent += stream.send(payload[sent : sent + 100_000])
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        try:
            received += stream.recv(65_536)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            time.sleep(0.0005)
    stream.setblocking(True)
    return "same" if bytes(received) == payload else "different"


def drip(port, authority):
    """Every byte of the client's records as a segment of its own."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    wrapped = context(authority, ssl.TLSVersion.TLSv1_3).wrap_bio(incoming, outgoing, server_hostname="localhost")
    raw = connect(port)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def exchange():
        for byte in outgoing.read():
            raw.sendall(bytes([byte]))

    while True:
        try:
            wrapped.do_handshake()
            break
        except ssl.SSLWantReadError:
            exchange()
            incoming.write(raw.recv(65_536))
    wrapped.write(b"0123456789" * 100)
    exchange()
    received = b""
    while len(received) < 1_000:
        try:
            received += wrapped.read(65_536)
        except ssl.SSLWantReadError:
            incoming.write(raw.recv(65_536))
    print("drip:", "same" if received == b"0123456789" * 100 else "different")
    raw.close()


def client(port, authority):
    versions = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
    payload = os.urandom(3_000_000)
    for version in versions:
        with context(authority, version).wrap_socket(connect(port), server_hostname="localhost") as stream:
            print(f"{stream.version()} echo: {stream.selected_alpn_protocol()} {echo(stream, payload)}")
            stream.unwrap()
    for version in versions:
        shared, session = context(authority, version), None
        for _ in range(2):
            with shared.wrap_socket(connect(port), server_hostname="localhost", session=session) as stream:
                echo(stream, b"so that the ticket has come")
                session = stream.session
                if stream.session_reused:
                    print(f"{stream.version()} resumed: True")
                stream.unwrap()
    drip(port, authority)
    stream = context(authority, ssl.TLSVersion.TLSv1_3).wrap_socket(connect(port), server_hostname="localhost")
    stream.sendall(b"half")
    # No close_notify; what the server sent is read, or closing would reset the connection.
    with socket.socket(fileno=stream.detach()) as raw:
        raw.settimeout(30)
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(65_536):
            pass
    print("truncated: sent")


def server(port, certificate, key, protocols):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    if protocols:
        made.set_alpn_protocols([protocols])
    try:
        with made.wrap_socket(connect(port), server_side=True) as stream:
            heard = stream.recv(100)
            print("server heard", heard)
            stream.sendall(heard)
            stream.unwrap()
    except (OSError, ssl.SSLError) as error:
        print("server failed:", type(error).__name__)


if sys.argv[1] == "client":
    client(int(sys.argv[2]), sys.argv[3])
else:
    server(int(sys.argv[2]), *sys.argv[3:6])
