"""100 MB up and 20 MB down through grpcio's client, which probes the bandwidth as it goes: `grpcio_upload.py ADDRESS` prints, as JSON, how
many calls went well and which states the connection passed through."""

import json
import sys
import time

import grpc

OPTIONS = [
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.http2.bdp_probe", 1),
]
states = []
with grpc.insecure_channel(sys.argv[1], options=OPTIONS) as channel:
    channel.subscribe(lambda state: states.append(state.name))
    echo = channel.unary_unary("/test.Echo/Echo")
    big = channel.unary_unary("/test.Echo/Big")
    good = sum(len(echo(bytes(20_000_000), timeout=60)) == 20_000_000 for _ in range(5))
    good += len(big(b"", timeout=60)) == 20_000_000
    time.sleep(0.2)
    print(json.dumps({"goodCount": good, "states": states}))
