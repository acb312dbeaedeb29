"""Personal data is hidden, figures are not; the rows are the widget's too."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.service.masking import mask

ROWS = json.loads((Path(__file__).parent.parent / "data/masking.json").read_text("utf-8"))
NUMBERS = st.text(alphabet="0123456789\u06f0\u06f1\u0663 +-–().,/a@", max_size=60)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_personal_data_is_masked(row: dict[str, str]) -> None:
    assert mask(row["text"]) == row["masked"]


@pytest.mark.parametrize(
    "text",
    [
        "UTC+5 2026-11-23",
        "GMT+0500 2026-11-23",
        "0900-1700 1000-1800",
        "from 09.00-17.00 10.00-18.00",
        "02 2024 03 2025",
    ],
)
def test_hours_and_months_are_left_alone(text: str) -> None:
    assert mask(text) == text


def test_neighbouring_numbers_are_all_masked() -> None:
    assert mask("0300 1234567 0301 7654321") == "[phone number] [phone number]"
    assert mask("+442079460958,03001234567") == "[phone number],[phone number]"


@given(text=NUMBERS)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
