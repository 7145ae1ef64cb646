"""Stubs generated from proto/, listings as requests, and channels with or without TLS, for the scripts that call a whole server."""

import json
import pathlib
import sys
import tempfile
import uuid

import grpc
from grpc_tools import protoc

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def stubs():
    folder = tempfile.mkdtemp()
    arguments = ["protoc", f"-I{ROOT}/proto", f"--python_out={folder}", f"--grpc_python_out={folder}", "holster/v1/moderation.proto", "holster/v1/banks.proto"]
    assert protoc.main(arguments) == 0
    sys.path.insert(0, folder)
    from holster.v1 import moderation_pb2, moderation_pb2_grpc

    return moderation_pb2, moderation_pb2_grpc


def request_of(path, messages):
    document = json.loads(path.read_text())
    request = messages.CheckRequest(request_id=uuid.uuid4().hex)
    for field in ("listing_id", "title", "description", "language", "category", "region", "seller_id"):
        setattr(request, field, document.get(field, ""))
    price = document.get("price")
    if price:
        whole, _, fraction = price["amount"].partition(".")
        request.price.amount_micros = int(whole) * 1_000_000 + int(fraction.ljust(6, "0") or 0)
        request.price.currency = price["currency"]
    for photo in document.get("photos", []):
        request.photos.add(content=(path.parent / photo).read_bytes())
    return request


def open_channel(address, authority=None, certificate=None, key=None):
    """In the clear without an authority; each channel has a connection of its own."""
    options = [("grpc.use_local_subchannel_pool", 1)]
    if not authority:
        return grpc.insecure_channel(address, options=options)
    read = [pathlib.Path(path).read_bytes() if path else None for path in (authority, key, certificate)]
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(*read), options=options)
