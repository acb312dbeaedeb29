"""Invented sites with questions: the encoder learns from them how people ask of any site.

    # sites/NAME.yml
    sections:
      - path: [Name of the site, Page, Section]
        text: What the page says there.
        asks: [questions that this section answers, in other people's words]
    not_covered: [questions that no section answers]

Everything in them is made up. They are trained on and never indexed.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chatbot.errors import QuestionsError
from chatbot.indexing.sentences import split_sentences
from chatbot.training.pairs import MIN_SENTENCE_WORDS

SITES = Path(__file__).parent / "sites"


@dataclass(frozen=True)
class SiteSection:
    """A section: its title, its passage as an index holds it, its sentences and its asks."""

    title: str
    passage: str
    sentences: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """A site, and questions near its subject that no section answers."""

    sections: tuple[SiteSection, ...]
    not_covered: tuple[str, ...]


def read_sites(folder: Path = SITES) -> tuple[Site, ...]:
    """Every site of the folder, in the order of the file names.

    Raises:
        QuestionsError: a file does not have the form above.
    """
    sites = []
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text("utf-8"))
            sections = tuple(_section(section) for section in content["sections"])
            sites.append(Site(sections, _texts(content["not_covered"])))
        except (yaml.YAMLError, LookupError, TypeError, AttributeError) as error:
            raise QuestionsError(f"'{path.name}' is not a training site: {error}.") from error
    return tuple(sites)


def _section(content: dict[str, Any]) -> SiteSection:
    path = _texts(content["path"])
    (text,) = _texts([content["text"]])
    sentences = (text[start:end] for start, end in split_sentences(text))
    return SiteSection(
        title=path[-1],
        passage=" › ".join(path[1:]) + "\n" + text,  # an index knows pages, not the site's name
        sentences=tuple(s for s in sentences if len(s.split()) >= MIN_SENTENCE_WORDS),
        asks=_texts(content["asks"]),
    )


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{values!r} is no list of texts")
    return tuple(value.strip() for value in values)
