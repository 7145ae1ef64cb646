"""grpcio's `grpc.testing.TestService`, synchronous: `interop_server.py [--tls CERTIFICATE KEY]` prints its port and serves until standard
input closes. Without TLS a tap stands before it, so that `expect_compressed` can be answered truthfully."""

import argparse
import sys
import threading
import time
from concurrent import futures

import grpc

from frame_tap import FrameTap
from interop_messages import body_size, decoder, encoder, payload

INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}
tap = None


def echo_metadata(context):
    metadata = dict(context.invocation_metadata())
    if INITIAL in metadata:
        context.send_initial_metadata(((INITIAL, metadata[INITIAL]),))
    if TRAILING in metadata:
        context.set_trailing_metadata(((TRAILING, metadata[TRAILING]),))


def obey_status(request, context):
    status = request.get("response_status")
    if status and status.get("code", 0):
        context.abort(CODES[status["code"]], status.get("message", ""))


def expect_compression(request, context, number=0):
    if "expect_compressed" not in request or tap is None:
        return
    flags, _ = tap.last(int(context.peer().rsplit(":", 1)[1]))
    wanted = request["expect_compressed"].get("value", False)
    if number >= len(flags) or bool(flags[number]) != wanted:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"message {number} of {flags}: compressed should be {wanted}")


def compress(context, choice):
    if choice is not None and not choice.get("value", False):
        context.disable_next_message_compression()


def empty_call(request, context):
    echo_metadata(context)
    return {}


def unary_call(request, context):
    expect_compression(request, context)
    if request.get("response_compressed", {}).get("value", False):
        context.set_compression(grpc.Compression.Gzip)
    echo_metadata(context)
    obey_status(request, context)
    return {"payload": payload(request.get("response_size", 0))}


def answers(request, context):
    obey_status(request, context)
    for parameters in request["response_parameters"]:
        time.sleep(parameters.get("interval_us", 0) / 1e6)
        compress(context, parameters.get("compressed"))
        yield {"payload": payload(parameters.get("size", 0))}


def streaming_output_call(request, context):
    if any("compressed" in parameters for parameters in request["response_parameters"]):
        context.set_compression(grpc.Compression.Gzip)
    yield from answers(request, context)


def streaming_input_call(requests, context):
    size = 0
    for number, request in enumerate(requests):
        expect_compression(request, context, number)
        size += body_size(request)
    return {"aggregated_payload_size": size}


def full_duplex_call(requests, context):
    echo_metadata(context)
    for request in requests:
        yield from answers(request, context)


def half_duplex_call(requests, context):
    for request in list(requests):
        yield from answers(request, context)


def handlers():
    output = {
        "request_deserializer": decoder("StreamingOutputCallRequest"),
        "response_serializer": encoder("StreamingOutputCallResponse"),
    }
    return {
        "EmptyCall": grpc.unary_unary_rpc_method_handler(empty_call, decoder("Empty"), encoder("Empty")),
        "UnaryCall": grpc.unary_unary_rpc_method_handler(unary_call, decoder("SimpleRequest"), encoder("SimpleResponse")),
        "StreamingOutputCall": grpc.unary_stream_rpc_method_handler(streaming_output_call, **output),
        "StreamingInputCall": grpc.stream_unary_rpc_method_handler(
            streaming_input_call, decoder("StreamingInputCallRequest"), encoder("StreamingInputCallResponse")
        ),
        "FullDuplexCall": grpc.stream_stream_rpc_method_handler(full_duplex_call, **output),
        "HalfDuplexCall": grpc.stream_stream_rpc_method_handler(half_duplex_call, **output),
    }


def main():
    global tap
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    options = parser.parse_args()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.testing.TestService", handlers()),))
    if options.tls:
        certificate, key = (open(path, "rb").read() for path in options.tls)
        port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials(((key, certificate),)))
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    if not options.tls:
        tap = FrameTap(("127.0.0.1", port))
        port = tap.port
    print(port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.stop(0)), daemon=True).start()
    server.wait_for_termination()


main()
