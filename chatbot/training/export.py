"""Export a sentence-transformers model as the encoder that serving needs: `make encoder`.

    python -m chatbot.training.export [--model FOLDER_OR_NAME] --out DIR
        [--questions FILE.jsonl --index DIR]

The folder gets `model.onnx`, `tokenizer.json`, `prior.json` and `card.json`. The same model and
versions give the same bytes. With questions (the format of `guide evaluate`) and an index,
whichever encoder made it, the card also says how often the text of a right section is the nearest,
before and after quantisation.
"""

import argparse
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from chatbot.encoder import Matrix, OnnxEncoder
from chatbot.errors import ChatbotError, EncoderUnavailableError
from chatbot.index_store import read_index
from chatbot.training.measure import (
    mean_and_min_cosine,
    read_rows,
    recall_at_1,
    sample_texts,
)
from chatbot.training.prior import save_prior
from chatbot.training.sources import ModelSource, find_model

MAX_MODEL_BYTES = 25_000_000
LIBRARIES = ("torch", "transformers", "sentence-transformers", "onnx", "onnxruntime")


def export_encoder(
    source: ModelSource,
    out: Path,
    *,
    questions: Path | None = None,
    index: Path | None = None,
) -> dict[str, Any]:
    """Write the encoder folder whole and return its card.

    Raises:
        EncoderUnavailableError: the model cannot be loaded, or is larger than 25 MB in int8.
    """
    model = load_model(source)
    from chatbot.training.graph import quantise, trace_model  # loads torch

    onnx_bytes = quantise(trace_model(model)).SerializeToString()
    if len(onnx_bytes) > MAX_MODEL_BYTES:
        raise EncoderUnavailableError(
            f"'{source.name}' has {len(onnx_bytes):,} bytes in int8; "
            f"an encoder has at most {MAX_MODEL_BYTES:,}. Choose a smaller model."
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as temporary:
        folder = Path(temporary) / out.name
        folder.mkdir()
        (folder / "model.onnx").write_bytes(onnx_bytes)
        _write_tokenizer(source.folder, folder, model.max_seq_length)
        card = _card(source, model, onnx_bytes)
        _write_card(folder, card)
        encoder = OnnxEncoder(folder)
        save_prior(encoder, folder)
        card["measured"] = _measure(model, encoder, questions, index)
        _write_card(folder, card)
        _replace_folder(folder, out)
    return card


def load_model(source: ModelSource) -> Any:
    """Load a SentenceTransformer on the CPU, with the attention that can be exported."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer  # loads torch

    try:
        return SentenceTransformer(
            str(source.folder), device="cpu", model_kwargs={"attn_implementation": "eager"}
        )
    except Exception as error:  # the library raises bare exceptions
        raise EncoderUnavailableError(
            f"'{source.folder}' is not a sentence-transformers model: {error}"
        ) from error


def encode_with_model(model: Any, texts: Sequence[str], *, batch_size: int = 16) -> Matrix:
    """Encode with the original model: float32 (n, dimension), rows of L2 norm 1."""
    vectors: Matrix = model.encode(
        list(texts), batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False
    )
    return np.asarray(vectors, dtype=np.float32)


def _card(source: ModelSource, model: Any, onnx_bytes: bytes) -> dict[str, Any]:
    card: dict[str, Any] = {
        "name": source.name,
        "source": source.source,
        "licence": source.licence,
        "source_sha256": source.sha256,
        "sha256": hashlib.sha256(onnx_bytes).hexdigest(),
        "bytes": len(onnx_bytes),
        "dimension": int(model.get_embedding_dimension()),
        "max_tokens": int(model.max_seq_length),
        "how_made": (
            "python -m chatbot.training.export: traced with torch.onnx (pooling and normalisation "
            "inside), linear layers int8 in blocks of 128 (MatMulNBits, accuracy level 4), word "
            "embeddings int8 with one scale a row"
        ),
        "made_with": {library: version(library) for library in LIBRARIES},
    }
    recipe = source.folder / "recipe.json"
    if recipe.is_file():
        card["fine_tuning"] = json.loads(recipe.read_text("utf-8"))
    return card


def _measure(
    model: Any, encoder: OnnxEncoder, questions: Path | None, index: Path | None
) -> dict[str, Any]:
    texts = sample_texts()
    original = encode_with_model(model, texts)
    mean, least = mean_and_min_cosine(original, encoder.encode_passages(texts))
    measured: dict[str, Any] = {
        "n_texts": len(texts),
        "mean_cosine_to_source": round(mean, 4),
        "min_cosine_to_source": round(least, 4),
    }
    if questions is not None and index is not None:
        asked, sections = read_rows(questions), read_index(index).sections
        before, n_questions = recall_at_1(lambda t: encode_with_model(model, t), asked, sections)
        after, _ = recall_at_1(encoder.encode_passages, asked, sections)
        measured["n_questions"] = n_questions
        measured["recall_at_1_source"] = round(before, 4)
        measured["recall_at_1"] = round(after, 4)
    return measured


def _write_tokenizer(source_folder: Path, folder: Path, max_tokens: int) -> None:
    tokenizer = Tokenizer.from_file(str(source_folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def _write_card(folder: Path, card: dict[str, Any]) -> None:
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


def _replace_folder(folder: Path, out: Path) -> None:
    old = folder.parent / "old"
    if out.exists():
        out.rename(old)
    folder.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.export", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--model", help="a local folder, or a name on the hub")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--index", type=Path)
    options = parser.parse_args(arguments)
    onnxruntime.set_default_logger_severity(3)
    try:
        card = export_encoder(
            find_model(options.model),
            options.out,
            questions=options.questions,
            index=options.index,
        )
    except ChatbotError as error:
        parser.exit(1, f"{error}\n")
    parser.exit(0, f"Wrote '{options.out}'.\n{json.dumps(card['measured'], indent=2)}\n")


if __name__ == "__main__":
    main()
