"""PAGE.questions.yml → how people ask for the page's sections.

    # docs/key-skills.questions.yml
    database-management:                # the anchor of a section of that page
      asks:                             # indexed: other people's words for the section
        - which database should they know
        - {after: "Should candidates know Git?", ask: "and for databases?"}
      checks:                           # never indexed, never trained on: they are tests
        - is mongo experience a must?
        - {ask: "what does NoSQL mean here?", also: ["glossary/#nosql"]}  # answers it as well

    # docs/not-covered.questions.yml: near the domain, and not answered by the guide
    not-covered:
      asks: […]
      checks: […]

`declined` may stand beside `not-covered`: what the bot must not help with.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence, Set
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
    """A test question: `location` is the section that answers it, None where none does.

    The sections of `also` answer it just as well.
    """

    question: str
    location: str | None
    after: str | None = None
    is_declined: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    kind: str
    question: str
    after: str | None
    also: tuple[str, ...]


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
    shipped = Questions(general=_shipped("general"), declined=_shipped("declined"))
    if docs_dir is None:
        return QuestionFiles(shipped)
    files = parse_questions(docs_dir)
    locations = {section.location for section in sections}
    asks: list[tuple[str, str]] = []
    checks: list[Check] = []
    absent: dict[str, list[str]] = {key: [] for key in NOT_COVERED_KEYS}
    for path, entries in files.items():
        is_not_covered = path.name == NOT_COVERED_FILE
        found: dict[str, str] = {}
        for entry in entries:
            key, question, after = entry.key, entry.question, entry.after
            location = None
            if not is_not_covered:
                location = found.get(key) or _resolve(path, key, docs_dir, locations)
                found[key] = location
            if is_not_covered and key not in NOT_COVERED_KEYS:
                raise QuestionsError(
                    f"{path}: found the key '{key}', expected one of {NOT_COVERED_KEYS}."
                )
            _refuse_unknown(path, entry, locations)
            if entry.kind == "checks":
                is_declined = is_not_covered and key == "declined"
                checks.append(Check(question, location, after, is_declined, entry.also))
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
    return QuestionFiles(questions, tuple(checks), tuple(files))


def parse_questions(docs_dir: Path) -> dict[Path, tuple[_Entry, ...]]:
    """Parse every questions file below `docs_dir`; files that did not change are not read again.

    Raises:
        QuestionsError: a file breaks the schema.
    """
    parsed = {}
    for path in sorted(docs_dir.rglob("*" + SUFFIX)):
        status = path.stat()
        parsed[path] = _parsed(path, status.st_mtime_ns, status.st_size)
    return parsed


def count_asks(docs_dir: Path) -> int:
    """How many asks `read_questions` would find below `docs_dir`.

    Raises:
        QuestionsError: a file breaks the schema.
    """
    return sum(
        len({(one.key, one.after, one.question) for one in entries if one.kind == "asks"})
        for path, entries in parse_questions(docs_dir).items()
        if path.name != NOT_COVERED_FILE
    )


def _shipped(kind: str) -> tuple[str, ...]:
    lines = (SHIPPED / f"{kind}.txt").read_text("utf-8").split("\n")
    return tuple(dict.fromkeys(s for s in (line.strip() for line in lines) if s and s[0] != "#"))


@lru_cache(maxsize=1_000)
def _parsed(path: Path, mtime_ns: int, size: int) -> tuple[_Entry, ...]:  # noqa: ARG001
    """The entries of a file that has not changed since it was last read."""
    return tuple(_entries(path))


def _entries(path: Path) -> Iterator[_Entry]:
    """The questions in the file's order."""
    for key, groups in _mapping(path, _load(path), "the file").items():
        for kind, items in _mapping(path, groups, f"'{key}'").items():
            if kind not in ("asks", "checks"):
                raise QuestionsError(
                    f"{path}: '{key}' has '{kind}'; expected 'asks' or 'checks' only."
                )
            if not isinstance(items, list):
                raise QuestionsError(f"{path}: '{key}: {kind}' must be a list of questions.")
            for item in items:
                yield _Entry(key, kind, *_question(path, f"{key}: {kind}", item))


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


def _question(path: Path, where: str, item: Any) -> tuple[str, str | None, tuple[str, ...]]:
    """The question, the one that it follows, and the other sections that answer it."""
    given = item
    after, also = None, []
    if isinstance(item, dict) and {"ask"} < set(item) <= {"ask", "after", "also"}:
        item = given["ask"]
        after = str(given["after"]).strip() if "after" in given else None
        also = given.get("also", [])
    if not isinstance(item, str) or not item.strip() or not isinstance(also, list):
        raise QuestionsError(
            f"{path}: '{where}' has {given!r}; expected a question, or {{after: …, ask: …}}, with "
            "also: [LOCATION, …] in a check. Put quotes around a question that holds a colon."
        )
    text = " ".join(item.split())
    if len(text) > MAX_CHARS:
        raise QuestionsError(
            f"{path}: '{where}' has a question of {len(text)} characters; the limit is {MAX_CHARS}."
        )
    return text, after, tuple(map(str, also))


def _refuse_unknown(path: Path, entry: _Entry, locations: Set[str]) -> None:
    if entry.also and entry.kind != "checks":
        raise QuestionsError(
            f"{path}: '{entry.key}: asks' has 'also' at '{entry.question}'; "
            "only checks may have it."
        )
    for location in entry.also:
        if location not in locations:
            near = difflib.get_close_matches(location, sorted(locations), n=3)
            raise QuestionsError(
                f"{path}: '{entry.question}' names '{location}' under 'also'; the site has no such "
                f"section. Nearest: {', '.join(near) or 'none'}."
            )


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
