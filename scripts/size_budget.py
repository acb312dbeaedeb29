"""Weigh the chat widget as a visitor downloads it: as published, each file gzipped.

Usage: python scripts/size_budget.py

"Before use" is what every page loads. "In all" adds the panel with its style sheets. The search in
the copy and the words of other languages come where they are needed. Exits with 1 when a bound is
broken.
"""

import gzip
import sys
from dataclasses import dataclass
from pathlib import Path

from chatbot.minify import published

CHAT = Path(__file__).parents[1] / "docs/assets/chat"
BEFORE_USE_BYTES = 2_000
IN_ALL_BYTES = 15_000
ON_DEMAND_BYTES = 3_000


@dataclass(frozen=True)
class Weights:
    before_use: int
    in_all: int
    on_demand: dict[str, int]

    @property
    def faults(self) -> list[str]:
        """What breaks its bound, in words."""
        measured = [
            ("before use", self.before_use, BEFORE_USE_BYTES),
            ("in all", self.in_all, IN_ALL_BYTES),
            *((name, size, ON_DEMAND_BYTES) for name, size in self.on_demand.items()),
        ]
        return [
            f"{name}: {size} bytes gzipped; the bound is {bound}."
            for name, size, bound in measured
            if size > bound
        ]


def gzipped(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def weigh(folder: Path = CHAT) -> Weights:
    before = gzipped(published(folder / "loader.js"))
    return Weights(
        before_use=before,
        in_all=before + gzipped(published(folder / "panel.js")),
        on_demand={
            name: gzipped(published(folder / name)) for name in ("offline.js", "strings.ur.js")
        },
    )


def main() -> int:
    weights = weigh()
    sys.stdout.write(f"before use      {weights.before_use:>6}\n")
    sys.stdout.write(f"in all          {weights.in_all:>6}\n")
    sys.stdout.writelines(f"{name:<16}{size:>6}\n" for name, size in weights.on_demand.items())
    sys.stdout.writelines(f"Too large: {fault}\n" for fault in weights.faults)
    return 1 if weights.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
