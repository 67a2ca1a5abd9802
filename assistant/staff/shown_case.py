"""A case as the list and its page show it: names for codes, nothing that staff must look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.cases import summary
from assistant.cases.kinds import STAFF_TO_ACT, CaseKind
from assistant.cases.service import DANGER
from assistant.cases.summary import Exchange
from assistant.cases.views import CaseView
from assistant.staff.board_sentences import CHANNELS, KINDS, RATINGS, STATUSES
from assistant.staff.case_words import LANES, LANGUAGES, NEEDS, NEEDS_WITH_VALUE, REASONS, named
from assistant.staff.happened import SOLVED, Teller
from assistant.staff.limits import PAUSED, Left
from assistant.staff.masking import masked
from assistant.staff.shown import PURGED, Words
from assistant.staff.waiting import in_words
from knowledge.article import Bilingual

LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One case, ready to be read. `asked` is what the resident wanted, on one line.

    `waited` is for how long the staff's turn has lasted, or the status when it is not their turn.
    """

    number: str
    kind: Bilingual
    status: Bilingual
    lane: Bilingual
    urgent: bool
    reason: Bilingual
    waited: Bilingual
    opened_at: datetime
    service: Bilingual
    district: Bilingual
    language: Bilingual
    channel: Bilingual
    owner: str | None
    department: Bilingual | None
    limits: tuple[Left, ...]
    paused: Bilingual | None
    asked: Words
    needs: tuple[Bilingual, ...]
    rating: Bilingual | None
    escalated: bool
    undecided: bool
    practice: bool


def case(view: CaseView, limits: tuple[Left, ...], teller: Teller, now: datetime) -> ShownCase:
    needs = dict(view.summary.needs) if view.summary else {}
    exchanges = _about(view.summary.exchanges) if view.summary else []
    return ShownCase(
        number=view.number,
        kind=KINDS[view.kind],
        status=STATUSES[view.status],
        lane=LANES[view.priority],
        urgent=view.priority == DANGER or view.kind is CaseKind.URGENT,
        reason=named(REASONS, view.reason),
        waited=in_words(now - view.waiting_since) if view.status in STAFF_TO_ACT else STATUSES[view.status],
        opened_at=view.opened_at,
        service=teller.names.service(view.service),
        district=teller.names.region(view.region),
        language=_language(view, teller),
        channel=named(CHANNELS, view.channel),
        owner=teller.members.get(view.owner) if view.owner is not None else None,
        department=teller.department(view.department),
        limits=limits,
        paused=PAUSED if view.paused else None,
        asked=_line(exchanges[-1].asked) if exchanges else PURGED,
        needs=_needs(needs, teller),
        rating=_rating(view),
        escalated=view.escalated,
        undecided=view.undecided,
        practice=view.practice,
    )


def gist(view: CaseView, teller: Teller, missing: Bilingual | None) -> tuple[Bilingual, Bilingual] | None:
    """What was asked, and what was answered and is missing, a line each; None once purged.

    `missing` is the question that an interview under way has come to.
    """
    said = view.summary
    if said is None:
        return None
    aspects = {
        one.aspect: teller.names.aspect(one.aspect) for one in said.exchanges if one.aspect is not None
    }
    named_so = summary.Names(
        kind=KINDS[view.kind],
        service=teller.names.service(said.service) if said.service else None,
        district=teller.names.region(said.region) if said.region else None,
        aspects=aspects,
        open_facts=(missing,) if missing else (),
    )
    return summary.two_lines(said, named_so)


def _language(view: CaseView, teller: Teller) -> Bilingual:
    language = named(LANGUAGES, view.language)
    dialect = named(teller.town.dialects, view.dialect) if view.dialect else None
    if dialect is None:
        return language
    return Bilingual(zh=f"{language.zh}，{dialect.zh}", en=f"{language.en}, {dialect.en}")


def _needs(needs: Mapping[str, str], teller: Teller) -> tuple[Bilingual, ...]:
    return tuple(_need(name, needs[name], teller) for name in NEEDS if needs.get(name))


def _need(name: str, value: str, teller: Teller) -> Bilingual:
    said = NEEDS[name]
    if name not in NEEDS_WITH_VALUE:
        return said
    words = named({**LANGUAGES, **teller.town.dialects}, masked(value))
    return Bilingual(zh=f"{said.zh}：{words.zh}", en=f"{said.en}: {words.en}")


def _rating(view: CaseView) -> Bilingual | None:
    if view.rating is None:
        return None
    rating = RATINGS[view.rating]
    if view.solved is None:
        return rating
    solved = SOLVED[view.solved]
    return Bilingual(zh=f"{rating.zh}，{solved.zh}", en=f"{rating.en}, {solved.en}")


def _about(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Those about a service when there are any, because the very last message often only says 人工."""
    return [exchange for exchange in exchanges if exchange.service] or list(exchanges)


def _line(said: str) -> Words:
    text = masked(" ".join(said.split()))
    return Words.of(text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…")
