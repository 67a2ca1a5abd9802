"""When something should be: kept, said back, compared with hours and with free times."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cases.town import Town
from assistant.cases.working_time import WorkingTime
from assistant.conversation.here import Here
from assistant.conversation.tasks.wishes import OFFERED, Wish, in_words, is_closed, matching, nearest
from assistant.rendering.moments import LOCAL_TIME
from tests.assistant.conversation.tasks.talking import MONDAY, OPENINGS, opening

TOMORROW = date(2026, 3, 3)
MORNING, AFTERNOON = (time(8), time(12)), (time(13), time(18))

days = st.dates(date(2026, 1, 1), date(2026, 12, 1))
times = st.times(time(6), time(21)).map(
    lambda at: at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
)


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    first = draw(st.none() | days)
    last = first + timedelta(days=draw(st.integers(0, 20))) if first else None
    start, end = draw(st.none() | times), draw(st.none() | times)
    if start and end and start >= end:
        start, end = end, (start if start > end else None)
    return Wish(first, last, start, end)


@pytest.fixture(scope="module")
def calendar() -> WorkingTime:
    """The example town's hall: 8:30 to 12:00 and 14:30 to 17:30, Monday to Friday."""
    return Town.load(None).calendar("hall")


def day(number: int, *part: time) -> Wish:
    return Wish(date(2026, 3, number), date(2026, 3, number), *part)


@given(wishes() | st.just(Wish(soon=True)))
def test_a_wish_is_the_same_after_it_was_kept(wish: Wish) -> None:
    assert Wish.from_text(wish.to_text()) == wish


@given(wishes() | st.just(Wish(soon=True)))
def test_a_wish_for_something_is_said_in_both_languages(wish: Wish) -> None:
    for language in ("zh", "en"):
        said = in_words(wish, MONDAY, language)
        assert bool(said) == (wish != Wish())
        assert "None" not in said


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-03-03/2026-03-03", "2026-13-03///"])
def test_what_is_no_wish_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Wish.from_text(text)


@pytest.mark.parametrize(
    ("wish", "zh", "en"),
    [
        (Wish(soon=True), "尽快", "as soon as possible"),
        (day(2), "今天", "today"),
        (day(3, *MORNING), "明天上午", "tomorrow in the morning"),
        (day(4, *AFTERNOON), "3月4日周三下午", "Wednesday 4 March in the afternoon"),
        (Wish(start=time(8), end=time(12)), "上午", "in the morning"),
        (day(3, time(15)), "明天下午3点", "tomorrow at 3:00 pm"),
        (day(3, time(15), time(16)), "明天下午3点到下午4点", "tomorrow from 3:00 pm to 4:00 pm"),
        (Wish(end=time(15)), "下午3点以前", "before 3:00 pm"),
        (
            Wish(date(2026, 3, 9), date(2026, 3, 13)),
            "3月9日周一到3月13日周五",
            "Monday 9 March to Friday 13 March",
        ),
    ],
)
def test_a_wish_is_said_back_as_people_say_it(wish: Wish, zh: str, en: str) -> None:
    assert in_words(wish, MONDAY, "zh") == zh
    assert in_words(wish, MONDAY, "en") == en


@pytest.mark.parametrize(
    ("wish", "closed"),
    [
        (day(3, *MORNING), False),
        (day(3, time(9)), False),
        (day(3, time(8)), True),
        (day(3, time(12, 30)), True),
        (day(3, time(12), time(14)), True),
        (day(3, time(11, 30), time(14)), False),
        (day(3, time(17, 30)), True),
        (day(3, time(20)), True),
        (day(7, *MORNING), True),
        (Wish(date(2026, 3, 7), date(2026, 3, 8)), True),
        (Wish(date(2026, 3, 7), date(2026, 3, 9)), False),
        (Wish(start=time(18), end=time(21)), True),
        # Qingming 2026 is Sunday 5 April, with Monday off.
        (Wish(date(2026, 4, 6), date(2026, 4, 6)), True),
        # A Saturday that is worked for the Spring Festival.
        (Wish(date(2026, 2, 28), date(2026, 2, 28)), False),
        # Today, of which the morning is half over.
        (day(2, *MORNING), False),
    ],
)
def test_hours_lunch_weekends_holidays_and_make_up_days_count(
    calendar: WorkingTime, wish: Wish, closed: bool
) -> None:
    now = datetime(2026, 2, 27, 9, tzinfo=LOCAL_TIME) if wish.first and wish.first.month == 2 else MONDAY
    assert is_closed(wish, calendar, now) is closed


