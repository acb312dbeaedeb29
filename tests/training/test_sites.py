from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.errors import QuestionsError
from chatbot.evaluation.questions import read_evaluation
from chatbot.rows import is_held_out
from chatbot.training.batches import FIRST_ASK, FIRST_GENERAL, NOT_COVERED, Item
from chatbot.training.site_batches import SiteBatchShape, mix_batches, plan_site_batches
from chatbot.training.sites import Site, read_sites

EVALUATION = Path(__file__).parents[1] / "data" / "evaluation"
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

WRONG = (
    "sections: 3",
    "sections: [{path: [A]}]",
    "sections: []",
    "{sections: [{path: [], text: A, asks: []}], not_covered: []}",
    "[",
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "allotments.yml").write_text(SITE)
    (found,) = read_sites(tmp_path)
    return found


def test_a_site_has_titles_passages_sentences_and_questions(site: Site) -> None:
    water, sheds = site.sections
    assert "no water in winter?" in water.asks
    assert water.sentences[0] == "Each plot has a tap."
    assert sheds.title == "Sheds"
    assert sheds.passage.startswith("Plots › Sheds\nA shed")
    assert site.not_covered == ("can I keep hens",)


def _planned(
    site: Site, general: list[str], *, seed: int = 1, n_rounds: int = 2
) -> list[list[Item]]:
    shape = SiteBatchShape(n_rounds=n_rounds, typo_rate=0.0)
    return plan_site_batches([site], general, shape=shape, seed=seed)


@pytest.mark.parametrize("n_rounds", [1, 3])
def test_each_ask_of_a_site_is_shown_once_with_the_texts_of_its_section(
    site: Site, n_rounds: int
) -> None:
    said = {ask: section for section in site.sections for ask in section.asks}
    shown = []
    for batch in _planned(site, [], n_rounds=n_rounds):
        texts: dict[int, list[str]] = {}
        for item in batch:
            texts.setdefault(item.label, []).append(item.text)
        for item in batch:
            if item.label <= FIRST_ASK:
                shown.append(item.text)
                section = said[item.text]
                passage, title, sentence = texts[FIRST_ASK - item.label]
                assert (passage, title) == (section.passage, section.title)
                assert sentence in section.sentences
    assert sorted(shown) == sorted(ask for ask in said if not is_held_out(ask))


def test_a_batch_of_a_site_holds_all_its_kinds_and_nothing_held_out(site: Site) -> None:
    near = ("can I keep hens", *(f"can I keep {n} hens" for n in range(40)))
    batch = _planned(replace(site, not_covered=near), ["A sentence.", "Another."])[0]
    pushed = [item.text for item in batch if item.label == NOT_COVERED]
    assert len(pushed) == 24
    assert not any(map(is_held_out, pushed))
    assert sum(item.label >= FIRST_GENERAL for item in batch) == 12


def test_the_same_seed_plans_and_mixes_the_same_batches(site: Site) -> None:
    plans = [_planned(site, ["A.", "B."], seed=seed) for seed in (1, 1, 2)]
    assert plans[0] == plans[1] != plans[2]
    other = [[Item(str(n), 0)] for n in range(20)]
    mixed = mix_batches(other, plans[0], seed=3)
    assert mixed == mix_batches(other, plans[1], seed=3) != mix_batches(other, plans[0], seed=4)
    assert [batch for batch in mixed if batch in other] == other
    assert [batch for batch in mixed if batch not in other] == plans[0]


@pytest.mark.parametrize("text", WRONG)
def test_a_file_of_another_form_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.yml").write_text(text)
    with pytest.raises(QuestionsError, match=r"'wrong\.yml' is not a training site"):
        read_sites(tmp_path)


def test_no_question_of_an_evaluation_is_trained_on() -> None:
    sites = read_sites()
    asks = {ask.casefold() for site in sites for one in site.sections for ask in one.asks}
    said = {t.casefold() for site in sites for s in site.sections for t in s.sentences}
    trained = asks | said | {text.casefold() for site in sites for text in site.not_covered}
    assert len(trained) > 20_000
    for path in EVALUATION.glob("*.jsonl"):
        asked = {one.question.casefold() for one in read_evaluation(path)}
        assert not asked & trained
