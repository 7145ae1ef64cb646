#!/usr/bin/env python3
"""Measures the running Triton over gRPC: ensemble latency and throughput, padding, and a hot load of `fusion`.

    .venv/oracle/bin/python training/starter/measure_serving.py [--address 127.0.0.1:18001] [--seconds 5]
    .venv/oracle/bin/python training/starter/measure_serving.py --hot-load triton-model-repo
"""

import argparse
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy
import tritonclient.grpc as triton

HERE = Path(__file__).resolve().parent


def tensor(name, array):
    kinds = {"uint8": "UINT8", "int64": "INT64", "float32": "FP32"}
    made = triton.InferInput(name, list(array.shape), kinds[array.dtype.name])
    made.set_data_from_numpy(array)
    return made


def text_inputs(length, rows=1):
    ids = numpy.zeros((rows, length), numpy.int64)
    mask = numpy.zeros_like(ids)
    used = max(2, length - 5)
    ids[:, :used] = numpy.random.default_rng(length).integers(5, 400, (rows, used))
    mask[:, :used] = 1
    return [tensor("input_ids", ids), tensor("attention_mask", mask)]


def listing_inputs(length=32):
    pixels = numpy.random.default_rng(1).integers(0, 256, (1, 224, 224, 3), numpy.uint8)
    context = numpy.zeros((1, 16), numpy.float32)
    presence = numpy.ones((1, 2), numpy.float32)
    return [tensor("pixels", pixels), *text_inputs(length), tensor("context", context), tensor("presence", presence)]


class Load:
    """Closed-loop callers; keeps latencies, failures and the fusion versions that answered."""

    def __init__(self, address, model, inputs, callers):
        self.address, self.model, self.inputs, self.callers = address, model, inputs, callers
        self.latencies, self.failures, self.versions = [], [], []
        self.lock, self.over = threading.Lock(), threading.Event()

    def call(self):
        client = triton.InferenceServerClient(self.address)
        client.infer(self.model, self.inputs, client_timeout=5)
        while not self.over.is_set():
            begun = time.perf_counter()
            try:
                answer = client.infer(self.model, self.inputs, client_timeout=5)
                version = answer.as_numpy("fusion_version")
                with self.lock:
                    self.latencies.append(time.perf_counter() - begun)
                    if version is not None:
                        self.versions.append(int(version.reshape(-1)[0]))
            except Exception as error:
                with self.lock:
                    self.failures.append(str(error))

    def run(self, seconds, meanwhile=None):
        threads = [threading.Thread(target=self.call) for _ in range(self.callers)]
        for thread in threads:
            thread.start()
        begun = time.perf_counter()
        if meanwhile:
            meanwhile()
        while time.perf_counter() - begun < seconds:
            time.sleep(0.05)
        self.over.set()
        for thread in threads:
            thread.join()
        self.seconds = time.perf_counter() - begun
        return self

    def line(self):
        milliseconds = numpy.array(self.latencies) * 1000
        p50, p99 = numpy.percentile(milliseconds, [50, 99]) if len(milliseconds) else (0, 0)
        return (
            f"{self.model:20} callers {self.callers:2}  {len(milliseconds) / self.seconds:7.1f}/s  "
            f"p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  failures {len(self.failures)}"
        )


def hot_load(address, repository, seconds):
    second = repository / "fusion" / "2"
    if second.exists():
        sys.exit(f"{second} exists already")
    control = triton.InferenceServerClient(address)

    def meanwhile():
        time.sleep(1)
        command = [sys.executable, str(HERE / "stamp_version.py"), str(repository / "fusion" / "1"), str(second)]
        subprocess.run(command, check=True)
        begun = time.perf_counter()
        control.load_model("fusion")
        print(f"load took {time.perf_counter() - begun:.2f} s")
        time.sleep(1)
        shutil.rmtree(second)
        control.load_model("fusion")

    try:
        load = Load(address, "firearm_ensemble", listing_inputs(), 4).run(seconds, meanwhile)
    finally:
        shutil.rmtree(second, ignore_errors=True)
    changes = [v for i, v in enumerate(load.versions) if i == 0 or v != load.versions[i - 1]]
    print(load.line())
    print(f"versions seen: {sorted(set(load.versions))}, first {changes[0]}, last {load.versions[-1]}")
    for failure in load.failures[:3]:
        print(f"failure: {failure}")
    sys.exit(1 if load.failures or set(load.versions) != {1, 2} or load.versions[-1] != 1 else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1:18001")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--hot-load", type=Path, metavar="REPOSITORY", help="adds and removes fusion/2 under load")
    arguments = parser.parse_args()
    if arguments.hot_load:
        hot_load(arguments.address, arguments.hot_load, arguments.seconds)
    for callers in (1, 8, 16):
        load = Load(arguments.address, "firearm_ensemble", listing_inputs(), callers)
        print(load.run(arguments.seconds).line(), *load.failures[:2], flush=True)
    for length in (16, 32, 64, 96, 128):
        load = Load(arguments.address, "distilbert_int8", text_inputs(length), 1)
        print(f"{load.run(min(2, arguments.seconds)).line()}  length {length}", *load.failures[:2], flush=True)


if __name__ == "__main__":
    main()
