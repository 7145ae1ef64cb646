"""Runs the exported networks with onnxruntime alone: what training of fusion and evaluation share. Needs no torch."""

from pathlib import Path

import numpy
import onnxruntime

from context import features
from image_data import Crop
from text_data import encode, open_tokenizer, pad

IMAGE_EMBEDDING_SIZE = 512
TEXT_EMBEDDING_SIZE = 768


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def embed_texts(repository: Path, texts: list[str], batch: int = 64) -> numpy.ndarray:
    folder = repository / "distilbert_int8" / "1"
    tower, rows = session(folder / "model.onnx"), encode(open_tokenizer(folder / "vocab.txt"), texts)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    made = numpy.zeros((len(rows), TEXT_EMBEDDING_SIZE), numpy.float32)
    for at in range(0, len(order), batch):
        chosen = order[at : at + batch]
        ids, mask = pad([rows[i] for i in chosen])
        made[chosen] = tower.run(["text_embedding"], {"input_ids": ids, "attention_mask": mask})[0]
    return made


def embed_crops(repository: Path, crops: list[Crop], batch: int = 16) -> numpy.ndarray:
    tower = session(repository / "clip_image" / "1" / "model.onnx")
    parts = [numpy.stack([crop.pixels for crop in crops[at : at + batch]]) for at in range(0, len(crops), batch)]
    return numpy.concatenate([tower.run(["image_embedding"], {"pixels": part})[0] for part in parts])


def fuse(
    repository: Path,
    images: numpy.ndarray | None = None,
    texts: numpy.ndarray | None = None,
    context: numpy.ndarray | None = None,
) -> numpy.ndarray:
    """Class probabilities [N, 9] of photos, texts or pairs, with no context known unless it is given."""
    count = len(images if images is not None else texts)
    feed = {
        "image_embedding": numpy.zeros((count, IMAGE_EMBEDDING_SIZE), numpy.float32) if images is None else images,
        "text_embedding": numpy.zeros((count, TEXT_EMBEDDING_SIZE), numpy.float32) if texts is None else texts,
        "context": numpy.tile(numpy.array(features(), numpy.float32), (count, 1)) if context is None else context,
        "presence": numpy.tile(numpy.array([images is not None, texts is not None], numpy.float32), (count, 1)),
    }
    return session(repository / "fusion" / "1" / "model.onnx").run(["class_probabilities"], feed)[0]


def violation(probabilities: numpy.ndarray) -> numpy.ndarray:
    """The sum over the four prohibited classes."""
    return probabilities[:, :4].sum(1)
