"""Sends listings with stock grpcio and stubs generated from proto/, and asks health; prints one JSON document a verdict.

Usage: e2e_grpcio.py HOST:PORT LISTING.json…
"""
import json
import pathlib
import sys

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from e2e_stubs import request_of, stubs


def main():
    messages, services = stubs()
    with grpc.insecure_channel(sys.argv[1]) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for service in ("", "holster.v1.Moderation"):
            assert health.Check(health_pb2.HealthCheckRequest(service=service), timeout=5).status == health_pb2.HealthCheckResponse.SERVING
        try:
            health.Check(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=5)
            raise AssertionError("an unknown service must be NOT_FOUND")
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.NOT_FOUND, error.code()
        stub = services.ModerationStub(channel)
        for argument in sys.argv[2:]:
            verdict = stub.Check(request_of(pathlib.Path(argument), messages), timeout=5)
            print(json.dumps({
                "listing_id": verdict.listing_id,
                "decision": messages.Decision.Name(verdict.decision).removeprefix("DECISION_"),
                "violation_probability": verdict.violation_probability if verdict.HasField("violation_probability") else None,
                "reasons": [{"code": reason.code} for reason in verdict.reasons],
                "tags": [messages.ContentClass.Name(tag).removeprefix("CONTENT_CLASS_").lower() for tag in verdict.tags],
            }))
        try:
            stub.Check(messages.CheckRequest(request_id="bad id!"), timeout=5)
            raise AssertionError("a malformed request_id must be refused")
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.INVALID_ARGUMENT and "request_id" in error.details(), (error.code(), error.details())


main()
