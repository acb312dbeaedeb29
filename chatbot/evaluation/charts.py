"""Judged questions → the reliability diagram and the coverage–accuracy curve, as SVG."""

from collections.abc import Sequence

from chatbot.evaluation.metrics import Judged, share_of

SIZE, LEFT, TOP = 300, 52, 48
N_BINS = 10
_STYLE = """
    .panel { fill: #ffffff; stroke: #c8ccd4 }
    text { font: 12px system-ui, sans-serif; fill: #1d2330 }
    .title { font-size: 15px; font-weight: 600 }
    .grid { stroke: #d5d9e1 } .ideal { stroke: #8a92a3; stroke-dasharray: 4 4 }
    .line { stroke: #1f4fa8; stroke-width: 2; fill: none } .dot { fill: #1f4fa8 }
    @media (prefers-color-scheme: dark) {
      .panel { fill: #1b1f27; stroke: #434a58 } text { fill: #eceff5 }
      .grid { stroke: #3a4150 } .line { stroke: #8db4ff } .dot { fill: #8db4ff }
    }
"""
Point = tuple[float, float, str]


def reliability_points(judged: Sequence[Judged]) -> list[Point]:
    """For each tenth of probability that occurs: its mean, the share answerable, the count."""
    points = []
    for n in range(N_BINS):
        low, high = n / N_BINS, (n + 1) / N_BINS
        part = [
            one
            for one in judged
            if low <= one.probability < high or (n == N_BINS - 1 and one.probability >= high)
        ]
        if part:
            mean = sum(one.probability for one in part) / len(part)
            answerable = share_of(one.question.is_answerable for one in part)
            points.append((mean, answerable.value, f"{answerable.k}/{answerable.n}"))
    return points


def coverage_points(judged: Sequence[Judged], n_points: int = 40) -> list[Point]:
    """Answering the surest share of the answerable questions: how many of those are right."""
    surest = sorted(
        (one for one in judged if one.question.is_answerable), key=lambda one: -one.probability
    )
    points = []
    for n in range(1, n_points + 1):
        part = surest[: max(1, len(surest) * n // n_points)]
        right = share_of(one.rank == 1 and one.has_words for one in part)
        points.append((len(part) / len(surest), right.value, f"{right.k}/{right.n}"))
    return points


def chart(title: str, across: str, up: str, points: Sequence[Point], *, ideal: bool) -> str:
    """A square chart of shares from 0 to 1, with its points in the text alternative."""

    def x(value: float) -> float:
        return round(LEFT + value * SIZE, 1)

    def y(value: float) -> float:
        return round(TOP + (1 - value) * SIZE, 1)

    width, height = LEFT + SIZE + 24, TOP + SIZE + 48
    told = "; ".join(f"{a:.2f}: {b:.2f} ({count})" for a, b, count in points)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{title}</title>',
        f'<desc id="desc">{up} by {across}. {told}.</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="panel" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6"/>',
        f'<text class="title" x="16" y="24">{title}</text>',
        f'<text x="16" y="40">{up}</text>',
        f'<text x="{x(0.5)}" y="{height - 10}" text-anchor="middle">{across}</text>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        lines += [
            f'<line class="grid" x1="{x(0)}" y1="{y(tick)}" x2="{x(1)}" y2="{y(tick)}"/>',
            f'<text x="{LEFT - 8}" y="{y(tick) + 4}" text-anchor="end">{tick:.0%}</text>',
            f'<text x="{x(tick)}" y="{y(0) + 18}" text-anchor="middle">{tick:.0%}</text>',
        ]
    if ideal:
        lines.append(f'<line class="ideal" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}"/>')
    path = " ".join(f"{x(a)},{y(b)}" for a, b, _ in points)
    lines.append(f'<polyline class="line" points="{path}"/>')
    lines += [f'<circle class="dot" cx="{x(a)}" cy="{y(b)}" r="3"/>' for a, b, _ in points]
    return "\n".join([*lines, "</svg>", ""])
