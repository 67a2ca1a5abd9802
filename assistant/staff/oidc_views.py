"""To the town's sign-in service and back."""

from __future__ import annotations

import logging

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.staff.desk import Desk
from assistant.staff.forms import SignInForm
from assistant.staff.guard import wanted_page
from assistant.staff.member_sentences import unknown_identity
from assistant.staff.oidc import Attempt, NotProven, ServiceAway, SignInService
from assistant.staff.roles import without_sign_in
from assistant.staff.sign_in_views import first_page, sign_in_page, tried_too_often
from assistant.store import staff
from knowledge.article import Bilingual

log = logging.getLogger(__name__)

_ATTEMPT, _WANTED = "sign_in_attempt", "sign_in_wanted"


def add_to(blueprint: GuardedBlueprint, desk: Desk, service: SignInService | None) -> None:
    """Nothing without a service; with one, the sign-in page offers it."""
    if service is None:
        return

    @blueprint.context_processor
    def _offered() -> dict[str, object]:
        return {"sign_in_service": service.label}

    @blueprint.get("/sign-in/service")
    @without_sign_in
    def to_service() -> ResponseReturnValue:
        if tried_too_often(desk):
            return _sorry("too_many_tries", 429)
        try:
            url, attempt = service.begin(_back(service))
        except ServiceAway:
            return _away()
        session[_ATTEMPT] = attempt.to_json()
        session[_WANTED] = wanted_page(request.args.get("next", ""))
        return redirect(url, 303)

    @blueprint.get("/sign-in/back")
    @without_sign_in
    def from_service() -> ResponseReturnValue:
        attempt = Attempt.from_json(session.pop(_ATTEMPT, None))
        wanted = session.pop(_WANTED, None) or ""
        state, code = request.args.get("state", ""), request.args.get("code", "")
        if attempt is None or not state:
            return _sorry("service_again", 400)
        if not code:
            return _sorry("service_refused", 401)
        try:
            subject = service.subject(attempt, state, code, _back(service))
        except ServiceAway:
            return _away()
        except NotProven as error:
            log.warning("sign-in not proven", extra={"reason": error.reason})
            return _sorry("service_again", 401)
        with desk.database.read() as transaction:
            member = staff.by_subject(transaction, subject)
        if member is None:
            return _sorry(unknown_identity(subject), 403)
        if member.must_change_password:
            with desk.database.begin() as transaction:
                member = staff.drop_one_time_password(transaction, member.id)
        if not desk.sitting.begin(member):
            return _sorry("service_again", 401)
        return redirect(first_page(member, wanted), 303)


def _back(service: SignInService) -> str:
    """Where the service sends the browser; in production it does not depend on the request."""
    path = url_for("staff.from_service")
    return (
        f"{service.public_url}{path}" if service.public_url else url_for("staff.from_service", _external=True)
    )


def _away() -> ResponseReturnValue:
    log.warning("sign-in service away")
    return _sorry("service_away", 503)


def _sorry(said: str | Bilingual, status: int) -> ResponseReturnValue:
    form = SignInForm(formdata=None)
    form.form_errors.append(said)
    return sign_in_page(form), status
