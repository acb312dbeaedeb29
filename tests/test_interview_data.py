"""The interview questions as data say what the interview kit says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
SKILLS = [
    "Programming Languages",
    "Database Management",
    "API Development",
    "Cloud Services",
    "Security Practices",
    "Version Control",
    "Testing and Debugging",
    "Collaboration Tools",
]


@pytest.fixture(scope="module")
def interview() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DOCS / "data" / "interview.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "interview-kit.md").read_text("utf-8").replace("**", "")


def test_questions_cover_the_eight_skills(interview: dict[str, Any]) -> None:
    assert [skill["name"] for skill in interview["skills"]] == SKILLS
    assert all(len(skill["questions"]) >= 3 for skill in interview["skills"])


def test_five_questions_are_the_sample_questions(interview: dict[str, Any]) -> None:
    questions = [question for skill in interview["skills"] for question in skill["questions"]]
    assert sum(question["sample_question"] for question in questions) == 5
    assert len(questions) >= 20


def test_each_question_stands_on_the_page_as_in_the_data(
    interview: dict[str, Any], page: str
) -> None:
    for skill in interview["skills"]:
        for question in skill["questions"]:
            assert f"### {question['title']}\n" in page
            assert question["ask"] in page
            assert question["weak"] in page
            assert all(evidence in page for evidence in question["evidence"].values())
            assert all(follow_up in page for follow_up in question["follow_ups"])


def test_each_rating_stands_on_the_page(interview: dict[str, Any], page: str) -> None:
    for rating in interview["rubric"]:
        assert f"| {rating['label']} |" in page
