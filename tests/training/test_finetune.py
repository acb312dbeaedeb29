import math
from typing import Any

import pytest

from chatbot.training.pairs import Pair, PairSet

pytest.importorskip(
    "sentence_transformers",
    reason="the extra `training` is not installed; run `pip install -e '.[training]'`",
)

import torch

from chatbot.training.batches import FIRST_ASK, FIRST_GENERAL, NOT_COVERED, BatchShape
from chatbot.training.export import load_model
from chatbot.training.finetune import Recipe, fine_tune, mix_in, plan
from chatbot.training.losses import LossShape, SectionLoss, encode_by_length
from chatbot.training.site_batches import SiteBatchShape
from chatbot.training.sites import Site, SiteSection
from chatbot.training.sources import find_model

pytestmark = [pytest.mark.training, pytest.mark.filterwarnings("ignore")]

PAIRS = PairSet(
    tuple(
        Pair(f"{start} {words}", section, "ask")
        for section, words in (
            ("care/#water", "pour water on the fern"),
            ("care/#light", "put the fern near a window"),
            ("shop/#refunds", "get my money returned"),
        )
        for start in ("when do I", "how should I", "may I", "why would I", "do I have to")
    ),
    {"care/#water": ("Water weekly.",), "care/#light": ("Shade.",), "shop/#refunds": ("No.",)},
)
SITE = Site(
    (
        SiteSection("Keys", "Hall › Keys\nAsk Ada.", (), ("who opens the door", "how do I get in")),
        SiteSection("Fees", "Hall › Fees\nTen a day.", (), ("what is the rent", "is it free")),
    ),
    ("is there a stage",),
)
RECIPE = Recipe(
    "test",
    n_epochs=2,
    learning_rate=1.2e-4,
    n_general=8,
    batch=BatchShape(n_sections=2, n_not_covered=0, n_general=2),
    site_batch=SiteBatchShape(),
)


class _Given(torch.nn.Module):
    """Stands where the model does: `input_ids` are the vectors themselves."""

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {"sentence_embedding": features["input_ids"].to(torch.float32)}


def _parts(vectors: list[list[int]], labels: list[int]) -> dict[str, torch.Tensor]:
    ids = torch.tensor(vectors)
    loss = SectionLoss(_Given(), torch.tensor([[1.0, 0.0, 0.0]]), LossShape())
    features = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    parts: dict[str, torch.Tensor] = loss([features], torch.tensor(labels))
    return parts


def test_loss_is_small_when_sections_are_apart_and_large_when_they_mix() -> None:
    apart = _parts([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]], [0, 0, 1, 1])
    mixed = _parts([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0]], [0, 0, 1, 1])
    assert float(apart["section"]) < 0.01
    assert float(mixed["section"]) > 5


def test_a_question_must_find_one_of_its_sections_texts() -> None:
    texts, labels = [[1, 0, 0], [0, 0, 1], [0, 1, 0]], [0, 0, 1]
    right = _parts([*texts, [1, 0, 0]], [*labels, FIRST_ASK])
    wrong = _parts([*texts, [0, 1, 0]], [*labels, FIRST_ASK])
    assert float(right["site"]) < 0.01
    assert float(wrong["site"]) > 5
    assert "section" not in right


def test_what_a_site_does_not_answer_may_be_nearer_than_at_home() -> None:
    text, stray = [5, 0, 0], [3, 0, 4]  # a cosine of 0.6
    at_home = _parts([text, text, stray], [0, 0, NOT_COVERED])
    on_a_site = _parts([text, text, stray], [0, FIRST_ASK, NOT_COVERED])
    softplus = torch.nn.functional.softplus
    expected = 0.5 * softplus(torch.tensor((0.6 - 0.3) / 0.05 + math.log(2)))
    assert float(at_home["not_covered"]) == pytest.approx(float(expected), rel=1e-3)
    expected = 0.3 * softplus(torch.tensor((0.6 - 0.45) / 0.05))
    assert float(on_a_site["not_covered"]) == pytest.approx(float(expected), rel=1e-3)


def test_batches_of_the_guide_and_of_the_sites_are_mixed() -> None:
    sections = list(PAIRS.section_texts)
    neighbours = {one: [other for other in sections if other != one] for one in sections}
    labels = [
        {item.label for item in batch} for batch in plan(PAIRS, [SITE], ["A."], neighbours, RECIPE)
    ]
    of_sites = [any(label <= FIRST_ASK for label in one) for one in labels]
    assert any(of_sites)
    assert not all(of_sites)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 4.0), (0.25, 3.0), (1.0, 0.0)])
def test_the_weights_of_before_count_by_their_share(share: float, expected: float) -> None:
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(model.weight, 4.0)
    mix_in(model, {"weight": torch.zeros(1, 1)}, share)
    assert float(model.weight) == expected


def test_unanswerable_questions_far_from_every_section_cost_nothing() -> None:
    sections, labels = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]], [0, 0, 1, 1, NOT_COVERED]
    far, near = _parts([*sections, [0, 0, 1]], labels), _parts([*sections, [1, 0, 0]], labels)
    assert float(far["not_covered"]) < 0.01 < float(near["not_covered"])


def test_general_sentences_cost_what_they_moved() -> None:
    sections, labels = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]], [0, 0, 1, 1, FIRST_GENERAL]
    assert float(_parts([*sections, [1, 0, 0]], labels)["general"]) == pytest.approx(0.0)
    assert float(_parts([*sections, [0, 0, 1]], labels)["general"]) == pytest.approx(10.0)


def test_encoding_by_length_keeps_the_order() -> None:
    ids = torch.arange(120).reshape(40, 3) + 1
    lengths = torch.arange(40) % 3 + 1
    mask = (torch.arange(3)[None, :] < lengths[:, None]).to(torch.int64)
    features = {"input_ids": torch.cat([ids, ids], 1), "attention_mask": torch.cat([mask, mask], 1)}

    class First(torch.nn.Module):
        def forward(self, part: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
            first = part["input_ids"][:, :1].to(torch.float32)
            return {"sentence_embedding": torch.cat([first, torch.full_like(first, 60)], dim=1)}

    vectors = encode_by_length(First(), features)
    angles = vectors[:, 0] / vectors[:, 1]
    assert torch.equal(torch.argsort(angles), torch.arange(40))


@pytest.fixture(scope="module")
def tuned() -> list[dict[str, Any]]:
    weights = []
    for _ in range(2):
        model = load_model(find_model())
        fine_tune(model, PAIRS, [SITE], RECIPE)
        weights.append(model.state_dict())
    return weights


def test_the_same_pairs_and_seed_give_the_same_weights(tuned: list[dict[str, Any]]) -> None:
    assert all(torch.equal(weight, tuned[1][name]) for name, weight in tuned[0].items())


def test_the_words_stay_and_the_rest_moves(tuned: list[dict[str, Any]]) -> None:
    before = load_model(find_model()).state_dict()
    moved = {name for name, weight in tuned[0].items() if not torch.equal(weight, before[name])}
    assert any("attention" in name for name in moved)
    assert not any("word_embeddings" in name for name in moved)
