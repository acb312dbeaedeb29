"""Check that every number on a fact page traces to a fact cited in the same section.

    python scripts/check_numbers.py docs

A fact page is a Markdown file with `last_checked` in its front matter. A section is a heading
with everything up to the next heading. A fact is cited by a footnote: `[^3-12]` cites fact 3.12,
any other label (`[^own-rubric]`) cites the entry of that name, for numbers that are our own
advice. The facts are the entries of `docs/data/facts/*.json`:

    {"3.12": {"numbers": ["5%", "PKR 60,000"], "text": "What it says, short",
              "as_of": "Feb 2026", "confidence": "high", "url": "https://… or null"}}

Entries of one id in several files are merged. A number passes if it stands in the `numbers` of a
cited fact; a year alone also passes if it stands in the fact's `as_of` or in `last_checked`.
Front matter, headings, code (fenced and inline), comments, HTML tags, link targets, list ordinals,
footnote markers and footnote definitions are not read.
`numbers_in_text.py` says what counts as a number.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from numbers_in_text import Number, read_numbers

FACT_KEYS = {"numbers", "text", "as_of", "confidence", "url"}
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
HEADING = re.compile(r"#{1,6}\s")
DEFINITION = re.compile(r"\[\^([^\]]+)\]:")
MARKER = re.compile(r"\[\^([^\]]+)\]")
INLINE_CODE = re.compile(r"(`+).+?\1")
TAG = re.compile(r"</?[A-Za-z][^>]*>")
ATTRIBUTES = re.compile(r"\{:?\s*(?:[#.]|[\w-]+=)[^}]*\}")
LINK_TARGET = re.compile(r"\]\([^)]*\)")
BARE_ADDRESS = re.compile(r"https?://\S+")
ORDINAL = re.compile(r"^\s*(?:>\s*)?\d+[.)]\s")
ABBREVIATION = re.compile(r"\*\[[^\]]+\]:")
YEAR = re.compile(r"(?:19|20)\d\d")
FACT_ID = re.compile(r"\d+-\d+")


class FactsError(ValueError):
    """A facts file cannot be used; the message says which and why."""


@dataclass
class Fact:
    """What one fact allows: its numbers, and the years of its date."""

    numbers: list[Number] = field(default_factory=list)
    years: set[str] = field(default_factory=set)

    def supports(self, number: Number) -> bool:
        if number.is_year and number.value in self.years:
            return True
        return any(number.matches(known) for known in self.numbers)


@dataclass
class Section:
    """The numbers of one section with their lines, and the footnote labels cited in it."""

    numbers: list[tuple[int, Number]] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)


def read_facts(folder: Path) -> dict[str, Fact]:
    """Merge the facts of all JSON files in `folder`, by id."""
    facts: dict[str, Fact] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise FactsError(f"{path}: not valid JSON ({error})") from error
        for fact_id, entry in entries.items():
            missing = FACT_KEYS - set(entry)
            if missing:
                raise FactsError(f"{path}: fact {fact_id} lacks {', '.join(sorted(missing))}")
            fact = facts.setdefault(fact_id, Fact())
            for written in entry["numbers"]:
                fact.numbers += read_numbers(written)
            fact.years |= set(YEAR.findall(entry["as_of"]))
    return facts


def last_checked(text: str) -> str:
    """Return the date in the page's front matter; empty if the page is no fact page."""
    front_matter = FRONT_MATTER.match(text)
    found = front_matter and re.search(r"^last_checked:(.*)", front_matter[1], re.MULTILINE)
    return found[1].strip() if found else ""


def readable_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number and line of what is neither front matter, comment nor fenced code."""
    for hidden in (FRONT_MATTER, COMMENT):
        text = hidden.sub(lambda match: "\n" * match.group().count("\n"), text)
    fence = ""
    for line_number, line in enumerate(text.split("\n"), start=1):
        opened = FENCE.match(line)
        if opened and not fence:
            fence = opened[1]
        elif opened and opened[1].startswith(fence):
            fence = ""
        elif not fence:
            yield line_number, line


def prose(line: str) -> str:
    """Strip what is markup from a line; footnote markers are stripped too."""
    for markup in (ORDINAL, INLINE_CODE, LINK_TARGET, BARE_ADDRESS, TAG, ATTRIBUTES, MARKER):
        line = markup.sub(" ", line)
    return html.unescape(line).replace("\u00a0", " ").replace("\u202f", " ").replace("**", "")


def read_sections(text: str) -> list[Section]:
    """Split a page at its headings; a footnote definition with its indented lines is skipped."""
    sections = [Section()]
    in_definition = False
    for line_number, line in readable_lines(text):
        if DEFINITION.match(line) or ABBREVIATION.match(line):
            in_definition = True
        elif HEADING.match(line):
            sections.append(Section())
            in_definition = False
        elif line.strip() and not (in_definition and line.startswith("    ")):
            in_definition = False
            section = sections[-1]
            section.labels += [(line_number, m[1]) for m in MARKER.finditer(line)]
            section.numbers += [(line_number, n) for n in read_numbers(prose(line))]
    return sections


def fact_id_of(label: str) -> str:
    return label.replace("-", ".") if FACT_ID.fullmatch(label) else label


def check_section(
    section: Section, facts: dict[str, Fact], page_years: set[str]
) -> Iterator[tuple[int, str]]:
    """Yield line and message for each number or footnote that traces to nothing."""
    cited = dict.fromkeys(fact_id_of(label) for _, label in section.labels)
    for line_number, label in section.labels:
        if fact_id_of(label) not in facts:
            yield line_number, f"footnote '[^{label}]' is no fact in docs/data/facts"
    for line_number, number in section.numbers:
        if number.is_year and number.value in page_years:
            continue
        if not any(facts[fact_id].supports(number) for fact_id in cited if fact_id in facts):
            names = ", ".join(cited) or "none"
            yield (
                line_number,
                f"number '{number.as_written}' is in no fact cited in this section "
                f"(cited: {names})",
            )


def check_page(path: Path, facts: dict[str, Fact]) -> list[str]:
    """Return one message for each untraced number of a page, in the page's order."""
    text = path.read_text(encoding="utf-8")
    page_years = set(YEAR.findall(last_checked(text)))
    defined = {m[1] for _, line in readable_lines(text) if (m := DEFINITION.match(line))}
    problems: list[tuple[int, str]] = []
    for section in read_sections(text):
        problems += check_section(section, facts, page_years)
        problems += [
            (line_number, f"footnote '[^{label}]' has no definition on this page")
            for line_number, label in section.labels
            if label not in defined
        ]
    return [f"{path}:{line_number}: {message}" for line_number, message in sorted(problems)]


def main(arguments: Sequence[str]) -> int:
    docs = Path(arguments[0] if arguments else "docs")
    try:
        facts = read_facts(docs / "data" / "facts")
    except FactsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    pages = [
        page
        for page in sorted(docs.rglob("*.md"))
        if last_checked(page.read_text(encoding="utf-8"))
    ]
    problems = [problem for page in pages for problem in check_page(page, facts)]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    sys.stdout.write(
        f"Checked the numbers of {len(pages)} pages against {len(facts)} facts: "
        f"{len(problems)} problems\n"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
