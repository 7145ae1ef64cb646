"""Networks to `model.onnx` files: each with its own version baked in, batch first, the text tower in dynamic INT8."""

import os
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from towers import CONTEXT_SIZE, IMAGE_EMBEDDING_SIZE, TEXT_EMBEDDING_SIZE, Fusion, ImageTower, TextTower

OPSET = 17
VERSION_CONSTANT = "model_version"


def export_image(tower: ImageTower, path: Path, version: int) -> None:
    pixels = torch.zeros(2, 224, 224, 3, dtype=torch.uint8)
    _export(tower, (pixels,), ["pixels"], "image_embedding", {"pixels": {0: "batch"}}, path)
    _emit_version(path, "pixels", "clip_image_version", version)


def export_text(tower: TextTower, path: Path, version: int) -> None:
    ids = torch.zeros(2, 32, dtype=torch.int64)
    path.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask")}
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        _export(tower, (ids, torch.ones_like(ids)), ["input_ids", "attention_mask"], "text_embedding", axes, exact)
        quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True)
    _emit_version(path, "input_ids", "distilbert_version", version)


def export_fusion(fusion: Fusion, path: Path, version: int) -> None:
    names = ["image_embedding", "text_embedding", "context", "presence"]
    sizes = [IMAGE_EMBEDDING_SIZE, TEXT_EMBEDDING_SIZE, CONTEXT_SIZE, 2]
    rows = tuple(torch.zeros(2, size) for size in sizes)
    _export(fusion, rows, names, "class_probabilities", {name: {0: "batch"} for name in names}, path)
    _emit_version(path, "presence", "fusion_version", version)


def _export(network: torch.nn.Module, rows: tuple, inputs: list, output: str, axes: dict, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    network.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            rows,
            os.fspath(path),
            input_names=inputs,
            output_names=[output],
            dynamic_axes={**axes, output: {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


def _emit_version(path: Path, first_input: str, name: str, version: int) -> None:
    """Adds the output `name`, INT64 [batch, 1], every row of it the constant that `stamp_version.py` can rewrite."""
    model = onnx.load(os.fspath(path))
    graph = model.graph
    constant = helper.make_tensor(VERSION_CONSTANT, TensorProto.INT64, [1, 1], version.to_bytes(8, "little"), raw=True)
    zero = helper.make_tensor(f"{VERSION_CONSTANT}_axis", TensorProto.INT64, [1], (1).to_bytes(8, "little"), raw=True)
    graph.initializer.extend([constant, zero])
    graph.node.extend(
        [
            helper.make_node("Shape", [first_input], [f"{name}_batch"], start=0, end=1),
            helper.make_node("Concat", [f"{name}_batch", f"{VERSION_CONSTANT}_axis"], [f"{name}_shape"], axis=0),
            helper.make_node("Expand", [VERSION_CONSTANT, f"{name}_shape"], [name]),
        ]
    )
    graph.output.append(helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", 1]))
    model.producer_name = "holster-starter"
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, os.fspath(path))
