"""Processor time that a client spends on one ModelInfer of a photo's pixels, against the Triton that dev/triton.sh serves."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from servers import CLIENT_CORE, SERVER_CORE, free_port

ROOT = Path(__file__).resolve().parents[2]
MODEL, SHAPE, OUTPUT = "bench_identity", [1, 224, 224, 3], "image_embedding"
TARGETS = {"client_cpu_vs_tritonclient": 0.1, "client_cpu_vs_perf_analyzer": 1}
# Takes pixels as clip_image does and answers as much, at once: the client is measured, not the tower.
CONFIGURATION = """
name: "bench_identity"
backend: "python"
max_batch_size: 0
input [ { name: "pixels" data_type: TYPE_UINT8 dims: [ 1, 224, 224, 3 ] } ]
output [ { name: "image_embedding" data_type: TYPE_FP32 dims: [ 1, 512 ] } ]
instance_group [ { count: 1 kind: KIND_CPU } ]
"""
BODY = """
import os
import sys

# Triton's stub ignores virtual environments: dev/triton.sh names the folder that has numpy.
sys.path.insert(0, os.environ["HOLSTER_BACKEND_SITE_PACKAGES"])

import numpy
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def execute(self, requests):
        answers = []
        for request in requests:
            pixels = pb_utils.get_input_tensor_by_name(request, "pixels").as_numpy()
            embedding = numpy.full((1, 512), pixels[0, 0, 0, 0], numpy.float32)
            answers.append(pb_utils.InferenceResponse([pb_utils.Tensor("image_embedding", embedding)]))
        return answers
"""


class Triton:
    """The real server with the bench's model, in a folder of the benchmark's own."""

    def __init__(self, folder):
        self.ports = [free_port() for _ in range(3)]
        self.run_directory = folder / "triton"
        repository = folder / "models"
        for model in (ROOT / "triton-model-repo").iterdir():
            repository.mkdir(exist_ok=True)
            (repository / model.name).symlink_to(model)
        (repository / MODEL / "1").mkdir(parents=True)
        (repository / MODEL / "config.pbtxt").write_text(CONFIGURATION)
        (repository / MODEL / "1" / "model.py").write_text(BODY)
        self.repository = repository

    def script(self, action):
        names = ("--grpc-port", "--http-port", "--metrics-port")
        ports = [word for pair in zip(names, map(str, self.ports)) for word in pair]
        where = ["--run-directory", str(self.run_directory), "--repository", str(self.repository)]
        words = ["taskset", "-c", str(SERVER_CORE), str(ROOT / "dev" / "triton.sh"), action, *ports, *where]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

    def __enter__(self):
        import tritonclient.grpc as tritonclient

        self.script("start")
        self.address = f"127.0.0.1:{self.ports[0]}"
        try:
            with tritonclient.InferenceServerClient(self.address) as client:
                client.load_model(MODEL)
        except Exception:
            self.script("stop")
            raise
        return self

    def __exit__(self, *_):
        self.script("stop")


def ours(program, triton, calls, in_flight):
    words = ["taskset", "-c", str(CLIENT_CORE), program, "infer", triton.address, MODEL, str(calls), str(in_flight)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)["cpu_us"]


def tritonclient(program, triton, calls, in_flight):
    words = ["taskset", "-c", str(CLIENT_CORE), sys.executable, __file__, triton.address, str(calls), str(in_flight)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def served_count(triton):
    """Requests the model has answered so far."""
    import tritonclient.grpc as tritonclient

    with tritonclient.InferenceServerClient(triton.address) as client:
        return client.get_inference_statistics(MODEL).model_stats[0].inference_stats.success.count


def perf_analyzer(program, triton, calls, in_flight):
    """All of the process's time over all of its requests, those of its warm-up included."""
    binary, libraries = perf_analyzer_files(triton.run_directory)
    environment = {**os.environ, "LD_LIBRARY_PATH": libraries}
    words = ["taskset", "-c", str(CLIENT_CORE), binary, "-m", MODEL, "-i", "grpc", "-u", triton.address, "--input-data", "zero"]
    words += ["--measurement-mode", "count_windows", "--measurement-request-count", str(calls)]
    words += ["--concurrency-range", str(in_flight), "--max-trials", "1", *([] if in_flight == 1 else ["--async"])]
    served, before = served_count(triton), os.times()
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    after, made = os.times(), served_count(triton) - served
    # With one trial it calls its own measurement unstable, status 2: the requests were made all the same.
    if made < calls:
        raise RuntimeError(f"perf_analyzer, status {done.returncode}, {made} requests: {(done.stdout + done.stderr)[-300:]}")
    return (after.children_user + after.children_system - before.children_user - before.children_system) / made * 1e6


