"""Invented sites with questions: the encoder learns from them how people ask of any site.

    # sites/NAME.yml
    sections:
      - path: [Name of the site, Page, Section]
        text: What the page says there.
        asks: [questions that this section answers, in other people's words]
    not_covered: [questions that no section answers]

Everything in them is made up. They are trained on and never indexed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from chatbot.errors import QuestionsError
from chatbot.training.pairs import Pair, PairSet, sentence_pairs

SITES = Path(__file__).parent / "sites"


def with_sites(pair_set: PairSet, folder: Path = SITES) -> PairSet:
    """The pairs, and those of every site in the folder.

    Raises:
        QuestionsError: a file does not have the form above.
    """
    pairs, texts = list(pair_set.pairs), dict(pair_set.section_texts)
    for path in sorted(folder.glob("*.yml")):
        try:
            site = yaml.safe_load(path.read_text("utf-8"))
            for number, section in enumerate(site["sections"]):
                name = f"{path.stem}/{number}"
                pairs += _pairs(name, section)
                texts[name] = (" › ".join(section["path"]) + "\n" + section["text"].strip(),)
            pairs += (Pair(_text(ask), None, "not_covered") for ask in site["not_covered"])
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise QuestionsError(f"'{path.name}' is not a training site: {error}.") from error
    return PairSet(tuple(dict.fromkeys(pairs)), texts)


def _pairs(name: str, section: dict[str, Any]) -> Iterator[Pair]:
    yield Pair(_text(section["path"][-1]), name, "heading")
    yield from sentence_pairs(section["text"], name)
    for ask in section["asks"]:
        yield Pair(_text(ask), name, "ask")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value.strip()
