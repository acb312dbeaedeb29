"""What fine-tuning minimises."""

from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from chatbot.training.batches import FIRST_ASK, FIRST_GENERAL, NOT_COVERED

TEXTS_AT_ONCE = 16


@dataclass(frozen=True)
class LossShape:
    """The weights of the parts.

    Attributes:
        temperature: lower looks at the nearest wrong texts only.
        nearest_positive: True asks that a text be near one other text of its section, which is
            what retrieval by the nearest ask needs; False that it be near all of them.
        not_covered_weight: raising it pushes unanswerable questions farther from every section.
        not_covered_similarity: they are pushed no farther than this cosine.
        site_not_covered_weight: `not_covered_weight` in the batch of a site.
        site_not_covered_similarity: `not_covered_similarity` in the batch of a site; higher, since
            all of them are near its subject.
        general_weight: raising it keeps general sentences nearer to where they were.
    """

    temperature: float = 0.05
    nearest_positive: bool = True
    not_covered_weight: float = 0.5
    not_covered_similarity: float = 0.3
    site_not_covered_weight: float = 0.3
    site_not_covered_similarity: float = 0.45
    general_weight: float = 10.0


class SectionLoss(torch.nn.Module):  # type: ignore[misc,unused-ignore]
    """Texts of one section attract each other; other sections' and unanswerable ones repel.

    Texts of the anchor's own section are never its negatives. In the batch of a site only questions
    are drawn, each softly to the nearest text of its section and away from those of the others.
    General sentences are held where the original model had them.

    Source: Khosla et al., "Supervised Contrastive Learning", NeurIPS 2020.
    """

    def __init__(self, model: Any, teacher: torch.Tensor, shape: LossShape) -> None:
        super().__init__()
        self.model = model
        self.teacher = teacher
        self.shape = shape

    def forward(
        self, sentence_features: list[dict[str, torch.Tensor]], labels: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        """Return the parts of the loss for one planned batch."""
        vectors = encode_by_length(self.model, sentence_features[0])
        is_general = labels >= FIRST_GENERAL
        is_section, is_ask = (labels >= 0) & ~is_general, labels <= FIRST_ASK
        sections, not_covered = vectors[is_section], vectors[labels == NOT_COVERED]
        shape, said = self.shape, labels[is_section]
        if is_ask.any():
            asked = FIRST_ASK - labels[is_ask]
            parts = {"site": self._site_loss(vectors[is_ask], asked, sections, said)}
            weight, similarity = shape.site_not_covered_weight, shape.site_not_covered_similarity
        else:
            parts = {"section": self._section_loss(sections, said, not_covered)}
            weight, similarity = shape.not_covered_weight, shape.not_covered_similarity
        if len(not_covered):
            excess = self._excess(not_covered, sections, similarity)
            parts["not_covered"] = weight * functional.softplus(excess).mean()
        if is_general.any():
            wanted = self.teacher[labels[is_general] - FIRST_GENERAL]
            distance = 1 - (vectors[is_general] * wanted).sum(dim=1)
            parts["general"] = self.shape.general_weight * distance.mean()
        return parts

    def _section_loss(
        self, sections: torch.Tensor, labels: torch.Tensor, not_covered: torch.Tensor
    ) -> torch.Tensor:
        logits = sections @ torch.cat([sections, not_covered]).T / self.shape.temperature
        itself = torch.eye(len(sections), logits.shape[1], dtype=torch.bool)
        logits = logits.masked_fill(itself, -torch.inf)
        is_positive = torch.zeros_like(itself)
        is_positive[:, : len(sections)] = labels[:, None] == labels[None, :]
        is_positive &= ~itself
        has_positive = is_positive.any(dim=1)
        logits, is_positive = logits[has_positive], is_positive[has_positive]
        all_of_them = torch.logsumexp(logits, dim=1)
        if self.shape.nearest_positive:
            own = torch.logsumexp(logits.masked_fill(~is_positive, -torch.inf), dim=1)
        else:
            n_own = is_positive.sum(dim=1)
            own = logits.masked_fill(~is_positive, 0.0).sum(dim=1) / n_own
        return (all_of_them - own).mean()

    def _site_loss(
        self, asks: torch.Tensor, asked: torch.Tensor, texts: torch.Tensor, said: torch.Tensor
    ) -> torch.Tensor:
        logits = asks @ texts.T / self.shape.temperature
        is_own = asked[:, None] == said[None, :]
        own = torch.logsumexp(logits.masked_fill(~is_own, -torch.inf), dim=1)
        return (torch.logsumexp(logits, dim=1) - own).mean()

    def _excess(
        self, not_covered: torch.Tensor, sections: torch.Tensor, similarity: float
    ) -> torch.Tensor:
        temperature = self.shape.temperature
        nearest = torch.logsumexp(not_covered @ sections.T / temperature, dim=1)
        return nearest - similarity / temperature


def encode_by_length(model: Any, features: dict[str, torch.Tensor]) -> torch.Tensor:
    """Encode texts of like length together, so that little is spent on padding.

    Returns:
        float32 (n, dimension) in the order given, rows of L2 norm 1.
    """
    lengths = features["attention_mask"].sum(dim=1)
    order = torch.argsort(lengths, stable=True)
    parts = []
    for chosen in order.split(TEXTS_AT_ONCE):
        longest = int(lengths[chosen].max())
        part = {
            name: value[chosen, :longest]
            for name, value in features.items()
            if isinstance(value, torch.Tensor) and value.dim() == 2
        }
        parts.append(model(part)["sentence_embedding"])
    vectors = functional.normalize(torch.cat(parts), dim=1)
    return vectors[torch.argsort(order)]
