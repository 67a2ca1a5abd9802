"""What is read for the page of one case, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.cases import practice, resolving, views
from assistant.cases.kinds import QUEUED
from assistant.cases.moves import CaseNotFound, find
from assistant.cases.telling import reachable
from assistant.cases.town import Department
from assistant.cases.transcript import Line, lines
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.staff import limits
from assistant.staff.case_forms import Options, choices
from assistant.staff.desk import Desk
from assistant.staff.happened import Teller
from assistant.staff.roles import RIGHTS, Right, may, sees
from assistant.store import canned, case_news, case_queue, presence, residents, staff
from assistant.store import cases as rows
from assistant.store.members import Member
from assistant.store.models import Case, CaseEvent
from knowledge.article import Bilingual


@dataclass(frozen=True, slots=True)
class Page:
    """What is read for a page. `before` is how many cases wait before it, None when it does not wait.

    `good` tells, in practice, what good work on the case is.
    """

    case: Case
    view: CaseView
    limits: tuple[limits.Left, ...]
    told: list[Line]
    events: tuple[CaseEvent, ...]
    position: int
    before: int | None
    address: str
    reachable: bool
    messages_wanted: bool
    own_phone: str | None
    teller: Teller
    options: Options
    others: tuple[presence.Present, ...]
    phrases: tuple[canned.Phrase, ...]
    good: Bilingual | None


def seen_by(work: Work, number: str, member: Member, *, lock: bool = True) -> Case:
    """The case, when it is shown to the member. Raises CaseNotFound for every other number."""
    case = find(work, number, lock=lock)
    if not sees(member, case.department) or case.practice_for not in (None, member.id):
        raise CaseNotFound("no such case")
    return case


def read(desk: Desk, number: str, member: Member) -> Page:
    """Raises CaseNotFound."""
    with desk.database.read() as session:
        work = desk.casework.on(session)
        case = seen_by(work, number, member, lock=False)
        view = views.of(desk.vault, case)
        names = staff.names(session)
        return Page(
            case=case,
            view=view,
            limits=limits.of(work, case),
            told=lines(session, desk.vault, case),
            events=tuple(rows.events(session, case.id)),
            position=case_news.last_position(session, case.id),
            before=case_queue.before(session, case) if view.status in QUEUED else None,
            address=residents.address_of(session, desk.vault, case.resident_id),
            reachable=reachable(work, case),
            messages_wanted=residents.messages_wanted(session, case.resident_id),
            own_phone=staff.phone_of(session, desk.vault, member.id),
            teller=Teller(desk.names, desk.town, names),
            options=_options(work, desk, view, member),
            others=tuple(presence.others(session, case.id, member.id, work.now)),
            phrases=canned.usable(session, member.id),
            good=_good(work, case),
        )


def _good(work: Work, case: Case) -> Bilingual | None:
    exercise = practice.exercise_of(work, case.id) if case.practice_for else None
    return exercise.good if exercise else None


def _options(work: Work, desk: Desk, view: CaseView, member: Member) -> Options:
    found = resolving.repeats(work, view.number)
    others = [one for one in found if one.open] if may(member, Right.CLOSE) else []
    return Options(
        view=view,
        regions=desk.knowledge.regions,
        place=desk.names.region(view.region),
        members=_members(work) if may(member, Right.ASSIGN) else (),
        departments=choices((one.id, one.name) for one in _departments(desk, view)),
        services=choices(desk.names.services.items()),
        others=choices((one.number, _other(one, desk)) for one in others),
    )


def _departments(desk: Desk, view: CaseView) -> list[Department]:
    """The one that answers for the service comes first."""
    meant = desk.town.department_for(view.service)
    return sorted(desk.town.departments.values(), key=lambda one: one != meant)


def _members(work: Work) -> tuple[Any, ...]:
    """Those who can take cases, whoever is on duty first."""
    able = [one for one in staff.list_members(work.session) if one.active and Right.CLAIM in RIGHTS[one.role]]
    on_duty = sorted(able, key=lambda one: one.on_duty_since is None)
    return choices((one.id, _on_duty(one)) for one in on_duty)


def _on_duty(member: Member) -> Bilingual:
    if member.on_duty_since is None:
        return Bilingual(zh=member.shown_name, en=member.shown_name)
    return Bilingual(zh=f"{member.shown_name}（在岗）", en="(on duty)")


def _other(view: CaseView, desk: Desk) -> Bilingual:
    service = desk.names.service(view.service)
    return Bilingual(zh=f"{view.number} {service.zh}", en=service.en)
