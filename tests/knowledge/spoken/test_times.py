from datetime import UTC, datetime

import pytest

from knowledge.homophones import with_homophones
from knowledge.spoken.times import read_when, without_time
from tests.knowledge.spoken import english_time_rows as english
from tests.knowledge.spoken.day_rows import DAYS
from tests.knowledge.spoken.hour_rows import HOURS, NO_TIMES
from tests.knowledge.spoken.shown import THURSDAY_AT_TEN, at, shown

CHINESE = (*DAYS, *HOURS)


@pytest.mark.parametrize(("said", "meant"), CHINESE)
def test_a_time_is_read_as_people_say_it(said: str, meant: str) -> None:
    assert shown(read_when(said, "zh", THURSDAY_AT_TEN)) == meant


@pytest.mark.parametrize(("said", "meant"), english.TIMES)
def test_an_english_time_is_read_as_people_say_it(said: str, meant: str) -> None:
    assert shown(read_when(said, "en", THURSDAY_AT_TEN)) == meant


@pytest.mark.parametrize("said", NO_TIMES)
def test_words_that_look_like_a_time_are_none(said: str) -> None:
    assert read_when(said, "zh", THURSDAY_AT_TEN) is None


@pytest.mark.parametrize("said", english.NO_TIMES)
def test_english_words_that_look_like_a_time_are_none(said: str) -> None:
    assert read_when(said, "en", THURSDAY_AT_TEN) is None


@pytest.mark.parametrize(("said", "meant"), [*CHINESE, *((said, None) for said in NO_TIMES)])
def test_fillers_before_and_particles_behind_change_no_time(said: str, meant: str | None) -> None:
    for around in ("那个{}", "嗯{}吧", "就是{}啊", "{}呢", "嗯，{}。"):
        assert shown(read_when(around.format(said), "zh", THURSDAY_AT_TEN)) == meant, around


@pytest.mark.parametrize(("said", "meant"), [*english.TIMES, *((said, None) for said in english.NO_TIMES)])
def test_english_fillers_change_no_time(said: str, meant: str | None) -> None:
    for around in ("well, {}", "um {} please", "{}, thank you."):
        assert shown(read_when(around.format(said), "en", THURSDAY_AT_TEN)) == meant, around


@pytest.mark.parametrize(
    ("now", "said", "meant"),
    [
        (at(25, 9), "周三", "11-25"),
        (at(25, 9), "周三上午", "11-25 08:00/12:00"),
        (at(25, 13), "周三上午", "12-02 08:00/12:00"),
        (at(25, 13), "周三下午", "11-25 13:00/18:00"),
        (at(25, 18), "周三", "12-02"),
        (at(25, 16), "周三三点", "12-02 15:00"),
        (at(26, 9), "周三", "12-02"),
        (at(26, 14), "今天上午", "11-26 08:00/12:00 past"),
        (at(26, 14), "今天三点", "11-26 15:00"),
        (at(26, 16), "今天三点", "11-26 15:00 past"),
        (at(26, 16), "三点", "15:00"),
        (at(26, 19), "26号", "12-26"),
        (at(28, 9), "周末", "11-28/11-29"),
        (at(29, 9), "周末", "11-29"),
        (at(29, 9), "下周一", "11-30"),
        (at(29, 9), "这周三", "11-25 past"),
        (at(2, 9), "月初", "11-02/11-05"),
        (at(30, 23, 30), "一个小时后", "12-01 00:30"),
        (at(30, 9), "三个月后", "2027-02-28"),
    ],
)
def test_a_day_is_reckoned_from_the_moment_of_speaking(now: datetime, said: str, meant: str) -> None:
    assert shown(read_when(said, "zh", now)) == meant


def test_the_day_is_the_one_in_shanghai() -> None:
    assert shown(read_when("今天", "zh", datetime(2026, 11, 26, 20, tzinfo=UTC))) == "11-27"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("明天下午三点在武夷路12号", "在武夷路12号"),
        ("我要预约明天上午九点半的号", "我要预约的号"),
        ("周一到周五路灯都不亮", "路灯都不亮"),
        ("九点到十点来村委会", "来村委会"),
        ("武夷路12号", "武夷路12号"),
        ("名天下舞来我这儿", "来我这儿"),
        ("商务楼", "商务楼"),
    ],
)
def test_what_is_left_without_the_time_is_the_rest_as_it_was_said(said: str, left: str) -> None:
    assert without_time(said, "zh") == left


def test_what_is_left_of_an_english_text_keeps_its_letters() -> None:
    assert without_time("tomorrow at 2pm at 12 Wuyi Road", "en") == "at 12 Wuyi Road"


def test_no_text_makes_the_reader_fail() -> None:
    for seed, (said, _) in enumerate(CHINESE):
        heard = with_homophones(said, 0.5, seed)
        read_when(heard, "zh", THURSDAY_AT_TEN)
        assert len(without_time(heard, "zh")) <= len(heard)
