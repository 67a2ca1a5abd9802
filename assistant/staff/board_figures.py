"""The figures as the board, the report and the export show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from assistant.cases import figures
from assistant.cases.figures import Figures, Rate, Stretch, Times
from assistant.cases.periods import Period
from assistant.rendering.moments import LOCAL_TIME
from assistant.staff import board_charts
from assistant.staff import board_sentences as said
from assistant.staff.amounts import share, worked
from assistant.staff.board_charts import Bar, Column
from assistant.staff.board_filters import Asked
from assistant.staff.desk import Desk
from assistant.staff.shown import Names
from assistant.staff.waiting import in_words
from assistant.store import case_load, outcomes, staff
from assistant.store.case_load import Load
from assistant.store.outcomes import Answers, Measured, Passed
from knowledge.article import Bilingual

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class ShownRate:
    """`shown` is a percentage with its counts, or the counts alone when there are too few cases."""

    name: Bilingual
    meaning: Bilingual
    rate: Rate
    shown: Bilingual


@dataclass(frozen=True, slots=True)
class ShownTimes:
    """How long a step took; `spread` is median, P75, P90 and P95 in words."""

    name: Bilingual
    meaning: Bilingual
    times: Times
    spread: tuple[Bilingual, ...]
    late: ShownRate


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one service, district or channel; `rates` are all of them, `three` those compared by."""

    name: Bilingual
    opened: int
    rates: tuple[Bilingual, ...]
    three: tuple[Bilingual, ...]
    reply: Bilingual
    resolve: Bilingual


@dataclass(frozen=True, slots=True)
class Group:
    """The first `MOST_LINES` are shown at once, the rest on request."""

    name: Bilingual
    lines: tuple[Line, ...]

    @property
    def parts(self) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        return self.lines[:MOST_LINES], self.lines[MOST_LINES:]


@dataclass(frozen=True, slots=True)
class Department:
    name: Bilingual
    sent: int
    sent_back: int
    finished: int


@dataclass(frozen=True, slots=True)
class Now:
    """What is open at this moment, with how long the longest wait is."""

    load: Load
    waited: Bilingual
    owners: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Board:
    period: Period
    opened: int
    left_out: int
    rates: tuple[ShownRate, ...]
    times: tuple[ShownTimes, ...]
    volume: tuple[Stretch, ...]
    groups: tuple[Group, ...]
    departments: tuple[Department, ...]
    rates_chart: Markup
    volume_chart: Markup


def board(session: Session, desk: Desk, asked: Asked) -> Board:
    """Everything about the cases that were opened in the time that is asked for."""
    wanted = asked.wanted()
    cases, answers = outcomes.measured(session, wanted), outcomes.answers(session, wanted)
    whole = figures.figures(cases, answers)
    rates = tuple(_rate(said.RATES[name], getattr(whole, name)) for name in said.RATES)
    volume = tuple(figures.volume(cases, asked.period.first, asked.period.last, LOCAL_TIME))
    return Board(
        period=asked.period,
        opened=whole.opened,
        left_out=whole.left_out,
        rates=rates,
        times=_times(whole),
        volume=volume,
        groups=_groups(cases, answers, desk.names),
        departments=_departments(outcomes.passed(session, wanted), department_names(desk)),
        rates_chart=_rates_chart(rates),
        volume_chart=_volume_chart(volume),
    )


def present(session: Session, desk: Desk, asked: Asked) -> Now:
    """What is open now, among the cases that are asked for, whenever they were opened."""
    now = desk.clock.now()
    load = case_load.load(session, asked.wanted(), now)
    names = staff.names(session)
    return Now(
        load=load,
        waited=said.NONE if load.oldest is None else in_words(now - load.oldest),
        owners=tuple((names.get(owner, owner), number) for owner, number in load.by_owner),
    )


def department_names(desk: Desk) -> dict[str, Bilingual]:
    return {name: department.name for name, department in desk.town.departments.items()}


def _rate(definition: said.Definition, rate: Rate) -> ShownRate:
    return ShownRate(definition.name, definition.meaning, rate, share(rate))


def _times(whole: Figures) -> tuple[ShownTimes, ...]:
    late = dict(whole.late)
    return tuple(
        ShownTimes(
            name=step.name,
            meaning=step.meaning,
            times=times,
            spread=tuple(worked(value) for value in (times.median, times.p75, times.p90, times.p95)),
            late=_rate(said.LATE[name], late[name]),
        )
        for name, step in said.STEPS.items()
        for times in (getattr(whole, name),)
    )


def _groups(cases: Sequence[Measured], answers: Sequence[Answers], names: Names) -> tuple[Group, ...]:
    def channel(code: str | None) -> Bilingual:
        return said.named(said.CHANNELS, code)

    by_service = figures.by(cases, answers, lambda one: one.service)
    by_district = figures.by(cases, answers, lambda one: one.region)
    by_channel = figures.by(cases, answers, lambda one: one.channel)
    return (
        _group(said.BY_SERVICE, by_service, names.service),
        _group(said.BY_DISTRICT, by_district, names.region),
        _group(said.BY_CHANNEL, by_channel, channel),
    )


def _group(
    name: Bilingual,
    groups: Iterable[tuple[str | None, Figures]],
    named: Callable[[str | None], Bilingual],
) -> Group:
    return Group(
        name,
        tuple(
            Line(
                name=named(code),
                opened=found.opened,
                rates=tuple(share(getattr(found, rate)) for rate in said.RATES),
                three=tuple(share(getattr(found, rate)) for rate in said.THE_THREE),
                reply=worked(found.reply.median),
                resolve=worked(found.resolve.median),
            )
            for code, found in groups
        ),
    )


def _departments(passed: Iterable[Passed], names: Mapping[str, Bilingual]) -> tuple[Department, ...]:
    return tuple(
        Department(said.named(names, one.department), one.sent, one.sent_back, one.finished) for one in passed
    )


def _rates_chart(rates: Iterable[ShownRate]) -> Markup:
    wanted = [said.RATES[name].name for name in said.THE_THREE]
    shown = [rate for rate in rates if rate.name in wanted]
    bars = [
        Bar(
            f"{rate.name.zh} {rate.name.en}",
            None if rate.rate.percent is None else rate.rate.percent / 100,
            rate.shown.zh,
        )
        for rate in shown
    ]
    text = " ".join(f"{rate.name.zh} {rate.shown.zh}." for rate in shown)
    return board_charts.bars("rates", "三率 The three rates", text, bars)


def _volume_chart(volume: Sequence[Stretch]) -> Markup:
    shown = [Column(_day(one.first), one.opened, one.settled) for one in volume]
    most = max(volume, key=lambda one: one.opened)
    text = (
        f"共{sum(one.opened for one in volume)}个，最多的是{most.first}：{most.opened}个。 "
        f"{sum(one.opened for one in volume)} in all, most on {most.first}: {most.opened}."
    )
    return board_charts.columns("volume", "开的个案 Cases opened", text, shown)


def _day(day: date | datetime) -> str:
    return f"{day.month}-{day.day}"
