"""The service as a program: start, stop, a new index while serving."""

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from service_support import (
    ScriptedFactory,
    make_app,
    make_settings,
    publish_index,
    running,
    served,
)

from chatbot.errors import SettingsError
from chatbot.service.app import create_app, serve
from chatbot.service.live import LiveAssistant
from chatbot.service.logs import JsonFormatter

ASK = {"question": "who owns the code?"}


def wait_until(is_true: Callable[[], bool], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_new_index_is_taken_up_without_a_lost_request(tmp_path: Path) -> None:
    seen: list[tuple[int, str]] = []
    stop = threading.Event()

    def keep_asking(address: str) -> None:
        with httpx.Client(base_url=address) as client:
            while not stop.is_set():
                response = client.post("/api/ask", json=ASK)
                seen.append((response.status_code, response.json().get("index_id")))

    with served(make_app(tmp_path)) as address:
        threads = [threading.Thread(target=keep_asking, args=(address,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for n in (2, 3):
            wait_until(lambda n=n: (200, f"index-{n - 1}") in seen)  # type: ignore[misc]
            publish_index(tmp_path / "index", f"index-{n}")
        wait_until(lambda: (200, "index-3") in seen)
        stop.set()
        for thread in threads:
            thread.join(10)
    assert {status for status, _ in seen} == {200}
    assert {index_id for _, index_id in seen} == {"index-1", "index-2", "index-3"}


def test_request_in_flight_keeps_its_index(tmp_path: Path) -> None:
    answers: list[str] = []
    factory = ScriptedFactory()
    with served(create_app(make_settings(tmp_path), factory)) as address:
        body = {"question": "held code"}
        thread = threading.Thread(
            target=lambda: answers.append(httpx.post(f"{address}/api/ask", json=body).text)
        )
        thread.start()
        assert factory.is_held.wait(10)
        publish_index(tmp_path / "index", "index-2")
        wait_until(lambda: httpx.get(f"{address}/api/health").json()["index_id"] == "index-2")
        factory.may_go_on.set()
        thread.join(10)
    assert json.loads(answers[0])["index_id"] == "index-1"


def test_broken_new_index_is_logged_once_and_the_old_one_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = make_settings(tmp_path)
    live = LiveAssistant(settings.index_dir, ScriptedFactory())
    live.load()
    publish_index(settings.index_dir, "broken")
    with caplog.at_level(logging.ERROR, "chatbot.service"):
        assert [live.refresh(), live.refresh()] == [False, False]
    assert live.current().index_id == "index-1"
    assert [record.getMessage() for record in caplog.records] == ["index_refused"]
    publish_index(settings.index_dir, "index-3")
    assert live.refresh()
    assert live.current().index_id == "index-3"


def test_index_that_disappears_leaves_the_old_one_answering(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    live = LiveAssistant(settings.index_dir, ScriptedFactory())
    live.load()
    (settings.index_dir / "manifest.json").unlink()
    assert not live.refresh()
    assert live.current().index_id == "index-1"


def test_questions_are_not_logged_by_default(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def logged(is_on: bool) -> str:
        caplog.clear()
        with (
            caplog.at_level(logging.DEBUG, "chatbot.service"),
            running(tmp_path, log_questions=is_on) as client,
        ):
            client.post("/api/ask", json={"question": "code xyzzy"})
            client.get("/answer", params={"q": "code xyzzy"})
        lines = [JsonFormatter().format(record) for record in caplog.records]
        assert all(json.loads(line)["event"] for line in lines)
        assert any('"event": "request"' in line for line in lines)
        return "\n".join(lines)

    assert "xyzzy" not in logged(False)
    assert logged(True).count("code xyzzy") == 2


def test_port_in_use_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"CHATBOT_PORT is '{port}'.*in use.*--port"):
            serve(make_settings(tmp_path, port=port))


def run_guide(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "chatbot", "serve", "--port", "0", *arguments]
    environ = {name: value for name, value in os.environ.items() if "CHATBOT" not in name}
    return subprocess.run(
        command, capture_output=True, text=True, env=environ, timeout=60, check=False
    )


def test_service_refuses_to_start_without_an_index(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    (settings.index_dir / "manifest.json").unlink()
    site, index = str(settings.site_dir), str(settings.index_dir)
    done = run_guide("--site", site, "--index", index)
    assert done.returncode == 2
    assert "'manifest.json' is missing. Run `guide build` to create it." in done.stderr
    assert "Traceback" not in done.stderr


def test_service_refuses_to_start_without_a_site(tmp_path: Path) -> None:
    done = run_guide("--site", str(tmp_path))
    assert done.returncode == 2
    assert "No site in" in done.stderr


def test_crashing_factory_stops_the_start(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    publish_index(settings.index_dir, "broken")
    live = create_app(settings, ScriptedFactory()).state.service.live
    with pytest.raises(ValueError, match="cut short"):
        live.load()
    assert not live.is_loaded
