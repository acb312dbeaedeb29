import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from chatbot.codes import cosine_matrix
from chatbot.encoder import OnnxEncoder, find_encoder
from chatbot.encoders import WITH_ASKS_DIR, WITHOUT_ASKS_DIR
from chatbot.errors import EncoderMismatchError, EncoderUnavailableError

SHIPPED = (WITH_ASKS_DIR, WITHOUT_ASKS_DIR)


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(WITH_ASKS_DIR)


def test_vectors_have_norm_one(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode_passages(["a short text", "another, somewhat longer text", ""])
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_vector_does_not_depend_on_its_neighbours(encoder: OnnxEncoder) -> None:
    text = "Which database should they know?"
    together = encoder.encode_passages(["x " * 200, text, "y"])[1]
    np.testing.assert_array_equal(together, encoder.encode_query(text))


def test_paraphrase_is_nearer_than_another_subject(encoder: OnnxEncoder) -> None:
    one, two, three = encoder.encode_passages(
        ["How do I pay my cook?", "What is the way to send wages to a chef?", "Is it raining?"]
    )
    assert one @ two > one @ three


def test_pieces_are_those_of_the_words(encoder: OnnxEncoder) -> None:
    text = "Which database should they know?"
    vector, pieces = encoder.encode_pieces(text)
    np.testing.assert_array_equal(vector, encoder.encode_query(text))
    assert len(pieces.ids) == encoder.count_tokens(text) - 2
    assert pieces.codes.shape == (len(pieces.ids), encoder.dimension)
    assert len(encoder.encode_pieces("")[1].ids) == 0


def test_a_piece_is_nearest_to_itself_in_a_like_context(encoder: OnnxEncoder) -> None:
    one = encoder.encode_pieces("the bank lends money")[1]
    other = encoder.encode_pieces("a bank that lends some money")[1]
    bank = cosine_matrix(one.codes, other.codes)[1]
    assert other.ids[int(bank.argmax())] == one.ids[1]


def test_long_text_is_cut_to_what_the_encoder_reads(encoder: OnnxEncoder) -> None:
    assert encoder.count_tokens("word " * 5000) == encoder.max_tokens
    assert encoder.encode_query("word " * 5000).shape == (encoder.dimension,)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_an_encoder_of_the_program_says_where_it_comes_from_and_is_small(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["licence"] == "Apache-2.0"
    assert OnnxEncoder(folder).sha256 == card["sha256"]
    assert (folder / "model.onnx").stat().st_size <= 25_000_000


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_the_encoder_that_made_an_index_is_found_by_its_checksum(folder: Path) -> None:
    sha256 = json.loads((folder / "card.json").read_text("utf-8"))["sha256"]
    assert find_encoder(sha256).sha256 == sha256


def test_an_index_of_an_encoder_of_ones_own_asks_for_its_folder() -> None:
    with pytest.raises(EncoderMismatchError, match=r"\(123456\) .* --encoder or CHATBOT"):
        find_encoder("123456")


def test_an_encoder_that_was_exported_anew_is_not_taken_for_the_one_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.encoder.WITH_ASKS_DIR", tmp_path)
    shutil.copytree(WITHOUT_ASKS_DIR, tmp_path, dirs_exist_ok=True)
    card = json.loads((tmp_path / "card.json").read_text("utf-8"))
    assert find_encoder(card["sha256"]).sha256 == card["sha256"]
    (tmp_path / "card.json").write_text(json.dumps({**card, "sha256": "654321"}))
    with pytest.raises(EncoderMismatchError, match="start again"):
        find_encoder("654321")


def test_folder_without_an_encoder_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(
        EncoderUnavailableError, match=r"'card.json' is missing. Run `make encoder`"
    ):
        OnnxEncoder(tmp_path)


@pytest.mark.parametrize(("card", "message"), [("{", "is not a card"), ("{}", "lacks")])
def test_damaged_card_is_refused(card: str, message: str, tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("")
    (tmp_path / "card.json").write_text(card)
    with pytest.raises(EncoderUnavailableError, match=message):
        OnnxEncoder(tmp_path)


def test_damaged_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text((WITH_ASKS_DIR / "card.json").read_text())
    (tmp_path / "tokenizer.json").write_text((WITH_ASKS_DIR / "tokenizer.json").read_text())
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EncoderUnavailableError, match="cannot be loaded"):
        OnnxEncoder(tmp_path)
