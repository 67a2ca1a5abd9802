"""The display on the wall of a hall: numbers and counters, nothing of anybody.

It is open to all: whoever stands in the hall reads it, and a screen on a wall must not hold a sign-in.
"""

from __future__ import annotations

import hashlib
import json

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assistant.access import GuardedBlueprint
from assistant.cases import hall as rules
from assistant.staff.desk import Desk
from assistant.staff.roles import without_sign_in

MOST_SHOWN = 12
"""So many numbers fit on the display in a size that is read across a hall."""
POLL_S = 10
"""How often the display asks for news without scripts; with them it is every 2 seconds."""


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/hall/display")
    @without_sign_in
    def hall_display() -> ResponseReturnValue:
        office = _shown_office(desk)
        with desk.database.read() as session:
            called = _called(desk, session, office)
        return render_template(
            "staff/hall_display.html",
            office=desk.town.offices[office],
            called=called,
            version=_version(called),
            poll_s=POLL_S,
        )

    @blueprint.get("/hall/called.json")
    @without_sign_in
    def hall_called() -> ResponseReturnValue:
        with desk.database.read() as session:
            called = _called(desk, session, _shown_office(desk))
        return jsonify(version=_version(called), called=called)


def _called(desk: Desk, session: Session, office: str) -> list[dict[str, object]]:
    """The numbers that are called, the latest first, and nothing else of anybody."""
    called = rules.called(desk.casework.on(session), office)
    return [
        {"number": rules.label(one), "counter": one.counter, "calls": one.calls}
        for one in called[:MOST_SHOWN]
    ]


def _version(called: list[dict[str, object]]) -> str:
    """Changes whenever the display has to."""
    return hashlib.sha256(json.dumps(called).encode()).hexdigest()[:16]


def _shown_office(desk: Desk) -> str:
    """The display on the wall belongs to no member of the staff."""
    chosen = request.args.get("office", "")
    return chosen if chosen in desk.town.offices else desk.town.office_for(None).id
