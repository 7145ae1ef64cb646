"""A paced caller on grpcio: `grpcio_load.py ADDRESS[,ADDRESS…] --rate PER_SECOND --seconds N [--wait-for-ready]` calls `test.Echo/Pause`
(20 ms each) round robin over the addresses, and prints, as JSON, how many calls were made and why those that failed did."""

import argparse
import asyncio
import collections
import json
import time

import grpc

PAUSE = bytes([20]) + bytes(1_000)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("addresses")
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--wait-for-ready", action="store_true")
    options = parser.parse_args()
    arguments = [
        ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.min_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 200),
        # Connections of its own, not shared with another channel of the process.
        ("grpc.use_local_subchannel_pool", 1),
    ]
    failures = collections.Counter()
    good = 0
    latencies = []

    async with grpc.aio.insecure_channel("ipv4:" + options.addresses, options=arguments) as channel:
        pause = channel.unary_unary("/test.Echo/Pause")

        async def call(ready):
            nonlocal good
            began = time.monotonic()
            try:
                answer = await pause(PAUSE, timeout=30, wait_for_ready=ready)
                if answer == PAUSE:
                    good += 1
                else:
                    failures["wrong answer"] += 1
            except grpc.aio.AioRpcError as error:
                failures[f"{error.code().name}: {error.details()}"] += 1
            latencies.append(time.monotonic() - began)

        await call(True)
        began = time.monotonic()
        count = int(options.rate * options.seconds)
        tasks = []
        for number in range(count):
            delay = began + number / options.rate - time.monotonic()
            if delay > 0:
                await asyncio.sleep(delay)
            tasks.append(asyncio.create_task(call(options.wait_for_ready)))
        await asyncio.gather(*tasks)
    latencies.sort()
    spent = time.monotonic() - began
    print(
        json.dumps(
            {
                "callCount": count + 1,
                "goodCount": good,
                "failures": dict(failures),
                "perSecond": count / spent,
                "slowestMilliseconds": latencies[-1] * 1e3,
            }
        )
    )


asyncio.run(main())
