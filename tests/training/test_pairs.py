import json
from pathlib import Path
from random import Random

import pytest
from keyword_encoder import KeywordEncoder

from chatbot.errors import QuestionsError
from chatbot.rows import N_FOLDS, fold
from chatbot.training.batches import (
    FIRST_GENERAL,
    NOT_COVERED,
    BatchShape,
    plan_batches,
    section_neighbours,
)
from chatbot.training.noise import add_typos
from chatbot.training.pairs import PairSet, page_of, read_pairs

SECTIONS = ("care/#water", "care/#light", "shop/#refunds", "shop/#delivery")
NEIGHBOURS = {one: [other for other in SECTIONS if other != one] for one in SECTIONS}


def _write_pairs(folder: Path) -> Path:
    rows: list[dict[str, str | None]] = []
    for section in SECTIONS:
        name = section.partition("#")[2]
        rows.append({"section": section, "text": f"All about {name}."})
        rows.append({"section": section, "text": name, "kind": "heading"})
        for n in range(20):
            rows.append({"section": section, "text": f"question {n} on {name}", "kind": "ask"})
    for n in range(20):
        rows.append({"section": None, "text": f"stray question {n}", "kind": "not_covered"})
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.fixture
def pair_set(tmp_path: Path) -> PairSet:
    return read_pairs([_write_pairs(tmp_path)])


def test_a_held_out_question_is_never_in_a_batch(pair_set: PairSet) -> None:
    shape = BatchShape(typo_rate=0.0)
    batches = plan_batches(pair_set, ["A sentence."], NEIGHBOURS, n_epochs=3, shape=shape, seed=1)
    trained = {item.text for batch in batches for item in batch}
    held_out = {pair.text for kind in ("ask", "not_covered") for pair in pair_set.held_out(kind)}
    assert held_out
    assert all(fold(text) == 0 for text in held_out)
    assert not held_out & trained


def test_an_epoch_shows_each_ask_once(pair_set: PairSet) -> None:
    shape = BatchShape(n_statements_of_section=0, typo_rate=0.0)
    batches = plan_batches(pair_set, [], NEIGHBOURS, n_epochs=1, shape=shape, seed=1)
    shown = [item.text for batch in batches for item in batch if item.label >= 0]
    assert sorted(shown) == sorted(pair.text for pair in pair_set.trained("ask"))


def test_of_a_section_with_many_asks_some_from_first_to_last_are_shown(pair_set: PairSet) -> None:
    shape = BatchShape(n_statements_of_section=0, n_most_asks=5, typo_rate=0.0)
    batches = plan_batches(pair_set, [], NEIGHBOURS, n_epochs=2, shape=shape, seed=1)
    shown = {item.text for batch in batches for item in batch if item.label >= 0}
    asks: dict[str | None, list[str]] = {}
    for pair in pair_set.trained("ask"):
        asks.setdefault(pair.section, []).append(pair.text)
    for texts in asks.values():
        places = [n for n, text in enumerate(texts) if text in shown]
        assert len(places) == 5
        assert places[0] == 0
        assert places[-1] >= len(texts) - len(texts) // 4


def test_the_same_seed_plans_the_same_batches(pair_set: PairSet) -> None:
    plans = [
        plan_batches(pair_set, ["A.", "B."], NEIGHBOURS, n_epochs=2, shape=BatchShape(), seed=seed)
        for seed in (1, 1, 2)
    ]
    assert plans[0] == plans[1]
    assert plans[0] != plans[2]


def test_a_batch_holds_neighbours_unanswerable_questions_and_general_text(
    pair_set: PairSet,
) -> None:
    shape = BatchShape(n_sections=4, n_neighbours=2, n_not_covered=3, n_general=2)
    batch = plan_batches(pair_set, ["A.", "B."], NEIGHBOURS, n_epochs=1, shape=shape, seed=1)[0]
    labels = [item.label for item in batch]
    assert labels.count(NOT_COVERED) == 3
    assert sum(label >= FIRST_GENERAL for label in labels) == 2
    assert len({label for label in labels if 0 <= label < FIRST_GENERAL}) >= 2


def test_neighbours_are_the_sections_whose_asks_are_alike(pair_set: PairSet) -> None:
    encoder = KeywordEncoder()
    neighbours = section_neighbours(pair_set, encoder.encode_passages)
    assert sorted(neighbours) == sorted(SECTIONS)
    assert all(sorted([one, *others]) == sorted(SECTIONS) for one, others in neighbours.items())


def test_a_row_of_unknown_kind_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"text": "who?", "section": "a/", "kind": "check"}\n', "utf-8")
    with pytest.raises(QuestionsError, match=r"pairs\.jsonl:1: kind 'check'"):
        read_pairs([path])


def test_pairs_without_two_asked_sections_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"text": "who?", "section": "a/", "kind": "ask"}\n', "utf-8")
    with pytest.raises(QuestionsError, match="asks for 1 sections"):
        read_pairs([path])


def test_folds_are_stable_and_siblings_share_a_page() -> None:
    assert fold("who owns the code?") == fold("who owns the code?") < N_FOLDS
    assert page_of("guide/skills/#testing") == page_of("guide/skills/#security")


def test_typos_change_a_long_word_and_spare_short_ones() -> None:
    random = Random(3)
    text = "who owns the repository"
    misspelt = [add_typos(text, random) for _ in range(50)]
    assert len(set(misspelt)) > 20
    assert all(words.split(" ")[0] == "who" for words in misspelt)
    assert add_typos("is it so", random) == "is it so"
