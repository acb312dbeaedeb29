"""Draw the hours that Lahore shares with seven cities, in January and in July 2026.

Run `python scripts/overlap_chart.py` to write `docs/assets/charts/overlap.svg`, or with `--check`
to fail when the file is stale. The hours come from the IANA time-zone database of this machine.
The drawing carries its own background, so it reads the same on a light and on a dark page.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CHART = Path(__file__).resolve().parent.parent / "docs" / "assets" / "charts" / "overlap.svg"
LAHORE = ZoneInfo("Asia/Karachi")  # the zone's name; all Pakistan keeps the same clock
CITIES = (
    ("London", "Europe/London"),
    ("Berlin", "Europe/Berlin"),
    ("Dubai", "Asia/Dubai"),
    ("Singapore", "Asia/Singapore"),
    ("Sydney", "Australia/Sydney"),
    ("New York, Toronto", "America/New_York"),
    ("San Francisco", "America/Los_Angeles"),
)
SEASONS = (("January", datetime(2026, 1, 15, 12, tzinfo=UTC)),
           ("July", datetime(2026, 7, 15, 12, tzinfo=UTC)))  # fmt: skip
DAY_STARTS, DAY_ENDS = 9, 18
AXIS_STARTS, AXIS_ENDS = 3, 31  # Lahore hours; 31 is 07:00 on the next day

WIDTH, LEFT, RIGHT, TOP = 560, 72, 46, 92
ROW_HEIGHT, BAR_HEIGHT = 64, 14

STYLE = """
    .panel { fill: #ffffff; stroke: #c8ccd4 }
    text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: #1d2330 }
    .small { font-size: 11.5px; fill: #4a5160 }
    .strong { font-weight: 600 }
    .lahore { fill: #e3e9f5 }
    .grid { stroke: #d5d9e1 }
    .day { fill: #a9b6cf }
    .shared { fill: #1f4fa8 }
    @media (prefers-color-scheme: dark) {
      .panel { fill: #1b1f27; stroke: #434a58 }
      text { fill: #eceff5 }
      .small { fill: #c2c8d4 }
      .lahore { fill: #2a3242 }
      .grid { stroke: #3a4150 }
      .day { fill: #566480 }
      .shared { fill: #8db4ff }
    }
"""


@dataclass(frozen=True)
class Window:
    """A working day of a city on Lahore's clock, and the part both days share."""

    city: str
    season: str
    ahead_hours: int  # how far Lahore's clock is ahead of the city's; negative when behind
    starts: int  # Lahore hours; more than 24 is the next day
    ends: int
    shared_starts: int
    shared_hours: int


def window(city: str, zone: str, season: str, at: datetime,
           lahore_day: tuple[int, int] = (DAY_STARTS, DAY_ENDS)) -> Window:  # fmt: skip
    """Compare a 09-18 day in a city with a day in Lahore, both on Lahore's clock."""
    lahore, abroad = at.astimezone(LAHORE).utcoffset(), at.astimezone(ZoneInfo(zone)).utcoffset()
    if lahore is None or abroad is None:
        raise ValueError(f"'{zone}' has no offset from UTC; expected an IANA time-zone name.")
    ahead_hours = round((lahore - abroad).total_seconds() / 3600)
    starts, ends = DAY_STARTS + ahead_hours, DAY_ENDS + ahead_hours
    shared_starts = max(starts, lahore_day[0])
    shared_hours = max(0, min(ends, lahore_day[1]) - shared_starts)
    return Window(city, season, ahead_hours, starts, ends, shared_starts, shared_hours)


def windows() -> list[Window]:
    """Every city of the chart, January before July."""
    return [window(city, zone, season, at) for city, zone in CITIES for season, at in SEASONS]


def clock(hour: int) -> str:
    """Lahore hours as a clock time: 31 is 07:00."""
    return f"{hour % 24:02d}:00"


def describe(rows: list[Window]) -> str:
    """The whole chart as sentences, for people who cannot see it."""
    sentences = [
        f"{row.city}, {row.season}: working day {clock(row.starts)} to {clock(row.ends)} "
        f"in Lahore, {row.shared_hours} shared hours."
        for row in rows
    ]
    return " ".join(sentences)


def x_of(hour: int) -> float:
    """Where an hour lies on the drawing, in its units."""
    width = WIDTH - LEFT - RIGHT
    return LEFT + width * (hour - AXIS_STARTS) / (AXIS_ENDS - AXIS_STARTS)


def bar(kind: str, starts: int, ends: int, top: float) -> str:
    """One bar from hour to hour."""
    width = x_of(ends) - x_of(starts)
    return (f'<rect class="{kind}" x="{x_of(starts):.1f}" y="{top:.1f}" width="{width:.1f}" '
            f'height="{BAR_HEIGHT}" rx="2"/>')  # fmt: skip


def axis(bottom: float) -> list[str]:
    """Lahore's own day as a band, and the hours above it."""
    band = x_of(DAY_ENDS) - x_of(DAY_STARTS)
    parts = [f'<rect class="lahore" x="{x_of(DAY_STARTS):.1f}" y="{TOP}" width="{band:.1f}" '
             f'height="{bottom - TOP:.1f}"/>']  # fmt: skip
    for hour in range(AXIS_STARTS, AXIS_ENDS, 3):
        x = x_of(hour)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom:.1f}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{TOP - 6}" text-anchor="middle">'
                     f"{clock(hour)[:2]}</text>")  # fmt: skip
    return parts


def row_parts(row: Window, top: float) -> list[str]:
    """One month of one city: its name, its day, the shared part and how long that is."""
    parts = [f'<text class="small" x="{LEFT - 8}" y="{top + 11.5:.1f}" text-anchor="end">'
             f"{row.season}</text>", bar("day", row.starts, row.ends, top)]  # fmt: skip
    if row.shared_hours:
        shared_ends = row.shared_starts + row.shared_hours
        parts.append(bar("shared", row.shared_starts, shared_ends, top))
    parts.append(f'<text class="strong" x="{WIDTH - 12}" y="{top + 11.5:.1f}" text-anchor="end">'
                 f"{row.shared_hours} h</text>")  # fmt: skip
    return parts


def draw(rows: list[Window]) -> str:
    """The chart as an SVG document."""
    bottom = TOP + 6 + ROW_HEIGHT * len(CITIES)
    height = bottom + 52
    parts = axis(bottom)
    for place, row in enumerate(rows):
        city_top = TOP + 6 + ROW_HEIGHT * (place // len(SEASONS))
        if place % len(SEASONS) == 0:
            parts.append(f'<text class="strong" x="14" y="{city_top + 13}">{row.city}</text>')
        parts += row_parts(row, city_top + 20 + 20 * (place % len(SEASONS)))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'width="{WIDTH}" height="{height}" aria-labelledby="title desc">',
        '<title id="title">Hours that Lahore shares with seven cities, 2026</title>',
        f'<desc id="desc">{describe(rows)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="panel" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
        '<text class="strong" x="14" y="26">Shared hours with Lahore, both sides working '
        "09-18</text>",
        '<text class="small" x="14" y="46">Clock times are Lahore time; each bar is a working day '
        "in the city named.</text>",
        f'<text class="small" x="{x_of(DAY_STARTS):.1f}" y="{TOP - 22}">Lahore, 09-18</text>',
        f'<text class="small" x="{x_of(24):.1f}" y="{TOP - 22}">next day</text>',
        *parts,
        f'<text class="small" x="14" y="{bottom + 20}">Blue: hours shared with a 09-18 day in '
        "Lahore (the shaded band).</text>",
        f'<text class="small" x="14" y="{bottom + 38}">Grey: the rest of a 09-18 day in the city '
        "named.</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the chart, or with `--check` compare it with the file."""
    chart = draw(windows())
    if "--check" in sys.argv[1:]:
        if CHART.exists() and CHART.read_text(encoding="utf-8") == chart:
            return 0
        sys.stderr.write(f"'{CHART.name}' is stale. Run `python scripts/overlap_chart.py`.\n")
        return 1
    CHART.parent.mkdir(parents=True, exist_ok=True)
    CHART.write_text(chart, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
