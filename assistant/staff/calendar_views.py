"""The calendar: a week of slots, booking from it, and the sheet of a day."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import calendar as rules
from assistant.cases import service, telling
from assistant.cases.appointments import SlotNotFound
from assistant.cases.booking_details import Details, proposed
from assistant.cases.kinds import CaseKind
from assistant.cases.moves import find
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.staff import calendar_asked, calendar_pages, slot_views
from assistant.staff.calendar_asked import why_not
from assistant.staff.calendar_forms import DetailsForm, WhyForm
from assistant.staff.calendar_sentences import SENTENCES_OF_CALENDAR, SLOT_KINDS
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, may, needs
from assistant.store import slots
from assistant.store.models import Slot


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    _add_week(blueprint, desk)
    _add_booking(blueprint, desk)
    _add_outcomes(blueprint, desk)
    _add_day_sheet(blueprint, desk)
    slot_views.add_to(blueprint, desk)


def _add_week(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/calendar")
    @needs(Right.CALENDAR)
    def calendar() -> ResponseReturnValue:
        member = desk.sitting.required()
        with desk.database.read() as session:
            asked, booked, may_book = calendar_asked.asked(desk, desk.casework.on(session))
            days = calendar_pages.week(session, desk, asked.office, asked.kind, asked.monday)
        return render_template(
            "staff/calendar.html",
            asked=asked,
            booked=booked,
            booked_day=calendar_pages.day_name(calendar_asked.day_of(booked.starts_at)) if booked else None,
            may_book=may_book,
            days=days,
            offices=calendar_asked.offices(desk),
            kinds={kind.value: name for kind, name in SLOT_KINDS.items()},
            before=asked.monday - calendar_pages.WEEK,
            after=asked.monday + calendar_pages.WEEK,
            may_open=may(member, Right.ASSIGN),
        )

    @blueprint.errorhandler(SlotNotFound)
    def _no_such_slot(_error: SlotNotFound) -> ResponseReturnValue:
        message = SENTENCES_OF_CALENDAR["slot_not_found"]
        return render_template("staff/sorry.html", message=message), 404


def _add_booking(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/calendar/slots/<uuid:slot_id>/book/<number>", methods=["GET", "POST"])
    @needs(Right.CALENDAR)
    def book_slot(slot_id: UUID, number: str) -> ResponseReturnValue:
        with desk.database.read() as session:
            work = desk.casework.on(session)
            slot = _slot(work, str(slot_id))
            booked = rules.of_case(work, find(work, number, lock=False))
            known = _known(work, number)
        at_home = slot.kind == CaseKind.HOME_VISIT
        form = DetailsForm(at_home=at_home, data=calendar_pages.typed(known))
        status = 200
        if form.validate_on_submit():
            try:
                with desk.database.begin() as session:
                    work, member_id = desk.casework.on(session), desk.sitting.required().id
                    change = rules.move if booked is not None else rules.book
                    change(work, number, member_id, slot.id, form.details())
                    told = telling.can_be_told(work, find(work, number))
            except AssistantError as error:
                form.form_errors.append(why_not(error))
                status = 409
            else:
                flash(("booking_moved" if booked else "booking_made") if told else "booking_untold", "done")
                return redirect(
                    url_for("staff.calendar", case=number, day=calendar_asked.day_of(slot.starts_at)), 303
                )
        elif form.is_submitted():
            status = 422
        page = render_template(
            "staff/calendar_book.html",
            form=form,
            number=number,
            at_home=at_home,
            moves=booked is not None,
            day=calendar_pages.day_name(calendar_asked.day_of(slot.starts_at)),
            time=calendar_pages.slot_time(slot),
            office=desk.town.offices[slot.office].name,
            errors_first=bool(form.errors),
        )
        return page, status


def _add_outcomes(blueprint: GuardedBlueprint, desk: Desk) -> None:
    def done(change: Callable[[Work, str, str], None], number: str, said: str) -> ResponseReturnValue:
        try:
            with desk.database.begin() as session:
                change(desk.casework.on(session), number, desk.sitting.required().id)
        except AssistantError as error:
            flash(why_not(error), "error")
        else:
            flash(said, "done")
        if request.form.get("back") == "day":
            on, office = request.form.get("on"), request.form.get("office")
            return redirect(url_for("staff.day_sheet", on=on, office=office), 303)
        return redirect(url_for("staff.calendar", case=number), 303)

    @blueprint.post("/calendar/bookings/<number>/cancel")
    @needs(Right.CALENDAR)
    def cancel_booking(number: str) -> ResponseReturnValue:
        return done(rules.cancel, number, "booking_given_up")

    @blueprint.post("/calendar/bookings/<number>/kept")
    @needs(Right.CALENDAR)
    def keep_booking(number: str) -> ResponseReturnValue:
        return done(rules.kept, number, "booking_noted")

    @blueprint.post("/calendar/bookings/<number>/missed")
    @needs(Right.CALENDAR)
    def miss_booking(number: str) -> ResponseReturnValue:
        return done(rules.missed, number, "booking_noted")


def _add_day_sheet(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/calendar/day")
    @needs(Right.CALENDAR)
    def day_sheet() -> ResponseReturnValue:
        return _sheet(desk, WhyForm(), None)

    @blueprint.post("/calendar/day")
    @needs(Right.REVEAL)
    def reveal_day_sheet() -> ResponseReturnValue:
        form = WhyForm()
        if not form.validate():
            return _sheet(desk, form, None), 422
        member_id = desk.sitting.required().id
        with desk.database.begin() as session:
            work = desk.casework.on(session)
            booked = calendar_pages.on_day(
                session, calendar_asked.office(desk), calendar_asked.day(desk, "on")
            )
            phones = {
                number: service.show_number(work, number, member_id, form.why.data)
                for number in sorted({one.number for one in booked})
            }
        return _sheet(desk, form, phones)


def _sheet(desk: Desk, form: WhyForm, phones: dict[str, str] | None) -> str:
    office, day = calendar_asked.office(desk), calendar_asked.day(desk, "on")
    with desk.database.read() as session:
        booked = calendar_pages.on_day(session, office, day)
        if phones is not None:
            booked = [one for one in booked if one.number in phones]
        rows = calendar_pages.sheet(session, desk, booked, phones)
    return render_template(
        "staff/day_sheet.html",
        rows=rows,
        on=day,
        day=calendar_pages.day_name(day),
        office=office,
        offices=calendar_asked.offices(desk),
        form=form,
        revealed=phones is not None,
        errors_first=bool(form.errors),
    )


def _known(work: Work, number: str) -> Details:
    """What is known of the resident before anything is typed: as noted for the last place, else as told."""
    noted = rules.noted(work, find(work, number, lock=False))
    return noted or proposed(service.get(work, number).summary)


def _slot(work: Work, slot_id: str) -> Slot:
    slot = slots.find(work.session, slot_id)
    if slot is None:
        raise SlotNotFound("no such slot")
    return slot
