"""grpcio's client against our server: `transport_client.py PORT` prints, as JSON, the flags (all must be true) and the
status names (`outcomes`) of its checks."""

import json
import sys
import time

import grpc

PORT = sys.argv[1]
OPTIONS = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
results = {}


def method(channel, name):
    return channel.unary_unary(f"/test.Echo/{name}", request_serializer=None, response_deserializer=None)


def status_of(call):
    try:
        call()
        return ["OK", ""]
    except grpc.RpcError as error:
        return [error.code().name, error.details()]


with grpc.insecure_channel(f"127.0.0.1:{PORT}", options=OPTIONS) as channel:
    echo = method(channel, "Echo")
    results["unary"] = echo(b"\x01\x02\x03", timeout=10) == b"\x01\x02\x03"
    results["empty"] = echo(b"", timeout=10) == b""

    metadata = (("x-text", "a value"), ("x-text", "another"), ("x-data-bin", bytes(range(256))))
    response, call = echo.with_call(b"m", metadata=metadata, timeout=10)
    wanted = [[name, value if isinstance(value, str) else list(value)] for name, value in metadata]

    def ours(pairs):
        return [[name, value if isinstance(value, str) else list(value)] for name, value in pairs if name.startswith("x-")]

    results["initial_metadata"] = ours(call.initial_metadata()) == wanted
    results["trailing_metadata"] = ours(call.trailing_metadata()) == wanted

    big = bytes(range(256)) * 78_125
    results["large"] = echo(big, timeout=60) == big
    results["oversize"] = status_of(lambda: echo(bytes(40_000_000), timeout=60))[0]

    results["unknown_method"] = status_of(lambda: method(channel, "Nothing")(b"", timeout=10))[0]
    message = "100% wrong: größer, 漢字 🙂\n\ttab "
    results["message"] = status_of(lambda: method(channel, "Fail")(b"\x07" + message.encode(), timeout=10)) == [
        "PERMISSION_DENIED",
        message,
    ]
    results["codes"] = [
        status_of(lambda: method(channel, "Fail")(bytes([code]), timeout=10))[0] for code in range(1, 17)
    ] == [code.name for code in sorted(grpc.StatusCode, key=lambda code: code.value[0]) if code.value[0]]

    began = time.monotonic()
    results["deadline"] = status_of(lambda: method(channel, "Sleep")(b"", timeout=0.1))[0]
    results["deadline_in_time"] = time.monotonic() - began < 10
    results["deadline_seen"] = 0 < int(method(channel, "Deadline")(b"", timeout=10)) <= 11_000  # the C core rounds timeouts up
    results["no_deadline_seen"] = method(channel, "Deadline")(b"") == b"none"

    sleeping = method(channel, "Sleep").future(b"", timeout=30)
    time.sleep(0.2)
    sleeping.cancel()
    results["cancelled"] = "CANCELLED" if sleeping.cancelled() else "not cancelled"

    gzip = channel.unary_unary("/test.Echo/Echo")
    results["gzip"] = gzip(bytes(1_000), timeout=10, compression=grpc.Compression.Gzip) == bytes(1_000)

    headers = (("x-long", "y" * 12_000),)
    results["long_headers"] = status_of(lambda: method(channel, "Deadline")(b"", metadata=headers, timeout=10))[0]
    headers = (("x-long", "y" * 20_000),)
    results["too_long_headers"] = status_of(lambda: method(channel, "Deadline")(b"", metadata=headers, timeout=10))[0]

    futures = [echo.future(b"%d" % number, timeout=30) for number in range(500)]
    results["concurrent"] = all(future.result() == b"%d" % number for number, future in enumerate(futures))

flags = {name: value for name, value in results.items() if isinstance(value, bool)}
outcomes = {name: value for name, value in results.items() if not isinstance(value, bool)}
print(json.dumps({"flags": flags, "outcomes": outcomes}))