def perf_analyzer_files(folder):
    """The program, and where it finds a libcudart.so.12, which it links and does not call: Triton's wheel brings one."""
    binary = ROOT / ".venv" / "transport" / "perf-analyzer" / "bin" / "perf_analyzer"
    if not binary.exists():
        raise FileNotFoundError(f"no {binary}")
    runtime = next((ROOT / ".venv" / "serve").glob("lib/python*/site-packages/nvidia_pytriton.libs/libcudart-*.so.12*"), None)
    if runtime is None:
        raise FileNotFoundError("Triton's wheel brings no libcudart.so.12")
    libraries = folder / "libraries"
    libraries.mkdir(exist_ok=True)
    link = libraries / "libcudart.so.12"
    link.unlink(missing_ok=True)
    link.symlink_to(runtime)
    binary.chmod(0o755)
    return str(binary), str(libraries)


def compare(name, peer, program, triton, rounds):
    """Half of the rounds one call after another, half with four in flight."""
    pairs = []
    try:
        for turn in range(rounds):
            in_flight = 4 if turn % 2 else 1
            pairs.append((ours(program, triton, 2_000, in_flight), peer(program, triton, 2_000, in_flight)))
    except (FileNotFoundError, RuntimeError) as reason:
        print(f"SKIPPED metric={name}: {reason}")
        return []
    ratio = statistics.median(a / b for a, b in pairs)
    mine, others = (statistics.median(side) for side in zip(*pairs))
    met = ratio <= TARGETS[name]
    print(
        f"metric={name} ours={mine:.0f}us peer={others:.0f}us ratio={ratio:.3f} target=<={TARGETS[name]} {'met' if met else 'MISSED'}",
        flush=True,
    )
    return [met]


def run(program, folder, wanted, rounds):
    peers = {"client_cpu_vs_tritonclient": tritonclient, "client_cpu_vs_perf_analyzer": perf_analyzer}
    peers = {name: peer for name, peer in peers.items() if name in wanted}
    if not peers:
        return []
    with Triton(folder) as triton:
        return [met for name, peer in peers.items() for met in compare(name, peer, program, triton, rounds)]


def peer_process(address, calls, in_flight):
    """What `tritonclient` starts: microseconds of processor time a call."""
    import threading

    import numpy
    import tritonclient.grpc as tritonclient

    pixels = numpy.full(SHAPE, 127, numpy.uint8)
    client = tritonclient.InferenceServerClient(address)

    def request():
        tensor = tritonclient.InferInput("pixels", SHAPE, "UINT8")
        tensor.set_data_from_numpy(pixels)
        return {"model_name": MODEL, "inputs": [tensor], "outputs": [tritonclient.InferRequestedOutput(OUTPUT)]}

    def sequential(count):
        for _ in range(count):
            client.infer(**request()).as_numpy(OUTPUT)

    def flying(count):
        places, failures = threading.Semaphore(in_flight), []

        def answered(result, error):
            if error:
                failures.append(error)
            else:
                result.as_numpy(OUTPUT)
            places.release()

        for _ in range(count):
            places.acquire()
            client.async_infer(callback=answered, **request())
        for _ in range(in_flight):
            places.acquire()
        if failures:
            raise failures[0]

    sequential(20)
    before = os.times()
    (sequential if in_flight == 1 else flying)(calls)
    after = os.times()
    print((after.user + after.system - before.user - before.system) / calls * 1e6)


if __name__ == "__main__":
    peer_process(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
