"""Measure speed, in one run: `make bench`. Prints the tables of docs/chatbot/performance.md.

Every figure is measured here and now on the built site and index; nothing is read from an earlier
run. Whole processes are started afresh; single answers are timed one by one with a warm process.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import httpx
from measured_service import MeasuredService

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "tests" / "data" / "evaluation" / "dev-questions.jsonl"
KINDS = ("paraphrase", "keyword", "extended", "oos_near", "oos_far", "multi")
PACKAGES = ("onnxruntime", "faiss-cpu", "numpy", "fastapi", "uvicorn", "mkdocs-material")
Row = tuple[str, str, str]


def main() -> None:
    """Run every measurement and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    n_rounds = 2 if parser.parse_args().quick else 10
    questions = _questions()
    print(_machine(len(questions)))
    rows: list[Row] = []
    rows += _in_process(questions, n_rounds)
    rows += _process_start()
    rows += _service(questions, n_rounds)
    rows += _builds()
    rows += _plain_python(questions)
    print("| what | median (min–max) | bound |\n|---|---|---|")
    for what, figure, bound in rows:
        print(f"| {what} | {figure} | {bound} |")


def _questions() -> list[str]:
    lines = map(json.loads, QUESTIONS.read_text("utf-8").splitlines())
    return [line["question"] for line in lines if line["kind"] in KINDS]


def _machine(n_questions: int) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    when = datetime.now(UTC).date().isoformat()
    return (
        f"{when}, `make bench`: {os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, {packages}. {n_questions} distinct questions.\n"
    )


def _figure(values: Sequence[float], unit: str) -> str:
    middle = statistics.median(values)
    return f"{middle:.2f} {unit} ({min(values):.2f}–{max(values):.2f})"


def _timed(calls: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call."""
    found = []
    for call in calls:
        started = time.perf_counter()
        call()
        found.append((time.perf_counter() - started) * 1e3)
    return found


def _in_process(questions: Sequence[str], n_rounds: int) -> list[Row]:
    from chatbot.answering.assistant import FaqAssistant
    from chatbot.encoder import OnnxEncoder
    from chatbot.encoders import WITH_ASKS_DIR

    encoder = OnnxEncoder(WITH_ASKS_DIR)
    assistant = FaqAssistant.load(ROOT / "index")
    for question in questions:
        assistant.reply(question)
    forward, answer, ratios = [], [], []
    for _ in range(n_rounds):
        one = _timed(lambda q=q: encoder.encode_query(q) for q in questions)
        whole = _timed(lambda q=q: assistant.reply(q) for q in questions)
        forward.append(statistics.median(one))
        answer.append(statistics.median(whole))
        ratios.append(answer[-1] / forward[-1])
    return [
        ("encoder's forward pass, p50 of each round", _figure(forward, "ms"), ""),
        ("whole answer in process, p50 of each round", _figure(answer, "ms"), ""),
        ("whole answer / forward pass", _figure(ratios, "×"), "≤ 1.5 ×"),
    ]


def _process_start() -> list[Row]:
    code = "from pathlib import Path; from chatbot.answering.assistant import FaqAssistant as A; "
    code += "A.load(Path('index')).reply('who owns the code?')"
    seconds = [_run([sys.executable, "-c", code]) for _ in range(5)]
    return [("start of the process to first answer", _figure(seconds, "s"), "≤ 1.5 s")]


def _run(command: Sequence[str], folder: Path = ROOT) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def _service(questions: Sequence[str], n_rounds: int) -> list[Row]:
    rows: list[Row] = []
    with MeasuredService(ROOT / "site", ROOT / "index") as service:
        for n_clients in (1, 8, 32):
            milliseconds, seconds = _load(service.url, questions * n_rounds, n_clients)
            milliseconds.sort()
            p50 = milliseconds[len(milliseconds) // 2]
            p99 = milliseconds[int(len(milliseconds) * 0.99)]
            rate = len(milliseconds) / seconds
            figure = f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {rate:.0f} questions/s"
            rows.append((f"`POST /api/ask`, {n_clients} client(s)", figure, ""))
        memory = f"{service.resident_mb():.0f} MB"
    return [*rows, ("resident memory of the service, after that load", memory, "≤ 300 MB")]


def _load(url: str, questions: Sequence[str], n_clients: int) -> tuple[list[float], float]:
    def ask_all(mine: Sequence[str]) -> list[float]:
        with httpx.Client(base_url=url) as client:
            return _timed(
                lambda q=q: client.post("/api/ask", json={"question": q}).raise_for_status()
                for q in mine
            )

    started = time.perf_counter()
    with ThreadPoolExecutor(n_clients) as pool:
        found = list(pool.map(ask_all, [questions[n::n_clients] for n in range(n_clients)]))
    return [value for part in found for value in part], time.perf_counter() - started


def _builds() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for part in ("docs", "overrides"):
            shutil.copytree(ROOT / part, copy / part)
        shutil.copy(ROOT / "mkdocs.yml", copy)
        guide = [sys.executable, "-m", "chatbot", "build"]
        cold = _run(guide, copy)
        warm = [_run(guide, copy) for _ in range(3)]
        with MeasuredService(copy / "site", copy / "index", watch=True, folder=copy) as service:
            live = [_edit_to_answer(service.url, copy, n) for n in range(5)]
    return [
        ("`guide build`, cold", f"{cold:.1f} s", ""),
        ("`guide build`, warm", _figure(warm, "s"), "≤ 5 s"),
        ("one edited page to its new answer", _figure(live, "s"), "≤ 2 s"),
    ]


def _edit_to_answer(url: str, folder: Path, number: int) -> float:
    page = folder / "docs" / "glossary.md"
    word = f"Quibblefrotz{number}"
    text = page.read_text("utf-8")
    marker = "\n## "
    head, _, tail = text.partition(marker)
    added = f"## {word} meaning\n\n{word} means the number {number} in this measurement.\n"
    page.write_text(f"{head}\n{added}{marker}{tail}", encoding="utf-8")
    started = time.perf_counter()
    while time.perf_counter() - started < 60:
        reply = httpx.post(f"{url}/api/ask", json={"question": f"{word} meaning"}).json()
        if word in reply.get("text", ""):
            seconds = time.perf_counter() - started
            time.sleep(5)  # the editor rests, and the rest of the site is built again
            return seconds
        time.sleep(0.05)
    raise SystemExit(f"The edit never showed: {reply}")


def _plain_python(questions: Sequence[str]) -> list[Row]:
    """The same questions through sentence-transformers and FAISS, where torch is installed."""
    python = ROOT / ".venv-training" / "bin" / "python"
    if not python.exists():
        return [
            ("sentence-transformers + FAISS, plain Python", "not run: `make encoder` first", "")
        ]
    script = ROOT / "benchmarks" / "plain_python.py"
    output = subprocess.run(
        [python, script], cwd=ROOT, check=True, capture_output=True, text=True,
        input=json.dumps(list(questions)),
    ).stdout  # fmt: skip
    figures = json.loads(output.splitlines()[-1])
    return [
        ("sentence-transformers + FAISS, one question", _figure(figures["ms"], "ms"), ""),
        ("the same: start to first answer", f"{figures['start_seconds']:.1f} s", ""),
        ("the same: resident memory", f"{figures['resident_mb']:.0f} MB", ""),
    ]


if __name__ == "__main__":
    main()
