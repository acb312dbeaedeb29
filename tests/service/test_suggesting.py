"""POST /answer: *Suggest this question* of the answer page, without JavaScript."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from service_support import make_settings, running
from starlette.testclient import TestClient

from chatbot.service.feedback import read_feedback

QUESTION = "what of tax, asks ali@example.com?"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def form_of(client: TestClient, question: str) -> LexborNode | None:
    page = LexborHTMLParser(client.get("/answer", params={"q": question}).text)
    return page.css_first('form[method="post"]')


@pytest.mark.parametrize("question", [QUESTION, "which?"])
def test_what_is_not_found_can_be_suggested(
    client: TestClient, tmp_path: Path, question: str
) -> None:
    form = form_of(client, question)
    assert form is not None
    assert form.css_first("button").text() == "Suggest this question"
    field = form.css_first("input")
    sent = client.post(
        str(form.attributes["action"]).removeprefix("."),
        data={str(field.attributes["name"]): str(field.attributes["value"])},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert sent.status_code == 303
    thanks = client.get(sent.headers["location"].removeprefix("."))
    assert "Thank you. The editors will see this question." in thanks.text
    (row,) = read_feedback(tmp_path / "feedback.sqlite3")
    assert row.question == question.replace("ali@example.com", "[e-mail]")
    assert (row.vote, row.reasons, row.index_id) == ("down", ["not_found"], "index-1")


@pytest.mark.parametrize("question", ["who owns the code?", "hire a nurse", "judge him", "hello"])
def test_nothing_else_is_suggested(client: TestClient, question: str) -> None:
    assert form_of(client, question) is None


def test_service_that_takes_no_feedback_offers_and_stores_none(tmp_path: Path) -> None:
    with running(tmp_path, feedback=False) as client:
        assert form_of(client, QUESTION) is None
        assert client.post("/answer", data={"q": QUESTION}).status_code == 404
    assert not (tmp_path / "feedback.sqlite3").exists()


def test_page_may_switch_it_off(tmp_path: Path) -> None:
    ask = make_settings(tmp_path).site_dir / "ask/index.html"
    meta = '<meta name="chat:feedback" content="off"></head>'
    with running(tmp_path) as client:
        assert form_of(client, QUESTION) is not None
        ask.write_text(ask.read_text().replace("</head>", meta))
        assert form_of(client, QUESTION) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"origin": "http://elsewhere.example"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "http://testserver:8080"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
def test_other_sites_suggest_nothing(
    client: TestClient, tmp_path: Path, headers: dict[str, str]
) -> None:
    assert client.post("/answer", data={"q": QUESTION}, headers=headers).status_code == 403
    assert not (tmp_path / "feedback.sqlite3").exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"origin": "https://testserver"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
    ],
)
def test_this_site_and_what_is_no_browser_may(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/answer", data={"q": QUESTION}, headers=headers).status_code == 303


@pytest.mark.parametrize("body", [b"", b"q=", b"q=%00", b"q=" + b"x" * 501, b"\xff\xfe"])
def test_what_is_no_question_is_refused(client: TestClient, tmp_path: Path, body: bytes) -> None:
    response = client.post("/answer", content=body, headers=FORM)
    assert response.status_code == 422
    assert "The question " in response.text
    assert not (tmp_path / "feedback.sqlite3").exists()


def test_failing_store_keeps_the_question(tmp_path: Path) -> None:
    with running(tmp_path, feedback_max_rows=1) as client:
        assert client.post("/answer", data={"q": "first"}).status_code == 303
        full = client.post("/answer", data={"q": QUESTION})
    assert full.status_code == 503
    assert "The store of feedback is full." in full.text
    assert QUESTION in full.text
