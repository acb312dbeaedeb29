"""Draw the pay charts from `docs/data/costs.json`.

Run `python scripts/charts.py` to write `docs/assets/charts/*.svg`, or with `--check` to fail when
a chart is stale. Equal figures give equal files, byte for byte. Each drawing carries its own
background in a light and a dark form, so its contrast does not depend on the page around it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COSTS = ROOT / "docs" / "data" / "costs.json"
CHARTS = ROOT / "docs" / "assets" / "charts"

WIDTH, SIDE, TOP = 480, 18, 58
ROW_HEIGHT, BAR_HEIGHT, GROUP_HEIGHT, FOOT = 40, 12, 34, 40
DOT_WIDTH = 6  # a single figure is drawn as a short bar
DASH = "\u2013"
LEVELS = {"junior": "Junior", "mid": "Mid", "senior": "Senior", "any": "Level not stated"}

STYLE = """
    .panel { fill: #ffffff; stroke: #c8ccd4 }
    text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: #1d2330 }
    .title { font-size: 16px; font-weight: 600 }
    .group { font-weight: 600 }
    .small { font-size: 12px; fill: #4a5160 }
    .value { text-anchor: end }
    .tick { text-anchor: middle }
    .grid { stroke: #d5d9e1 }
    .first { fill: #1f4fa8 }
    .second { fill: #b4540a }
    .open { stroke: #1f4fa8; stroke-width: 2; stroke-dasharray: 3 3 }
    @media (prefers-color-scheme: dark) {
      .panel { fill: #1b1f27; stroke: #434a58 }
      text { fill: #eceff5 }
      .small { fill: #c2c8d4 }
      .grid { stroke: #3a4150 }
      .first { fill: #8db4ff }
      .second { fill: #ffb066 }
      .open { stroke: #8db4ff }
    }
"""


@dataclass(frozen=True)
class Bar:
    """One source's figure; `high` is None, or `is_open` true, where the source gives no top."""

    label: str
    written: str
    low: float
    high: float | None
    is_open: bool = False
    kind: str = "first"


@dataclass(frozen=True)
class Chart:
    """A titled stack of bars in groups on one axis that starts at zero."""

    name: str
    title: str
    unit: str
    ticks: Sequence[int]
    groups: Sequence[tuple[str, Sequence[Bar]]]

    @property
    def axis_ends(self) -> int:
        return self.ticks[-1]


def read_costs() -> dict[str, Any]:
    costs: dict[str, Any] = json.loads(COSTS.read_text(encoding="utf-8"))
    return costs


def written_range(low: float, high: float | None, *, is_open: bool = False) -> str:
    """The range as the source gives it: `250,000+`, `58,000`, `60,000-100,000` with an en dash."""
    if high is None:
        return f"{low:,.0f}+"
    if low == high:
        return f"{low:,.0f}"
    return f"{low:,.0f}{DASH}{high:,.0f}{'+' if is_open else ''}"


def reported_bar(entry: dict[str, Any]) -> Bar:
    """A bar for one reported figure; yearly sums are drawn, not written, as a month's."""
    is_open = bool(entry.get("high_is_open")) or entry["high"] is None
    months = 12 if entry["unit"].endswith("a year") else 1
    written = written_range(entry["low"], entry["high"], is_open=is_open)
    high = None if entry["high"] is None else entry["high"] / months
    if months == 12:
        written += " a year"
    label = f"{entry['label']} ({entry['as_of'].replace('c.', 'about ')})"
    return Bar(label, written, entry["low"] / months, high, is_open)


def by_level(entries: Sequence[dict[str, Any]]) -> list[tuple[str, list[Bar]]]:
    return [
        (heading, [reported_bar(entry) for entry in entries if entry["level"] == level])
        for level, heading in LEVELS.items()
    ]


def local_chart(costs: dict[str, Any]) -> Chart:
    ticks = (0, 100_000, 200_000, 300_000, 400_000)
    title = "Local pay in Lahore: what each source says"
    return Chart("pay-local", title, "PKR a month", ticks, by_level(costs["pay_local"]))


def foreign_chart(costs: dict[str, Any]) -> Chart:
    title = "Pay from foreign clients: what each source says"
    ticks = (0, 2_000, 4_000, 6_000, 8_000)
    unit = "US$ a month; sums a year are drawn as their twelfth part"
    return Chart("pay-foreign", title, unit, ticks, by_level(costs["pay_foreign"]))


def hourly_chart(costs: dict[str, Any]) -> Chart:
    kinds = (("freelancer", "The freelancer's own rate"), ("agency bill", "The agency's bill"))
    groups = [
        (heading, [reported_bar(entry) for entry in costs["hourly"] if entry["kind"] == kind])
        for kind, heading in kinds
    ]
    return Chart("rates-hourly", "Hourly rates", "US$ an hour", (0, 20, 40, 60, 80), groups)


def planning_chart(costs: dict[str, Any]) -> Chart:
    groups = []
    for row in costs["planning"]:
        if row["local_usd_month"] is None:
            continue
        bars = []
        for key, label, kind in (
            ("local_usd_month", "Local employer, in rupees", "first"),
            ("foreign_usd_month", "Paid by a foreign client", "second"),
        ):
            low, high = row[key]["low"], row[key]["high"]
            bars.append(Bar(label, written_range(low, high), low, high, kind=kind))
        groups.append((f"{row['label']} ({row['years']} years)", bars))
    title = "Planning ranges: our own judgement"
    unit = "US$ a month; low confidence"
    return Chart("pay-planning", title, unit, (0, 1000, 2000, 3000, 4000), groups)


def describe(chart: Chart) -> str:
    """The whole chart as sentences, for people who cannot see it."""
    sentences = [
        f"{heading}: " + "; ".join(f"{bar.label}, {bar.written}" for bar in bars) + "."
        for heading, bars in chart.groups
    ]
    return f"Figures in {chart.unit}. " + " ".join(sentences)


def draw_bar(bar: Bar, top: float, x_of: Callable[[float], float]) -> list[str]:
    """The label, the figure in words, the bar, and a dashed tail where the top is open."""
    start = x_of(bar.low)
    end = start if bar.high is None else x_of(bar.high)
    y = top + 20
    parts = [
        f'<text x="{SIDE}" y="{top + 13}">{escape(bar.label)}</text>',
        f'<text class="value" x="{WIDTH - SIDE}" y="{top + 13}">{escape(bar.written)}</text>',
        f'<rect class="{bar.kind}" x="{start:.1f}" y="{y}" '
        f'width="{max(DOT_WIDTH, end - start):.1f}" height="{BAR_HEIGHT}" rx="2"/>',
    ]
    if bar.is_open:
        tail = min(max(end, start + DOT_WIDTH) + 40, WIDTH - 4)
        middle = y + BAR_HEIGHT / 2
        parts.append(
            f'<line class="open" x1="{max(end, start + DOT_WIDTH):.1f}" y1="{middle}" '
            f'x2="{tail:.1f}" y2="{middle}"/>'
        )
    return parts


def draw_axis(chart: Chart, bottom: float, x_of: Callable[[float], float]) -> list[str]:
    parts = []
    for tick in chart.ticks:
        x = x_of(tick)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(f'<text class="small tick" x="{x:.1f}" y="{bottom + 18}">{tick:,}</text>')
    return parts


def render(chart: Chart) -> str:
    """The chart as SVG text."""
    margin = SIDE + 18

    def x_of(amount: float) -> float:
        return margin + (WIDTH - 2 * margin) * amount / chart.axis_ends

    rows: list[str] = []
    y = TOP
    for heading, bars in chart.groups:
        rows.append(f'<text class="group" x="{SIDE}" y="{y + 22}">{escape(heading)}</text>')
        y += GROUP_HEIGHT
        for bar in bars:
            rows += draw_bar(bar, y, x_of)
            y += ROW_HEIGHT
    height = y + FOOT
    body = [
        f'<rect class="panel" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>',
        f'<text class="title" x="{SIDE}" y="28">{escape(chart.title)}</text>',
        f'<text class="small" x="{SIDE}" y="46">{escape(chart.unit)}</text>',
        *draw_axis(chart, y + 6, x_of),
        *rows,
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="title desc">\n'
        f'  <title id="title">{escape(chart.title)}</title>\n'
        f'  <desc id="desc">{escape(describe(chart))}</desc>\n'
        f"  <style>{STYLE}  </style>\n  " + "\n  ".join(body) + "\n</svg>\n"
    )


def main(arguments: Sequence[str]) -> int:
    costs = read_costs()
    stale = []
    for make in (local_chart, foreign_chart, hourly_chart, planning_chart):
        chart = make(costs)
        path = CHARTS / f"{chart.name}.svg"
        drawing = render(chart)
        if "--check" in arguments:
            if not path.is_file() or path.read_text(encoding="utf-8") != drawing:
                stale.append(path.name)
        else:
            CHARTS.mkdir(parents=True, exist_ok=True)
            path.write_text(drawing, encoding="utf-8")
    if stale:
        sys.stderr.write(f"Stale: {', '.join(stale)}. Run `python scripts/charts.py`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
