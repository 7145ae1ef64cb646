"""The official interop cases on grpcio: `interop_client.py ADDRESS [--tls CA] [--case NAME]…` prints one line a case, `PASS name` or
`FAIL name: reason`, and exits 1 where one failed. The procedures are those of grpc's `doc/interop-test-descriptions.md`."""

import argparse
import os
import sys

import grpc

from frame_tap import FrameTap
from interop_messages import body_size, decoder, encoder, payload

SERVICE = "/grpc.testing.TestService/"
INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
METADATA = ((INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab"))
REQUEST_SIZES, RESPONSE_SIZES = [27182, 8, 1828, 45904], [31415, 9, 2653, 58979]
LARGE = {"response_size": 314159, "payload": payload(271828)}
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
TIMEOUT = 60
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Stub:
    def __init__(self, channel):
        output = (encoder("StreamingOutputCallRequest"), decoder("StreamingOutputCallResponse"))
        self.empty = channel.unary_unary(SERVICE + "EmptyCall", encoder("Empty"), decoder("Empty"))
        self.unary = channel.unary_unary(SERVICE + "UnaryCall", encoder("SimpleRequest"), decoder("SimpleResponse"))
        self.input = channel.stream_unary(
            SERVICE + "StreamingInputCall", encoder("StreamingInputCallRequest"), decoder("StreamingInputCallResponse")
        )
        self.output = channel.unary_stream(SERVICE + "StreamingOutputCall", *output)
        self.duplex = channel.stream_stream(SERVICE + "FullDuplexCall", *output)
        self.unknown_method = channel.unary_unary(SERVICE + "UnimplementedCall", encoder("Empty"), decoder("Empty"))
        self.unknown_service = channel.unary_unary(
            "/grpc.testing.UnimplementedService/UnimplementedCall", encoder("Empty"), decoder("Empty")
        )


class Pipe:
    """Requests of a stream, one by one, as the procedure goes on."""

    def __init__(self):
        import queue

        self.queue = queue.Queue()

    def send(self, request):
        self.queue.put(request)

    def close(self):
        self.queue.put(None)

    def __iter__(self):
        return iter(self.queue.get, None)


class Peer:
    def __init__(self, options):
        self.options = options
        host, port = options.address.rsplit(":", 1)
        # TLS hides the frames: then the answers' sizes are checked, not their flags.
        self.tap = None if options.tls else FrameTap((host, int(port)))
        self.address = options.address

    def open(self, through_tap=False):
        address = f"127.0.0.1:{self.tap.port}" if through_tap and self.tap else self.address
        if not self.options.tls:
            return grpc.insecure_channel(address)
        with open(self.options.tls, "rb") as file:
            credentials = grpc.ssl_channel_credentials(file.read())
        names = [("grpc.ssl_target_name_override", self.options.name)] if self.options.name else []
        return grpc.secure_channel(address, credentials, options=names)


def equal(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what} is {found!r}, not {wanted!r}")


def status_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error.code(), error.details()
    return grpc.StatusCode.OK, ""


@case
def empty_unary(stub, peer):
    equal(stub.empty({}, timeout=TIMEOUT), {}, "the answer")


@case
def large_unary(stub, peer):
    equal(body_size(stub.unary(LARGE, timeout=TIMEOUT)), 314159, "the body")


@case
def client_compressed_unary(stub, peer):
    with peer.open(through_tap=True) as channel:
        stub = Stub(channel)
        probe = dict(LARGE, expect_compressed={"value": True})
        equal(status_of(lambda: stub.unary(probe, timeout=TIMEOUT))[0], grpc.StatusCode.INVALID_ARGUMENT, "the probe's status")
        answer = stub.unary(probe, timeout=TIMEOUT, compression=grpc.Compression.Gzip)
        equal(body_size(answer), 314159, "the body")
        if peer.tap:
            equal(peer.tap.last()[0], [1], "the request's flag")
        answer = stub.unary(dict(LARGE, expect_compressed={"value": False}), timeout=TIMEOUT)
        equal(body_size(answer), 314159, "the body")


@case
def server_compressed_unary(stub, peer):
    with peer.open(through_tap=True) as channel:
        stub = Stub(channel)
        for wanted in (True, False):
            answer = stub.unary(dict(LARGE, response_compressed={"value": wanted}), timeout=TIMEOUT)
            equal(body_size(answer), 314159, "the body")
            if peer.tap:
                equal(peer.tap.last()[1], [int(wanted)], "the answer's flag")


@case
def client_streaming(stub, peer):
    answer = stub.input(({"payload": payload(size)} for size in REQUEST_SIZES), timeout=TIMEOUT)
    equal(answer.get("aggregated_payload_size"), 74922, "the sum")


@case
def client_compressed_streaming(stub, peer):
    with peer.open(through_tap=True) as channel:
        stub = Stub(channel)
        probe = {"payload": payload(27182), "expect_compressed": {"value": True}}
        equal(
            status_of(lambda: stub.input(iter([probe]), timeout=TIMEOUT))[0],
            grpc.StatusCode.INVALID_ARGUMENT,
            "the probe's status",
        )
        # The Python API compresses a whole call: what does not shrink, the C core leaves as it is, which makes the second message plain.
        plain = {"payload": {"body": os.urandom(45904)}, "expect_compressed": {"value": False}}
        answer = stub.input(iter([probe, plain]), timeout=TIMEOUT, compression=grpc.Compression.Gzip)
        equal(answer.get("aggregated_payload_size"), 73086, "the sum")
        if peer.tap:
            equal(peer.tap.last()[0], [1, 0], "the requests' flags")


@case
def server_streaming(stub, peer):
    request = {"response_parameters": [{"size": size} for size in RESPONSE_SIZES]}
    equal([body_size(answer) for answer in stub.output(request, timeout=TIMEOUT)], RESPONSE_SIZES, "the bodies")


@case
def server_compressed_streaming(stub, peer):
    with peer.open(through_tap=True) as channel:
        parameters = [{"size": 31415, "compressed": {"value": True}}, {"size": 92653, "compressed": {"value": False}}]
        answers = Stub(channel).output({"response_parameters": parameters}, timeout=TIMEOUT)
        equal([body_size(answer) for answer in answers], [31415, 92653], "the bodies")
        if peer.tap:
            equal(peer.tap.last()[1], [1, 0], "the answers' flags")


@case
def ping_pong(stub, peer):
    pipe = Pipe()
    answers = stub.duplex(iter(pipe), timeout=TIMEOUT)
    for request, response in zip(REQUEST_SIZES, RESPONSE_SIZES):
        pipe.send({"response_parameters": [{"size": response}], "payload": payload(request)})
        equal(body_size(next(answers)), response, "the body")
    pipe.close()
    equal(list(answers), [], "what follows")


@case
def empty_stream(stub, peer):
    equal(list(stub.duplex(iter([]), timeout=TIMEOUT)), [], "the answers")


@case
def custom_metadata(stub, peer):
    def check(call):
        equal(dict(call.initial_metadata()).get(INITIAL), METADATA[0][1], INITIAL)
        equal(dict(call.trailing_metadata()).get(TRAILING), METADATA[1][1], TRAILING)

    _, call = stub.unary.with_call(LARGE, metadata=METADATA, timeout=TIMEOUT)
    check(call)
    request = {"response_parameters": [{"size": 314159}], "payload": payload(271828)}
    call = stub.duplex(iter([request]), metadata=METADATA, timeout=TIMEOUT)
    equal([body_size(answer) for answer in call], [314159], "the bodies")
    check(call)


@case
def status_code_and_message(stub, peer):
    wanted = {"code": 2, "message": "test status message"}
    seen = (grpc.StatusCode.UNKNOWN, "test status message")
    equal(status_of(lambda: stub.unary({"response_status": wanted}, timeout=TIMEOUT)), seen, "the status")
    equal(status_of(lambda: list(stub.duplex(iter([{"response_status": wanted}]), timeout=TIMEOUT))), seen, "the stream's status")


@case
def special_status_message(stub, peer):
    request = {"response_status": {"code": 2, "message": SPECIAL}}
    equal(status_of(lambda: stub.unary(request, timeout=TIMEOUT)), (grpc.StatusCode.UNKNOWN, SPECIAL), "the status")


@case
def unimplemented_method(stub, peer):
    equal(status_of(lambda: stub.unknown_method({}, timeout=TIMEOUT))[0], grpc.StatusCode.UNIMPLEMENTED, "the status")


@case
def unimplemented_service(stub, peer):
    equal(status_of(lambda: stub.unknown_service({}, timeout=TIMEOUT))[0], grpc.StatusCode.UNIMPLEMENTED, "the status")


@case
def cancel_after_begin(stub, peer):
    pipe = Pipe()
    call = stub.input.future(iter(pipe), timeout=TIMEOUT)
    call.cancel()
    pipe.close()
    equal(call.cancelled(), True, "cancelled")
    equal(call.code(), grpc.StatusCode.CANCELLED, "the status")


@case
def cancel_after_first_response(stub, peer):
    pipe = Pipe()
    call = stub.duplex(iter(pipe), timeout=TIMEOUT)
    pipe.send({"response_parameters": [{"size": 31415}], "payload": payload(27182)})
    equal(body_size(next(call)), 31415, "the body")
    call.cancel()
    pipe.close()
    equal(status_of(lambda: next(call))[0], grpc.StatusCode.CANCELLED, "the status")


@case
def timeout_on_sleeping_server(stub, peer):
    pipe = Pipe()
    call = stub.duplex(iter(pipe), timeout=0.001)
    pipe.send({"payload": payload(27182)})
    equal(status_of(lambda: next(call))[0], grpc.StatusCode.DEADLINE_EXCEEDED, "the status")
    pipe.close()


@case
def channel_soak(stub, peer):
    for number in range(10):
        with peer.open() as channel:
            equal(body_size(Stub(channel).unary(LARGE, timeout=TIMEOUT)), 314159, f"the body of round {number}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--tls", metavar="CA", help="a file of trusted certificates")
    parser.add_argument("--name", help="the name that the server's certificate carries")
    parser.add_argument("--case", action="append", choices=sorted(CASES))
    options = parser.parse_args()
    peer = Peer(options)
    failed = 0
    with peer.open() as channel:
        for name in options.case or CASES:
            try:
                CASES[name](Stub(channel), peer)
                print(f"PASS {name}", flush=True)
            except Exception as error:  # whatever went wrong is this case's result
                failed = 1
                reason = f"{error.code()}: {error.details()}" if isinstance(error, grpc.RpcError) else f"{type(error).__name__}: {error}"
                print(f"FAIL {name}: {' '.join(reason.split())}", flush=True)
    sys.exit(failed)


main()
