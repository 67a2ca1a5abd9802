"""The page of the telephone line, for whoever answers for its quality."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.staff import line_figures
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/line")
    @needs(Right.BOARD)
    def line() -> ResponseReturnValue:
        with desk.database.read() as session:
            figures = line_figures.read(session, desk.clock.now())
        return render_template("staff/line.html", figures=figures)
