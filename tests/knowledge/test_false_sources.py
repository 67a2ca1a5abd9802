"""Eight claims that were never issued, 八1 to 八8: nothing is said or sourced from them."""
# ruff: noqa: N802 - each test bears the number of its claim

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from knowledge.article import LANGUAGES, Article, Aspect, Source
from knowledge.library import Library

TODAY = date(2026, 11, 25)


class Known:
    """Every text that can be said, whatever the place, and every source it rests on."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def texts(self, *services: str) -> Iterator[str]:
        for service in services or tuple(self.library.articles):
            places: list[tuple[str, ...]] = [(), *((code,) for code in self.article(service).regions)]
            for place in places:
                for aspect in Aspect:
                    for language in LANGUAGES:
                        yield self.library.passage(service, aspect, language, place, TODAY).text

    def article(self, service: str) -> Article:
        return self.library.get(service)

    def sources(self) -> Iterator[tuple[str, Source]]:
        for service, article in self.library.articles.items():
            for source in article.sources.values():
                yield service, source

    def saying(self, pattern: str, *services: str) -> list[str]:
        return [text for text in self.texts(*services) if re.search(pattern, text, re.IGNORECASE)]

    def sourced(self, pattern: str) -> list[tuple[str, str]]:
        return [
            (service, source.title.zh)
            for service, source in self.sources()
            if re.search(pattern, f"{source.title.zh} {source.number} {source.issuer}")
        ]


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(Library.load())


def test_八1_the_invented_notice_of_a_pension_rise_of_3_5_per_cent_is_nowhere(known: Known) -> None:
    assert not known.saying(r"3[.点]5\s?(%|％|per ?cent)|百分之三点五")
    assert not known.sourced(r"人社部发〔2026〕[13]号")
    assert known.saying(r"2026年[^。]{0,6}(没有|没查到|不知道)", "employee_pension", "retirement_age")


def test_八2_the_seeded_letters_of_civil_affairs_are_nowhere(known: Known) -> None:
    assert not known.sourced(r"民办函〔202[56]〕")
    assert not known.saying(r"80.{0,4}89岁|50.{0,3}200(元|块)", "old_age_allowance")
    assert not known.saying(r"[3三],?(000|千)\s?(元|块|yuan)|每户.{0,4}\d", "home_adaptation")
    assert known.saying(r"没有统一的数", "old_age_allowance")
    assert known.saying(r"没有可靠的数|各地自己定", "home_adaptation")


def test_八3_long_term_care_has_no_invented_rate_no_start_in_april_and_no_compulsion(known: Known) -> None:
    assert not known.saying(r"0[.点]15|千分之一点五|2026年4月|April 2026|强制|compuls", "long_term_care")
    assert known.saying(r"2028年", "long_term_care")


def test_八4_the_opinion_on_long_term_care_is_that_of_march_2026(known: Known) -> None:
    assert not known.saying(r"2025年7月|July 2025", "long_term_care")
    opinions = [
        source
        for source in known.article("long_term_care").sources.values()
        if "长期护理保险制度的意见" in source.title.zh
    ]
    assert opinions
    assert {opinion.date for opinion in opinions} == {date(2026, 3, 25)}


def test_八5_no_yearly_test_of_three_abilities_takes_a_licence_away(known: Known) -> None:
    assert not known.saying(r"三力")
    assert not known.saying(
        r"每年[^。]{0,6}(考|测)[^。]{0,4}(记忆|判断|反应)|(记忆|反应)[^。]{0,8}(不过|不合格)[^。]{0,6}(注销|吊销)",
        "driver_license_senior",
    )
    assert known.saying(r"不是(马上|立刻)?(吊销|注销)", "driver_license_senior")


def test_八6_no_payment_of_380_450_or_470_yuan_is_said(known: Known) -> None:
    assert not known.saying(r"(?<!\d)(380|450|470)\s?(元|块|yuan)")
    assert known.saying(r"(?<!\d)400块", "resident_medical_insurance")


def test_八7_the_first_step_of_later_retirement_is_not_said_to_be_none(known: Known) -> None:
    assert not known.saying(r"零延迟|1965年1月[^。]{0,10}(不延|不推|不变|还是60|照旧|满60)", "retirement_age")
    assert known.saying(r"哪个月(能)?(退|退休)[^。]*12333|12333[^。]*哪个月", "retirement_age")


def test_八8_the_care_voucher_does_not_begin_in_2023(known: Known) -> None:
    assert not known.saying(r"2023", "elder_care_voucher")
    assert {
        source.date.year
        for source in known.article("elder_care_voucher").sources.values()
        if "消费补贴" in source.title.zh
    } <= {2025, 2026}
