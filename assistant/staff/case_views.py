"""The page of a case, and what is done from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases.answering import NotReachable
from assistant.cases.departments import NoSuchDepartment, ReasonMissing, TooLong
from assistant.cases.kinds import OVER
from assistant.cases.ownership import TakenAlready
from assistant.cases.resolving import NotTheSame, OtherOpen
from assistant.cases.states import NotAllowed, NotTheirs
from assistant.errors import AssistantError
from assistant.staff import case_page
from assistant.staff.case_actions import Action, handles
from assistant.staff.case_forms import CaseForm
from assistant.staff.case_page import ACTIONS, Tried
from assistant.staff.case_reading import read, seen_by
from assistant.staff.case_sentences import taken_by
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs, sees
from assistant.staff.working_actions import CALL
from assistant.store import staff
from assistant.store.members import Member
from assistant.store.models import Case
from knowledge.article import Bilingual

REFUSALS: Mapping[type[AssistantError], str] = {
    NotTheirs: "needs_someone_else",
    NotReachable: "shared_terminal",
    ReasonMissing: "reason_missing",
    TooLong: "extension_too_long",
    OtherOpen: "other_open",
    NotTheSame: "not_the_same",
    NoSuchDepartment: "department_not_chosen",
}
"""What is said when a case refuses; the rest of NotAllowed depends on where the case is."""


class NotYours(AssistantError):
    """The case is somebody else's to move."""

    code = "case_of_somebody_else"


class NoPhone(AssistantError):
    """The member has given no number to be rung at first."""

    code = "staff_phone_missing"


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/cases/<number>", endpoint="case_page")
    @needs(Right.READ_CASES)
    def page(number: str) -> ResponseReturnValue:
        member = desk.sitting.required()
        if request.args.get("part") == "live":
            parts = case_page.parts(desk, read(desk, number, member), Tried())
            return render_template("staff/case_live.html", **parts)
        return case_page.show(desk, number, member)

    for action in ACTIONS.values():
        view = needs(action.right)(_view(desk, action))
        blueprint.add_url_rule(
            f"/cases/<number>/{action.name}",
            f"case_{action.name.replace('-', '_')}",
            view,
            methods=["POST"],
        )


def said(desk: Desk, error: AssistantError) -> str | Bilingual:
    """Why a case refuses, as a sentence or its name. Raises `error` itself when it is no refusal."""
    if isinstance(error, NotYours):
        return "not_yours"
    if isinstance(error, NoPhone):
        return "no_phone"
    if isinstance(error, TakenAlready) and error.owner is not None:
        with desk.database.read() as session:
            return taken_by(staff.names(session).get(error.owner, "—"))
    for refusal, name in REFUSALS.items():
        if isinstance(error, refusal):
            return name
    if isinstance(error, NotAllowed):
        return "case_over" if error.status in OVER else "not_now"
    raise error


def _view(desk: Desk, action: Action) -> Callable[[str], ResponseReturnValue]:
    def act(number: str) -> ResponseReturnValue:
        member = desk.sitting.required()
        form = case_page.sent_form(action, read(desk, number, member).options)
        tried = Tried(action=action, form=form)
        if not form.validate():
            return case_page.show(desk, number, member, tried), 422
        try:
            case = _done(desk, action, number, member, form)
        except AssistantError as error:
            form.form_errors.append(said(desk, error))
            return case_page.show(desk, number, member, tried), 409
        flash(action.done, "done")
        if not sees(member, case.department):
            return redirect(url_for("staff.case_list"), 303)
        return redirect(url_for("staff.case_page", number=number), 303)

    return act


def _done(desk: Desk, action: Action, number: str, member: Member, form: CaseForm) -> Case:
    """The case as it is then."""
    with desk.database.begin() as session:
        work = desk.casework.on(session)
        case = seen_by(work, number, member)
        if action.own and not handles(member, case):
            raise NotYours
        if action is CALL and not member.has_phone:
            raise NoPhone
        action.do(work, number, member, form)
        return case
