"""Looking at what is hidden of a resident, and who has looked."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import service
from assistant.staff import case_page, numbers, paging
from assistant.staff.case_forms import Reveal
from assistant.staff.case_page import Tried
from assistant.staff.case_reading import read, seen_by
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.store import case_news, staff

SHOWN = 50


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.post("/cases/<number>/reveal")
    @needs(Right.REVEAL)
    def reveal(number: str) -> ResponseReturnValue:
        member = desk.sitting.required()
        form = Reveal(read(desk, number, member).options, of="reveal")
        if not form.validate():
            return case_page.show(desk, number, member, Tried(reveal=form)), 422
        with desk.database.begin() as session:
            work = desk.casework.on(session)
            seen_by(work, number, member)
            address = service.show_number(work, number, member.id, form.said())
        if form.what.data == "number":
            return case_page.show(desk, number, member, Tried(number=numbers.readable(address)))
        return case_page.show(desk, number, member, Tried(plain=True))

    @blueprint.get("/reveals")
    @needs(Right.BOARD)
    def reveals() -> ResponseReturnValue:
        page = paging.asked(request.args)
        with desk.database.read() as session:
            found = case_news.looks(session, desk.vault, SHOWN + 1, (page - 1) * SHOWN)
            names = staff.names(session)
        return render_template(
            "staff/reveals.html",
            looks=found[:SHOWN],
            names=names,
            paging=paging.Paging("staff.reveals", page, more=len(found) > SHOWN),
        )
