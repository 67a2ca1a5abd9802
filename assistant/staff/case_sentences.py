"""What the console says about cases, by name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.cases.departments import LONGEST_EXTENSION, MOST_EXTENSIONS
from assistant.staff.wording import pair
from knowledge.article import Bilingual

SENTENCES_OF_CASES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "text_missing": pair("请先写要说的话。", "Write the message first."),
        "reply_queued": pair("短信已交给系统发送。", "The message is on its way."),
        "reply_queued_waits": pair(
            "短信已交给系统发送，时限停了。", "The message is on its way, and the limits stand still."
        ),
        "messages_stopped": pair(
            "居民退订了短信，请打电话。", "The resident stopped text messages. Please ring."
        ),
        "shared_terminal": pair(
            "居民用的是公用屏，不能回短信，也不能打电话。",
            "The resident used a shared screen: no message and no call is possible.",
        ),
        "no_such_case": pair("没有这个个案。", "There is no such case."),
        "case_over": pair("这个个案已经结束了。", "This case was closed before."),
        "not_now": pair(
            "个案变了，现在不能这样做。请看最新的记录。",
            "The case has changed, so this cannot be done. See what happened last.",
        ),
        "needs_someone_else": pair(
            "居民对您上次办的不满意，请换个人办。",
            "The resident was not content with your answer, so somebody else takes the case.",
        ),
        "not_yours": pair(
            "这是别人的个案。请找班长改派。", "This case is somebody else's. A supervisor can give it to you."
        ),
        "reason_missing": pair("请写原因。", "Write the reason."),
        "note_missing": pair("请先写备注。", "Write the note first."),
        "result_missing": pair("请写办的结果。", "Write what came of it."),
        "reason_not_chosen": pair("请选为什么要看。", "Choose why you need to look."),
        "reveal_missing": pair("请选看什么。", "Choose what to look at."),
        "member_missing": pair("请选派给谁。", "Choose who gets the case."),
        "department_not_chosen": pair("请选部门。", "Choose a department."),
        "other_not_chosen": pair("请选并到哪个个案。", "Choose the case to join it with."),
        "kind_missing": pair("请选种类。", "Choose the kind."),
        "no_such_place": pair(
            "没找到这个地方。请写区、县的名字。", "No such place. Write the district's name."
        ),
        "days_wrong": pair(
            f"请填1到{LONGEST_EXTENSION}的工作日数。", f"Enter 1 to {LONGEST_EXTENSION} working days."
        ),
        "extension_too_long": pair(
            f"不能再延了：最多延{MOST_EXTENSIONS}次，每次最多{LONGEST_EXTENSION}个工作日。",
            f"It cannot be put off further: at most {MOST_EXTENSIONS} times, "
            f"{LONGEST_EXTENSION} working days each.",
        ),
        "other_open": pair(
            "居民另有个案正在办，请在那个个案里办。",
            "The resident has another case open: what is new belongs there.",
        ),
        "not_the_same": pair("只能并同一位居民的个案。", "Only cases of the same resident can be joined."),
        "no_phone": pair(
            "先在“我的资料”里填您的电话，才能打。", "Give your own phone number in your profile first."
        ),
        "nothing_to_take": pair("现在没有适合您的个案在等。", "No case that suits you is waiting now."),
        "case_taken": pair("个案归您了。", "The case is yours now."),
        "case_given_back": pair("个案放回队列了。", "The case is back in the queue."),
        "case_assigned": pair("派好了。", "The case was given to them."),
        "case_started": pair("记下了，开始办。", "Noted: work has begun."),
        "call_begun": pair("先打您的电话，请接。", "Your phone rings first. Please pick up."),
        "spoke_noted": pair("记下了，和居民说过了。", "Noted: you have spoken with the resident."),
        "noted": pair("备注记下了。", "The note is kept."),
        "case_waits": pair("记下了，等居民回答。", "Noted: the case waits for the resident."),
        "case_resumed": pair("接着办，时限又走了。", "Work goes on, and the limits run again."),
        "case_dispatched": pair("派给部门了。", "The case was sent to the department."),
        "case_accepted": pair("接下了。", "The department has the case now."),
        "case_sent_back": pair("退回去了。", "The case was sent back."),
        "case_finished": pair("交回了，由派的人告诉居民。", "Handed back; the desk tells the resident."),
        "case_recalled": pair("收回来了。", "The case was taken back."),
        "case_decided": pair("定好了。", "Decided."),
        "case_extended": pair("延期了，已告诉居民。", "Put off; the resident is told."),
        "case_changed": pair("改好了。", "Put right."),
        "case_resolved": pair(
            "办结了，过后问居民满意不满意。", "Settled. The resident is asked about it later."
        ),
        "case_closed": pair("个案已结束。", "The case is closed."),
        "case_reopened": pair("重新打开了。", "Opened again."),
        "case_cancelled": pair("个案取消了，已告诉居民。", "Cancelled; the resident is told."),
        "case_merged": pair("并好了。", "Joined."),
    }
)


def taken_by(name: str) -> Bilingual:
    return pair(f"{name}先领了这个个案。", f"{name} took this case before you.")


def writes_too(name: str) -> Bilingual:
    return pair(
        f"{name}正在写回复。您的话还没有发。", f"{name} is writing a reply. Your message was not sent."
    )


def replied_meanwhile(name: str) -> Bilingual:
    return pair(
        f"您打开以后，{name}回复过了。您的话还没有发。",
        f"{name} has answered since you opened the page. Your message was not sent.",
    )


def present(watching: Sequence[str], writing: Sequence[str]) -> Bilingual | None:
    """Who else has the page open; None when nobody has."""
    parts = []
    if writing:
        parts.append(pair(f"{'、'.join(writing)}正在写回复。", f"{', '.join(writing)} writing a reply."))
    if watching:
        parts.append(pair(f"{'、'.join(watching)}也在看。", f"{', '.join(watching)} also looking."))
    if not parts:
        return None
    return pair("".join(one.zh for one in parts), " ".join(one.en for one in parts))
