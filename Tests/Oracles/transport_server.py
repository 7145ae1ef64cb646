"""grpcio's aio server for our client: prints its port, serves until standard input closes."""

import asyncio
import sys

import grpc


async def echo(request, context):
    metadata = tuple((name, value) for name, value in context.invocation_metadata() if name.startswith("x-"))
    await context.send_initial_metadata(metadata)
    context.set_trailing_metadata(metadata)
    return request


async def fail(request, context):
    code = {code.value[0]: code for code in grpc.StatusCode}[request[0]]
    await context.abort(code, request[1:].decode())


async def sleep(request, context):
    await asyncio.sleep(30)
    return b""


async def big(request, context):
    return bytes([7]) * 20_000_000


async def deadline(request, context):
    left = context.time_remaining()
    return b"none" if left is None else b"%d" % int(left * 1000)


async def main():
    options = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
    server = grpc.aio.server(options=options)
    methods = {"Echo": echo, "Fail": fail, "Sleep": sleep, "Big": big, "Deadline": deadline}
    handlers = {name: grpc.unary_unary_rpc_method_handler(method) for name, method in methods.items()}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("test.Echo", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await server.stop(0)


asyncio.run(main())
