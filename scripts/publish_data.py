"""Copy the data that the tools read into the published assets.

`docs/data/` is not published; the tools read the copies under `docs/assets/tools/data/`.
Run `python scripts/publish_data.py` to write them, or with `--check` to fail when one is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "docs" / "data"
COPIES = ROOT / "docs" / "assets" / "tools" / "data"
NAMES = ("costs.json", "interview.json")


def published(name: str) -> str:
    """The copy as it should be: the same values without the white space."""
    values = json.loads((SOURCES / name).read_text(encoding="utf-8"))
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def stale() -> list[str]:
    """The names of the copies that are missing or differ from their source."""
    return [
        name
        for name in NAMES
        if not (COPIES / name).exists()
        or (COPIES / name).read_text(encoding="utf-8") != published(name)
    ]


def main() -> int:
    """Write the copies, or with `--check` compare them with their sources."""
    if "--check" in sys.argv[1:]:
        for name in stale():
            sys.stderr.write(f"'{name}' is stale. Run `python scripts/publish_data.py`.\n")
        return int(bool(stale()))
    COPIES.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (COPIES / name).write_text(published(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
