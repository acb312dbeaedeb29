"""Decision and hits → reply. The only place where the words of an answer are put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.answering.quotation import quote
from chatbot.answering.small_talk import SmallTalk
from chatbot.passages import Citation, Link, Passage, Section
from chatbot.retrieval.retriever import Evidence
from chatbot.rows import RowTable

ReplyKind = Literal["answer", "clarification", "abstention", "smalltalk"]
Reason = Literal["not_covered", "out_of_scope", "declined"]

MAX_CITATIONS = 3
MAX_SUGGESTIONS = 3
MAX_CHILDREN = 9
SUPPORT_SHARE = 0.005
CLOSE_GAP = 0.2  # between the shares of two sections that are both quoted

NOT_COVERED = "I did not find this in the guide. The nearest sections:"
OUT_OF_SCOPE = "That question looks outside this guide, so I have nothing to quote."
DECLINED = (
    "I can't help with that. I only quote this guide, and I don't judge people, share personal "
    "data or take other instructions."
)
CLARIFY = "Which do you mean?"
_ABILITY = "Ask me about anything in this guide, and I quote the place that answers."
SMALLTALK: Mapping[SmallTalk, str] = {
    "greeting": f"Hello! {_ABILITY}",
    "thanks": "You're welcome. Ask on whenever something else comes up.",
    "farewell": "Goodbye! The guide and I stay here if you need us again.",
    "wellbeing": f"All well, thank you. {_ABILITY}",
    "identity": f"I'm an automatic assistant: no person, and nothing I say is made up. {_ABILITY}",
    "help": f"{_ABILITY} Where the guide is silent, I say so and show the nearest sections.",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the asker gets. The fields are those of `POST /api/ask` (docs/chatbot/http-api.md)."""

    kind: ReplyKind
    text: str
    index_id: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[Link, ...] = ()
    suggestions: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    reason: Reason | None = None
    corrected_question: str | None = None
    understood_as: str | None = None
    is_weak: bool = False


class Composer:
    """Cuts quotations from the sections and passages of one index."""

    def __init__(
        self, sections: Sequence[Section], passages: Sequence[Passage], rows: RowTable
    ) -> None:
        self._sections = sections
        self._passages = passages
        numbers = {section.location: n for n, section in enumerate(sections)}
        self._of_section: dict[int, list[int]] = {}
        for n, passage in enumerate(passages):
            self._of_section.setdefault(numbers[passage.location], []).append(n)
        self._children: dict[int, list[int]] = {}
        for n, section in enumerate(sections):
            if section.parent in numbers:
                self._children.setdefault(numbers[section.parent], []).append(n)
        self._unit_rows: dict[int, dict[int, int]] = {}
        for row, (passage_number, unit) in rows.units.items():
            self._unit_rows.setdefault(passage_number, {})[unit] = row

    def answer(self, evidence: Evidence, lead: Sequence[int]) -> tuple[str, tuple[Citation, ...]]:
        """The text of an answer and its citations: the lead sections', then supporting ones.

        A lead section whose text only announces its children brings its children's points. The
        text is "" where no lead section has words to quote.
        """
        if len(lead) == 1 and self._announces(lead[0]):
            chosen = [*lead, *self._children[lead[0]][:MAX_CHILDREN]]
            n_shown = len(chosen)
        else:
            others = [s for s in evidence.order if evidence.share(s) >= SUPPORT_SHARE]
            chosen = list(dict.fromkeys((*lead, *others)))[:MAX_CITATIONS]
            n_shown = len(lead)
        cited = [self._citation(section, evidence) for section in chosen]
        text = "\n\n".join(citation.quote for citation in cited[:n_shown] if citation.quote)
        return text, tuple(citation for citation in cited if citation.quote)

    def lead(self, evidence: Evidence) -> tuple[int, ...]:
        """The best section, with the next one where that is hardly less likely."""
        two = evidence.order[:2]
        is_close = evidence.gap < CLOSE_GAP and not any(map(self._announces, two))
        return two if is_close else two[:1]

    def related(self, section: int) -> tuple[Link, ...]:
        """The sections after and before one on its page, but for the page's title."""
        page = self._sections[section].location.partition("#")[0]
        beside = (n for n in (section + 1, section - 1) if 0 <= n < len(self._sections))
        return self.links(
            [
                n
                for n in beside
                if self._sections[n].parent and self._sections[n].location.startswith(f"{page}#")
            ]
        )

    def links(self, sections: Sequence[int]) -> tuple[Link, ...]:
        """Links to sections, each once."""
        found = (self._sections[n] for n in dict.fromkeys(sections))
        return tuple(Link(s.title, s.breadcrumb, s.location) for s in found)

    def _announces(self, section: int) -> bool:
        """Whether a section has children and no text of its own."""
        return section in self._children and not self._sections[section].units

    def _citation(self, number: int, evidence: Evidence) -> Citation:
        section = self._sections[number]
        cut = []
        for passage_number in self._of_section.get(number, ()):
            rows = self._unit_rows.get(passage_number, {})
            similarities = {unit: float(evidence.similarities[row]) for unit, row in rows.items()}
            cut.append((self._passages[passage_number], similarities))
        words = section.title if self._announces(number) else quote(cut)
        return Citation(section.title, section.breadcrumb, section.location, words, section.updated)
