"""What whoever works on a case does: take it, call, note, wait, put off, hand it to somebody else."""

from __future__ import annotations

from assistant.cases import answering, departments, ownership
from assistant.cases.kinds import Kind
from assistant.staff import case_forms as forms
from assistant.staff.case_actions import Action
from assistant.staff.roles import Right
from assistant.staff.wording import pair

_CALLBACK = pair("先打您的电话，您接了再打给居民。", "Your phone rings first; then the resident is rung.")

CLAIM = Action(
    "claim",
    Right.CLAIM,
    Kind.CLAIMED,
    pair("我来办", "Take the case"),
    "first",
    "case_taken",
    lambda work, number, member, form: ownership.claim(work, number, member.id),
    own=False,
)
CALL = Action(
    "call",
    Right.ANSWER,
    Kind.CALLED,
    pair("打给居民", "Ring the resident"),
    "call",
    "call_begun",
    lambda work, number, member, form: answering.call(work, number, member.id, key=form.ticket.data),
    forms.Ticketed,
    own=False,
    hint=_CALLBACK,
)
WORKING: tuple[Action, ...] = (
    CLAIM,
    CALL,
    Action(
        "spoke",
        Right.CLAIM,
        Kind.STARTED,
        pair("我和居民说过了", "I have spoken with the resident"),
        "call",
        "spoke_noted",
        lambda work, number, member, form: answering.spoke(work, number, member.id),
        own=False,
        hint=pair("用别的电话、在窗口或者上门说的。", "By another phone, at the counter or at home."),
    ),
    Action(
        "note",
        Right.ANSWER,
        Kind.NOTED,
        pair("记下备注", "Keep the note"),
        "note",
        "noted",
        lambda work, number, member, form: answering.note(work, number, member.id, form.why.data),
        forms.Note,
        own=False,
    ),
    Action(
        "start",
        Right.CLAIM,
        Kind.STARTED,
        pair("开始办", "Begin"),
        "time",
        "case_started",
        lambda work, number, member, form: answering.start(work, number, member.id),
    ),
    Action(
        "wait",
        Right.CLAIM,
        Kind.WAITED,
        pair("等居民回答", "Wait for the resident"),
        "time",
        "case_waits",
        lambda work, number, member, form: answering.wait(work, number, member.id),
        hint=pair("时限停下来，居民回了再走。", "The limits stand still until the resident answers."),
    ),
    Action(
        "resume",
        Right.CLAIM,
        Kind.RESUMED,
        pair("接着办", "Go on"),
        "time",
        "case_resumed",
        lambda work, number, member, form: answering.resume(work, number, member.id),
    ),
    Action(
        "extend",
        Right.ANSWER,
        Kind.EXTENDED,
        pair("延期", "Put it off"),
        "time",
        "case_extended",
        lambda work, number, member, form: departments.extend(
            work, number, member.id, form.days.data, form.why.data
        ),
        forms.Extend,
        hint=pair("会告诉居民新的日子。", "The resident is told the new day."),
    ),
    Action(
        "give-back",
        Right.CLAIM,
        Kind.GIVEN_BACK,
        pair("放回队列", "Put it back in the queue"),
        "people",
        "case_given_back",
        lambda work, number, member, form: ownership.give_back(
            work, number, member.id, why=form.why.data or ""
        ),
        forms.Why,
    ),
    Action(
        "assign",
        Right.ASSIGN,
        Kind.ASSIGNED,
        pair("派给这个人", "Give it to them"),
        "people",
        "case_assigned",
        lambda work, number, member, form: ownership.assign(
            work, number, member.id, form.to.data, why=form.why.data or ""
        ),
        forms.Assign,
    ),
)
