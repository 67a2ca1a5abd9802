"""What the board and the report say: each figure with its definition, and names for codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.cases.figures import LEAST
from assistant.cases.kinds import CaseKind, Rating, Status
from assistant.messages import Channel
from assistant.staff.wording import pair
from knowledge.article import Bilingual


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is called and how it is counted."""

    name: Bilingual
    meaning: Bilingual


RATES: Mapping[str, Definition] = MappingProxyType(
    {
        "response": Definition(
            pair("响应率", "Response rate"),
            pair(
                "时限内回复短信或打通电话的个案，除以时限已过或已联系的个案。没联系就办结的算没响应。",
                "Cases first answered by message or by a call that was picked up, with no reply limit "
                "passed, of those answered, late or settled. Settled without a word counts against it.",
            ),
        ),
        "settled": Definition(
            pair("办结率", "Settled by staff"),
            pair(
                "工作人员已办结的个案，除以开的个案。", "Cases that staff say are settled, of those opened."
            ),
        ),
        "asked": Definition(
            pair("回访率", "Followed up"),
            pair(
                "办结后问过居民的个案，除以办结过的个案。",
                "Cases whose resident was asked afterwards, of those ever settled.",
            ),
        ),
        "answered": Definition(
            pair("回访接通率", "Follow-ups answered"),
            pair("居民答了的个案，除以问过的个案。", "Cases whose resident answered, of those asked."),
        ),
        "solved": Definition(
            pair("解决率", "Solved rate"),
            pair(
                "居民答“解决了”的，除以答了的。评不满意的算没解决。没答的不算，看回访接通率。"
                "重办以后再答，两次都算。",
                "Residents who say that it is solved, of those who say so or not. Not satisfied counts as "
                "unsolved, no answer neither way: see the follow-ups answered. Each reopening is asked anew.",
            ),
        ),
        "satisfied": Definition(
            pair("满意率", "Satisfied rate"),
            pair(
                "居民评满意或基本满意的，除以评了的。重办以后再评，两次都算。",
                "Residents who are satisfied or fairly satisfied, of those who say. After a reopening each "
                "answer counts.",
            ),
        ),
        "reopened": Definition(
            pair("重办率", "Reopened"),
            pair(
                "重新打开过的个案，除以开的个案。",
                "Cases that were opened again at least once, of those opened.",
            ),
        ),
    }
)
STEPS: Mapping[str, Definition] = MappingProxyType(
    {
        "take": Definition(
            pair("接单", "Taken"),
            pair("从开到第一次有人接。", "From the opening until somebody has the case for the first time."),
        ),
        "reply": Definition(
            pair("首次联系", "First answer"),
            pair(
                "从开到第一次回复短信或打通电话。",
                "From the opening to the first message of the staff or the first call picked up.",
            ),
        ),
        "resolve": Definition(
            pair("办结", "Settled"),
            pair(
                "从开到最后一次办结，等居民的时间不算。",
                "From the opening to the last time it was settled, without waiting for the resident.",
            ),
        ),
    }
)
THE_THREE = ("response", "solved", "satisfied")
"""响应率, 解决率, 满意率: what hotlines are compared by."""
LATE: Mapping[str, Definition] = MappingProxyType(
    {
        step: Definition(
            pair(f"{definition.name.zh}超时", f"{definition.name.en} late"),
            pair(
                "这一步的时限至少过了一次的个案，除以开的个案。重开以后的时限也算。",
                "Cases that passed this limit at least once, of those opened; limits after a reopening too.",
            ),
        )
        for step, definition in STEPS.items()
    }
)
KINDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        CaseKind.QUESTION: pair("问事", "question"),
        CaseKind.CALLBACK: pair("回电", "callback"),
        CaseKind.APPOINTMENT: pair("预约", "appointment"),
        CaseKind.HOME_VISIT: pair("上门", "home visit"),
        CaseKind.ASSISTED_FILING: pair("帮办代办", "assisted filing"),
        CaseKind.COMPLAINT: pair("投诉", "complaint"),
        CaseKind.URGENT: pair("紧急", "urgent"),
    }
)
STATUSES: Mapping[str, Bilingual] = MappingProxyType(
    {
        Status.RECEIVED: pair("待接", "received"),
        Status.CLAIMED: pair("已接", "claimed"),
        Status.IN_PROGRESS: pair("办理中", "in progress"),
        Status.WAITING_FOR_RESIDENT: pair("等居民", "waiting for the resident"),
        Status.WITH_DEPARTMENT: pair("部门办理", "with a department"),
        Status.RESOLVED: pair("已办结", "settled"),
        Status.FOLLOWED_UP: pair("已回访", "followed up"),
        Status.REOPENED: pair("重办", "opened again"),
        Status.CLOSED: pair("已结束", "closed"),
        Status.CANCELLED: pair("已取消", "cancelled"),
    }
)
RATINGS: Mapping[str, Bilingual] = MappingProxyType(
    {
        Rating.GOOD: pair("满意", "satisfied"),
        Rating.FAIR: pair("基本满意", "fairly satisfied"),
        Rating.POOR: pair("不满意", "not satisfied"),
    }
)
CHANNELS: Mapping[str, Bilingual] = MappingProxyType(
    {
        Channel.SMS: pair("短信", "text message"),
        Channel.PHONE: pair("电话", "telephone"),
        Channel.KIOSK: pair("大厅屏", "hall screen"),
        "api": pair("其他系统", "other system"),
        "counter": pair("窗口", "counter"),
    }
)
YES, NO = pair("是", "yes"), pair("否", "no")
NONE = pair("还没有", "none yet")
ALL = pair("全部", "all")
BY_SERVICE, BY_DISTRICT, BY_CHANNEL = (
    pair("事项", "Service"),
    pair("地区", "District"),
    pair("渠道", "Channel"),
)
BY_KIND, BY_DEPARTMENT = pair("种类", "Kind"), pair("派给的部门", "Sent to")

SENTENCES_OF_BOARD: Mapping[str, Bilingual] = MappingProxyType(
    {
        "no_period": pair(
            "日期不对，先给您看这个月。最长一年，结束不能早于开始。",
            "These dates cannot be used, so this month is shown. At most a year, and the end not before the "
            "beginning.",
        ),
        "no_month": pair("没有这个月份。请写成2026-11。", "There is no such month. Write it as 2026-11."),
        "counted": pair(
            "练习的个案不算。取消和合并的只算在“开的个案”里，别的都不算。",
            "Cases of practice are not counted. Cancelled and merged ones count as opened and nowhere else.",
        ),
        "by_opening": pair(
            "都按个案哪天开的来算。所以上个月的数字，个案办完之前还会变。",
            "All of it is about the cases opened in this time, so figures of a past month change until its "
            "cases are finished.",
        ),
        "few": pair(
            f"不到{LEAST}个的不给百分比，只给个数。", f"Fewer than {LEAST} are given as counts alone."
        ),
        "times": pair(
            "按时限的算法：紧急的按钟点，别的只算办公时间。",
            "Counted as the limits are: by the clock for what is urgent, else in working hours.",
        ),
    }
)


def named(names: Mapping[str, Bilingual], code: str | None) -> Bilingual:
    """The name of a code; one that has none keeps the code."""
    if code is None:
        return NONE
    return names.get(code) or pair(code, code)
