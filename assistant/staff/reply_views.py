"""Answering a resident by text, without two of the staff answering at once."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import answering, practice
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.staff import case_page
from assistant.staff.case_page import Tried
from assistant.staff.case_reading import read, seen_by
from assistant.staff.case_sentences import replied_meanwhile, writes_too
from assistant.staff.case_views import said
from assistant.staff.desk import Desk
from assistant.staff.forms import ReplyForm
from assistant.staff.roles import Right, needs
from assistant.store import case_news, presence, residents, staff
from assistant.store import cases as rows
from assistant.store.members import Member
from assistant.store.models import Case
from knowledge.article import Bilingual


class SomebodyElseAnswers(AssistantError):
    """Another member writes to the resident, or has written since the page was opened."""

    code = "case_answered_twice"

    def __init__(self, what: Bilingual) -> None:
        super().__init__("somebody else answers the resident")
        self.what = what


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.post("/cases/<number>/reply")
    @needs(Right.ANSWER)
    def reply(number: str) -> ResponseReturnValue:
        member = desk.sitting.required()
        view = read(desk, number, member).view
        form = ReplyForm(signature=case_page.signature(desk, view))
        if not form.validate():
            return case_page.show(desk, number, member, Tried(reply=form)), 422
        try:
            wanted = _sent(desk, number, member, form)
        except SomebodyElseAnswers as error:
            form.form_errors.append(error.what)
            return case_page.show(desk, number, member, Tried(reply=form, anyway=True)), 409
        except AssistantError as error:
            form.form_errors.append(said(desk, error))
            return case_page.show(desk, number, member, Tried(reply=form)), 409
        if not wanted:
            flash("messages_stopped", "error")
        else:
            flash("reply_queued_waits" if form.waits.data else "reply_queued", "done")
        return redirect(url_for("staff.case_page", number=number), 303)


def _sent(desk: Desk, number: str, member: Member, form: ReplyForm) -> bool:
    """Whether the resident wants messages at all."""
    with desk.database.begin() as session:
        work = desk.casework.on(session)
        case = seen_by(work, number, member)
        if not form.anyway.data and not rows.has_reference(session, f"case:{case.number}:{form.key()}"):
            _require_alone(work, case, member, int(form.seen.data))
        answering.reply(work, number, member.id, form.text.data, key=form.key(), waits=form.waits.data)
        practice.answered(work, number)
        presence.gone(session, case.id, member.id)
        return residents.messages_wanted(session, case.resident_id)


def _require_alone(work: Work, case: Case, member: Member, position: int) -> None:
    """Raises SomebodyElseAnswers."""
    session = work.session
    replied = case_news.replied_since(session, case.id, position, member.id)
    if replied is not None:
        raise SomebodyElseAnswers(replied_meanwhile(staff.names(session)[replied]))
    for one in presence.others(session, case.id, member.id, work.now):
        if one.writing:
            raise SomebodyElseAnswers(writes_too(staff.names(session)[one.staff_id]))
