"""The staff console as one blueprint: its views, who is signed in, and what every page shares."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]

from assistant.access import Caller, GuardedBlueprint, RateLimit
from assistant.cases.moves import CaseNotFound
from assistant.cases.work import Casework
from assistant.conversation.approved import ApprovedAnswers
from assistant.ports import Clock
from assistant.rendering.sms import Signatures
from assistant.staff import (
    answer_views,
    board_views,
    calendar_views,
    case_views,
    hall_views,
    knowledge_views,
    line_views,
    live_views,
    member_views,
    new_case_views,
    oidc_views,
    outbox_views,
    phrase_views,
    practice_views,
    queue_views,
    reply_views,
    reveal_views,
    sign_in_views,
)
from assistant.staff.answered import Interviews
from assistant.staff.desk import Desk, Knowledge
from assistant.staff.guard import guard_of, to_sign_in
from assistant.staff.live_views import Streams
from assistant.staff.navigation import menu
from assistant.staff.oidc import SignInService
from assistant.staff.roles import Right, may
from assistant.staff.sentences import sentence
from assistant.staff.shown import Names, local_time
from assistant.staff.sitting import Sitting
from assistant.store.database import Database

# Ten tries in five minutes from one place or for one name: a person who mistypes is let in, guessing is not.
TRIES, TRIES_WINDOW_S = 10, 300.0


def blueprint(
    database: Database,
    casework: Casework,
    knowledge: Knowledge,
    signatures: Signatures,
    clock: Clock,
    *,
    sign_in_service: SignInService | None = None,
    streams: Streams | None = None,
    answers: ApprovedAnswers | None = None,
) -> GuardedBlueprint:
    """The console under /staff. Each view says which right it needs."""
    desk = Desk(
        database=database,
        casework=casework,
        clock=clock,
        names=Names(knowledge.library, knowledge.regions, knowledge.aspects),
        interviews=Interviews(knowledge.eligibility, knowledge.regions, knowledge.phrases),
        signatures=signatures,
        sitting=Sitting(database, clock),
        tries=RateLimit(TRIES, TRIES_WINDOW_S, clock),
        knowledge=knowledge,
    )
    staff = GuardedBlueprint(
        "staff",
        __name__,
        caller=Caller.STAFF,
        guard=guard_of(desk.sitting),
        url_prefix="/staff",
        template_folder="templates",
        static_folder="static",
    )
    staff.add_app_template_filter(local_time, "local_time")
    staff.add_app_template_filter(sentence, "sentence")
    oidc_views.add_to(staff, desk, sign_in_service)
    live_views.add_to(staff, desk, streams or Streams())
    if answers is not None:
        answer_views.add_to(staff, desk, answers)
    for views in (
        sign_in_views,
        queue_views,
        case_views,
        reply_views,
        reveal_views,
        knowledge_views,
        member_views,
        board_views,
        line_views,
        calendar_views,
        hall_views,
        phrase_views,
        practice_views,
        new_case_views,
        outbox_views,
    ):
        views.add_to(staff, desk)
    _share(staff, desk)
    return staff


def _share(staff: GuardedBlueprint, desk: Desk) -> None:
    @staff.context_processor
    def _shared() -> dict[str, object]:
        member = desk.sitting.member(counts=False)
        if member is None or member.must_change_password:
            return {"member": member, "menu": []}
        counts = {
            "knowledge": knowledge_views.waiting(desk) if may(member, Right.KNOWLEDGE) else 0,
            "undelivered": outbox_views.waiting(desk) if may(member, Right.OUTBOX) else 0,
        }
        return {"member": member, "menu": menu(member, counts)}

    @staff.errorhandler(CSRFError)
    def _form_expired(_error: CSRFError) -> ResponseReturnValue:
        if desk.sitting.member() is None:
            return to_sign_in()
        return _sorry("form_expired", 400)

    @staff.errorhandler(CaseNotFound)
    def _no_such_case(_error: CaseNotFound) -> ResponseReturnValue:
        return _sorry("no_such_case", 404)


def _sorry(name: str, status: int) -> tuple[str, int]:
    return render_template("staff/sorry.html", message=sentence(name)), status
