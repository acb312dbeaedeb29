"""The nouns of the project: pages, sections, passages, and what is said of them.

A page is one published HTML file, a section a heading and its content up to the next heading of
any level, a passage a slice of one section sized to what the encoder reads. A unit is the
smallest thing that is quoted: a sentence, a list item, a table row, a block of code. Text is
always the text of the published page with white space collapsed, so that every unit, and every
run of neighbouring units of one block, is a substring of the page once white space is collapsed
there too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["sentence", "item", "row", "header", "code"]


@dataclass(frozen=True, slots=True)
class Page:
    """One published page, theme chrome taken away.

    `location` is site-relative without a leading slash: "guide/x/", "" for the home page.
    `updated` is an ISO date where the page states one.
    """

    location: str
    title: str
    article: str
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest quotable piece. Units with the same `block` stand in one paragraph or list.

    "header" is a table's head row: shown with rows, never quoted alone. `follows` is false where
    something that is not quoted (a footnote's number, say) stands between this unit and the one
    before it in the passage: a quotation must not run across.
    """

    text: str
    kind: UnitKind
    block: int
    follows: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its content up to the next heading of any level.

    `location` is the page's with "#anchor" ("guide/x/#offline"), the page's own where the heading
    has no anchor. `breadcrumb` runs from the page's title to this heading; its last part is the
    heading. `parent` is the location of the section above, None for the page's first heading.
    """

    location: str
    breadcrumb: tuple[str, ...]
    level: int
    units: tuple[Unit, ...]
    parent: str | None = None
    updated: str | None = None

    @property
    def title(self) -> str:
        return self.breadcrumb[-1]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and retrieved: consecutive units of one section. `id` is location:ordinal."""

    id: str
    location: str
    units: tuple[Unit, ...]

    @property
    def text(self) -> str:
        return join_units(self.units)


@dataclass(frozen=True, slots=True)
class Link:
    """A section to go to."""

    title: str
    breadcrumb: tuple[str, ...]
    location: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A section and the words of it that are quoted. Lines of `quote` are units or paragraphs."""

    title: str
    breadcrumb: tuple[str, ...]
    location: str
    quote: str
    updated: str | None = None


def join_units(units: Sequence[Unit]) -> str:
    """Sentences of one block joined by a space, everything else by a line break."""
    text = ""
    for previous, unit in zip((None, *units), units, strict=False):
        if previous is None:
            text = unit.text
        elif unit.kind == "sentence" and previous.block == unit.block:
            text += " " + unit.text
        else:
            text += "\n" + unit.text
    return text
