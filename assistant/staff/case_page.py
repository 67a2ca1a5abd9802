"""The page of one case: its head, its transcript, and the forms that are offered."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app, render_template, request, url_for

from assistant.cases.kinds import OPEN, QUEUED
from assistant.cases.views import CaseView
from assistant.staff import length, numbers, shown_case, shown_story, shown_task
from assistant.staff.case_actions import GROUPS, Action, offered
from assistant.staff.case_forms import CaseForm, Options, Reveal, Ticketed
from assistant.staff.case_reading import Page, read
from assistant.staff.case_sentences import present
from assistant.staff.desk import Desk
from assistant.staff.forms import ReplyForm
from assistant.staff.moving_actions import MOVING
from assistant.staff.navigation import Link
from assistant.staff.roles import Right, may
from assistant.staff.working_actions import CALL, CLAIM, WORKING
from assistant.store.members import Member, Role
from assistant.store.presence import Present
from knowledge.article import Bilingual, spoken

_ANSWERS = Bilingual(zh="查知识", en="Approved answers")
_CALENDAR = Bilingual(zh="约时间", en="Book a time")
ACTIONS: Mapping[str, Action] = {action.name: action for action in (*WORKING, *MOVING)}


@dataclass(frozen=True, slots=True)
class Tried:
    """What was sent from the page and could not be done, so that nothing typed is lost."""

    action: Action | None = None
    form: CaseForm | None = None
    reply: ReplyForm | None = None
    reveal: Reveal | None = None
    number: str | None = None
    plain: bool = False
    anyway: bool = False
    wrong: tuple[str | Bilingual, ...] = field(default_factory=tuple)


def parts(desk: Desk, page: Page, tried: Tried) -> dict[str, Any]:
    """What of a page changes by itself: the head, and the transcript."""
    view = page.view
    missing = desk.interviews.missing(view.summary) if view.summary else None
    return {
        "case": shown_case.case(view, page.limits, page.teller, desk.clock.now()),
        "before": page.before,
        "answers": desk.interviews.answered(view.summary.facts) if view.summary else (),
        "good": page.good,
        "gist": shown_case.gist(view, page.teller, missing),
        "missing": missing,
        "asked_for": shown_task.lines(view, plain=tried.plain or tried.number is not None),
        "interview": _interview(view, desk),
        "lines": list(shown_story.lines(page.told, page.events, page.teller, plain=tried.plain)),
        "position": page.position,
        "present": present_in_words(page.others, page.teller.members),
        "number_masked": numbers.masked(page.address),
        "number_shown": tried.number,
        "revealed": tried.plain or tried.number is not None,
    }


def show(desk: Desk, number: str, member: Member, tried: Tried | None = None) -> str:
    """The page. Raises CaseNotFound."""
    tried, page = tried or Tried(), read(desk, number, member)
    phrases = {phrase.id: phrase for phrase in page.phrases}
    reply = tried.reply or reply_form(desk, page)
    chosen = phrases.get(request.args.get("phrase", ""))
    if tried.reply is None and chosen is not None:
        reply.text.data = chosen.text(page.view.language)
    forms = {action.name: _form(action, page, tried) for action in _shown(page, member, tried)}
    # Errors are told once, at the top, for whichever form was sent.
    wrong = next(
        (one for one in (tried.form, tried.reply, tried.reveal) if one is not None and one.errors), None
    )
    return render_template(
        "staff/case_page.html",
        **parts(desk, page, tried),
        reply_form=reply if _may_reply(page, member, tried) else None,
        signature=reply.signature,
        length_hint=length.HINT,
        most=(length.CHINESE_MOST, length.ENGLISH_MOST),
        phrases=page.phrases,
        language=page.view.language,
        messages_wanted=page.messages_wanted,
        reachable=page.reachable,
        reveal_form=_reveal(page, member, tried),
        forms=forms,
        actions=ACTIONS,
        claim=CLAIM if CLAIM.name in forms else None,
        groups=_groups(forms, tried, member),
        own_phone=numbers.masked(page.own_phone) if page.own_phone else None,
        call=CALL,
        links=_links(page, member),
        anyway=tried.anyway,
        wrong_form=wrong,
        wrong=tried.wrong,
        errors_first=bool(wrong or tried.wrong),
    )


def reply_form(desk: Desk, page: Page) -> ReplyForm:
    """An empty one."""
    form = ReplyForm(formdata=None, signature=signature(desk, page.view))
    form.ticket.data, form.seen.data = secrets.token_hex(16), str(page.position)
    return form


def signature(desk: Desk, view: CaseView) -> str:
    return desk.signatures.before(spoken(view.language))


def sent_form(action: Action, options: Options) -> CaseForm:
    """The form of an action with what was sent."""
    return action.form(options, of=action.name)


def present_in_words(others: Iterable[Present], members: Mapping[str, str]) -> Bilingual | None:
    named = [(members.get(one.staff_id, "—"), one.writing) for one in others]
    return present(
        [name for name, writing in named if not writing], [name for name, writing in named if writing]
    )


def _form(action: Action, page: Page, tried: Tried) -> CaseForm:
    if tried.action is action and tried.form is not None:
        return tried.form
    form = action.form(page.options, of=action.name, formdata=None)
    if isinstance(form, Ticketed):
        form.ticket.data = secrets.token_hex(16)
    return form


def _shown(page: Page, member: Member, tried: Tried) -> list[Action]:
    """The actions that are offered, and the one that was tried, so that its words can be read."""
    useless = {CALL.name: not page.reachable, "merge": not page.options.others}
    return [
        action
        for action in ACTIONS.values()
        if tried.action is action
        or (offered(action, page.case, member) and not useless.get(action.name, False))
    ]


def _may_reply(page: Page, member: Member, tried: Tried) -> bool:
    return tried.reply is not None or (
        may(member, Right.ANSWER)
        and page.reachable
        and page.view.status in OPEN
        and not _refuses(page, member)
    )


def _refuses(page: Page, member: Member) -> bool:
    """Whoever cannot take a case that waits cannot answer it either."""
    return page.view.status in QUEUED and not offered(CLAIM, page.case, member)


def _reveal(page: Page, member: Member, tried: Tried) -> Reveal | None:
    if not may(member, Right.REVEAL):
        return None
    return tried.reveal or Reveal(page.options, of="reveal", formdata=None)


def _groups(
    forms: Mapping[str, CaseForm], tried: Tried, member: Member
) -> list[tuple[str, Bilingual, list[Action], bool]]:
    """Each group with its title, its actions, and whether it stands open."""
    found = []
    for group, title in GROUPS.items():
        actions = [ACTIONS[name] for name in forms if ACTIONS[name].group == group]
        theirs = group == "department" and member.role is Role.DEPARTMENT
        if actions:
            found.append((group, title, actions, theirs or tried.action in actions))
    return found


def _links(page: Page, member: Member) -> list[Link]:
    """Other pages about the case, of those that there are."""
    wanted = (
        (Right.ANSWER, "staff.case_answers", "number", _ANSWERS),
        (Right.CALENDAR, "staff.calendar", "case", _CALENDAR),
    )
    return [
        Link(url_for(endpoint, **{name: cast(Any, page.view.number)}), label, here=False)
        for right, endpoint, name, label in wanted
        if page.view.open and may(member, right) and endpoint in current_app.view_functions
    ]


def _interview(view: CaseView, desk: Desk) -> Bilingual | None:
    """The service whose questions were not all answered yet."""
    service = view.summary.interview if view.summary else None
    return desk.names.service(service) if service else None
