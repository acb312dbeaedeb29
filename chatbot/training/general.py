"""General text that every machine with the extra `training` has: what its packages say.

These are the descriptions of the installed packages and the docstrings of Python's own modules.
Half of them, chosen by a hash of their names, give sentences that keep the tuned encoder near the
original; the other half are the foreign sites on which its loss is measured.
"""

import ast
import hashlib
import re
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

MIN_WORDS, MAX_WORDS = 4, 40
MIN_SECTIONS = 6
MAX_SECTION_CHARS = 600
MAX_SECTIONS = 25
MIN_SECTION_WORDS = 8

_FENCE = re.compile(r"```.*?```", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>|!\[[^\]]*\]\([^)]*\)|[*_`]|\]\([^)]*\)|\[|^\s*[-|>#]+", re.MULTILINE)
_HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*#*$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*])")


@dataclass(frozen=True)
class GeneralSection:
    """A section of what a package or a module says of itself."""

    site: str
    heading: str
    text: str


def general_sentences() -> list[str]:
    """Sentences from half of the packages and modules, in an order that does not change."""
    texts = [text for name, text in _descriptions() if not _is_foreign(name)]
    for name, docstrings in _module_docstrings():
        if not _is_foreign(name):
            texts += docstrings
    found: set[str] = set()
    for text in texts:
        for sentence in _SENTENCE_END.split(_plain(text)):
            words = sentence.split()
            if MIN_WORDS <= len(words) <= MAX_WORDS and "http" not in sentence:
                found.add(" ".join(words))
    return sorted(found, key=_digest)


def foreign_sections() -> list[GeneralSection]:
    """The sections of the half that gives no sentences, never trained on.

    A docstring's first line is the heading of what follows it.
    """
    sites = [list(_sections(name, text)) for name, text in _descriptions() if _is_foreign(name)]
    for name, docstrings in _module_docstrings():
        if _is_foreign(name):
            sites.append([s for text in docstrings for s in _docstring_section(name, text)])
    large = [site[:MAX_SECTIONS] for site in sites if len(site) >= MIN_SECTIONS]
    return [section for site in large for section in site]


def _sections(name: str, description: str) -> Iterator[GeneralSection]:
    parts = _HEADING.split(_FENCE.sub(" ", description))
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        title, text = " ".join(_plain(heading).split()), " ".join(_plain(body).split())
        if title and len(text.split()) >= MIN_SECTION_WORDS:
            yield GeneralSection(name, title, text[:MAX_SECTION_CHARS])


def _docstring_section(name: str, docstring: str) -> Iterator[GeneralSection]:
    summary, _, rest = docstring.partition("\n\n")
    heading, text = " ".join(summary.split()), " ".join(rest.split())
    if MIN_WORDS <= len(heading.split()) <= MAX_WORDS and len(text.split()) >= MIN_SECTION_WORDS:
        yield GeneralSection(f"module {name}", heading, text[:MAX_SECTION_CHARS])


@cache
def _module_docstrings() -> tuple[tuple[str, list[str]], ...]:
    modules = []
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        found = [ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, documented)]
        modules.append((path.stem, list(dict.fromkeys(text for text in found if text))))
    return tuple(modules)


@cache
def _descriptions() -> tuple[tuple[str, str], ...]:
    named = {str(found.metadata["Name"]).lower(): found for found in distributions()}
    described = ((name, _description(named[name])) for name in sorted(named))
    return tuple((name, description) for name, description in described if description)


def _description(distribution: Distribution) -> str:
    payload = distribution.metadata.get_payload()  # type: ignore[attr-defined]
    return payload if isinstance(payload, str) else ""


def _plain(text: str) -> str:
    return _MARKUP.sub(" ", _FENCE.sub(" ", text))


def _is_foreign(name: str) -> bool:
    return int(_digest(name), 16) % 2 == 0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
