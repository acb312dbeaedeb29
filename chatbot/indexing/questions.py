"""PAGE.questions.yml → how people ask for the page's sections.

    # docs/key-skills.questions.yml
    database-management:                # the anchor of a section of that page
      asks:                             # indexed: other people's words for the section
        - which database should they know
        - {after: "Should candidates know Git?", ask: "and for databases?"}
      checks:                           # never indexed, never trained on: they are tests
        - is mongo experience a must?

    # docs/not-covered.questions.yml: near the domain, and not answered by the guide
    not-covered:
      asks: […]
      checks: […]

`declined` may stand beside `not-covered`: what the bot must not help with.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from chatbot.errors import QuestionsError
from chatbot.passages import Section
from chatbot.rows import Questions

SUFFIX = ".questions.yml"
NOT_COVERED_FILE = "not-covered" + SUFFIX
NOT_COVERED_KEYS = ("not-covered", "declined")
MAX_CHARS = 500
SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True, slots=True)
class Check:
    """A test question: `location` is the section that answers it, None where none does."""

    question: str
    location: str | None
    after: str | None = None
    is_declined: bool = False


@dataclass(frozen=True)
class QuestionFiles:
    """All questions files of a site. `files` are the paths read, for those who watch them."""

    questions: Questions
    checks: tuple[Check, ...] = ()
    files: tuple[Path, ...] = field(default=())


def read_questions(docs_dir: Path | None, sections: Sequence[Section]) -> QuestionFiles:
    """Read every questions file below `docs_dir`, and the questions shipped with the program.

    Raises:
        QuestionsError: a file breaks the schema, or names a page or an anchor that is not there.
    """
    shipped = Questions(
        general=_shipped("general"), declined=_shipped("declined"), smalltalk=_shipped("smalltalk")
    )
    if docs_dir is None:
        return QuestionFiles(shipped)
    files = tuple(sorted(docs_dir.rglob("*" + SUFFIX)))
    locations = {section.location for section in sections}
    asks: list[tuple[str, str]] = []
    checks: list[Check] = []
    absent: dict[str, list[str]] = {key: [] for key in NOT_COVERED_KEYS}
    for path in files:
        is_not_covered = path.name == NOT_COVERED_FILE
        status = path.stat()
        for key, kind, question, after in _parsed(path, status.st_mtime_ns, status.st_size):
            location = None if is_not_covered else _resolve(path, key, docs_dir, locations)
            if is_not_covered and key not in NOT_COVERED_KEYS:
                raise QuestionsError(
                    f"{path}: found the key '{key}', expected one of {NOT_COVERED_KEYS}."
                )
            if kind == "checks":
                checks.append(
                    Check(question, location, after, key == "declined" and is_not_covered)
                )
            elif location is None:
                absent[key].append(question)
            else:
                asks.append((location, f"{after} {question}" if after else question))
    _refuse_echoes(asks, absent, checks)
    questions = replace(
        shipped,
        asks=tuple(dict.fromkeys(asks)),
        not_covered=tuple(dict.fromkeys(absent["not-covered"])),
        declined=tuple(dict.fromkeys((*shipped.declined, *absent["declined"]))),
    )
    return QuestionFiles(questions, tuple(checks), files)


def _shipped(kind: str) -> tuple[str, ...]:
    lines = (SHIPPED / f"{kind}.txt").read_text("utf-8").split("\n")
    return tuple(dict.fromkeys(s for s in (line.strip() for line in lines) if s and s[0] != "#"))


@lru_cache(maxsize=1_000)
def _parsed(path: Path, mtime_ns: int, size: int) -> tuple[tuple[str, str, str, str | None], ...]:  # noqa: ARG001
    """The entries of a file that has not changed since it was last read."""
    return tuple(_entries(path))


def _entries(path: Path) -> Iterator[tuple[str, str, str, str | None]]:
    """(key, "asks" or "checks", question, what it follows) in the file's order."""
    for key, groups in _mapping(path, _load(path), "the file").items():
        for kind, items in _mapping(path, groups, f"'{key}'").items():
            if kind not in ("asks", "checks"):
                raise QuestionsError(
                    f"{path}: '{key}' has '{kind}'; expected 'asks' or 'checks' only."
                )
            if not isinstance(items, list):
                raise QuestionsError(f"{path}: '{key}: {kind}' must be a list of questions.")
            for item in items:
                yield key, kind, *_question(path, f"{key}: {kind}", item)


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_Loader) or {}
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise QuestionsError(f"{path} cannot be read as YAML: {error}") from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain strings: a question "yes" or "2026" stays text. Keys given twice are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key}' stands twice", node.start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


_Loader.yaml_implicit_resolvers = {}


def _mapping(path: Path, value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise QuestionsError(
            f"{path}: {where} is {type(value).__name__}; expected a mapping. "
            "See CONTRIBUTING.md for the format."
        )
    return value


def _question(path: Path, where: str, item: Any) -> tuple[str, str | None]:
    after = None
    if isinstance(item, dict) and set(item) == {"after", "ask"}:
        item, after = item["ask"], str(item["after"]).strip()
    if not isinstance(item, str) or not item.strip():
        raise QuestionsError(
            f"{path}: '{where}' has {item!r}; expected a question, or {{after: …, ask: …}}. "
            "Put quotes around a question that holds a colon."
        )
    text = " ".join(item.split())
    if len(text) > MAX_CHARS:
        raise QuestionsError(
            f"{path}: '{where}' has a question of {len(text)} characters; the limit is {MAX_CHARS}."
        )
    return text, after


def _resolve(path: Path, anchor: str, docs_dir: Path, locations: set[str]) -> str:
    stem = path.relative_to(docs_dir).as_posix().removesuffix(SUFFIX)
    name = "" if stem == "index" else stem.removesuffix("/index")
    pages = [f"{name}/" if name else "", f"{stem}.html"]
    for page in pages:
        location = f"{page}#{anchor}" if anchor else page
        if location in locations:
            return location
    anchors = sorted(
        location.partition("#")[2] for location in locations if location.partition("#")[0] in pages
    )
    if not anchors:
        raise QuestionsError(f"{path}: there is no page '{stem}.md' in the built site beside it.")
    near = difflib.get_close_matches(anchor, anchors, n=3) or anchors[:8]
    raise QuestionsError(
        f"{path}: the page has no section '#{anchor}'. Nearest: {', '.join(near)}. "
        "A heading's anchor is its id in the published page."
    )


def _refuse_echoes(
    asks: Sequence[tuple[str, str]], absent: Mapping[str, Sequence[str]], checks: Sequence[Check]
) -> None:
    """A check that is also an ask tests nothing."""
    indexed = {text.casefold() for _, text in asks}
    indexed |= {text.casefold() for texts in absent.values() for text in texts}
    for check in checks:
        if check.after is None and check.question.casefold() in indexed:
            raise QuestionsError(
                f"The check '{check.question}' is also an ask; reword one of them: "
                "a check must not be indexed."
            )
