"""The figures of a supervisor: rates, times and numbers over many cases. Pure; defined in docs/figures.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from assistant.cases.kinds import BREACHES, Rating, Status
from assistant.store.outcomes import Answers, Measured

LEAST = 5
"""A share of fewer cases than this says nothing, so it is not given as a percentage."""
LONGEST_BY_DAY = 62
"""Days that are shown one by one; longer times are shown by weeks."""

_SEEN_TO = frozenset({Status.RESOLVED, Status.FOLLOWED_UP, Status.CLOSED})
_CONTENT = frozenset({Rating.GOOD, Rating.FAIR})


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole` cases."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Rounded down to tenths, so that 100 is all of them; None when there are too few cases to say."""
        return 1000 * self.part // self.whole / 10 if self.whole >= LEAST else None


@dataclass(frozen=True, slots=True)
class Times:
    """How the seconds that a step took are spread over `n` cases; None without any."""

    n: int
    median: int | None = None
    p75: int | None = None
    p90: int | None = None
    p95: int | None = None

    @classmethod
    def of(cls, seconds: Iterable[int]) -> Times:
        ordered = sorted(seconds)
        if not ordered:
            return cls(0)
        return cls(len(ordered), *(percentile(ordered, share) for share in (50, 75, 90, 95)))


@dataclass(frozen=True, slots=True)
class Figures:
    """`opened` cases, of which `left_out` were cancelled or merged; all the rest is about the others."""

    opened: int
    left_out: int
    response: Rate
    settled: Rate
    asked: Rate
    answered: Rate
    solved: Rate
    satisfied: Rate
    reopened: Rate
    take: Times
    reply: Times
    resolve: Times
    late: tuple[tuple[str, Rate], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, or a week from its first day on: cases opened then, and how many of them are settled."""

    first: date
    opened: int
    settled: int


def percentile(ordered: Sequence[int], share: int) -> int:
    """The smallest of the sorted values that `share` percent of them do not exceed (nearest rank)."""
    rank = -(-share * len(ordered) // 100)
    return ordered[max(rank, 1) - 1]


def figures(cases: Iterable[Measured], answers: Iterable[Answers] = ()) -> Figures:
    """`answers` are those of the residents of these cases."""
    everything, said = list(cases), list(answers)
    kept = [case for case in everything if case.status != Status.CANCELLED]
    resolved = sum(case.resolve_s is not None for case in kept)
    return Figures(
        opened=len(everything),
        left_out=len(everything) - len(kept),
        response=_response(kept),
        settled=Rate(sum(case.status in _SEEN_TO for case in kept), len(kept)),
        asked=Rate(sum(_asked(case) for case in kept), resolved),
        answered=Rate(sum(case.rating is not None for case in kept), sum(_asked(case) for case in kept)),
        solved=Rate(_times(said, lambda one: one.solved is True), _times(said, _says_whether)),
        satisfied=Rate(_times(said, lambda one: one.rating in _CONTENT), _times(said, lambda _: True)),
        reopened=Rate(sum(case.reopened > 0 for case in kept), len(kept)),
        take=Times.of(case.take_s for case in kept if case.take_s is not None),
        reply=Times.of(case.reply_s for case in kept if case.reply_s is not None),
        resolve=Times.of(case.resolve_s for case in kept if case.resolve_s is not None),
        late=tuple(
            (step, Rate(sum(case.breaches & bit > 0 for case in kept), len(kept)))
            for step, bit in BREACHES.items()
        ),
    )


def by(
    cases: Iterable[Measured],
    answers: Iterable[Answers],
    key: Callable[[Measured | Answers], str | None],
) -> list[tuple[str | None, Figures]]:
    """The figures of each group, the group with the most cases first."""
    groups: defaultdict[str | None, list[Measured]] = defaultdict(list)
    said: defaultdict[str | None, list[Answers]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    for answer in answers:
        said[key(answer)].append(answer)
    found = [(name, figures(members, said[name])) for name, members in groups.items()]
    return sorted(found, key=lambda group: (-group[1].opened, group[0] or ""))


def volume(cases: Iterable[Measured], first: date, last: date, zone: tzinfo) -> list[Stretch]:
    """Cases by day or week of their opening, from `first` to `last`, empty ones too."""
    step = 1 if (last - first).days < LONGEST_BY_DAY else 7
    opened: defaultdict[int, int] = defaultdict(int)
    settled: defaultdict[int, int] = defaultdict(int)
    for case in cases:
        place = (case.opened_at.astimezone(zone).date() - first).days // step
        opened[place] += 1
        settled[place] += case.status in _SEEN_TO
    places = range((last - first).days // step + 1)
    return [Stretch(first + timedelta(days=at * step), opened[at], settled[at]) for at in places]


def _response(cases: Iterable[Measured]) -> Rate:
    """Cases still within their first limit are left out; a case settled without a word counts against it."""
    late = BREACHES["reply"]
    judged = [
        case for case in cases if case.reply_s is not None or case.breaches & late or case.status in _SEEN_TO
    ]
    return Rate(sum(case.reply_s is not None and not case.breaches & late for case in judged), len(judged))


def _asked(case: Measured) -> bool:
    return case.follow_ups > 0 or case.rating is not None


def _says_whether(answer: Answers) -> bool:
    """Who is not content is not asked whether it is solved: the case is opened again as unsolved."""
    return answer.solved is not None or answer.rating == Rating.POOR


def _times(answers: Iterable[Answers], counts: Callable[[Answers], bool]) -> int:
    return sum(answer.number for answer in answers if counts(answer))
