"""The page for those who keep the knowledge: what to renew, and what residents ask in vain."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.staff import renewals
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.store import gaps, staff, tasks

DONE_SHOWN = 20


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/knowledge")
    @needs(Right.KNOWLEDGE)
    def knowledge() -> ResponseReturnValue:
        with desk.database.read() as session:
            still_open = tasks.open_tasks(session)
            unanswered = gaps.counted(
                session, desk.clock.now(), gaps.LOOK_BACK_DAYS, at_least=gaps.LEAST_ASKED
            )
            done = tasks.lately_done(session, DONE_SHOWN)
            staff_names = staff.names(session)
        return render_template(
            "staff/knowledge.html",
            tasks=[renewals.task(row, desk.names) for row in still_open],
            gaps=[renewals.gap(row) for row in unanswered],
            done=[renewals.done(row, desk.names, staff_names) for row in done],
            days=gaps.LOOK_BACK_DAYS,
            least=gaps.LEAST_ASKED,
        )

    @blueprint.post("/knowledge/<uuid:task_id>/done")
    @needs(Right.KNOWLEDGE)
    def knowledge_done(task_id: UUID) -> ResponseReturnValue:
        with desk.database.begin() as session:
            ended = tasks.done(session, str(task_id), desk.sitting.required().id, desk.clock.now())
        flash("task_done" if ended else "task_gone", "done" if ended else "error")
        return redirect(url_for("staff.knowledge"), 303)


def waiting(desk: Desk) -> int:
    """How many rules wait to be renewed."""
    with desk.database.read() as session:
        return tasks.how_many(session)
