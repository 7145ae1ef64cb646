"""A Python-based Triton backend that runs any `model.onnx` through PyPI's onnxruntime.

It stands in for Triton's own onnxruntime backend where only the PyPI build of Triton is at hand, so that one
`config.pbtxt` (`backend: "onnxruntime"`) serves both. `dev/triton.sh` names the folder that holds onnxruntime in
HOLSTER_BACKEND_SITE_PACKAGES, because Triton's stub process ignores PYTHONPATH and virtual environments.
"""

import json
import os
import sys

_SITE_PACKAGES = os.environ.get("HOLSTER_BACKEND_SITE_PACKAGES", "")
if _SITE_PACKAGES and _SITE_PACKAGES not in sys.path:
    sys.path.insert(0, _SITE_PACKAGES)

import numpy
import triton_python_backend_utils as pb_utils

_ONNX_TYPES = {
    "TYPE_BOOL": "tensor(bool)",
    "TYPE_UINT8": "tensor(uint8)",
    "TYPE_UINT16": "tensor(uint16)",
    "TYPE_UINT32": "tensor(uint32)",
    "TYPE_UINT64": "tensor(uint64)",
    "TYPE_INT8": "tensor(int8)",
    "TYPE_INT16": "tensor(int16)",
    "TYPE_INT32": "tensor(int32)",
    "TYPE_INT64": "tensor(int64)",
    "TYPE_FP16": "tensor(float16)",
    "TYPE_FP32": "tensor(float)",
    "TYPE_FP64": "tensor(double)",
}


class TritonPythonModel:
    """One model instance: one onnxruntime session in one process, called by one thread."""

    def initialize(self, args):
        self.name = args["model_name"]
        self.version = args["model_version"]
        config = json.loads(args["model_config"])
        self.batches = int(config.get("max_batch_size", 0)) > 0
        self.inputs = [entry["name"] for entry in config["input"]]
        self.outputs = [entry["name"] for entry in config["output"]]
        self.session = self._open(self._model_path(args, config), config, args)
        self._check(self.session.get_inputs(), config["input"], "input")
        self._check(self.session.get_outputs(), config["output"], "output")

    def _model_path(self, args, config):
        file_name = config.get("default_model_filename") or "model.onnx"
        path = os.path.join(args["model_repository"], self.version, file_name)
        if not os.path.isfile(path):
            raise pb_utils.TritonModelException(f"{self.name} version {self.version}: no file {path}")
        return path

    def _open(self, path, config, args):
        try:
            import onnxruntime
        except ImportError as error:
            raise pb_utils.TritonModelException(
                f"onnxruntime cannot be imported from '{_SITE_PACKAGES}': {error}; start Triton with dev/triton.sh"
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._count(config, "intra_op_thread_count")
        options.inter_op_num_threads = self._count(config, "inter_op_thread_count")
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        if args.get("model_instance_kind") == "GPU":
            available = onnxruntime.get_available_providers()
            if "CUDAExecutionProvider" in available:
                device = {"device_id": args.get("model_instance_device_id", "0")}
                providers.insert(0, ("CUDAExecutionProvider", device))
        try:
            return onnxruntime.InferenceSession(path, options, providers=providers)
        except Exception as error:
            raise pb_utils.TritonModelException(
                f"{self.name} version {self.version}: onnxruntime cannot load {path}: {error}"
            ) from error

    def _count(self, config, key):
        """A positive thread count from the configuration's `parameters`, 1 when it is not given."""
        text = config.get("parameters", {}).get(key, {}).get("string_value", "1")
        if not text.isdigit() or not 1 <= int(text) <= 256:
            raise pb_utils.TritonModelException(f"{self.name}: parameter {key} is '{text}', not a count from 1 to 256")
        return int(text)

    def _check(self, found, wanted, kind):
        types = {node.name: node.type for node in found}
        for entry in wanted:
            name, expected = entry["name"], _ONNX_TYPES.get(entry["data_type"])
            if name not in types:
                raise pb_utils.TritonModelException(
                    f"{self.name} version {self.version}: model.onnx has no {kind} '{name}', only {sorted(types)}"
                )
            if types[name] != expected:
                raise pb_utils.TritonModelException(
                    f"{self.name} version {self.version}: {kind} '{name}' is {types[name]} in model.onnx "
                    f"but {entry['data_type']} in config.pbtxt"
                )
        if kind == "input" and len(types) != len(wanted):
            missing = sorted(set(types) - {entry["name"] for entry in wanted})
            raise pb_utils.TritonModelException(
                f"{self.name} version {self.version}: config.pbtxt does not name the inputs {missing}"
            )

    def execute(self, requests):
        responses = [None] * len(requests)
        groups = {}
        for index, request in enumerate(requests):
            try:
                arrays = [self._array(request, name) for name in self.inputs]
                key = tuple(array.shape[1:] for array in arrays) if self.batches else index
                groups.setdefault(key, []).append((index, arrays))
            except Exception as error:
                responses[index] = self._failure(error)
        for members in groups.values():
            self._run_group(requests, responses, members)
        return responses

    def _array(self, request, name):
        tensor = pb_utils.get_input_tensor_by_name(request, name)
        if tensor is None:
            raise ValueError(f"input '{name}' is missing")
        return tensor.as_numpy()

    def _run_group(self, requests, responses, members):
        """One session run for requests of equal shapes; if it fails, each alone, so that only the culprit fails."""
        try:
            results = self._run([arrays for _, arrays in members])
        except Exception as error:
            if len(members) == 1:
                responses[members[0][0]] = self._failure(error)
                return
            for member in members:
                self._run_group(requests, responses, [member])
            return
        for (index, _), arrays in zip(members, results):
            wanted = set(requests[index].requested_output_names())
            responses[index] = pb_utils.InferenceResponse(
                [pb_utils.Tensor(name, array) for name, array in zip(self.outputs, arrays) if name in wanted]
            )

    def _run(self, rows):
        """Outputs per request, in configuration order."""
        if len(rows) == 1:
            return [self.session.run(self.outputs, dict(zip(self.inputs, rows[0])))]
        sizes = [row[0].shape[0] for row in rows]
        feed = {name: numpy.concatenate([row[i] for row in rows]) for i, name in enumerate(self.inputs)}
        joined = self.session.run(self.outputs, feed)
        for name, array in zip(self.outputs, joined):
            if array.shape[:1] != (sum(sizes),):
                raise ValueError(f"output '{name}' has shape {array.shape} for a batch of {sum(sizes)}")
        cuts = numpy.cumsum(sizes)[:-1]
        return list(zip(*(map(numpy.ascontiguousarray, numpy.split(array, cuts)) for array in joined)))

    def _failure(self, error):
        message = f"{self.name} version {self.version}: {type(error).__name__}: {error}"
        return pb_utils.InferenceResponse(error=pb_utils.TritonError(message))

    def finalize(self):
        self.session = None
