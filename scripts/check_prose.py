"""Read the pages' prose with proselint, paragraph by paragraph.

Usage: python scripts/check_prose.py [FILE_OR_FOLDER …]    (default: docs and the two manuals)

Front matter, code, HTML tags, link targets and footnotes (other people's titles) are not prose. A
heading does not belong to the paragraph under it, so that "repeated words" means in one paragraph.
Exits with 1 on findings.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from proselint.checks import __register__ as CHECKS
from proselint.config import DEFAULT, Config
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

DEFAULT_PATHS = ("docs", "README.md", "CONTRIBUTING.md")
# Quotes are typed straight, "labour" is the law's word where "labor" stands in names, hours are
# written "7 pm", and a paragraph's spaces may be those of a cut-out link.
NOT_CHECKED = {
    "dates_times.am_pm": False,
    "spelling.consistency": False,
    "typography.punctuation.spacing": False,
    "typography.symbols": False,
}
# Right where they stand: a page of the screen, the close of a business day, "supply-chain".
ACCEPTED = {"on the same page", "at the end of the day", "supply-"}

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NOT_PROSE = re.compile(
    r"^```.*?^```|`[^`\n]*`|<!--.*?-->|</?\w[^>]*>|\]\([^)\n]*\)|\[\^[^\]]+\](?!:)|\{[^}\n]*\}"
    r"|^\[\^[^\]]+\]:.*?$|^!!!|^\?\?\?\+?|^\*\[[^\]]+\]:.*?$",
    re.DOTALL | re.MULTILINE,
)
_BREAK = re.compile(r"\n(?=\s*\n|\s*[-*+] |\s*\d+\. |\||#)|(?<=[^\n])(?=\|)|^#+ .*$", re.MULTILINE)
CONFIG: Config = {
    "max_errors": 1000,
    "checks": NOT_CHECKED | DEFAULT["checks"],  # the finer names first: the first match decides
}


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each piece of prose with the line it starts on, from 1."""

    def blank(found: re.Match[str]) -> str:
        return "\n" * found[0].count("\n")

    prose = _NOT_PROSE.sub(blank, _FRONT_MATTER.sub(blank, text))
    start = 0
    for end in [*(found.end() for found in _BREAK.finditer(prose)), len(prose)]:
        if piece := prose[start:end].strip(" \n|#"):
            line = prose.count("\n", 0, start + prose[start:end].index(piece)) + 1
            yield line, piece
        start = end


def findings(path: Path) -> Iterator[str]:
    """What proselint says of a file, as `path:line: check: message`."""
    for line, piece in paragraphs(path.read_text(encoding="utf-8")):
        for result in LintFile(str(path), piece).lint(CONFIG):
            found = result.check_result
            words = f"\n{piece}\n"[slice(*found.span)].strip()
            is_figure = words.replace(" ", "").isdigit()  # "p99 95.4" repeats no word
            if words not in ACCEPTED and not is_figure:
                yield f"{path}:{line + result.pos[0] - 1}: {found.check_path}: {found.message}"


def main() -> int:
    roots = [Path(name) for name in sys.argv[1:] or DEFAULT_PATHS]
    CheckRegistry().register_many(CHECKS)
    files = [
        path for root in roots for path in (sorted(root.rglob("*.md")) if root.is_dir() else [root])
    ]
    found = [finding for path in files for finding in findings(path)]
    sys.stdout.writelines(f"{finding}\n" for finding in found)
    sys.stdout.write(f"{len(files)} files read, {len(found)} findings.\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
