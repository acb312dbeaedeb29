from pathlib import Path

import pytest

from chatbot.errors import QuestionsError
from chatbot.evaluation.questions import read_evaluation
from chatbot.training.batches import BatchShape, Item, plan_batches
from chatbot.training.pairs import Pair, PairSet
from chatbot.training.sites import with_sites

EVALUATION = Path(__file__).parents[1] / "data" / "evaluation"
NONE = PairSet((), {})
SITE = """
sections:
  - path: [Allotments, Plots, Water]
    text: Each plot has a tap. It is shut from November to March, so that nothing freezes.
    asks: [where do I fill my can, "no water in winter?"]
  - path: [Allotments, Plots, Sheds]
    text: A shed may cover four square metres of the plot.
    asks: [how big may my hut be]
not_covered: [can I keep hens]
"""


def test_a_site_gives_questions_titles_sentences_and_texts(tmp_path: Path) -> None:
    (tmp_path / "allotments.yml").write_text(SITE)
    found = with_sites(NONE, tmp_path)
    assert Pair("no water in winter?", "allotments/0", "ask") in found.pairs
    assert Pair("Sheds", "allotments/1", "heading") in found.pairs
    assert Pair("Each plot has a tap.", "allotments/0", "sentence") in found.pairs
    assert Pair("can I keep hens", None, "not_covered") in found.pairs
    assert found.section_texts["allotments/1"][0].startswith("Allotments › Plots › Sheds\nA shed")


def _planned(folder: Path, *, n_epochs: int) -> tuple[list[list[Item]], set[str]]:
    """The batches of the site, and its asks."""
    (folder / "allotments.yml").write_text(SITE)
    pair_set = with_sites(NONE, folder)
    neighbours = {"allotments/0": ["allotments/1"], "allotments/1": ["allotments/0"]}
    shape = BatchShape(typo_rate=0.0)
    batches = plan_batches(pair_set, [], neighbours, n_epochs=n_epochs, shape=shape, seed=1)
    asks = {pair.text for pair in pair_set.trained("ask")}
    return batches, asks


def test_a_section_with_few_asks_shows_one_at_a_time_with_two_statements(tmp_path: Path) -> None:
    batches, asks = _planned(tmp_path, n_epochs=1)
    labels = [item.label for item in batches[0] if item.label >= 0]
    shown = [item.label for item in batches[0] if item.text in asks]
    assert len(labels) == 3 * len(shown)


def test_a_section_with_few_asks_shows_each_in_one_epoch_only(tmp_path: Path) -> None:
    batches, asks = _planned(tmp_path, n_epochs=3)
    shown = [item.text for batch in batches for item in batch if item.text in asks]
    assert sorted(shown) == sorted(asks)


@pytest.mark.parametrize("text", ["sections: 3", "sections: [{path: [A]}]", "[", "sections: []"])
def test_a_file_of_another_form_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.yml").write_text(text)
    with pytest.raises(QuestionsError, match=r"'wrong\.yml' is not a training site"):
        with_sites(NONE, tmp_path)


def test_no_question_of_an_evaluation_is_trained_on() -> None:
    trained = {pair.text.casefold() for pair in with_sites(NONE).pairs}
    assert len(trained) > 7000
    for path in EVALUATION.glob("*.jsonl"):
        asked = {one.question.casefold() for one in read_evaluation(path)}
        assert not asked & trained
