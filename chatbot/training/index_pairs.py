"""An index → what fine-tuning learns from: `python -m chatbot.training.index_pairs INDEX OUT`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from chatbot.index_store import LoadedIndex, read_index
from chatbot.passages import join_units
from chatbot.training.pairs import MIN_SENTENCE_WORDS


def pair_rows(index: LoadedIndex) -> Iterator[dict[str, str | None]]:
    """Asks, headings, sentences and section texts; what no section answers has no section."""
    for location, ask in index.questions.asks:
        yield {"text": ask, "section": location, "kind": "ask"}
    for section in index.sections:
        yield {"text": section.title, "section": section.location, "kind": "heading"}
        for unit in section.units:
            is_said = unit.kind in ("sentence", "item", "row")
            if is_said and len(unit.text.split()) >= MIN_SENTENCE_WORDS:
                yield {"text": unit.text, "section": section.location, "kind": "sentence"}
        if section.units:
            text = " › ".join(section.breadcrumb) + "\n" + join_units(section.units)
            yield {"section": section.location, "text": text}
    absent = index.questions
    for text in (*absent.not_covered, *absent.general, *absent.declined):
        yield {"text": text, "section": None, "kind": "not_covered"}


def main(index_dir: Path, out_file: Path) -> None:
    """Write the rows of an index as JSON Lines."""
    lines = (json.dumps(row, ensure_ascii=False) for row in pair_rows(read_index(index_dir)))
    out_file.parent.mkdir(parents=True, exist_ok=True)
    out_file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
