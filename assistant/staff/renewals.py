"""What the page of the knowledge shows: rules that have ended, questions without an answer, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assistant.staff.shown import Names
from assistant.store.gaps import Counted
from assistant.store.tasks import EVERYWHERE, DoneTask, Task
from knowledge import gaps
from knowledge.article import Bilingual

NATIONWIDE = Bilingual(zh="全国", en="nationwide")
SOMEBODY = Bilingual(zh="工作人员", en="staff")


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A rule to renew; `ended_on` is the last day on which it held, `asked` how often since."""

    id: str
    service: Bilingual
    aspect: Bilingual
    place: Bilingual
    ended_on: date
    asked: int


@dataclass(frozen=True, slots=True)
class ShownDone:
    service: Bilingual
    aspect: Bilingual
    place: Bilingual
    who: Bilingual
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownGap:
    """What was asked, `count` times on `days` days, and what to do about it."""

    what: Bilingual
    count: int
    days: int
    next_step: Bilingual


def task(row: Task, names: Names) -> ShownTask:
    return ShownTask(
        id=row.id,
        service=names.service(row.service),
        aspect=names.aspect(row.aspect),
        place=_place(row.region, names),
        ended_on=row.ended_on,
        asked=row.asked,
    )


def done(row: DoneTask, names: Names, staff_names: Mapping[str, str]) -> ShownDone:
    name = staff_names.get(row.staff_id or "")
    return ShownDone(
        service=names.service(row.service),
        aspect=names.aspect(row.aspect),
        place=_place(row.region, names),
        who=Bilingual(zh=name, en=name) if name else SOMEBODY,
        at=row.done_at,
    )


def gap(row: Counted) -> ShownGap:
    return ShownGap(gaps.called(row.cluster), row.count, row.days, gaps.next_step(row.cluster))


def _place(region: str, names: Names) -> Bilingual:
    return NATIONWIDE if region == EVERYWHERE else names.region(region)
