"""Growth curves as a picture: one panel a growth, from nought on both axes, so that growth in line
is a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, GAP, ACROSS = 300, 200, 60, 52, 84, 3
STYLE = "font-family='Helvetica, Arial, sans-serif' fill='#222'"


@dataclass(frozen=True)
class Panel:
    """A growth: its title, what the axes count, and its points."""

    title: str
    across: str
    up: str
    points: Sequence[tuple[float, float]]


def picture(panels: Sequence[Panel]) -> str:
    """The panels side by side, some in a row, as SVG."""
    rows = -(-len(panels) // ACROSS)
    width, row = LEFT + min(len(panels), ACROSS) * (WIDTH + GAP) - GAP + 24, TOP + HEIGHT + 62
    drawn = (
        line
        for number, panel in enumerate(panels)
        for line in _panel(
            panel, LEFT + number % ACROSS * (WIDTH + GAP), TOP + number // ACROSS * row
        )
    )
    size = f"width='{width}' height='{rows * row}' viewBox='0 0 {width} {rows * row}'"
    body = "\n".join(drawn)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size}>\n<rect width='{width}'"
        f" height='{rows * row}' fill='white'/>\n{body}\n</svg>\n"
    )


def _round_up(value: float) -> float:
    """The next value that divides well into four."""
    scale = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    return next(scale * step for step in (1, 2, 4, 6, 8, 10, 12, 16, 20) if scale * step >= value)


def _panel(panel: Panel, left: int, top: int) -> Iterator[str]:
    most_x, most_y = (
        _round_up(max(x for x, _ in panel.points)),
        _round_up(max(y for _, y in panel.points)),
    )

    def x(value: float) -> float:
        return left + WIDTH * value / most_x

    def y(value: float) -> float:
        return top + HEIGHT - HEIGHT * value / most_y

    yield (
        f"<text x='{left}' y='{top - 24}' font-size='14' font-weight='bold'"
        f" {STYLE}>{panel.title}</text>"
    )
    yield f"<text x='{left}' y='{top - 8}' font-size='11' {STYLE}>{panel.up}</text>"
    for part in range(5):
        right, value = most_x * part / 4, most_y * part / 4
        yield (
            f"<line x1='{left}' x2='{left + WIDTH}' y1='{y(value):.1f}' y2='{y(value):.1f}'"
            " stroke='#ddd'/>"
        )
        yield (
            f"<text x='{left - 8}' y='{y(value) + 4:.1f}' font-size='11' text-anchor='end'"
            f" {STYLE}>{value:g}</text>"
        )
        yield (
            f"<text x='{x(right):.1f}' y='{top + HEIGHT + 18}' font-size='11' text-anchor='middle'"
            f" {STYLE}>{right:,.0f}</text>"
        )
    line = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in panel.points)
    yield f"<polyline points='{line}' fill='none' stroke='#1f4e79' stroke-width='2'/>"
    yield from (
        f"<circle cx='{x(a):.1f}' cy='{y(b):.1f}' r='3.5' fill='#1f4e79'/>" for a, b in panel.points
    )
    yield (
        f"<text x='{left + WIDTH / 2:.0f}' y='{top + HEIGHT + 38}' font-size='12'"
        f" text-anchor='middle' {STYLE}>{panel.across}</text>"
    )
