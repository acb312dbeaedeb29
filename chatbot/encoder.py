"""Text → vectors. The encoder is an ONNX file with pooling and normalisation inside."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from chatbot.codes import to_codes
from chatbot.encoders import WITH_ASKS_DIR, WITHOUT_ASKS_DIR
from chatbot.errors import EncoderMismatchError, EncoderUnavailableError
from chatbot.pieces import Pieces, one_text
from chatbot.prior import Prior, read_prior

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
T = TypeVar("T")


class Encoder(Protocol):
    """What retrieval needs of an encoder. `name` and `sha256` go into the index manifest."""

    name: str
    sha256: str
    dimension: int

    @property
    def prior(self) -> Prior:
        """Which questions sites answer. Only an index of a site without asks needs it."""
        ...

    def encode_query(self, text: str) -> Vector: ...

    def encode_pieces(self, text: str) -> tuple[Vector, Pieces]: ...

    def encode_passages(
        self, texts: Sequence[str], *, on_encoded: Callable[[int], object] | None = None
    ) -> Matrix: ...

    def count_tokens(self, text: str) -> int: ...


class OnnxEncoder:
    """Runs `model.onnx` of a folder that `make encoder` wrote.

    Each text is encoded alone: int8 activations are scaled over the whole batch, so a text's
    vector would otherwise depend on its neighbours, and the index on the order of its passages.
    """

    def __init__(self, folder: Path) -> None:
        """Load the encoder.

        Raises:
            EncoderUnavailableError: a file of the folder is missing or cannot be read.
        """
        card = _read_card(folder)
        self._folder = folder
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
        if "pieces" not in {output.name for output in self._session.get_outputs()}:
            raise EncoderUnavailableError(
                f"The encoder in '{folder}' gives no word pieces. "
                "Run `make encoder` to export it again."
            )
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.max_tokens)

    @cached_property
    def prior(self) -> Prior:
        """Which questions sites answer, as this encoder's vectors tell.

        Raises:
            EncoderUnavailableError: it is missing, or is not one of this encoder's.
        """
        return read_prior(self._folder, self.dimension)

    def count_tokens(self, text: str) -> int:
        """How many of the encoder's tokens the text has, special tokens and truncation included."""
        return len(self._tokenizer.encode(text).ids)

    def encode_query(self, text: str) -> Vector:
        """Encode one question: float32, shape (dimension,), L2 norm 1."""
        vector: Vector = self._run(self._tokenizer.encode(text).ids, ["vector"])[0]
        return vector

    def encode_pieces(self, text: str) -> tuple[Vector, Pieces]:
        """Encode a text as a whole, as `encode_query` does, and piece by piece."""
        ids = self._tokenizer.encode(text).ids
        vector, pieces = self._run(ids, ["vector", "pieces"])
        inner = slice(1, -1)  # the first and the last piece stand for no word
        return vector, one_text(np.asarray(ids[inner], dtype=np.int32), to_codes(pieces[inner]))

    def _run(self, ids: Sequence[int], outputs: Sequence[str]) -> list[Matrix]:
        row = np.asarray([ids], dtype=np.int64)
        found = self._session.run(outputs, {"input_ids": row, "attention_mask": np.ones_like(row)})
        return [values[0] for values in found]

    def encode_passages(
        self, texts: Sequence[str], *, on_encoded: Callable[[int], object] | None = None
    ) -> Matrix:
        """Encode passages in the order given; `on_encoded(1)` is called after each.

        Returns:
            float32, shape (len(texts), self.dimension), each row of L2 norm 1.
        """
        vectors = encode_each(self.encode_query, texts, on_encoded=on_encoded)
        return np.stack(vectors) if vectors else np.zeros((0, self.dimension), dtype=np.float32)


@lru_cache(maxsize=2)
def load_encoder(folder: Path) -> OnnxEncoder:
    """The encoder of a folder, once for a whole process.

    Raises:
        EncoderUnavailableError: a file of the folder is missing or cannot be read.
    """
    return OnnxEncoder(folder)


def find_encoder(sha256: str) -> OnnxEncoder:
    """The encoder that has this checksum, of those that come with the program.

    Raises:
        EncoderMismatchError: none has it, or had it when it was loaded.
        EncoderUnavailableError: a file of one is missing or cannot be read.
    """
    for folder in (WITH_ASKS_DIR, WITHOUT_ASKS_DIR):
        if _read_card(folder)["sha256"] == sha256:
            encoder = load_encoder(folder)
            if encoder.sha256 == sha256:
                return encoder
    raise EncoderMismatchError(
        f"The index was made with an encoder ({sha256[:12]}) that is none of those this program "
        "started with. Name its folder with --encoder or CHATBOT_ENCODER_DIR, index the site anew, "
        "or, if the encoder was exported since, start again."
    )


def encode_each(
    encode: Callable[[str], T],
    texts: Sequence[str],
    *,
    on_encoded: Callable[[int], object] | None = None,
) -> list[T]:
    """Encode texts, as many at once as there are cores; `on_encoded(1)` is called after each."""
    found = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for one in pool.map(encode, texts):
            found.append(one)
            if on_encoded is not None:
                on_encoded(1)
    return found


def _read_card(folder: Path) -> dict[str, Any]:
    for name in ("card.json", "model.onnx", "tokenizer.json"):
        if not (folder / name).is_file():
            raise EncoderUnavailableError(
                f"No encoder in '{folder}': '{name}' is missing. Run `make encoder` to export it."
            )
    try:
        card: dict[str, Any] = json.loads((folder / "card.json").read_text("utf-8"))
        missing = {"name", "sha256", "dimension", "max_tokens"} - card.keys()
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
