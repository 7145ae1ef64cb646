#!/usr/bin/env python3
"""The usual Python stack in the orchestrator's place: grpcio serves holster.v1 Check and asks the same Triton.

Usage: python_stack.py [--listen 127.0.0.1:7070] [--triton 127.0.0.1:18001] [--redis 127.0.0.1:16379] [--banks 100000] [--threads 8]
       [--photos tuned] [--no-inference]
Example: taskset -c 0 .venv/proof/bin/python Benchmarks/proof/python_stack.py --listen 127.0.0.1:7075 --triton 127.0.0.1:18001
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent import futures
from pathlib import Path

# One core is what the caller pins it to: no library starts threads of its own.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")

import grpc  # noqa: E402
import numpy  # noqa: E402
import redis  # noqa: E402
import tritonclient.grpc as tritonclient  # noqa: E402
from grpc_tools import protoc  # noqa: E402

from listing_work import SELLER_FIELDS, ListingWork  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "triton-model-repo" / "distilbert_int8" / "1" / "vocab.txt"
TYPES = {"pixels": "UINT8", "input_ids": "INT64", "attention_mask": "INT64", "context": "FP32", "presence": "FP32"}
# Of config/policy.yaml: the prohibited classes, their sum, and what is tagged.
REVIEW, BLOCK, TAG = [0.4, 0.45, 0.45, 0.5, 0.5], 0.995, 0.5
MESSAGE_LIMIT = 34 << 20


def generated():
    """Message classes from proto/, made in a folder that goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="holster-proof-")
    arguments = ["protoc", f"-I{ROOT / 'proto'}", f"--python_out={folder.name}", "holster/v1/moderation.proto"]
    if protoc.main(arguments) != 0:
        sys.exit("python_stack: protoc does not take proto/holster/v1/moderation.proto")
    sys.path.insert(0, folder.name)
    from holster.v1 import moderation_pb2

    return folder, moderation_pb2


class Stack:
    """One listing's way. No idempotency, no audit store and no degrade ladder: all less work than ours."""

    def __init__(self, options, messages):
        self.messages = messages
        self.work = ListingWork(str(VOCABULARY), options.banks, options.photos)
        self.triton = None if options.no_inference else tritonclient.InferenceServerClient(options.triton)
        host, _, port = (options.redis or "").rpartition(":")
        self.redis = redis.Redis(host=host, port=int(port), socket_timeout=1) if options.redis else None

    def check(self, request, call):
        seller = self.seller(request.seller_id)
        verdict = self.messages.Verdict(request_id=request.request_id, listing_id=request.listing_id)
        pixels = self.photos(request, verdict)
        scores = self.scores(self.work.tensors(request, pixels, seller), call.time_remaining())
        self.decide(verdict, *scores)
        return verdict

    def photos(self, request, verdict):
        """Pixels of the photos that can be read; reasons for the others, and for those that a bank holds."""
        pixels = []
        for index, photo in enumerate(request.photos):
            try:
                values, is_known = self.work.photo(photo.content)
            except (ValueError, OSError) as problem:
                verdict.reasons.add(code="PHOTO_UNREADABLE", detail=str(problem), photo_index=index)
                continue
            pixels.append(values)
            if is_known:
                verdict.reasons.add(code="KNOWN_BAD_PHOTO", photo_index=index)
        return pixels

    def seller(self, seller_id):
        if self.redis is None or not seller_id:
            return None
        with self.redis.pipeline(transaction=False) as pipeline:
            pipeline.hmget(f"holster:seller:{seller_id}", SELLER_FIELDS)
            return pipeline.execute()[0]

    def scores(self, tensors, seconds):
        """Class probabilities of the worst photo, and fusion's version."""
        if self.triton is None:
            return numpy.full(9, 1 / 9, numpy.float32), 0
        inputs = []
        for name, values in tensors.items():
            inputs.append(tritonclient.InferInput(name, values.shape, TYPES[name]))
            inputs[-1].set_data_from_numpy(values)
        outputs = [tritonclient.InferRequestedOutput(name) for name in ("class_probabilities", "fusion_version")]
        answer = self.triton.infer("firearm_ensemble", inputs, outputs=outputs, client_timeout=seconds)
        rows = answer.as_numpy("class_probabilities")
        return rows[rows[:, :4].sum(1).argmax()], int(answer.as_numpy("fusion_version")[0, 0])

    def decide(self, verdict, probabilities, fusion):
        messages = self.messages
        for number, value in enumerate(probabilities, 1):
            verdict.probabilities.add(content_class=number, probability=value)
        prohibited = [*map(float, probabilities[:4]), float(probabilities[:4].sum())]
        verdict.violation_probability = prohibited[4]
        verdict.versions.models.fusion = fusion
        verdict.tags.extend(number for number in (5, 6) if probabilities[number - 1] >= TAG)
        known = any(reason.code == "KNOWN_BAD_PHOTO" for reason in verdict.reasons)
        if known or max(prohibited) >= BLOCK:
            verdict.decision = messages.DECISION_BLOCK
        elif verdict.reasons or any(value >= limit for value, limit in zip(prohibited, REVIEW)):
            verdict.decision = messages.DECISION_REVIEW
        else:
            verdict.decision = messages.DECISION_ALLOW_TAGGED if verdict.tags else messages.DECISION_ALLOW
        verdict.reasons.add(code="MODEL_SCORE", content_class=int(probabilities.argmax()) + 1, probability=probabilities.max())
        verdict.decided_at_unix_ms = time.time_ns() // 1_000_000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1:7070", metavar="HOST:PORT")
    parser.add_argument("--triton", default="127.0.0.1:18001", metavar="HOST:PORT")
    parser.add_argument("--redis", metavar="HOST:PORT", help="where holster:seller:ID lies; without it sellers are unknown")
    parser.add_argument("--banks", type=int, default=100_000, help="entries of each of the two banks")
    parser.add_argument("--threads", type=int, default=8, help="calls that are worked on at once: 1 makes 46 to 51 listings a second, 2 and more 57 to 65")
    parser.add_argument("--photos", choices=["usual", "tuned"], default="tuned", help="usual: Pillow and imagehash; tuned: the fastest mix of wheels, and PDQ too")
    parser.add_argument("--no-inference", action="store_true", help="answer without a call to Triton: what the rest costs")
    options = parser.parse_args()
    folder, messages = generated()
    # grpc.aio, with the client's aio too, was no faster: 60 and 62 listings a second where this made 62 and 65, eight callers.
    server = grpc.server(
        futures.ThreadPoolExecutor(options.threads),
        options=[("grpc.max_receive_message_length", MESSAGE_LIMIT), ("grpc.so_reuseport", 0)],
    )
    handler = grpc.unary_unary_rpc_method_handler(
        Stack(options, messages).check,
        request_deserializer=messages.CheckRequest.FromString,
        response_serializer=messages.Verdict.SerializeToString,
    )
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("holster.v1.Moderation", {"Check": handler})])
    server.add_insecure_port(options.listen)
    server.start()
    print(f"listening {options.listen}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
