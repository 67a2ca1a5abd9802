"""When a resident says that something should be: 明天上午, 礼拜五下晌三点以后, any time next week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.article import Language
from knowledge.normalise import normalise
from knowledge.spoken import hours_en, hours_zh
from knowledge.spoken.calendar_days import A_WHILE, Days, Problem, Today
from knowledge.spoken.hours import Hours, read_hours
from knowledge.spoken.time_words import MASK, DayWords, Grammar, TimeWords, between, standing

_LOCAL = ZoneInfo("Asia/Shanghai")
_RANK = {"named": 0, "date": 1, "weekday": 2, "range": 3}
_DAY_ENDS = time(18)
_NO_DAY = Days(None, None)
_JOINED = re.compile(rf"(?<={MASK})\s*(?:到|至|或者?|和|跟|[-~、]|to|or|and|until)\s*{MASK}")
_LEFT_OVER = re.compile(r"^[\s,.;:、。;]+|[\s,;:、。;]+$|(?<=[,、。;])[,、。;]+")


@dataclass(frozen=True, slots=True)
class When:
    """A span of local days (Asia/Shanghai) and, within each of them, of times of day.

    `first` and `last` are None when no day was said, and equal for one day. "After" a day reaches a
    fortnight, "before" it begins today. `start` without `end` is a time by the clock, `end` without `start`
    is "before"; "after" ends with the part of the day that was said, else at 18:00, or at 21:00 if later.
    `any_time`: the resident leaves the time open, within the days if some are said. `problem`: the time is
    over, by the lunar calendar, or on a day that does not exist; what could still be told is told.
    """

    first: date | None
    last: date | None
    start: time | None
    end: time | None
    any_time: bool
    problem: Problem | None


def read_when(text: str, language: Language, now: datetime) -> When | None:
    """The time that `text` names, the last one when it corrects itself; None when it names none.

    `now` is aware, or local in Asia/Shanghai. An hour without a part of the day is one of 8:00 to 19:59.
    """
    words, grammar = _find(normalise(text), language)
    local = now if now.tzinfo is None else now.astimezone(_LOCAL).replace(tzinfo=None)
    days = standing(words, words.days, grammar)
    hours = read_hours(words, grammar)
    if words.later and not days:
        return _later(local, words.later[-1].minutes)
    if not (days or hours or words.any_time):
        return None
    hours = hours or Hours(None, None)
    named = _days(words, days, grammar, Today(local.date(), _is_over(hours, local.time())))
    problem = named.problem
    if problem is None and named.last == local.date() and _has_passed(hours, local.time()):
        problem = "past"
    shift = timedelta(days=1 if hours.next_day else 0)
    return When(
        named.first + shift if named.first else None,
        named.last + shift if named.last else None,
        hours.start,
        hours.end,
        bool(words.any_time),
        problem,
    )


def without_time(text: str, language: Language) -> str:
    """What is left of the normalised text without its words of time."""
    text = normalise(text)
    words, _ = _find(text, language)
    left = "".join(MASK if read == MASK else kept for kept, read in zip(text, words.masked, strict=True))
    left = _JOINED.sub(MASK, left)
    left = re.sub(rf"{MASK}+", "" if language == "zh" else " ", left)
    return _LEFT_OVER.sub("", re.sub(r"\s+", " ", left)).strip()


def _find(text: str, language: Language) -> tuple[TimeWords, Grammar]:
    grammar = hours_zh.GRAMMAR if language == "zh" else hours_en.GRAMMAR
    find = hours_zh.find if language == "zh" else hours_en.find
    return find(text), grammar


def _later(now: datetime, minutes: int) -> When:
    then = now + timedelta(minutes=minutes)
    return When(then.date(), then.date(), time(then.hour, then.minute), None, any_time=False, problem=None)


def _has_passed(hours: Hours, now: time) -> bool:
    over = hours.end or hours.start
    return over is not None and over <= now and not hours.next_day


def _is_over(hours: Hours, now: time) -> bool:
    """Whether what was said of a day cannot be on this one any more."""
    if hours.start is None and hours.end is None:
        return now >= _DAY_ENDS
    return _has_passed(hours, now)


def _days(words: TimeWords, found: Sequence[DayWords], grammar: Grammar, today: Today) -> Days:
    """The last day that was said, or the last that can be, with those it is joined to."""
    if not found:
        return _NO_DAY
    reckoned = [_bounded(one, one.reckon(today), today) for one in found]
    index = max(
        (i for i, days in enumerate(reckoned) if days.problem is None),
        default=len(reckoned) - 1,
    )
    chosen, named = reckoned[index], found[index]
    for i in range(index - 1, -1, -1):
        text = between(words, found[i], found[i + 1])
        if grammar.through.fullmatch(text):
            chosen = _through(reckoned[i], chosen, named.kind)
        elif not grammar.either.fullmatch(text):
            break
        elif found[i].kind == named.kind:
            chosen = _either(reckoned[i], chosen, named.kind)
        elif _RANK[found[i].kind] < _RANK[named.kind]:
            chosen, named = reckoned[i], found[i]
    return chosen


def _bounded(words: DayWords, days: Days, today: Today) -> Days:
    if days.first is None or days.last is None or days.problem or words.bound is None:
        return days
    if words.bound == "after":
        return Days(days.first, days.first + timedelta(days=A_WHILE))
    return Days(today.date, days.last)


def _through(first: Days, last: Days, kind: str) -> Days:
    """Every day from the first to the last, which is reckoned from the first: 下周一到周三, 1月3号到5号."""
    if first.first is None or last.last is None or first.problem:
        return first if first.problem else last
    end = last.last
    if end < first.first and kind == "weekday":
        end += timedelta(days=7)
    elif end < first.first and end.day > first.first.day:
        end = end.replace(year=first.first.year, month=first.first.month)
    return Days(first.first, max(end, first.first))


def _either(one: Days, other: Days, kind: str) -> Days:
    """Both when they follow each other, else the one said first: a span has no gaps."""
    if one.problem or one.first is None or other.first is None or other.last is None:
        return other
    if kind == "weekday" and other.first < one.first:
        other = Days(other.first + timedelta(days=7), other.last + timedelta(days=7))
    both = _through(one, other, kind)
    return both if one.last and other.first and other.first <= one.last + timedelta(days=1) else one
