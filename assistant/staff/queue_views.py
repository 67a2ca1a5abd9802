"""The lists of cases: whose turn it is, what is late, what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice  # type: ignore[import-untyped]

from assistant.access import GuardedBlueprint
from assistant.cases import ownership, views
from assistant.cases.kinds import QUEUED
from assistant.staff import limits, paging, roles, shown_case
from assistant.staff.board_sentences import KINDS
from assistant.staff.case_forms import choices
from assistant.staff.desk import Desk
from assistant.staff.happened import Teller
from assistant.staff.roles import Right, Role, may, needs
from assistant.store import case_news, case_queue, staff
from assistant.store.case_queue import Filter
from assistant.store.members import Member
from knowledge.article import Bilingual

SHOWN = 50
"""Cases on one page."""
FIRST_VIEW = "waiting"
VIEWS: Mapping[str, Bilingual] = {
    "waiting": Bilingual(zh="等候中的个案", en="Waiting cases"),
    "mine": Bilingual(zh="我的个案", en="My cases"),
    "overdue": Bilingual(zh="超时的个案", en="Late cases"),
    "open": Bilingual(zh="没办结的个案", en="Open cases"),
    "department": Bilingual(zh="在部门的个案", en="With departments"),
    "supervisor": Bilingual(zh="要班长定的个案", en="For the supervisor"),
    "done": Bilingual(zh="办结的个案", en="Settled cases"),
}


TABS: Mapping[str, Bilingual] = {
    "waiting": Bilingual(zh="等候", en="Waiting"),
    "mine": Bilingual(zh="我的", en="Mine"),
    "overdue": Bilingual(zh="超时", en="Late"),
    "open": Bilingual(zh="没办结", en="Open"),
    "department": Bilingual(zh="在部门", en="Departments"),
    "supervisor": Bilingual(zh="班长定", en="Supervisor"),
    "done": Bilingual(zh="办结", en="Settled"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list; `free` when the member can take it from here."""

    case: shown_case.ShownCase
    free: bool


@dataclass(frozen=True, slots=True)
class Select:
    name: str
    label: Bilingual
    options: tuple[SelectChoice, ...]
    chosen: str


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/")
    @needs(Right.OWN)
    def home() -> ResponseReturnValue:
        return redirect(url_for(roles.home(desk.sitting.required())), 303)

    @blueprint.get("/cases")
    @needs(Right.READ_CASES)
    def case_list() -> ResponseReturnValue:
        member = desk.sitting.required()
        wanted, page = asked(desk, member), paging.asked(request.args)
        with desk.database.read() as session:
            shown = _list(session, desk, member, wanted, page)
        template = "staff/case_rows.html" if request.args.get("part") == "list" else "staff/case_list.html"
        return render_template(template, **shown)

    @blueprint.post("/cases/next")
    @needs(Right.CLAIM)
    def take_next() -> ResponseReturnValue:
        with desk.database.begin() as session:
            taken = ownership.take_next(desk.casework.on(session), desk.sitting.required())
        if taken is None:
            flash("nothing_to_take", "error")
            return redirect(url_for("staff.case_list"), 303)
        flash("case_taken", "done")
        return redirect(url_for("staff.case_page", number=taken.number), 303)


def views_of(member: Member) -> list[str]:
    """The lists that a member sees: those of a department see what is there."""
    if member.role is Role.DEPARTMENT:
        return ["department"]
    return [view for view in VIEWS if view != "supervisor" or may(member, Right.DECIDE)]


def asked(desk: Desk, member: Member) -> Filter:
    """What the address asks for; what does not exist is left out of it."""
    able = views_of(member)
    view = request.args.get("view", "")
    if member.role is Role.DEPARTMENT:
        # Nobody's department is nobody's case.
        department: str | None = member.department or "-"
    else:
        department = _known(request.args.get("department"), desk.town.departments)
    return Filter(
        view=view if view in able else (FIRST_VIEW if FIRST_VIEW in able else able[0]),
        now=desk.clock.now(),
        member=member.id,
        department=department,
        service=_known(request.args.get("service"), desk.names.services),
        region=request.args.get("region") or None,
        kind=_known(request.args.get("kind"), KINDS),
    )


def _known(code: str | None, codes: Mapping[str, object]) -> str | None:
    return code if code in codes else None


def _list(session: Session, desk: Desk, member: Member, wanted: Filter, page: int) -> dict[str, object]:
    work = desk.casework.on(session)
    teller = Teller(desk.names, desk.town, staff.names(session))
    counts = {view: case_queue.count(session, replace(wanted, view=view)) for view in views_of(member)}
    pages = max(1, -(-counts[wanted.view] // SHOWN))
    page = min(page, pages)
    rows = []
    for case in case_queue.listed(session, wanted, SHOWN, (page - 1) * SHOWN):
        view = views.of(desk.vault, case)
        shown = shown_case.case(view, limits.of(work, case), teller, work.now)
        rows.append(Row(shown, free=view.status in QUEUED and member.id not in view.avoided))
    kept = _kept(wanted, member)
    return {
        "rows": rows,
        "view": wanted.view,
        "title": VIEWS[wanted.view],
        "tabs": [(name, TABS[name], counts[name], {**kept, "view": name}) for name in views_of(member)],
        "selects": _selects(session, desk, wanted, member),
        "filtered": any((wanted.service, wanted.region, wanted.kind)),
        "paging": paging.Paging("staff.case_list", page, page < pages, pages, {**kept, "view": wanted.view}),
        "version": case_queue.version(session),
        "may_take": may(member, Right.CLAIM),
    }


def _kept(wanted: Filter, member: Member) -> dict[str, str]:
    kept = {"service": wanted.service, "region": wanted.region, "kind": wanted.kind}
    if member.role is not Role.DEPARTMENT:
        kept["department"] = wanted.department
    return {name: value for name, value in kept.items() if value}


def _selects(session: Session, desk: Desk, wanted: Filter, member: Member) -> list[Select]:
    places = dict.fromkeys((*case_news.regions(session), *((wanted.region,) if wanted.region else ())))
    selects = [
        Select("kind", Bilingual(zh="种类", en="Kind"), choices(KINDS.items()), wanted.kind or ""),
        Select(
            "service",
            Bilingual(zh="事项", en="Service"),
            choices(desk.names.services.items()),
            wanted.service or "",
        ),
        Select(
            "region",
            Bilingual(zh="地区", en="District"),
            choices((code, desk.names.region(code)) for code in places),
            wanted.region or "",
        ),
    ]
    if wanted.view == "department" and member.role is not Role.DEPARTMENT:
        departments = choices((one.id, one.name) for one in desk.town.departments.values())
        label = Bilingual(zh="部门", en="Department")
        selects.append(Select("department", label, departments, wanted.department or ""))
    return selects
