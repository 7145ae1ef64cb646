"""`bench.Echo` with grpcio's asyncio server, as its documentation shows it. Usage: echo_grpcio.py PORT"""

import asyncio
import sys

import grpc


async def unary(request, _):
    return request


async def upload(request, _):
    return len(request).to_bytes(8, "big")


async def main(port):
    server = grpc.aio.server()
    methods = {name: grpc.unary_unary_rpc_method_handler(handler) for name, handler in (("Unary", unary), ("Upload", upload))}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Echo", methods),))
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


asyncio.run(main(int(sys.argv[1])))
