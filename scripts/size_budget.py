"""Weigh the chat widget as a visitor downloads it: minified as published, each file gzipped.

Usage: python scripts/size_budget.py

"Before use" is what every page loads. "First use" adds all that the panel imports and its style
sheet: enough to open it, ask and read the answer. The rest comes one by one, when it is needed.
Exits with 1 when a bound is broken.
"""

import gzip
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from chatbot.minify import minified

CHAT = Path(__file__).parents[1] / "docs/assets/chat"
BEFORE_USE_BYTES = 2_000
FIRST_USE_BYTES = 15_000
ON_DEMAND_BYTES = 3_000
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?from "\./([\w.]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Weights:
    before_use: dict[str, int]
    first_use: dict[str, int]
    on_demand: dict[str, int]

    @property
    def faults(self) -> list[str]:
        """What breaks its bound, in words."""
        first = sum(self.before_use.values()) + sum(self.first_use.values())
        measured = [
            ("before use", sum(self.before_use.values()), BEFORE_USE_BYTES),
            ("first use", first, FIRST_USE_BYTES),
            *((name, size, ON_DEMAND_BYTES) for name, size in self.on_demand.items()),
        ]
        return [
            f"{name}: {size} bytes gzipped; the bound is {bound}."
            for name, size, bound in measured
            if size > bound
        ]


def imported_by(name: str, folder: Path = CHAT) -> set[str]:
    """A module and all that it imports at once, directly or not."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += _IMPORT.findall((folder / at).read_text(encoding="utf-8"))
    return found


def weigh(folder: Path = CHAT) -> Weights:
    sizes = {
        path.name: len(gzip.compress(minified(path).encode(), 9, mtime=0))
        for path in sorted(folder.iterdir())
        if path.suffix in {".js", ".css"}
    }
    before = imported_by("loader.js", folder)
    first = (imported_by("panel.js", folder) | {"chat.css"}) - before
    return Weights(
        before_use={name: size for name, size in sizes.items() if name in before},
        first_use={name: size for name, size in sizes.items() if name in first},
        on_demand={name: size for name, size in sizes.items() if name not in before | first},
    )


def main() -> int:
    weights = weigh()
    total = 0
    for title, sizes in vars(weights).items():
        subtotal = sum(sizes.values())
        total += subtotal
        sys.stdout.write(f"{title.replace('_', ' ')}: {subtotal}\n")
        sys.stdout.writelines(f"  {name:<16}{size:>6}\n" for name, size in sizes.items())
    sys.stdout.write(f"all: {total}\n")
    sys.stdout.writelines(f"Too large: {fault}\n" for fault in weights.faults)
    return 1 if weights.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
