"""Where a case goes: to a department and back, to another kind or case, to its end."""

from __future__ import annotations

from assistant.cases import departments, practice, resolving, service
from assistant.cases.kinds import CaseKind, Kind
from assistant.cases.work import Work
from assistant.staff import case_forms as forms
from assistant.staff.case_actions import Action
from assistant.staff.roles import Right
from assistant.staff.wording import pair
from assistant.store.members import Member


def _resolve(work: Work, number: str, member: Member, result: str) -> None:
    resolving.resolve(work, number, member.id, result=result)
    practice.resolved(work, number)


MOVING: tuple[Action, ...] = (
    Action(
        "accept",
        Right.DEPARTMENT_WORK,
        Kind.ACCEPTED,
        pair("部门接下", "Accept for the department"),
        "department",
        "case_accepted",
        lambda work, number, member, form: departments.accept(work, number, member.id),
    ),
    Action(
        "finish",
        Right.DEPARTMENT_WORK,
        Kind.FINISHED,
        pair("办好交回", "Finished, hand it back"),
        "department",
        "case_finished",
        lambda work, number, member, form: departments.finish(work, number, member.id, form.why.data),
        forms.Result,
    ),
    Action(
        "send-back",
        Right.DEPARTMENT_WORK,
        Kind.SENT_BACK,
        pair("退回", "Send it back"),
        "department",
        "case_sent_back",
        lambda work, number, member, form: departments.send_back(work, number, member.id, form.why.data),
        forms.Reason,
    ),
    Action(
        "dispatch",
        Right.DISPATCH,
        Kind.DISPATCHED,
        pair("派给部门", "Send it to the department"),
        "department",
        "case_dispatched",
        lambda work, number, member, form: departments.dispatch(
            work, number, member.id, form.to.data, why=form.why.data or ""
        ),
        forms.Dispatch,
    ),
    Action(
        "recall",
        Right.DISPATCH,
        Kind.RECALLED,
        pair("从部门收回", "Take it back"),
        "department",
        "case_recalled",
        lambda work, number, member, form: departments.recall(work, number, member.id, form.why.data),
        forms.Reason,
    ),
    Action(
        "decide",
        Right.DECIDE,
        Kind.DECIDED,
        pair("定下归谁办", "Decide whose case it is"),
        "department",
        "case_decided",
        lambda work, number, member, form: departments.decide(
            work, number, member.id, form.to.data or None, form.why.data
        ),
        forms.Decide,
        hint=pair("定给的部门不能再退。", "The department cannot send it back again."),
    ),
    Action(
        "change",
        Right.CLAIM,
        Kind.CHANGED,
        pair("改好", "Put it right"),
        "content",
        "case_changed",
        lambda work, number, member, form: service.change(
            work,
            number,
            member.id,
            kind=CaseKind(form.kind.data),
            service=form.service.data or None,
            region=form.region,
        ),
        forms.Change,
    ),
    Action(
        "merge",
        Right.CLOSE,
        Kind.MERGED,
        pair("并过去", "Join them"),
        "content",
        "case_merged",
        lambda work, number, member, form: resolving.merge(work, number, form.into.data, member.id),
        forms.Merge,
        hint=pair("这个个案就结束了。", "This case ends with that."),
    ),
    Action(
        "resolve",
        Right.CLOSE,
        Kind.RESOLVED,
        pair("办结", "Settled"),
        "end",
        "case_resolved",
        lambda work, number, member, form: _resolve(work, number, member, form.why.data or ""),
        forms.Outcome,
        hint=pair("过后会问居民满意不满意。", "The resident is asked about it later."),
    ),
    Action(
        "close",
        Right.CLOSE,
        Kind.CLOSED,
        pair("结束个案", "Close the case"),
        "end",
        "case_closed",
        lambda work, number, member, form: resolving.close(work, number, member.id),
        hint=pair("不再问居民。", "The resident is not asked further."),
    ),
    Action(
        "reopen",
        Right.CLOSE,
        Kind.REOPENED,
        pair("重新打开", "Open it again"),
        "end",
        "case_reopened",
        lambda work, number, member, form: resolving.reopen(work, number, member.id, why=form.why.data),
        forms.Reason,
        own=False,
    ),
    Action(
        "cancel",
        Right.CLOSE,
        Kind.CANCELLED,
        pair("取消个案", "Cancel the case"),
        "end",
        "case_cancelled",
        lambda work, number, member, form: resolving.cancel(work, number, member.id, form.why.data),
        forms.Reason,
        hint=pair(
            "居民不要了，或者弄错了。会告诉居民。", "Not wanted any more, or a mistake. The resident is told."
        ),
    ),
)
