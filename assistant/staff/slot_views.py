"""Which times are offered: supervisors open slots, and close one that cannot be held."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import timetable
from assistant.cases.appointments import SlotNotFound
from assistant.staff import calendar_asked
from assistant.staff.calendar_forms import OpenSlotsForm
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.store import slots

USUAL = {"days": "5", "start": "8:30", "end": "12:00", "minutes": "30", "capacity": "1"}


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/calendar/slots", methods=["GET", "POST"])
    @needs(Right.ASSIGN)
    def open_slots() -> ResponseReturnValue:
        proposed = {
            **USUAL,
            "office": calendar_asked.own_office(desk),
            "first": calendar_asked.day(desk, "day").isoformat(),
        }
        form = OpenSlotsForm(offices=calendar_asked.offices(desk), data=proposed)
        status = 200
        if form.validate_on_submit():
            opening = form.opening()
            with desk.database.begin() as session:
                added = timetable.open_slots(desk.casework.on(session), opening)
            flash("slots_opened" if added else "slots_none", "done" if added else "error")
            day = opening.first.isoformat()
            address = url_for("staff.calendar", office=opening.office, kind=opening.kind.value, day=day)
            return redirect(address, 303)
        if form.is_submitted():
            status = 422
        page = render_template("staff/calendar_slots.html", form=form, errors_first=bool(form.errors))
        return page, status

    @blueprint.post("/calendar/slots/<uuid:slot_id>/close")
    @needs(Right.ASSIGN)
    def close_slot(slot_id: UUID) -> ResponseReturnValue:
        return closed(str(slot_id), True)

    @blueprint.post("/calendar/slots/<uuid:slot_id>/reopen")
    @needs(Right.ASSIGN)
    def reopen_slot(slot_id: UUID) -> ResponseReturnValue:
        return closed(str(slot_id), False)

    def closed(slot_id: str, wanted: bool) -> ResponseReturnValue:
        with desk.database.begin() as session:
            slot = slots.find(session, slot_id)
            if slot is None:
                raise SlotNotFound("no such slot")
            slots.set_closed(session, slot_id, wanted)
        flash("slot_closed" if wanted else "slot_reopened", "done")
        day = calendar_asked.day_of(slot.starts_at).isoformat()
        return redirect(url_for("staff.calendar", office=slot.office, kind=slot.kind, day=day), 303)
