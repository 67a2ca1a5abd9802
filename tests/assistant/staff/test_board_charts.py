from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from markupsafe import Markup

from assistant.staff import board_charts
from assistant.staff.board_charts import Bar, Column


def drawn(chart: Markup) -> Element:
    return ElementTree.fromstring(chart)


def filled(chart: Element, name: str) -> list[float]:
    """The sizes of the filled shapes, in order."""
    found = [shape for shape in chart.iter("rect") if shape.get("fill") == board_charts.FILL]
    return [float(shape.get(name, 0)) for shape in found]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_bar_is_as_long_as_its_share() -> None:
    chart = drawn(
        board_charts.bars("rates", "t", "d", [Bar("a", 0.5, ""), Bar("b", 1.0, ""), Bar("c", None, "3/4")])
    )

    half, whole = filled(chart, "width")
    assert half == pytest.approx(whole / 2, abs=0.1)
    assert "3/4" in {text.text for text in chart.iter("text")}


def test_columns_stand_in_proportion_below_a_round_number() -> None:
    chart = drawn(
        board_charts.columns("v", "t", "d", [Column("1", 340, 170), Column("2", 340, 340), Column("3", 0, 0)])
    )

    small, tall = filled(chart, "height")
    assert small == pytest.approx(tall / 2, abs=0.1)
    assert {"0", "200", "400"} <= {text.text for text in chart.iter("text")}


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 10, 11, 99, 100, 101, 999, 20_000])
def test_no_column_is_taller_than_its_scale(most: int) -> None:
    chart = drawn(board_charts.columns("v", "t", "d", [Column("1", most, most)]))

    scale = max(
        int(text.text) for text in chart.iter("text") if text.get("text-anchor") == "end" and text.text
    )
    assert most <= scale <= max(2, 10 * most)
    assert all(float(line.get("y1", 0)) >= 0 for line in chart.iter("line"))


def test_nothing_at_all_is_still_a_drawing() -> None:
    assert drawn(board_charts.columns("v", "t", "d", [])).tag == "svg"
    assert drawn(board_charts.bars("r", "t", "d", [])).tag == "svg"


def test_a_year_of_columns_keeps_its_labels_apart() -> None:
    chart = drawn(board_charts.columns("v", "t", "d", [Column(f"{n}", 1, 1) for n in range(366)]))

    places = sorted(
        float(text.get("x", 0)) for text in chart.iter("text") if text.get("text-anchor") == "middle"
    )
    assert len(places) <= 8
    assert min(after - before for before, after in pairwise(places)) > 40


def test_words_in_a_chart_are_never_markup() -> None:
    chart = board_charts.bars("r", "<b>", "&", [Bar("<script>", 1.0, "\"'")])

    assert "<script>" not in chart
    assert {text.text for text in drawn(chart).iter("text")} == {"<script>", "\"'"}


@pytest.mark.parametrize("colour", [board_charts.INK, board_charts.LINE, board_charts.FILL])
def test_lines_and_fills_stand_out_from_the_paper(colour: str) -> None:
    """WCAG 1.4.11."""
    assert (1 + 0.05) / (luminance(colour) + 0.05) >= 3
