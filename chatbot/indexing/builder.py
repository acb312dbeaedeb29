"""A built site → an index: pages, sections, passages, vectors, grams, calibration."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from chatbot.encoder import Encoder, OnnxEncoder, load_encoder
from chatbot.encoders import WITH_ASKS_DIR, WITHOUT_ASKS_DIR
from chatbot.errors import SiteError
from chatbot.index_store import Calibrate, IndexContent, LoadedIndex, write_index
from chatbot.indexing.known import (
    KnownIndex,
    count_asked_words,
    count_row_grams,
    encode_rows,
    read_known,
)
from chatbot.indexing.questions import (
    QuestionFiles,
    count_asks,
    parse_questions,
    read_questions,
)
from chatbot.indexing.sections import split_page
from chatbot.indexing.site_reader import read_site
from chatbot.indexing.splitting import split_section
from chatbot.passages import Page, Passage, Section, Unit
from chatbot.rows import MIN_ASKS, build_rows

_CUT = "\uffff"  # where something was taken out of the article; no quotation runs across


@dataclass(frozen=True)
class BuildReport:
    """What a build made, and did. `n_encoded` and `n_reused` count passages."""

    index: LoadedIndex
    encoder: Encoder
    questions: QuestionFiles
    n_encoded: int
    n_reused: int
    seconds: float
    warnings: tuple[str, ...]

    @property
    def index_id(self) -> str:
        return self.index.manifest.index_id

    @property
    def n_passages(self) -> int:
        return len(self.index.passages)

    def __str__(self) -> str:
        return (
            f"Indexed {self.index.n_pages} pages, {self.n_passages} passages "
            f"({self.n_encoded} encoded, {self.n_reused} reused) in {self.seconds:.1f} s"
        )


def build_index(
    site_dir: Path,
    out: Path,
    *,
    encoder: Encoder,
    calibrate: Calibrate,
    docs_dir: Path | None = None,
    known: KnownIndex | None = None,
) -> BuildReport:
    """Index a built site; what did not change since the index in `out` is not encoded again.

    `known` spares who builds again and again the reading of that index: it is left with this one.

    Raises:
        SiteError, QuestionsError, IndexStoreError: nothing was written, the old index stays.
    """
    started = time.perf_counter()
    reading = read_site(site_dir)
    warnings = list(reading.warnings)
    sections: list[Section] = []
    passages: list[Passage] = []
    for page in reading.pages:
        split = _split(page, encoder.count_tokens)
        warnings += split.warnings
        sections += split.sections
        passages += split.passages
    passages = _with_outlines(sections, passages)
    if not passages:
        raise SiteError(f"'{site_dir}' has {len(reading.pages)} pages and no text to index.")
    questions = read_questions(docs_dir, sections)
    rows = build_rows(sections, passages, questions.questions)
    known = known or KnownIndex()
    read_known(known, encoder, out)
    encoded = encode_rows(rows, encoder, known, with_pieces=not questions.questions.has_asks)
    content = IndexContent(
        n_pages=len(reading.pages),
        sections=tuple(sections),
        passages=tuple(passages),
        questions=questions.questions,
        asked_words=count_asked_words(questions.questions, known),
        vectors=encoded.vectors,
        grams=count_row_grams(rows, sections, known),
        pieces=encoded.pieces,
    )
    known.keep(content, rows, encoder)
    return BuildReport(
        index=write_index(out, content, encoder, calibrate),
        encoder=encoder,
        questions=questions,
        n_encoded=len(passages) - encoded.n_reused,
        n_reused=encoded.n_reused,
        seconds=time.perf_counter() - started,
        warnings=tuple(warnings),
    )


def choose_encoder(docs_dir: Path | None, encoder_dir: Path | None = None) -> OnnxEncoder:
    """The encoder of `encoder_dir`, or that of the program which suits the site.

    That is `with_asks` where the questions files below `docs_dir` hold MIN_ASKS asks.

    Raises:
        EncoderUnavailableError: a file of the encoder is missing or cannot be read.
        QuestionsError: a questions file breaks the schema.
    """
    if encoder_dir is None:
        has_asks = docs_dir is not None and count_asks(docs_dir) >= MIN_ASKS
        encoder_dir = WITH_ASKS_DIR if has_asks else WITHOUT_ASKS_DIR
    return load_encoder(encoder_dir)


def read_ahead(docs_dir: Path, out: Path, encoder: Encoder, known: KnownIndex) -> None:
    """Do what `build_index` can do before the site is there: it will be quicker by that.

    The index in `out` is read into `known`; what the questions files hold is kept.

    Raises:
        QuestionsError: a file breaks the schema.
    """
    read_known(known, encoder, out)
    parse_questions(docs_dir)


class _SplitPage(NamedTuple):
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]


@lru_cache(maxsize=1_000)
def _split(page: Page, count_tokens: Callable[[str], int]) -> _SplitPage:
    """What a page is made of; kept, because a rebuild after an edit meets most pages again."""
    split = split_page(page)
    warnings = list(split.warnings)
    sections = tuple(_verbatim(page, split.sections, warnings))
    passages = (p for section in sections for p in split_section(section, count_tokens))
    return _SplitPage(sections, tuple(passages), tuple(warnings))


def _verbatim(page: Page, sections: Sequence[Section], warnings: list[str]) -> Iterator[Section]:
    """Keep what is a substring of the page; mark which units follow each other there."""
    text = _squeeze(LexborHTMLParser(page.article.replace("<wbr", f"{_CUT}<wbr")).text())
    for section in sections:
        units: list[Unit] = []
        end = -1  # where the unit before ended on the page
        for unit in section.units:
            squeezed = _squeeze(unit.text)
            follows = end >= 0 and text.startswith(squeezed, end)
            start = end if follows else text.find(squeezed, max(end, 0))
            if start < 0:
                start = text.find(squeezed)
            if start < 0:
                warnings.append(
                    f"{section.location}: '{unit.text[:60]}' is not quotable; left out."
                )
                end = -1
                continue
            units.append(replace(unit, follows=follows))
            end = start + len(squeezed)
        yield replace(section, units=tuple(units))


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _with_outlines(sections: Sequence[Section], passages: Sequence[Passage]) -> list[Passage]:
    """A section that only has subsections is found by their titles."""
    titles: dict[str | None, list[str]] = {}
    for section in sections:
        titles.setdefault(section.parent, []).append(section.title)
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.location, []).append(passage)
    outlined: list[Passage] = []
    for section in sections:
        own = found.get(section.location, [])
        children = titles.get(section.location, [])
        if not own and children:
            units = tuple(Unit(t, "item", n, follows=False) for n, t in enumerate(children))
            own = [Passage(f"{section.location}:0", section.location, units)]
        outlined += own
    return outlined
