import hashlib
import json
import warnings
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chatbot.encoder import OnnxEncoder
from chatbot.errors import EncoderUnavailableError
from chatbot.training.measure import mean_and_min_cosine, recall_at_1, sample_texts

pytest.importorskip(
    "sentence_transformers",
    reason="the extra `training` is not installed; run `pip install -e '.[training]'`",
)

from chatbot.passages import Section, Unit
from chatbot.training.export import encode_with_model, export_encoder, load_model
from chatbot.training.sources import ModelSource, find_model

# Measured for all-MiniLM-L6-v2 on these texts: 0.9988 and 0.9922.
MIN_MEAN_COSINE = 0.997
MIN_COSINE = 0.985

pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def source() -> ModelSource:
    return find_model()


@pytest.fixture(scope="module")
def model(source: ModelSource) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_model(source)


@pytest.fixture(scope="module")
def exported(source: ModelSource, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("encoders") / "exported"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export_encoder(source, out)
    return out


def test_exported_encoder_stays_close_to_sentence_transformers(model: Any, exported: Path) -> None:
    texts = sample_texts()
    encoder = OnnxEncoder(exported)
    mean, least = mean_and_min_cosine(
        encode_with_model(model, texts), encoder.encode_passages(texts)
    )
    assert len(texts) == 200
    assert mean >= MIN_MEAN_COSINE
    assert least >= MIN_COSINE


def test_export_of_the_same_model_gives_the_same_bytes(
    source: ModelSource, exported: Path, tmp_path: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export_encoder(source, tmp_path / "again")
    for name in ("model.onnx", "tokenizer.json", "prior.json", "card.json"):
        assert (tmp_path / "again" / name).read_bytes() == (exported / name).read_bytes()


def test_card_names_source_licence_and_checksums(exported: Path) -> None:
    card = json.loads((exported / "card.json").read_text("utf-8"))
    model_bytes = (exported / "model.onnx").read_bytes()
    assert card["licence"] == "Apache-2.0"
    assert card["sha256"] == hashlib.sha256(model_bytes).hexdigest()
    assert len(model_bytes) <= 25_000_000
    assert (card["dimension"], card["max_tokens"]) == (384, 256)
    assert card["measured"]["mean_cosine_to_source"] >= MIN_MEAN_COSINE


def test_exported_encoder_finds_what_the_original_finds(model: Any, exported: Path) -> None:
    texts = {"Refunds": "Money is returned within ten days.",
             "Delivery": "Parcels leave the warehouse at noon."}  # fmt: skip
    sections = [
        Section("a/", ("Shop", title), 2, (Unit(text, "sentence", 0),))
        for title, text in texts.items()
    ]
    questions = [
        {"question": "when do I get my cash back?", "gold": ["Refunds"], "answerable": True},
        {"question": "what time is my order shipped?", "gold": ["Delivery"], "answerable": True},
    ]
    for encode in (partial(encode_with_model, model), OnnxEncoder(exported).encode_passages):
        assert recall_at_1(encode, questions, sections) == (1.0, 2)


def test_folder_without_weights_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailableError, match=r"none of \['model.safetensors'"):
        find_model(str(tmp_path))


def test_a_tuned_model_keeps_the_licence_of_its_base(source: ModelSource, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    recipe = {"base_sha256": source.sha256, "recipe": {"name": "on-sites"}}
    (tmp_path / "recipe.json").write_text(json.dumps(recipe), "utf-8")
    tuned = find_model(str(tmp_path))
    assert (tuned.name, tuned.licence) == ("all-MiniLM-L6-v2-on-sites", "Apache-2.0")
    assert tuned.source.startswith("sentence-transformers/all-MiniLM-L6-v2")
