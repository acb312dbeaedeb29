"""A sentence-transformers model as one small ONNX graph.

Weights become int8: each linear layer in blocks of `BLOCK_SIZE` along its input, each row of the
word embeddings with a scale of its own. onnxruntime scales the activations per token and block
(`MatMulNBits`, accuracy level 4), so a text's vector does not depend on the texts beside it. The
usual dynamic quantisation scales them over the whole batch and was measured ten times farther from
the original (docs/chatbot/encoder.md).
"""

import io
import warnings
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

OPSET = 17
BLOCK_SIZE = 128
INT8_ACTIVATIONS = 4
N_ENDS = 127.0

Array = np.ndarray[Any, Any]


class SentenceEncoder(torch.nn.Module):  # type: ignore[misc,unused-ignore]
    """The whole of a sentence-transformers model, from token ids to vectors."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Encode token ids (n, length).

        Returns:
            Vectors (n, dimension) of L2 norm 1, and those of the pieces (n, length, dimension) as
            the last layer leaves them.
        """
        features = {"input_ids": input_ids, "attention_mask": attention_mask}
        if getattr(self.model[0].auto_model.config, "type_vocab_size", 0) > 0:
            features["token_type_ids"] = torch.zeros_like(input_ids)
        encoded = self.model(features)
        vectors = torch.nn.functional.normalize(encoded["sentence_embedding"], dim=1)
        return vectors, encoded["token_embeddings"]


def trace_model(model: Any) -> onnx.ModelProto:
    """Write a loaded SentenceTransformer as float32 ONNX.

    Its inputs are input_ids and attention_mask, its outputs vector and pieces.
    """
    input_ids = torch.tensor([[101, 2040, 8617, 1996, 3642, 102], [101, 7592, 102, 0, 0, 0]])
    attention_mask = (input_ids != 0).to(torch.int64)
    file = io.BytesIO()
    rows = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of every Python condition it passes
        torch.onnx.export(
            SentenceEncoder(model).eval(),
            (input_ids, attention_mask),
            file,
            input_names=["input_ids", "attention_mask"],
            output_names=["vector", "pieces"],
            dynamic_axes={
                "input_ids": rows,
                "attention_mask": rows,
                "vector": {0: "texts"},
                "pieces": rows,
            },
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_from_string(file.getvalue())


def quantise(graph_model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a copy with the word embeddings and all linear layers in int8."""
    result = onnx.ModelProto()
    result.CopyFrom(graph_model)
    _quantise_word_embeddings(result.graph)
    _quantise_linear_layers(result.graph)
    if all(opset.domain != "com.microsoft" for opset in result.opset_import):
        result.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return result


def _quantise_word_embeddings(graph: onnx.GraphProto) -> None:
    tables = _initializers(graph)
    lookups = [n for n in graph.node if n.op_type == "Gather" and n.input[0] in tables]
    lookup = max(lookups, key=lambda node: int(np.prod(tables[node.input[0]].dims)))
    table = tables[lookup.input[0]]
    weights = numpy_helper.to_array(table)
    scales = _scales(np.abs(weights).max(axis=1, keepdims=True))
    codes = np.round(weights / scales).astype(np.int8)
    names = [f"{table.name}.{part}" for part in ("codes", "scales", "code", "scale", "float")]
    _replace_node(
        graph,
        lookup,
        [
            helper.make_node("Gather", [names[0], lookup.input[1]], [names[2]]),
            helper.make_node("Gather", [names[1], lookup.input[1]], [names[3]]),
            helper.make_node("Cast", [names[2]], [names[4]], to=onnx.TensorProto.FLOAT),
            helper.make_node("Mul", [names[4], names[3]], [lookup.output[0]]),
        ],
    )
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(codes, names[0]))
    graph.initializer.append(numpy_helper.from_array(scales, names[1]))


def _quantise_linear_layers(graph: onnx.GraphProto) -> None:
    tensors = _initializers(graph)
    for node in list(graph.node):
        if node.op_type == "MatMul" and node.input[1] in tensors:
            tensor = tensors[node.input[1]]
            weights = numpy_helper.to_array(tensor)
            codes, scales = _block_codes(weights)
            names = [f"{tensor.name}.codes", f"{tensor.name}.scales"]
            layer = helper.make_node(
                "MatMulNBits",
                [node.input[0], *names],
                [node.output[0]],
                domain="com.microsoft",
                K=weights.shape[0],
                N=weights.shape[1],
                bits=8,
                block_size=BLOCK_SIZE,
                accuracy_level=INT8_ACTIVATIONS,
            )
            _replace_node(graph, node, [layer])
            graph.initializer.remove(tensor)
            graph.initializer.append(numpy_helper.from_array(codes, names[0]))
            graph.initializer.append(numpy_helper.from_array(scales, names[1]))


def _block_codes(weights: Array) -> tuple[Array, Array]:
    """Quantise (K, N) weights to uint8 codes around 128 and float32 scales.

    Returns:
        Codes of shape (N, blocks, BLOCK_SIZE) and scales of shape (N, blocks).
    """
    n_inputs, n_outputs = weights.shape
    n_blocks = -(-n_inputs // BLOCK_SIZE)
    padded = np.zeros((n_outputs, n_blocks * BLOCK_SIZE), dtype=np.float32)
    padded[:, :n_inputs] = weights.T
    blocks = padded.reshape(n_outputs, n_blocks, BLOCK_SIZE)
    scales = _scales(np.abs(blocks).max(axis=2, keepdims=True))
    codes = (np.round(blocks / scales) + 128).astype(np.uint8)
    return codes, scales.reshape(n_outputs, n_blocks)


def _scales(largest: Array) -> Array:
    return np.where(largest > 0, largest / N_ENDS, 1.0).astype(np.float32)


def _initializers(graph: onnx.GraphProto) -> dict[str, onnx.TensorProto]:
    return {tensor.name: tensor for tensor in graph.initializer}


def _replace_node(graph: onnx.GraphProto, old: onnx.NodeProto, new: list[onnx.NodeProto]) -> None:
    nodes = list(graph.node)
    position = nodes.index(old)
    nodes[position : position + 1] = new
    del graph.node[:]
    graph.node.extend(nodes)
