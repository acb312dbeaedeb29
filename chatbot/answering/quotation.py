"""A section and a question → the sentences that answer, verbatim."""

from collections.abc import Mapping, Sequence

from chatbot.passages import Passage, Unit, join_units

MAX_SENTENCES = 3
MAX_LIST_ITEMS = 14
LEAD_BONUS = 0.12  # a section's first sentence is written to answer its heading


def quote(passages: Sequence[tuple[Passage, Mapping[int, float]]]) -> str:
    """Cut the quotation from a section's passages.

    Each passage comes with the similarity of its units to the question, by unit number; units too
    short to have one count as 0. Returns at most three sentences, or one list with its lead-in, or
    one table row, or one block of code; "" for a section without text. Every result is a run of
    units that stand next to each other on the page.
    """
    best: tuple[float, int, int] | None = None
    for number, (passage, similarities) in enumerate(passages):
        for unit_number, unit in enumerate(passage.units):
            if unit.kind == "header":
                continue
            similarity = similarities.get(unit_number, 0.0)
            similarity += LEAD_BONUS if number == unit_number == 0 else 0.0
            if best is None or similarity > best[0]:
                best = (similarity, number, unit_number)
    if best is None:
        return ""
    passage, similarities = passages[best[1]]
    if len(passages) == 1 and _is_short(passage.units):
        return join_units(passage.units)
    first, last = _span(passage.units, best[2], similarities)
    return join_units(passage.units[first : last + 1])


def _is_short(units: Sequence[Unit]) -> bool:
    """Whether a whole section may be quoted: three sentences, or fewer and one list."""
    sentences = sum(unit.kind == "sentence" for unit in units)
    items = sum(unit.kind == "item" for unit in units)
    runs = all(unit.follows for unit in units[1:])
    plain = sentences + items == len(units)
    return (
        runs
        and plain
        and (
            (not items and sentences <= MAX_SENTENCES)
            or (items <= MAX_LIST_ITEMS and sentences == 1 and units[0].kind == "sentence")
        )
    )


def _span(units: Sequence[Unit], best: int, similarities: Mapping[int, float]) -> tuple[int, int]:
    kind = units[best].kind
    if kind in ("row", "code"):
        return best, best
    first, last = _block(units, best)
    if kind == "item":
        if last - first >= MAX_LIST_ITEMS:
            return best, best
        has_lead_in = first > 0 and units[first].follows and units[first - 1].kind == "sentence"
        if has_lead_in and units[first - 1].text.endswith(":"):
            first -= 1
        return first, last
    if last - first >= MAX_SENTENCES:
        starts = range(
            max(first, best - MAX_SENTENCES + 1), min(best, last - MAX_SENTENCES + 1) + 1
        )
        start = max(
            starts,
            key=lambda s: sum(similarities.get(n, 0.0) for n in range(s, s + MAX_SENTENCES)),
        )
        first, last = start, start + MAX_SENTENCES - 1
    return _with_list(units, *_with_neighbours(units, first, last))


def _with_neighbours(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """The paragraph before, then the one after, where all of them are three sentences at most."""
    if first > 0 and units[first].follows and _is_prose(units[first - 1]):
        start, _ = _block(units, first - 1)
        first = start if last - start < MAX_SENTENCES else first
    if last + 1 < len(units) and units[last + 1].follows:
        _, end = _block(units, last + 1)
        last = end if end - first < MAX_SENTENCES and _is_prose(units[end]) else last
    return first, last


def _is_prose(unit: Unit) -> bool:
    """Whether it is a whole sentence; a note's title is none, and neither is a lead-in."""
    return unit.kind == "sentence" and unit.text.rstrip("”’\"')").endswith((".", "!", "?", "。"))


def _with_list(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """A sentence that ends in a colon brings the list it announces."""
    if not units[last].text.endswith(":") or last + 1 >= len(units):
        return first, last
    start, end = _block(units, last + 1)
    is_list = units[start].kind == "item" and units[start].follows
    return (last, end) if is_list and end - start < MAX_LIST_ITEMS else (first, last)


def _block(units: Sequence[Unit], number: int) -> tuple[int, int]:
    """The first and the last unit of the run around `number` that shares its block and kind."""

    def joins(left: int, right: int) -> bool:
        same = units[left].block == units[right].block and units[left].kind == units[right].kind
        return same and units[right].follows

    first = last = number
    while first > 0 and joins(first - 1, first):
        first -= 1
    while last + 1 < len(units) and joins(last, last + 1):
        last += 1
    return first, last
