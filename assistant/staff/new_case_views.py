"""A case for somebody who is at the counter or on the telephone: asked once, and taken by whoever asks."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField, TextAreaField  # type: ignore[import-untyped]
from wtforms.validators import InputRequired, Length, Regexp  # type: ignore[import-untyped]

from assistant.access import GuardedBlueprint
from assistant.cases import needs as residents_needs
from assistant.cases import ownership, service
from assistant.cases.kinds import CaseKind
from assistant.cases.service import Wanted
from assistant.messages import Channel
from assistant.staff.board_sentences import KINDS
from assistant.staff.case_forms import choices
from assistant.staff.case_words import LANGUAGES
from assistant.staff.desk import Desk
from assistant.staff.forms import TICKET, ConsoleForm
from assistant.staff.member_forms import NOTHING, OneOf, e164
from assistant.staff.roles import Right, needs
from assistant.state import ConversationState
from assistant.store import passed_on, tickets
from assistant.store.turns import FAMILIES
from knowledge.article import spoken

CHANNEL = "counter"
LONGEST_WORDS = 1000


class NewCaseForm(ConsoleForm):
    ticket = HiddenField(validators=[Regexp(TICKET, message="form_expired")])
    said = TextAreaField(
        validators=[InputRequired("said_missing"), Length(max=LONGEST_WORDS, message="too_long")]
    )
    number = StringField(validators=[Length(max=30, message="too_long")])
    kind = OneOf()
    service = OneOf()
    language = OneOf()

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = [name for one in desk.town.departments.values() for name in sorted(one.services)]
        self.kind.choices = choices(KINDS.items())
        self.service.choices = (
            NOTHING,
            *choices((name, desk.names.service(name)) for name in services),
        )
        self.language.choices = choices(LANGUAGES.items())

    def validate_number(self, field: StringField) -> None:
        """Leaves the number as it is dialled from abroad."""
        field.data = e164(field.data) if (field.data or "").strip() else ""


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/cases/new", methods=["GET", "POST"])
    @needs(Right.CLAIM)
    def case_new() -> ResponseReturnValue:
        return _page(desk, None, None)

    @blueprint.route("/hall/tickets/<uuid:ticket>/case", methods=["GET", "POST"])
    @needs(Right.HALL)
    def open_at_counter(ticket: UUID) -> ResponseReturnValue:
        with desk.database.read() as session:
            held = tickets.find(session, str(ticket))
        if held is not None and held.case_id is not None:
            return redirect(url_for("staff.hall"), 303)
        return _page(desk, str(ticket) if held else None, held.service if held else None)


def _page(desk: Desk, ticket_id: str | None, service_known: str | None) -> ResponseReturnValue:
    form = NewCaseForm(desk)
    if request.method == "GET":
        form.ticket.data = secrets.token_hex(16)
        form.kind.data, form.language.data = CaseKind.QUESTION.value, "zh"
        form.service.data = service_known or ""
    elif form.validate():
        number = _open(desk, form, ticket_id)
        return redirect(url_for("staff.case_page", number=number), 303)
    page = render_template("staff/case_new.html", form=form, errors_first=bool(form.errors))
    return page, 422 if form.is_submitted() else 200


def _open(desk: Desk, form: NewCaseForm, ticket_id: str | None) -> str:
    """The number of the case, and of the same one when the form is sent twice."""
    member = desk.sitting.required()
    language = spoken(form.language.data)
    state = ConversationState(language=language, service=form.service.data or None)
    with desk.database.begin() as session:
        work = desk.casework.on(session)
        number, key = form.number.data, form.ticket.data
        # Without a number there is no way to write to the resident, as with a terminal in a hall.
        said = passed_on.keep(
            session,
            desk.vault,
            channel=CHANNEL,
            family=CHANNEL if number else FAMILIES[Channel.KIOSK],
            provider_id=key,
            address=number or f"{CHANNEL}:{key}",
            text=form.said.data,
            state=state,
            now=work.now,
        )
        if said is None:
            return service.opened_by(work, CHANNEL, key)
        case = service.open_case(
            work,
            Wanted(
                conversation_id=said.conversation_id,
                resident_id=said.resident_id,
                message_id=said.message_id,
                reason="in_person",
                state=state,
                channel=CHANNEL,
                kind=CaseKind(form.kind.data),
                needs=residents_needs.read([form.said.data], language, desk.town.dialects),
            ),
        )
        ownership.claim(work, case.number, member.id)
        if ticket_id is not None:
            tickets.link(session, ticket_id, case.id)
    return case.number
