"""Text → vectors. The encoder is an ONNX file with pooling and normalisation inside."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from chatbot.errors import EncoderUnavailableError

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]

DEFAULT_ENCODER_DIR = Path(__file__).parent / "encoders" / "default"


class Encoder(Protocol):
    """What retrieval needs of an encoder. `name` and `sha256` go into the index manifest."""

    name: str
    sha256: str
    dimension: int

    def encode_query(self, text: str) -> Vector: ...

    def encode_passages(
        self, texts: Sequence[str], *, on_encoded: Callable[[int], object] | None = None
    ) -> Matrix: ...

    def count_tokens(self, text: str) -> int: ...


class OnnxEncoder:
    """Runs `model.onnx` of a folder that `make encoder` wrote.

    Each text is encoded alone: int8 activations are scaled over the whole batch, so a text's
    vector would otherwise depend on its neighbours, and the index on the order of its passages.
    """

    def __init__(self, folder: Path = DEFAULT_ENCODER_DIR) -> None:
        """Load the encoder.

        Raises:
            EncoderUnavailableError: a file of the folder is missing or cannot be read.
        """
        card = _read_card(folder)
        self.name = str(card["name"])
        self.dimension = int(card["dimension"])
        self.max_tokens = int(card["max_tokens"])
        self.sha256 = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), _session_options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise bare Exception
            raise EncoderUnavailableError(
                f"The encoder in '{folder}' cannot be loaded: {error}. "
                "Run `make encoder` to export it again."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.max_tokens)

    def count_tokens(self, text: str) -> int:
        """How many of the encoder's tokens the text has, special tokens and truncation included."""
        return len(self._tokenizer.encode(text).ids)

    def encode_query(self, text: str) -> Vector:
        """Encode one question: float32, shape (dimension,), L2 norm 1."""
        ids = np.asarray([self._tokenizer.encode(text).ids], dtype=np.int64)
        outputs = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        vector: Vector = outputs[0][0]
        return vector

    def encode_passages(
        self, texts: Sequence[str], *, on_encoded: Callable[[int], object] | None = None
    ) -> Matrix:
        """Encode passages in the order given; `on_encoded(1)` is called after each.

        Returns:
            float32, shape (len(texts), self.dimension), each row of L2 norm 1.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            for row, vector in enumerate(pool.map(self.encode_query, texts)):
                vectors[row] = vector
                if on_encoded is not None:
                    on_encoded(1)
        return vectors


def _read_card(folder: Path) -> dict[str, Any]:
    for name in ("card.json", "model.onnx", "tokenizer.json"):
        if not (folder / name).is_file():
            raise EncoderUnavailableError(
                f"No encoder in '{folder}': '{name}' is missing. Run `make encoder` to export it."
            )
    try:
        card: dict[str, Any] = json.loads((folder / "card.json").read_text("utf-8"))
        missing = {"name", "dimension", "max_tokens"} - card.keys()
    except (ValueError, AttributeError) as error:
        raise EncoderUnavailableError(
            f"'{folder / 'card.json'}' is not a card ({error}). Run `make encoder`."
        ) from error
    if missing:
        raise EncoderUnavailableError(
            f"'{folder / 'card.json'}' lacks {sorted(missing)}. Run `make encoder`."
        )
    return card


def _session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options
