"""Messages, calls and news for other systems that could not be handed over: tried again, or set aside."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.staff.tool_sentences import MEDIA, PURPOSES
from assistant.store import dead_letters, webhook_deliveries

SHOWN = 200


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/outbox")
    @needs(Right.OUTBOX)
    def undelivered() -> ResponseReturnValue:
        with desk.database.read() as session:
            messages = dead_letters.list_dead(session, SHOWN)
            hooks = webhook_deliveries.dead(session, SHOWN)
        return render_template(
            "staff/outbox.html", messages=messages, hooks=hooks, media=MEDIA, purposes=PURPOSES
        )

    @blueprint.post("/outbox/<int:position>/again")
    @needs(Right.OUTBOX)
    def undelivered_again(position: int) -> ResponseReturnValue:
        with desk.database.begin() as session:
            noted = dead_letters.try_again(session, position, desk.clock.now())
        return _back("try_again_noted", noted)

    @blueprint.post("/outbox/<int:position>/aside")
    @needs(Right.OUTBOX)
    def undelivered_aside(position: int) -> ResponseReturnValue:
        member = desk.sitting.required()
        with desk.database.begin() as session:
            noted = dead_letters.set_aside(session, position, member.id, desk.clock.now())
        return _back("set_aside_noted", noted)

    @blueprint.post("/outbox/webhooks/<int:position>/again")
    @needs(Right.OUTBOX)
    def webhook_again(position: int) -> ResponseReturnValue:
        with desk.database.begin() as session:
            noted = webhook_deliveries.try_again(session, desk.clock.now(), position=position)
        return _back("try_again_noted", noted > 0)


def waiting(desk: Desk) -> int:
    """How many messages and calls could not be handed over."""
    with desk.database.read() as session:
        return dead_letters.count_dead(session)


def _back(said: str, noted: bool) -> ResponseReturnValue:
    flash(said if noted else "delivery_gone", "done" if noted else "error")
    return redirect(url_for("staff.undelivered"), 303)
