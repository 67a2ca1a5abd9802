"""How much is left of the limits of a case, in words that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.cases import clocks
from assistant.cases.clocks import Running
from assistant.cases.work import Work
from assistant.staff.board_sentences import STEPS
from assistant.staff.waiting import in_words
from assistant.store.models import Case
from knowledge.article import Bilingual

PAUSED = Bilingual(zh="等居民，不计时", en="waits for the resident, not counted")


@dataclass(frozen=True, slots=True)
class Left:
    """A limit that runs. `late` once it is passed; `left` says for how long yet, or since when."""

    step: Bilingual
    due: datetime
    left: Bilingual
    late: bool


def of(work: Work, case: Case) -> tuple[Left, ...]:
    """The limits of a case that run, the one that ends first at the front."""
    running = sorted(clocks.running(work, case), key=lambda one: one.due)
    return tuple(_left(work, case, one) for one in running)


def left_in_words(left: timedelta, *, late: bool, always: bool) -> Bilingual:
    """`always` when the limit runs day and night; else it counts working time, which has no days."""
    span = in_words(left) if always else _hours(left)
    zh, en = f"{'超了' if late else '还剩'}{span.zh}", span.en
    if not always:
        zh, en = f"{zh}（上班时间）", f"{en} of working time"
    return Bilingual(zh=zh, en=f"{en} {'late' if late else 'left'}")


def _left(work: Work, case: Case, one: Running) -> Left:
    late = work.now >= one.due
    start, end = (one.due, work.now) if late else (work.now, one.due)
    always = one.limit.always
    left = end - start if always else clocks.calendar_of(work, case).between(start, end)
    return Left(STEPS[one.step].name, one.due, left_in_words(left, late=late, always=always), late)


def _hours(span: timedelta) -> Bilingual:
    """Hours and minutes, however many."""
    hours, minutes = divmod(max(0, int(span.total_seconds() // 60)), 60)
    if hours < 24:
        return in_words(span)
    if not minutes:
        return Bilingual(zh=f"{hours}小时", en=f"{hours} hours")
    rest = in_words(timedelta(minutes=minutes))
    return Bilingual(zh=f"{hours}小时{rest.zh}", en=f"{hours} hours {rest.en}")