@pytest.mark.parametrize(
    ("wish", "offered"),
    [
        (day(7, *MORNING), day(9, *MORNING)),
        (day(7, *AFTERNOON), day(9, *AFTERNOON)),
        (day(7), day(9, *MORNING)),
        (day(3, time(12, 30)), day(3, *AFTERNOON)),
        (day(3, time(20)), day(4, *MORNING)),
        (day(7, time(9)), day(9, time(9))),
        (Wish(date(2026, 4, 6), date(2026, 4, 6)), Wish(date(2026, 4, 7), date(2026, 4, 7), *MORNING)),
        (Wish(date(2026, 10, 1), date(2026, 10, 1)), Wish(date(2026, 10, 8), date(2026, 10, 8), *MORNING)),
    ],
)
def test_the_nearest_that_does_is_offered_instead(calendar: WorkingTime, wish: Wish, offered: Wish) -> None:
    assert nearest(wish, calendar, MONDAY) == offered


@given(wishes())
def test_what_is_offered_instead_is_never_closed_nor_before_what_was_wished(wish: Wish) -> None:
    calendar = Town.load(None).calendar("hall")
    near = nearest(wish, calendar, MONDAY)
    assert near.soon or not is_closed(near, calendar, MONDAY)
    if not near.soon and wish.first is not None:
        assert near.first is not None
        assert near.first >= wish.first


def test_another_time_of_day_keeps_the_day_and_another_day_the_time_of_day() -> None:
    before = day(3, *MORNING)
    assert Wish(start=time(15)).with_day_of(before) == day(3, time(15))
    assert day(4).with_day_of(before) == day(4, *MORNING)
    assert day(4, *AFTERNOON).with_day_of(before) == day(4, *AFTERNOON)
    assert Wish(soon=True).with_day_of(before) == Wish(soon=True)
    assert day(4).with_day_of(Wish(soon=True)) == day(4)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (day(3, *MORNING), [opening(3, 9), opening(3, 10)]),
        (day(3), [opening(3, 9), opening(3, 10), opening(3, 15)]),
        (Wish(soon=True), [opening(3, 9), opening(3, 10), opening(3, 15)]),
        (Wish(start=time(13), end=time(18)), [opening(3, 15), opening(4, 15), opening(5, 15)]),
        (day(4, time(10)), [opening(4, 10)]),
        # Nothing is free at that time of day: what comes after it on that day.
        (day(4, time(10, 30)), [opening(4, 15)]),
        # Nothing is free on that day any more: what comes after it.
        (day(4, time(16)), [opening(4, 9), opening(4, 10), opening(4, 15)]),
        # Nothing is free from that day on: whatever is.
        (day(6), [opening(3, 9), opening(3, 10), opening(3, 15)]),
    ],
)
def test_at_most_three_free_times_that_fit_are_found_else_those_after_it(
    wish: Wish, found: list[object]
) -> None:
    assert list(matching(wish, Here(MONDAY, openings=OPENINGS))) == found


@given(wishes())
def test_never_more_than_three_and_something_as_long_as_anything_is_free(wish: Wish) -> None:
    found = matching(wish, Here(MONDAY, openings=OPENINGS))
    assert 1 <= len(found) <= OFFERED
    assert list(matching(wish, Here(MONDAY))) == []
