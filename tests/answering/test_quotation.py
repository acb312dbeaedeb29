from chatbot.answering.quotation import quote
from chatbot.passages import Passage, Unit, UnitKind


def _passage(*units: tuple[str, UnitKind, int], follows: bool = True) -> Passage:
    made = tuple(
        Unit(text, kind, block, follows=follows and n > 0)
        for n, (text, kind, block) in enumerate(units)
    )
    return Passage("a/#b:0", "a/#b", made)


def test_short_section_is_quoted_whole() -> None:
    passage = _passage(("One.", "sentence", 0), ("Two.", "sentence", 0), ("Three.", "sentence", 1))
    assert quote([(passage, {1: 0.9})]) == "One. Two.\nThree."


def test_long_paragraph_gives_the_three_sentences_around_the_best() -> None:
    passage = _passage(*((f"Sentence {n}.", "sentence", 0) for n in range(6)))
    assert quote([(passage, {3: 0.9, 4: 0.5, 5: 0.4})]) == "Sentence 3. Sentence 4. Sentence 5."


def test_short_paragraph_brings_the_one_before_and_else_the_one_after() -> None:
    units: list[tuple[str, UnitKind, int]] = [
        ("First.", "sentence", 0),
        ("A title", "sentence", 1),
        ("Best.", "sentence", 2),
        ("Also best.", "sentence", 2),
        ("After.", "sentence", 3),
        ("Long.", "sentence", 4),
        ("Longer.", "sentence", 4),
        ("Longest.", "sentence", 4),
    ]
    assert quote([(_passage(*units), {2: 0.9})]) == "Best. Also best.\nAfter."
    assert quote([(_passage(*units), {4: 0.9})]) == "Best. Also best.\nAfter."
    assert quote([(_passage(*units), {6: 0.9})]) == "Long. Longer. Longest."


def test_list_is_quoted_whole_with_its_lead_in() -> None:
    units: list[tuple[str, UnitKind, int]] = [(f"Other {n}.", "sentence", 0) for n in range(4)]
    units += [("Bring:", "sentence", 1), ("a pen", "item", 2), ("some paper", "item", 2)]
    assert quote([(_passage(*units), {5: 0.9})]) == "Bring:\na pen\nsome paper"


def test_sentence_that_announces_a_list_brings_it() -> None:
    units: list[tuple[str, UnitKind, int]] = [(f"Other {n}.", "sentence", 0) for n in range(4)]
    units += [("Bring:", "sentence", 1), ("a pen", "item", 2), ("some paper", "item", 2)]
    assert quote([(_passage(*units), {4: 0.9})]) == "Bring:\na pen\nsome paper"


def test_table_row_is_quoted_alone_and_its_header_never() -> None:
    passage = _passage(
        ("Level Pay", "header", 0),
        ("Junior 1", "row", 0),
        ("Mid 2", "row", 0),
        ("Lead 3", "row", 0),
    )
    assert quote([(passage, {0: 0.99, 2: 0.8})]) == "Mid 2"


def test_quotation_does_not_run_across_what_is_not_on_the_page() -> None:
    passage = _passage(("One.", "sentence", 0), ("Two.", "sentence", 0), follows=False)
    assert quote([(passage, {1: 0.9})]) == "Two."


def test_section_without_text_has_no_quotation() -> None:
    assert quote([]) == ""
