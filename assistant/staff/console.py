"""The staff console as one blueprint: who is signed in, and what every page shares."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]

from assistant.access import Caller, GuardedBlueprint, RateLimit
from assistant.cases.service import CaseNotFound
from assistant.ports import Clock
from assistant.rendering.sms import Signatures
from assistant.staff import case_views, knowledge_views, sign_in_views
from assistant.staff.answered import Interviews
from assistant.staff.desk import Desk, Knowledge
from assistant.staff.sentences import sentence
from assistant.staff.shown import Names, local_time
from assistant.staff.sitting import Sitting
from assistant.store.crypto import Vault
from assistant.store.database import Database

# Ten tries in five minutes from one place or for one name: a person who mistypes is let in, guessing is not.
TRIES, TRIES_WINDOW_S = 10, 300.0
WITHOUT_SIGN_IN = frozenset({"staff.static", "staff.sign_in"})
WITH_ONE_TIME_PASSWORD = WITHOUT_SIGN_IN | {"staff.password", "staff.sign_out"}


def blueprint(
    database: Database, vault: Vault, knowledge: Knowledge, signatures: Signatures, clock: Clock
) -> GuardedBlueprint:
    """The console under /staff. Everything but the sign-in page needs a member of the staff."""
    desk = Desk(
        database=database,
        vault=vault,
        clock=clock,
        names=Names(knowledge.library, knowledge.regions, knowledge.aspects),
        interviews=Interviews(knowledge.eligibility.book, knowledge.phrases),
        signatures=signatures,
        sitting=Sitting(database, clock),
        tries=RateLimit(TRIES, TRIES_WINDOW_S, clock),
    )

    def guard() -> ResponseReturnValue | None:
        if request.endpoint in WITHOUT_SIGN_IN:
            return None
        member = desk.sitting.member()
        if member is None:
            return _to_sign_in()
        if member.must_change_password and request.endpoint not in WITH_ONE_TIME_PASSWORD:
            return redirect(url_for("staff.password"), 303)
        return None

    staff = GuardedBlueprint(
        "staff",
        __name__,
        caller=Caller.STAFF,
        guard=guard,
        url_prefix="/staff",
        template_folder="templates",
        static_folder="static",
    )
    staff.add_app_template_filter(local_time, "local_time")
    staff.add_app_template_filter(sentence, "sentence")
    sign_in_views.add_to(staff, desk)
    case_views.add_to(staff, desk)
    knowledge_views.add_to(staff, desk)

    @staff.context_processor
    def _shared() -> dict[str, object]:
        member = desk.sitting.member()
        signed_in = member is not None and not member.must_change_password
        to_renew = knowledge_views.waiting(desk) if signed_in else 0
        return {"member": member, "signed_in": signed_in, "to_renew": to_renew}

    @staff.errorhandler(CSRFError)
    def _form_expired(_error: CSRFError) -> ResponseReturnValue:
        if desk.sitting.member() is None:
            return _to_sign_in()
        return _sorry("form_expired", 400)

    @staff.errorhandler(CaseNotFound)
    def _no_such_case(_error: CaseNotFound) -> ResponseReturnValue:
        return _sorry("no_such_case", 404)

    return staff


def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET":
        flash("sign_in_first", "error")
        return redirect(url_for("staff.sign_in"), 303)
    return redirect(url_for("staff.sign_in", next=request.path), 303)


def _sorry(name: str, status: int) -> tuple[str, int]:
    return render_template("staff/sorry.html", message=sentence(name)), status
