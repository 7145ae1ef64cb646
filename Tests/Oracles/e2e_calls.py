"""Plays one caller of a whole server with stock grpcio: `e2e_calls.py ADDRESS --case NAME [--authority FILE] [LISTING.json…]`. What the caller saw is
printed as JSON; cases that last print lines as they go."""

import argparse
import json
import pathlib
import queue
import socket
import ssl
import threading

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from e2e_stubs import open_channel, request_of, stubs

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Caller:
    def __init__(self, options):
        self.options = options
        self.messages, self.services = stubs()
        self.metadata = [("authorization", f"Bearer {options.token}")] if options.token else []
        self.listings = [request_of(pathlib.Path(path), self.messages) for path in options.listings]

    def channel(self):
        options = self.options
        return open_channel(options.address, options.authority, options.certificate, options.key)

    def stub(self, channel):
        return self.services.ModerationStub(channel)

    def request(self, request_id, number=0, dry_run=False):
        request = self.messages.CheckRequest(title="oak chair")
        if self.listings:
            request.CopyFrom(self.listings[number % len(self.listings)])
        request.request_id = request_id
        request.dry_run = dry_run
        return request


def outcome(call):
    """Name and message of the status that a call ends with."""
    try:
        call()
    except grpc.RpcError as error:
        return error.code().name, error.details()
    return "OK", ""


@case
def check_stream(caller):
    """200 listings over one stream, every other one a dry run; number 100 has a title that is too long."""

    def requests():
        for number in range(200):
            request = caller.request(f"stream-{number}", number, dry_run=number % 2 == 1)
            if number == 100:
                request.title = "x" * 501
            yield request

    answers = []

    def read():
        for answer in caller.stub(channel).CheckStream(requests(), timeout=120):
            failed = answer.WhichOneof("outcome") == "failure"
            answers.append({
                "id": answer.request_id,
                "code": answer.failure.code if failed else 0,
                "message": answer.failure.message if failed else "",
                "isDryRun": not failed and answer.verdict.dry_run,
                "names": "" if failed else answer.verdict.request_id,
            })

    with caller.channel() as channel:
        status, message = outcome(read)
    return {"status": status, "message": message, "answers": answers}


@case
def cancel_stream(caller):
    """Cancels a stream after its third answer, with more under way; then one check on the same connection."""
    pending = queue.Queue()
    for number in range(30):
        pending.put(caller.request(f"cancel-{number}", number))
    with caller.channel() as channel:
        stub = caller.stub(channel)
        call = stub.CheckStream(iter(pending.get, None), timeout=120)
        for _ in range(3):
            next(call)
        call.cancel()
        status, _ = outcome(lambda: next(call))
        pending.put(None)
        after, message = outcome(lambda: stub.Check(caller.request("after-cancel"), timeout=30))
    return {"statuses": [status, after], "message": message}


@case
def watch(caller):
    """Health as Watch tells it, a line a change, and at last the stream's own status."""

    def read():
        for answer in health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service="holster.v1.Moderation")):
            print(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status), flush=True)

    with caller.channel() as channel:
        print(outcome(read)[0], flush=True)


@case
def drain(caller):
    """Unary checks on eight threads and a stream that is kept full, until the server goes away. Prints READY once both are well under way."""
    unary, sent, answered, lock = [], [], [], threading.Lock()
    ready = threading.Event()

    def note():
        if len(unary) >= 20 and len(answered) >= 20:
            ready.set()

    def check(thread):
        for number in range(100_000):
            request_id = f"unary-{thread}-{number}"
            status, message = outcome(lambda: stub.Check(caller.request(request_id, number), timeout=20))
            with lock:
                unary.append({"id": request_id, "status": status, "message": message})
                note()
            if status != "OK":
                return

    room = threading.Semaphore(48)
    is_over = threading.Event()

    def requests():
        for number in range(100_000):
            while not room.acquire(timeout=0.1):
                if is_over.is_set():
                    return
            if is_over.is_set():
                return
            sent.append(f"stream-{number}")
            yield caller.request(sent[-1], number)

    def read(call):
        for answer in call:
            with lock:
                answered.append({"id": answer.request_id, "code": answer.failure.code})
                note()
            room.release()

    with caller.channel() as channel, caller.channel() as other:
        stub = caller.stub(channel)
        threads = [threading.Thread(target=check, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        threading.Thread(target=lambda: ready.wait(60) and print("READY", flush=True), daemon=True).start()
        call = caller.stub(other).CheckStream(requests())
        status, message = outcome(lambda: read(call))
        is_over.set()
        for thread in threads:
            thread.join()
    return {"unary": unary, "sent": sent, "answered": answered, "status": status, "message": message}


@case
def checks(caller):
    """Dry runs one after the other, as many as asked for; then health, which anybody may ask. Their statuses."""
    with caller.channel() as channel:
        stub = caller.stub(channel)
        calls = [
            lambda: stub.Check(caller.request("one", dry_run=True), timeout=10, metadata=caller.metadata)
            for _ in range(caller.options.count)
        ]
        calls.append(lambda: health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10))
        seen = [outcome(call) for call in calls]
    return {"statuses": [status for status, _ in seen], "message": seen[-2][1] if len(seen) > 1 else ""}


@case
def certificate(caller):
    """The common name of the certificate that the server shows now."""
    host, port = caller.options.address.rsplit(":", 1)
    context = ssl.create_default_context(cafile=caller.options.authority)
    context.set_alpn_protocols(["h2"])
    with context.wrap_socket(socket.create_connection((host, int(port)), 10), server_hostname=host) as connection:
        subject = connection.getpeercert()["subject"]
        return {"message": dict(pair for group in subject for pair in group)["commonName"], "statuses": []}


@case
def reflection(caller):
    """The reflection package's own client, which speaks v1alpha: services, the files behind them, and a message built from them alone."""
    from google.protobuf.descriptor_pool import DescriptorPool
    from google.protobuf.message_factory import GetMessageClass
    from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

    with caller.channel() as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        names = sorted(database.get_services())
        pool = DescriptorPool(database)
        methods = [method.name for method in pool.FindServiceByName("holster.v1.Moderation").methods]
        files = [pool.FindServiceByName(name).file.name for name in names]
        check = GetMessageClass(pool.FindMessageTypeByName("holster.v1.CheckRequest"))(request_id="reflected", title="oak chair")
        check.dry_run = True
        call = channel.unary_unary(
            "/holster.v1.Moderation/Check",
            request_serializer=lambda request: request.SerializeToString(),
            response_deserializer=GetMessageClass(pool.FindMessageTypeByName("holster.v1.Verdict")).FromString,
        )
        answered = call(check, timeout=10).request_id
        try:
            pool.FindMessageTypeByName("no.such.Message")
            answered = "an unknown message was found"
        except KeyError:
            pass
    return {"services": names, "files": files, "methods": methods, "answered": answered}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--case", required=True, choices=sorted(CASES))
    parser.add_argument("--authority", help="speak TLS, and trust this file's certificates")
    parser.add_argument("--certificate", help="client certificate to show")
    parser.add_argument("--key")
    parser.add_argument("--token")
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("listings", nargs="*")
    options = parser.parse_intermixed_args()
    seen = CASES[options.case](Caller(options))
    if seen is not None:
        print(json.dumps(seen), flush=True)


main()
