"""The small index that the widget searches in the browser when the service is away.

`offline.json` is {"format": 1, "sections": [section, …]}, a section being
[location, [breadcrumb …], [block, …], "words of its questions"] and a block [0, sentence, …] for
the sentences of a paragraph or [1, line, …] for a list, the rows of a table, or code. Table heads
are left out: they are not quoted alone. The words are those that people ask for the section with
and that its own text does not hold, most asked first. Same sections and questions, same bytes.
"""

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from chatbot.passages import Section, Unit

OFFLINE_FORMAT = 1
MAX_GZIP_BYTES = 150_000
MAX_ASKED_WORDS = 40
MIN_WORD_CHARS = 3
_WORD = re.compile(rf"[^\W_]{{{MIN_WORD_CHARS},}}")

Block = list[int | str]
Row = list[object]


def write_offline_index(
    sections: Sequence[Section],
    asks: Mapping[str, Sequence[str]],
    out_file: Path,
    *,
    max_gzip_bytes: int = MAX_GZIP_BYTES,
) -> int:
    """Write the index and return its size in bytes once gzipped.

    `asks` maps a section's location to how people ask for it; locations without a section are
    passed over. Where the index would be larger than `max_gzip_bytes`, the least asked words are
    left out first; the sections' own text never is.
    """
    size = 0
    for n_words in (MAX_ASKED_WORDS, 24, 16, 8, 4, 0):
        text = _document(sections, asks, n_words)
        size = len(gzip.compress(text.encode(), mtime=0))
        if size <= max_gzip_bytes:
            break
    out_file.parent.mkdir(parents=True, exist_ok=True)
    out_file.write_text(text, encoding="utf-8")
    return size


def _document(sections: Sequence[Section], asks: Mapping[str, Sequence[str]], n_words: int) -> str:
    rows = [row for section in sections if (row := _row(section, asks, n_words)) is not None]
    document = {"format": OFFLINE_FORMAT, "sections": rows}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _row(section: Section, asks: Mapping[str, Sequence[str]], n_words: int) -> Row | None:
    """One section; None for a heading without text of its own, which cannot be quoted."""
    blocks = _blocks(section.units)
    if not blocks:
        return None
    known = set(_words(" ".join([*section.breadcrumb, *(unit.text for unit in section.units)])))
    counts = Counter(
        word for ask in asks.get(section.location, ()) for word in _words(ask) if word not in known
    )
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:n_words]
    return [section.location, list(section.breadcrumb), blocks, " ".join(ranked)]


def _blocks(units: Sequence[Unit]) -> list[Block]:
    """What may be quoted in one piece: neighbours of one paragraph or list, nothing left out."""
    blocks: list[Block] = []
    previous: Unit | None = None
    for unit in units:
        together = previous is not None and (
            (previous.block, previous.kind) == (unit.block, unit.kind) and unit.follows
        )
        previous = unit
        if unit.kind == "header":
            continue
        if together:
            blocks[-1].append(unit.text)
        else:
            blocks.append([0 if unit.kind == "sentence" else 1, unit.text])
    return blocks


@lru_cache(maxsize=100_000)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text; kept, because a rebuild after an edit meets nearly all texts again."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_WORD.findall(folded))
