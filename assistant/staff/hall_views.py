"""The hall: tickets and the page of a counter."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import hall as rules
from assistant.cases import numbers
from assistant.cases.moves import CaseNotFound, find
from assistant.cases.service import ORDINARY, SENIOR
from assistant.cases.work import Work
from assistant.staff import calendar_asked, display_views, hall_pages
from assistant.staff.calendar_forms import CheckInForm, TicketForm
from assistant.staff.calendar_sentences import LANES
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.store.models import Ticket


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    _add_counter(blueprint, desk)
    _add_calls(blueprint, desk)
    _add_tickets(blueprint, desk)
    display_views.add_to(blueprint, desk)


def _add_counter(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/hall")
    @needs(Right.HALL)
    def hall() -> ResponseReturnValue:
        return _page(desk, _ticket_form(desk), CheckInForm())

    @blueprint.get("/hall/tickets/<uuid:ticket_id>")
    @needs(Right.HALL)
    def ticket(ticket_id: UUID) -> ResponseReturnValue:
        with desk.database.read() as session:
            work = desk.casework.on(session)
            found = rules.find_ticket(work, str(ticket_id))
            before = rules.place(work, found)
        return render_template(
            "staff/hall_ticket.html",
            label=rules.label(found),
            issued_at=found.issued_at,
            before=before,
            office=desk.town.offices[found.office],
            counter=_counter(),
        )

    @blueprint.errorhandler(rules.TicketGone)
    def _no_such_ticket(_error: rules.TicketGone) -> ResponseReturnValue:
        if request.method == "POST":
            flash("ticket_gone", "error")
            return _back(desk)
        return render_template("staff/sorry.html", message=hall_pages.GONE), 404


def _add_calls(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.post("/hall/next")
    @needs(Right.HALL)
    def call_next() -> ResponseReturnValue:
        counter = _counter()
        if not counter:
            flash("counter_wrong", "error")
            return _back(desk)
        with desk.database.begin() as session:
            called = rules.call_next(
                desk.casework.on(session), calendar_asked.office(desk), counter, desk.sitting.required().id
            )
        if called is None:
            flash("nobody_waits", "done")
        return _back(desk)

    def done(change: Callable[[Work], object], said: str | None = None) -> ResponseReturnValue:
        with desk.database.begin() as session:
            change(desk.casework.on(session))
        if said is not None:
            flash(said, "done")
        return _back(desk)

    @blueprint.post("/hall/tickets/<uuid:ticket_id>/again")
    @needs(Right.HALL)
    def call_again(ticket_id: UUID) -> ResponseReturnValue:
        return done(lambda work: rules.call_again(work, str(ticket_id)))

    @blueprint.post("/hall/tickets/<uuid:ticket_id>/absent")
    @needs(Right.HALL)
    def ticket_absent(ticket_id: UUID) -> ResponseReturnValue:
        return done(lambda work: rules.absent(work, str(ticket_id)), "ticket_absent")

    @blueprint.post("/hall/tickets/<uuid:ticket_id>/finish")
    @needs(Right.HALL)
    def ticket_finish(ticket_id: UUID) -> ResponseReturnValue:
        member_id = desk.sitting.required().id
        return done(lambda work: rules.finish(work, str(ticket_id), member_id), "ticket_done")

    @blueprint.post("/hall/tickets/<uuid:ticket_id>/left")
    @needs(Right.HALL)
    def ticket_left(ticket_id: UUID) -> ResponseReturnValue:
        return done(lambda work: rules.left(work, str(ticket_id)), "ticket_left")

    @blueprint.post("/hall/tickets/<uuid:ticket_id>/recall")
    @needs(Right.HALL)
    def ticket_recall(ticket_id: UUID) -> ResponseReturnValue:
        counter, member_id = _counter(), desk.sitting.required().id
        if not counter:
            flash("counter_wrong", "error")
            return _back(desk)
        return done(lambda work: rules.recall(work, str(ticket_id), counter, member_id))


def _add_tickets(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.post("/hall/tickets")
    @needs(Right.HALL)
    def issue_ticket() -> ResponseReturnValue:
        form = _ticket_form(desk)
        if not form.validate():
            return _page(desk, form, CheckInForm(formdata=None)), 422
        typed = (form.number.data or "").strip()
        lane = SENIOR if form.lane.data == str(SENIOR) else ORDINARY
        try:
            with desk.database.begin() as session:
                work = desk.casework.on(session)
                case = find(work, _meant(typed)) if typed else None
                office = calendar_asked.office(desk)
                issued = rules.issue(work, office, lane=lane, service=form.service.data or None, case=case)
        except CaseNotFound:
            form.number.errors = ["number_unknown"]
            return _page(desk, form, CheckInForm(formdata=None)), 422
        return _to_ticket(issued)

    @blueprint.post("/hall/check-in")
    @needs(Right.HALL)
    def check_in() -> ResponseReturnValue:
        form = CheckInForm()
        if not form.validate():
            return _page(desk, _ticket_form(desk, empty=True), form), 422
        try:
            with desk.database.begin() as session:
                work = desk.casework.on(session)
                issued = rules.check_in(work, calendar_asked.office(desk), _meant(form.booked.data))
        except CaseNotFound:
            form.booked.errors = ["number_unknown"]
            return _page(desk, _ticket_form(desk, empty=True), form), 422
        except rules.NotBookedToday as refused:
            form.booked.errors = [hall_pages.booked_elsewhere(desk, refused)]
            return _page(desk, _ticket_form(desk, empty=True), form), 409
        return _to_ticket(issued)


def _page(desk: Desk, tickets: TicketForm, check_in: CheckInForm) -> str:
    counter, office = _counter(), calendar_asked.office(desk)
    with desk.database.read() as session:
        shown = hall_pages.counter(session, desk, office, counter)
    return render_template(
        "staff/hall.html",
        shown=shown,
        office=office,
        counter=counter,
        counters=desk.town.offices[office].counters,
        offices=calendar_asked.offices(desk),
        tickets=tickets,
        check_in=check_in,
        can_start="staff.open_at_counter" in current_app.view_functions,
        errors_first=bool(tickets.errors or check_in.errors),
    )


def _ticket_form(desk: Desk, *, empty: bool = False) -> TicketForm:
    services = {
        service: desk.names.service(service)
        for department in desk.town.departments.values()
        for service in sorted(department.services)
    }
    lanes = {str(lane): name for lane, name in sorted(LANES.items(), reverse=True)}
    more = {"formdata": None} if empty else {}
    return TicketForm(lanes=lanes, services=services, **more)


def _counter() -> str:
    """Which counter the page is for; empty until somebody says."""
    return request.values.get("counter", "").strip()[: rules.LONGEST_COUNTER]


def _meant(typed: str) -> str:
    """The case number that was meant. Raises CaseNotFound when it can be none."""
    number = numbers.parse(typed)
    if number is None:
        raise CaseNotFound("no case number")
    return number


def _to_ticket(issued: Ticket) -> ResponseReturnValue:
    return redirect(url_for("staff.ticket", ticket_id=issued.id, counter=_counter() or None), 303)


def _back(desk: Desk) -> ResponseReturnValue:
    office = calendar_asked.office(desk)
    return redirect(url_for("staff.hall", office=office, counter=_counter() or None), 303)
