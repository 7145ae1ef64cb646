"""The stand-in for Triton, called by Triton's own client: standin_client.py HOST:PORT prints ok."""

import sys

import numpy
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

TYPES = {"UINT8": numpy.uint8, "INT64": numpy.int64, "FP32": numpy.float32}


def infer(client, model, rows):
    metadata = client.get_model_metadata(model)
    inputs = []
    for tensor in metadata.inputs:
        shape = [rows] + [16 if size == -1 else size for size in tensor.shape[1:]]
        value = triton.InferInput(tensor.name, shape, tensor.datatype)
        value.set_data_from_numpy(numpy.ones(shape, TYPES[tensor.datatype]))
        inputs.append(value)
    answer = client.infer(model, inputs, request_id="seven")
    assert answer.get_response().id == "seven"
    for tensor in metadata.outputs:
        array = answer.as_numpy(tensor.name)
        assert list(array.shape) == [rows] + list(tensor.shape[1:]), (model, tensor.name, array.shape)
        assert array.dtype == TYPES[tensor.datatype], (model, tensor.name, array.dtype)
        if tensor.name == "class_probabilities":
            assert abs(array.sum(axis=1) - 1).max() < 1e-5
        if tensor.name.endswith("_version"):
            assert (array == 1).all()


def main():
    client = triton.InferenceServerClient(sys.argv[1])
    assert client.is_server_live() and client.is_server_ready()
    names = [model.name for model in client.get_model_repository_index().models]
    assert names == ["clip_image", "distilbert_int8", "distilbert_int8_cpu", "fusion", "firearm_ensemble"], names
    for name in names:
        assert client.is_model_ready(name)
        for rows in (1, 3):
            infer(client, name, rows)
    try:
        client.get_model_metadata("no_such_model")
        raise AssertionError("an unknown model has no metadata")
    except InferenceServerException as error:
        assert "NOT_FOUND" in str(error.status()), error
    print("ok")


main()
