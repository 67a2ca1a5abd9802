"""The list of cases and the page of one: read, reply, close."""

from __future__ import annotations

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import service as cases
from assistant.cases.service import CaseView, NotReachable
from assistant.cases.states import NotAllowed
from assistant.staff import length, numbers, shown
from assistant.staff.desk import Desk
from assistant.staff.forms import ReplyForm
from assistant.store import residents, staff
from knowledge.article import Bilingual


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/")
    def home() -> ResponseReturnValue:
        return redirect(url_for("staff.case_list"), 303)

    @blueprint.get("/cases")
    def case_list() -> ResponseReturnValue:
        with desk.database.read() as session:
            views = cases.list_open(session, desk.vault)
        now = desk.clock.now()
        rows = [shown.case(view, desk.names, now) for view in views]
        return render_template("staff/case_list.html", rows=rows)

    @blueprint.get("/cases/<number>")
    def case_page(number: str) -> ResponseReturnValue:
        return _page(desk, number, _reply_form(_read(desk, number), desk))

    @blueprint.post("/cases/<number>/number")
    def reveal(number: str) -> ResponseReturnValue:
        with desk.database.begin() as session:
            address = cases.show_number(
                session, desk.vault, number, staff_id=desk.sitting.required().id, now=desk.clock.now()
            )
        return _page(desk, number, _reply_form(_read(desk, number), desk), numbers.readable(address))

    @blueprint.post("/cases/<number>/reply")
    def reply(number: str) -> ResponseReturnValue:
        view = _read(desk, number)
        form = _reply_form(view, desk)
        if not form.validate():
            return _page(desk, number, form), 422
        signature = _signature(view, desk)
        try:
            with desk.database.begin() as session:
                wanted = residents.messages_wanted(session, view.resident_id)
                cases.reply(
                    session,
                    desk.vault,
                    number,
                    staff_id=desk.sitting.required().id,
                    text=form.text.data,
                    sent_text=signature + form.text.data,
                    key=form.key(),
                    now=desk.clock.now(),
                )
        except NotReachable:
            form.form_errors.append("shared_terminal")
            return _page(desk, number, form), 409
        except NotAllowed:
            form.form_errors.append("closed_before")
            return _page(desk, number, form), 409
        flash("reply_queued" if wanted else "messages_stopped", "done" if wanted else "error")
        return redirect(url_for("staff.case_page", number=number), 303)

    @blueprint.post("/cases/<number>/close")
    def close(number: str) -> ResponseReturnValue:
        try:
            with desk.database.begin() as session:
                cases.close(
                    session, desk.vault, number, staff_id=desk.sitting.required().id, now=desk.clock.now()
                )
        except NotAllowed:
            flash("closed_before", "error")
            return redirect(url_for("staff.case_page", number=number), 303)
        flash("case_closed", "done")
        return redirect(url_for("staff.case_list"), 303)


def _read(desk: Desk, number: str) -> CaseView:
    with desk.database.read() as session:
        return cases.get(session, desk.vault, number)


def _signature(view: CaseView, desk: Desk) -> str:
    return desk.signatures.before("en" if view.language == "en" else "zh")


def _reply_form(view: CaseView, desk: Desk) -> ReplyForm:
    form = ReplyForm(signature=_signature(view, desk))
    if request.endpoint != "staff.reply":
        form.ticket.data = secrets.token_hex(16)
        form.text.data = ""
    return form


def _page(desk: Desk, number: str, form: ReplyForm, number_shown: str | None = None) -> str:
    with desk.database.read() as session:
        view = cases.get(session, desk.vault, number)
        lines = cases.transcript(session, desk.vault, number)
        address = residents.address_of(session, desk.vault, view.resident_id)
        staff_names = staff.names(session)
    return render_template(
        "staff/case_page.html",
        case=shown.case(view, desk.names, desk.clock.now()),
        answers=desk.interviews.answered(view.summary.facts) if view.summary else (),
        interview=_interview(view, desk),
        lines=list(shown.transcript(lines, staff_names)),
        number_masked=numbers.masked(address),
        number_shown=number_shown,
        reply_form=form,
        signature=form.signature,
        length_hint=length.HINT,
        most=(length.CHINESE_MOST, length.ENGLISH_MOST),
        errors_first=bool(form.errors),
    )


def _interview(view: CaseView, desk: Desk) -> Bilingual | None:
    """The service whose questions were not all answered yet."""
    service = view.summary.interview if view.summary else None
    return desk.names.service(service) if service else None
