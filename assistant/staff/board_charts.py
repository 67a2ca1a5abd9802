"""Charts as SVG inside the page: attributes alone, since the page allows no inline style.

Each has a title and a description (WCAG 1.1.1), shapes that differ in more than colour (1.4.1), and lines and
fills of at least 3:1 on white (1.4.11). Every chart stands beside a table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 640
INK, QUIET, LINE, FILL, PAPER = "#14202b", "#44525e", "#6b7884", "#0b4f8a", "#ffffff"
_LEFT, _RIGHT, _TOP, _PLOT = 56, 12, 12, 200
_LABELS = 8
_ROW, _NAME, _VALUE = 38, 190, 190


@dataclass(frozen=True, slots=True)
class Column:
    """A column of `total`, of which `part` is filled."""

    label: str
    total: int
    part: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that fills `share` (0 to 1) of its track, none when unknown; `value` is said beside it."""

    label: str
    share: float | None
    value: str


def columns(name: str, title: str, description: str, shown: Sequence[Column]) -> Markup:
    """Columns over time: the filled part stands at the bottom, the rest is an empty frame on top of it."""
    most = _round_up(max((column.total for column in shown), default=0))
    slot = (WIDTH - _LEFT - _RIGHT) / max(1, len(shown))
    thick = max(1.0, slot * 0.7)
    every = -(-len(shown) // _LABELS) or 1
    drawn = [_scale(most)]
    for at, column in enumerate(shown):
        x = _LEFT + at * slot + (slot - thick) / 2
        full, part = (_PLOT * value / most for value in (column.total, column.part))
        if column.total:
            drawn.append(_rect(x, _TOP + _PLOT - full, thick, full, PAPER))
        if column.part:
            drawn.append(_rect(x, _TOP + _PLOT - part, thick, part, FILL))
        if at % every == 0:
            drawn.append(_text(x + thick / 2, _TOP + _PLOT + 22, column.label, "middle"))
    return _svg(name, title, description, _TOP + _PLOT + 34, drawn)


def bars(name: str, title: str, description: str, shown: Sequence[Bar]) -> Markup:
    """Bars below each other, each with its name before and its value behind."""
    track = WIDTH - _NAME - _VALUE
    drawn: list[Markup] = []
    for at, bar in enumerate(shown):
        y = at * _ROW + 8
        drawn.append(_text(_NAME - 10, y + 17, bar.label, "end"))
        drawn.append(_rect(_NAME, y, track, _ROW - 16, PAPER, LINE))
        if bar.share:
            drawn.append(_rect(_NAME, y, track * min(1.0, bar.share), _ROW - 16, FILL))
        drawn.append(_text(WIDTH - _VALUE + 10, y + 17, bar.value, "start"))
    return _svg(name, title, description, max(1, len(shown)) * _ROW + 4, drawn)


def _scale(most: int) -> Markup:
    """Three lines, named at the left."""
    drawn = []
    for value in (0, most // 2, most):
        y = _TOP + _PLOT - _PLOT * value / most
        drawn.append(_tag("line", {"x1": _LEFT, "x2": WIDTH - _RIGHT, "y1": y, "y2": y, "stroke": LINE}))
        drawn.append(_text(_LEFT - 8, y + 5, str(value), "end"))
    return Markup("").join(drawn)


def _round_up(most: int) -> int:
    """An even number of few digits that is not below `most`."""
    unit = 1
    while 10 * unit < most:
        unit *= 10
    return next(step * unit for step in (2, 4, 6, 8, 10) if step * unit >= most)


def _svg(name: str, title: str, description: str, height: int, drawn: Sequence[Markup]) -> Markup:
    labelled = f"{name}-title {name}-text"
    inside = Markup('<title id="{}-title">{}</title><desc id="{}-text">{}</desc>').format(
        name, title, name, description
    ) + Markup("").join(drawn)
    attributes = {
        "class": "chart",
        "viewBox": f"0 0 {WIDTH} {height}",
        "role": "img",
        "aria-labelledby": labelled,
    }
    return _tag("svg", attributes, inside)


def _rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = FILL) -> Markup:
    place: dict[str, str | float] = {"x": x, "y": y, "width": width, "height": height}
    return _tag("rect", {**place, "fill": fill, "stroke": stroke, "stroke-width": 1.5})


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    place: dict[str, str | float] = {"x": x, "y": y, "fill": INK, "font-size": 15, "text-anchor": anchor}
    return _tag("text", place, escape(words))


def _tag(name: str, attributes: Mapping[str, str | float], inside: Markup | None = None) -> Markup:
    said = Markup(" ").join(
        Markup('{}="{}"').format(key, round(value, 1) if isinstance(value, float) else value)
        for key, value in attributes.items()
    )
    return Markup("<{} {}>{}</{}>").format(name, said, inside or "", name)
