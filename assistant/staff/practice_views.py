"""The practice queue: made-up cases to learn with."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import practice, views
from assistant.staff import shown_case
from assistant.staff.desk import Desk
from assistant.staff.happened import Teller
from assistant.staff.roles import Right, needs
from assistant.store import case_queue
from assistant.store.case_queue import Filter

SHOWN = 50


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/practice")
    @needs(Right.PRACTICE)
    def practice_list() -> ResponseReturnValue:
        now = desk.clock.now()
        wanted = Filter("unfinished", now, practice_for=desk.sitting.required().id)
        with desk.database.read() as session:
            listed = [views.of(desk.vault, case) for case in case_queue.listed(session, wanted, SHOWN)]
        teller = Teller(desk.names, desk.town, {})
        return render_template(
            "staff/practice.html", rows=[shown_case.case(one, (), teller, now) for one in listed]
        )

    @blueprint.post("/practice")
    @needs(Right.PRACTICE)
    def practice_begin() -> ResponseReturnValue:
        with desk.database.begin() as session:
            practice.begin(desk.casework.on(session), desk.sitting.required().id)
        flash("practice_begun", "done")
        return redirect(url_for("staff.practice_list"), 303)
