"""Sections cut into passages."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.indexing.splitting import split_section
from chatbot.passages import Passage, Section, Unit, UnitKind


def count(text: str) -> int:
    return len(text.split())


def section(*units: Unit) -> Section:
    return Section("x/#a", ("Page", "Part"), 2, units)


def split(*units: Unit, max_tokens: int = 20) -> list[Passage]:
    return split_section(section(*units), count, max_tokens=max_tokens)


def texts(passages: list[Passage]) -> list[list[str]]:
    return [[unit.text for unit in passage.units] for passage in passages]


def sentence(text: str, block: int = 0) -> Unit:
    return Unit(text, "sentence", block)


def test_a_short_section_is_one_passage() -> None:
    (passage,) = split(sentence("One."), sentence("Two.", 1))
    assert (passage.id, passage.location, passage.text) == ("x/#a:0", "x/#a", "One.\nTwo.")


def test_an_empty_section_gives_no_passage() -> None:
    assert split() == []


def test_cuts_fall_between_blocks_first() -> None:
    first, second = [sentence("a b c d e.", 0)] * 2, [sentence("f g h i j.", 1)] * 2
    assert texts(split(*first, *second)) == [["a b c d e."] * 2, ["f g h i j."] * 2]


def test_ordinals_count_the_passages_of_a_section() -> None:
    passages = split(*(sentence("a b c d e f g h.", n) for n in range(5)))
    assert [passage.id for passage in passages] == ["x/#a:0", "x/#a:1", "x/#a:2"]


def test_every_piece_of_a_long_table_starts_with_its_header() -> None:
    header = Unit("Town People", "header", 0)
    rows = [Unit(f"Town {n} has people", "row", 0) for n in range(20)]
    passages = split(header, *rows)
    assert len(passages) > 1
    assert all(passage.units[0] == header for passage in passages)
    assert [unit for p in passages for unit in p.units[1:]] == rows


def test_every_piece_of_a_long_list_starts_with_its_lead_in() -> None:
    lead = sentence("Look for:", 0)
    items = [Unit(f"item {n} of the list", "item", 1) for n in range(20)]
    passages = split(lead, *items)
    assert len(passages) > 1
    assert all(passage.units[0] == lead for passage in passages)


def test_a_lead_in_moves_along_with_its_list() -> None:
    passages = split(
        sentence("a b c d e f g h i j k l.", 0),
        sentence("Look for:", 1),
        Unit("an item of nine words that needs more space", "item", 2),
    )
    assert texts(passages)[0] == ["a b c d e f g h i j k l."]
    assert texts(passages)[1][0] == "Look for:"


def test_a_long_header_is_not_repeated() -> None:
    header = Unit("h " * 12 + "h", "header", 0)
    passages = split(header, *(Unit(f"a row of five {n}", "row", 0) for n in range(9)))
    assert sum(unit.kind == "header" for p in passages for unit in p.units) == 1


def test_an_overlong_item_is_cut_at_its_sentences() -> None:
    item = Unit("One two three four five six. " * 5 + "End.", "item", 0)
    pieces = [unit for passage in split(item) for unit in passage.units]
    assert all(piece.text.endswith(".") for piece in pieces)


def test_overlong_code_is_cut_at_its_lines() -> None:
    code = Unit("\n".join(f"    x = {n}" for n in range(30)), "code", 0)
    pieces = [unit.text for passage in split(code) for unit in passage.units]
    assert "\n".join(pieces) == code.text


def test_text_without_white_space_is_cut_all_the_same() -> None:
    passages = split_section(section(sentence("拉" * 500)), len, max_tokens=100)
    assert "".join(unit.text for p in passages for unit in p.units) == "拉" * 500
    assert len(passages) >= 5


KINDS: list[UnitKind] = ["sentence", "item", "row", "header", "code"]
UNITS = st.lists(
    st.builds(
        Unit,
        st.text("ab. \n:拉", min_size=1, max_size=80).map(str.strip).filter(bool),
        st.sampled_from(KINDS),
        st.integers(0, 4),
    ),
    max_size=12,
).map(lambda units: sorted(units, key=lambda unit: unit.block))


@given(UNITS, st.integers(1, 60), st.sampled_from([count, len]))
def test_passages_fit_keep_the_order_and_lose_nothing(
    units: list[Unit], max_tokens: int, counter: Callable[[str], int]
) -> None:
    passages = split_section(section(*units), counter, max_tokens=max_tokens)
    limit = max(max_tokens, counter("Page > Part") + max_tokens // 4)
    for passage in passages:
        within = counter(f"Page > Part\n{passage.text}") <= limit
        assert within or len(passage.units[-1].text) == 1
    said = "".join("".join(passage.text.split()) for passage in passages)
    position = 0
    for unit in units:
        for character in "".join(unit.text.split()):
            position = said.index(character, position) + 1


def test_header_that_leaves_no_room_is_not_repeated() -> None:
    table = (Unit("::", "header", 0), Unit(":", "row", 0), Unit(":", "row", 1))
    passages = split_section(section(*table), len, max_tokens=6)
    assert all(len(unit.text) == 1 for passage in passages for unit in passage.units)


@pytest.mark.parametrize("max_tokens", [1, 3])
def test_a_heading_longer_than_a_passage_does_not_hang(max_tokens: int) -> None:
    assert split(sentence("One two three four."), max_tokens=max_tokens)
