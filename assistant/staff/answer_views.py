"""Knowledge beside a case: approved answers in the resident's language, sent with one press."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField  # type: ignore[import-untyped]
from wtforms.validators import Length, Regexp  # type: ignore[import-untyped]

from assistant.access import GuardedBlueprint
from assistant.cases import answering, practice, service
from assistant.cases.answering import NotReachable
from assistant.cases.moves import CaseNotFound
from assistant.cases.states import NotAllowed
from assistant.cases.views import CaseView
from assistant.conversation.approved import Approved, ApprovedAnswers
from assistant.rendering.moments import LOCAL_TIME
from assistant.staff.desk import Desk
from assistant.staff.forms import ConsoleForm
from assistant.staff.roles import Right, needs, sees
from knowledge.article import Aspect, Bilingual, spoken

LONGEST_QUERY = 100


class AnswerForm(ConsoleForm):
    """`ticket` is made with the page: the same answer sent twice from one page is one message."""

    ticket = HiddenField(validators=[Regexp(r"^[0-9a-f]{32}$", message="form_expired")])
    service = HiddenField(validators=[Length(max=64, message="too_long")])
    aspect = HiddenField(validators=[Length(max=24, message="too_long")])


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything approved on one service."""

    service: str
    name: Bilingual
    answers: tuple[tuple[Bilingual, Approved], ...]


def add_to(blueprint: GuardedBlueprint, desk: Desk, answers: ApprovedAnswers) -> None:
    @blueprint.get("/cases/<number>/answers")
    @needs(Right.ANSWER)
    def case_answers(number: str) -> ResponseReturnValue:
        case = _case(desk, number)
        query = request.args.get("q", "").strip()[:LONGEST_QUERY]
        found = answers.find(query) if query else ((case.service,) if case.service else ())
        return render_template(
            "staff/case_answers.html",
            number=number,
            query=query,
            shelves=[_shelf(desk, answers, case, one) for one in found],
            ticket=secrets.token_hex(16),
            can_send=case.open,
        )

    @blueprint.post("/cases/<number>/answers")
    @needs(Right.ANSWER)
    def case_answer_send(number: str) -> ResponseReturnValue:
        form, case = AnswerForm(), _case(desk, number)
        here = redirect(url_for("staff.case_answers", number=number), 303)
        if not form.validate() or form.aspect.data not in set(Aspect):
            flash("form_expired", "error")
            return here
        answer = answers.one(
            form.service.data, Aspect(form.aspect.data), spoken(case.language), case.region, _today(desk)
        )
        if answer is None:
            flash("answer_gone", "error")
            return here
        member = desk.sitting.required()
        try:
            with desk.database.begin() as session:
                work = desk.casework.on(session)
                answering.reply(work, number, member.id, answer.text, key=form.ticket.data)
                practice.answered(work, number)
        except NotReachable:
            flash("shared_terminal", "error")
            return here
        except NotAllowed as refused:
            flash(refused.code, "error")
            return redirect(url_for("staff.case_page", number=number), 303)
        flash("answer_sent", "done")
        return redirect(url_for("staff.case_page", number=number), 303)


def _case(desk: Desk, number: str) -> CaseView:
    """Raises CaseNotFound, also for a case that is none of the member's business."""
    with desk.database.read() as session:
        case = service.get(desk.casework.on(session), number)
    if not sees(desk.sitting.required(), case.department):
        raise CaseNotFound("no such case")
    return case


def _shelf(desk: Desk, answers: ApprovedAnswers, case: CaseView, name: str) -> Shelf:
    approved = answers.of(name, spoken(case.language), case.region, _today(desk))
    named = tuple((desk.names.aspect(one.aspect.value), one) for one in approved)
    return Shelf(name, desk.names.service(name), named)


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(LOCAL_TIME).date()
