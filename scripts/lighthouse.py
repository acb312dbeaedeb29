"""Let Lighthouse look at the published pages as a phone sees them.

Usage: python scripts/lighthouse.py [--runs N] [--page LOCATION …] [--report]

Serves `site/` and `index/` with the project's own service and runs the npm package `lighthouse`
with Debian's chromium. A score is the median of N runs; a machine that does other work lowers the
first one. `--report` writes the table into docs/chatbot/performance.md. Exits with 1 below the
goals.
"""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs/chatbot/performance.md"
BLOCK = re.compile(r"(<!-- lighthouse -->\n).*?(<!-- end -->)", re.DOTALL)
PAGES = ("", "salaries-and-costs/", "skills-checklist/", "faq/")
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
METRICS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
}
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu"


@dataclass(frozen=True)
class Result:
    """The medians of one page: scores in percent, metrics in ms (the shift has no unit)."""

    location: str
    scores: dict[str, float]
    metrics: dict[str, float]
    n_bytes: int
    faults: list[str]
    versions: str


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "chatbot", "serve", "--port", str(port)]
    service = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(url + "api/health", timeout=1).close()
                break
            except OSError:
                if service.poll() is not None:
                    raise SystemExit("The service did not start. Run `guide build`.") from None
                time.sleep(0.2)
        yield url
    finally:
        service.terminate()
        service.wait()


def _run(url: str) -> dict[str, Any]:
    command = [
        str(ROOT / "node_modules/.bin/lighthouse"), url, "--quiet", "--output=json",
        f"--chrome-flags={CHROME_FLAGS}", f"--only-categories={','.join(GOALS)}",
    ]  # fmt: skip
    chrome = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    done = subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": chrome},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def measure(base: str, location: str, n_runs: int) -> Result:
    """Run Lighthouse `n_runs` times on one page."""
    runs = [_run(base + location) for _ in range(n_runs)]

    def median(values: Sequence[float]) -> float:
        return statistics.median(values)

    agent = runs[0]["environment"]["hostUserAgent"]
    chrome = re.search(r"Chrome/([\d.]+)", agent)
    return Result(
        location,
        {
            key: round(100 * median([run["categories"][key]["score"] for run in runs]))
            for key in GOALS
        },
        {key: median([run["audits"][key]["numericValue"] for run in runs]) for key in METRICS},
        round(median([run["audits"]["total-byte-weight"]["numericValue"] for run in runs])),
        _faults(runs[-1]),
        f"Lighthouse {runs[0]['lighthouseVersion']}, Chromium {chrome[1] if chrome else '?'}",
    )


def _faults(report: dict[str, Any]) -> list[str]:
    """Audits that cost points, with the first places found."""
    found = []
    for name, category in report["categories"].items():
        for part in category["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and (audit["score"] if audit["score"] is not None else 1) < 1:
                items = (audit.get("details") or {}).get("items", [])
                places = [str(it.get("node", {}).get("snippet") or it)[:160] for it in items[:4]]
                found.append(f"{name}: {audit['title']} {audit.get('displayValue', '')} {places}")
    return found


def table(results: Sequence[Result], n_runs: int) -> str:
    head = ["page", *(key.replace("-", " ") for key in GOALS), *METRICS.values(), "transferred"]
    rows = [head, ["---"] + ["--:"] * (len(head) - 1)]
    for result in results:
        times = [
            f"{value:.3f}" if key.endswith("shift") else f"{value:.0f} ms"
            for key, value in result.metrics.items()
        ]
        scores = [f"{score:.0f}" for score in result.scores.values()]
        name = result.location.strip("/") or "home"
        rows.append([name, *scores, *times, f"{result.n_bytes / 1000:.0f} kB"])
    when = datetime.now(UTC).date().isoformat()
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    runs = f"median of {n_runs} runs" if n_runs > 1 else "one run"
    return (
        f"{when}, `make lighthouse`: {results[0].versions}, its slow phone and slow 4G, "
        f"{runs}, {os.cpu_count()} cores.\n\n{text}\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--page", nargs="+", default=PAGES, metavar="LOCATION", dest="pages")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    with _served() as base:
        results = [measure(base, page, options.runs) for page in options.pages]
    text = table(results, options.runs)
    sys.stdout.write(text)
    missed = 0
    for result in results:
        missed += sum(result.scores[key] < goal for key, goal in GOALS.items())
        sys.stdout.writelines(f"/{result.location}  {fault}\n" for fault in result.faults)
    if options.report:
        page = REPORT.read_text(encoding="utf-8")
        filled = BLOCK.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", page)
        REPORT.write_text(filled, encoding="utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
