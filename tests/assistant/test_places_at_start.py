"""A page of a place that is wrong keeps nobody from being answered, and somebody hears of it."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path

import pytest

from assistant import composition
from assistant.logs import JsonLines
from assistant.processes import diagnosis
from assistant.settings import Settings, load_settings
from knowledge.article import Aspect

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 25)
RIGHT = """\
region: "350102"
sources:
services:
  old_age_allowance:
    aspects:
      materials: {confirm: true}
    texts:
      materials: {zh: 一般带身份证。, en: Usually bring the identity card.}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "350102.yml").write_text(RIGHT, encoding="utf-8")
    return load_settings(data_dir=tmp_path)


@pytest.fixture
def wrong(settings: Settings) -> Settings:
    text = RIGHT.replace("350102", "350103").replace("身份证。", "身份证")
    (settings.places_dir / "350103.yml").write_text(text, encoding="utf-8")
    return settings


def test_a_right_page_speaks_for_its_place(settings):
    library = composition._library(settings)

    passage = library.passage("old_age_allowance", Aspect.MATERIALS, "zh", ("350102",), TODAY)
    assert passage.text == "一般带身份证。"


def test_a_wrong_page_is_left_out_with_a_line_in_the_log(wrong, caplog):
    with caplog.at_level(logging.WARNING):
        library = composition._library(wrong)

    (line,) = [json.loads(JsonLines("web").format(record)) for record in caplog.records]
    assert (line["event"], line["reason"]) == ("place page left out", "places/350103.yml")
    assert list(library.pages.right) == ["350102"]


def test_the_doctor_counts_the_pages(settings):
    assert diagnosis._place_pages(settings).detail == f"1 in {settings.places_dir}"


def test_the_doctor_says_that_a_page_is_left_out_and_how_to_mend_it(wrong):
    finding = diagnosis._place_pages(wrong)

    assert finding.health is diagnosis.Health.DEGRADED
    assert finding.detail == "1 left out: mistakes, the first in places/350103.yml, line 8"
    assert finding.mend == "Run bangban knowledge check."
