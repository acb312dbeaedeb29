"""What fine-tuning learns from: how people ask for each section, and what the site says there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import QuestionsError
from chatbot.rows import is_held_out

KINDS = ("ask", "heading", "sentence", "not_covered")
MIN_SENTENCE_WORDS = 4


@dataclass(frozen=True)
class Pair:
    """A text and the section it belongs to; `section` is None when the site has no answer."""

    text: str
    section: str | None
    kind: str

    @property
    def is_held_out(self) -> bool:
        """Whether the text is never trained on: it belongs to calibration and evaluation."""
        return self.kind in ("ask", "not_covered") and is_held_out(self.text)


@dataclass(frozen=True)
class PairSet:
    """All pairs, and the texts of the sections by location."""

    pairs: tuple[Pair, ...]
    section_texts: dict[str, tuple[str, ...]]

    def trained(self, kind: str) -> list[Pair]:
        """The pairs of one kind that may be trained on."""
        return [pair for pair in self.pairs if pair.kind == kind and not pair.is_held_out]

    def held_out(self, kind: str) -> list[Pair]:
        """The pairs of one kind that are kept for measuring."""
        return [pair for pair in self.pairs if pair.kind == kind and pair.is_held_out]


def page_of(section: str) -> str:
    """The page of a location: sections of one page are siblings."""
    return section.split("#", 1)[0]


def read_pairs(paths: Iterable[Path]) -> PairSet:
    """Read pairs (`text`, `section`, `kind`) and section texts (`section`, `text`) from JSONL.

    Raises:
        QuestionsError: a row is neither, or there are fewer than two sections with asks.
    """
    pairs: list[Pair] = []
    texts: dict[str, tuple[str, ...]] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.strip():
                _read_row(line, f"{path.name}:{number}", pairs, texts)
    asked = {pair.section for pair in pairs if pair.kind == "ask"}
    if len(asked) < 2:
        raise QuestionsError(
            f"The pairs have asks for {len(asked)} sections; expected at least 2. "
            "Write PAGE.questions.yml files first."
        )
    return PairSet(tuple(dict.fromkeys(pairs)), texts)


def _read_row(line: str, place: str, pairs: list[Pair], texts: dict[str, tuple[str, ...]]) -> None:
    try:
        row = json.loads(line)
        text, section, kind = str(row["text"]), row["section"], row.get("kind", "text")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionsError(f"{place}: not a row with 'text' and 'section' ({error}).") from error
    if kind == "text" and isinstance(section, str):
        texts[section] = (*texts.get(section, ()), text)
    elif kind in KINDS and (section is None) == (kind == "not_covered"):
        pairs.append(Pair(text, section, kind))
    else:
        raise QuestionsError(
            f"{place}: kind '{kind}' with section '{section}'; expected one of {list(KINDS)}, "
            "and a section for each but 'not_covered'."
        )
