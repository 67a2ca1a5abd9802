"""What happened to a case, told with whom, where and how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from assistant.cases.kinds import Kind
from assistant.cases.town import Town
from assistant.staff.board_sentences import KINDS, RATINGS, STEPS
from assistant.staff.case_words import MEDIA, REASONS, WHY_ESCALATED, WHY_UNREACHED, named
from assistant.staff.shown import Names, local_time
from assistant.staff.wording import pair
from knowledge.article import Bilingual

Detail = Mapping[str, Any]


HAPPENED: Mapping[Kind, Bilingual] = MappingProxyType(
    {
        Kind.OPENED: pair("个案开始了", "The case was opened"),
        Kind.ASKED_AGAIN: pair("居民又要找人", "The resident asked for a person again"),
        Kind.RESIDENT_WROTE: pair("居民又写了", "The resident wrote again"),
        Kind.CLAIMED: pair("领了个案", "Took the case"),
        Kind.ASSIGNED: pair("派给", "Given to"),
        Kind.GIVEN_BACK: pair("放回了队列", "Put back in the queue"),
        Kind.LAPSED: pair("太久没动，放回了队列", "Left untouched for too long, put back in the queue"),
        Kind.STARTED: pair("开始办了", "Work began"),
        Kind.STAFF_REPLIED: pair("回复了居民", "Answered the resident"),
        Kind.CALLED: pair("给居民打电话", "Rang the resident"),
        Kind.CALL_ANSWERED: pair("和居民说上话了", "Spoke with the resident"),
        Kind.CALL_MISSED: pair("居民没接电话", "The resident did not pick up"),
        Kind.NOTED: pair("内部备注", "Note for the staff"),
        Kind.WAITED: pair("等居民回答，时限停了", "Waits for the resident; the limits stand still"),
        Kind.RESUMED: pair("接着办，时限又走了", "Work goes on; the limits run again"),
        Kind.BOOKED: pair("约好了时间", "A time was booked"),
        Kind.BOOKING_CANCELLED: pair("取消了预约", "The booking was cancelled"),
        Kind.BOOKING_KEPT: pair("居民来了，或者上门办了", "The booking was kept"),
        Kind.BOOKING_MISSED: pair("预约没来", "The booking was missed"),
        Kind.DISPATCHED: pair("派给部门", "Sent to"),
        Kind.ACCEPTED: pair("部门接了", "The department took it"),
        Kind.SENT_BACK: pair("部门退回", "Sent back by"),
        Kind.DECIDED: pair("班长定了", "A supervisor decided"),
        Kind.RECALLED: pair("从部门收回", "Taken back from"),
        Kind.FINISHED: pair("部门办好了", "Finished by"),
        Kind.EXTENDED: pair("延期", "Put off"),
        Kind.CHANGED: pair("改了内容", "Put right"),
        Kind.NUMBER_SHOWN: pair("查看了隐藏的号码", "Looked at what is hidden"),
        Kind.REPLY_SENT: pair("短信已发出", "The message was sent"),
        Kind.REPLY_DELIVERED: pair("短信已送到手机", "The message reached the phone"),
        Kind.REPLY_FAILED: pair("短信没有送到", "The message did not arrive"),
        Kind.REPLY_HELD: pair("居民退订了，短信没发", "The resident stopped messages; it was not sent"),
        Kind.WARNED: pair("时限快到了", "A limit comes near"),
        Kind.BREACHED: pair("超时了", "A limit was passed"),
        Kind.ESCALATED: pair("报给班长", "Passed on to a supervisor"),
        Kind.RESOLVED: pair("办结了", "Settled"),
        Kind.FOLLOW_UP_SENT: pair("回访了居民", "The resident was asked about it"),
        Kind.RATED: pair("居民评价", "The resident's rating"),
        Kind.UNREACHED: pair("回访没有联系上", "The resident could not be asked"),
        Kind.CLOSED: pair("个案结束了", "The case was closed"),
        Kind.REOPENED: pair("重新打开了", "Opened again"),
        Kind.CANCELLED: pair("取消了", "Cancelled"),
        Kind.MERGED: pair("并入个案", "Joined with case"),
    }
)
SOLVED = {True: pair("解决了", "solved"), False: pair("没解决", "not solved")}


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts events into words. `members` are the names of the staff by id."""

    names: Names
    town: Town
    members: Mapping[str, str]

    def told(self, kind: Kind, detail: Detail) -> Bilingual:
        said = HAPPENED[kind]
        tell = _DETAILS.get(kind)
        more = tell(self, detail) if tell is not None else None
        return said if more is None else pair(f"{said.zh}：{more.zh}", f"{said.en}: {more.en}")

    def member(self, member_id: object) -> Bilingual | None:
        return _same(self.members.get(str(member_id), "—")) if member_id else None

    def department(self, department: object) -> Bilingual | None:
        if not department:
            return None
        found = self.town.departments.get(str(department))
        return found.name if found else _same(str(department))


def _same(said: str) -> Bilingual:
    return Bilingual(zh=said, en=said)


def _joined(*parts: Bilingual | None) -> Bilingual | None:
    said = [part for part in parts if part is not None]
    return pair("，".join(one.zh for one in said), ", ".join(one.en for one in said)) if said else None


def _opened(_teller: Teller, detail: Detail) -> Bilingual | None:
    kind, reason = detail.get("kind"), detail.get("reason")
    return _joined(
        named(KINDS, kind) if kind else None,
        named(REASONS, reason) if reason else None,
    )


def _extended(_teller: Teller, detail: Detail) -> Bilingual | None:
    days = detail.get("days")
    return pair(f"{days}个工作日", f"by {days} working days") if days else None


def _step(_teller: Teller, detail: Detail) -> Bilingual | None:
    step = str(detail.get("step"))
    return STEPS[step].name if step in STEPS else None


def _rated(_teller: Teller, detail: Detail) -> Bilingual | None:
    solved = detail.get("solved")
    return _joined(named(RATINGS, detail.get("rating")), SOLVED.get(solved) if solved is not None else None)


def _changed(teller: Teller, detail: Detail) -> Bilingual | None:
    """What is different since, old and new."""
    before, after = detail.get("before") or {}, detail.get("after") or {}
    say: Mapping[str, Callable[[Any], Bilingual]] = {
        "kind": lambda code: named(KINDS, code),
        "service": teller.names.service,
        "region": teller.names.region,
    }
    parts = []
    for name, words in say.items():
        if name in after and before.get(name) != after[name]:
            old, new = words(before.get(name)), words(after[name])
            parts.append(pair(f"{old.zh} → {new.zh}", f"{old.en} → {new.en}"))
    return _joined(*parts)


def _booked(_teller: Teller, detail: Detail) -> Bilingual | None:
    starts_at = detail.get("starts_at")
    return _same(local_time(datetime.fromisoformat(starts_at))) if starts_at else None


def _decided(teller: Teller, detail: Detail) -> Bilingual | None:
    return teller.department(detail.get("to")) or pair("自己办", "the desk sees to it itself")


def _followed_up(_teller: Teller, detail: Detail) -> Bilingual | None:
    return named(MEDIA, detail["medium"]) if detail.get("medium") else None


def _why(reasons: Mapping[str, Bilingual], detail: Detail) -> Bilingual | None:
    return named(reasons, detail["why"]) if detail.get("why") else None


def _noted(_teller: Teller, detail: Detail) -> Bilingual | None:
    other = detail.get("merged")
    return pair(f"个案 {other} 并进来了", f"case {other} was joined with this one") if other else None


def _failed(_teller: Teller, detail: Detail) -> Bilingual | None:
    error = detail.get("error")
    return pair(f"错误码 {error}", f"error {error}") if error else None


_DETAILS: Mapping[Kind, Callable[[Teller, Detail], Bilingual | None]] = MappingProxyType(
    {
        Kind.OPENED: _opened,
        Kind.ASKED_AGAIN: _opened,
        Kind.ASSIGNED: lambda teller, detail: teller.member(detail.get("to")),
        Kind.LAPSED: lambda teller, detail: teller.member(detail.get("from")),
        Kind.DISPATCHED: lambda teller, detail: teller.department(detail.get("to")),
        Kind.SENT_BACK: lambda teller, detail: teller.department(detail.get("from")),
        Kind.RECALLED: lambda teller, detail: teller.department(detail.get("from")),
        Kind.FINISHED: lambda teller, detail: teller.department(detail.get("from")),
        Kind.DECIDED: _decided,
        Kind.EXTENDED: _extended,
        Kind.CHANGED: _changed,
        Kind.WARNED: _step,
        Kind.BREACHED: _step,
        Kind.ESCALATED: lambda _teller, detail: _why(WHY_ESCALATED, detail),
        Kind.RATED: _rated,
        Kind.FOLLOW_UP_SENT: _followed_up,
        Kind.UNREACHED: lambda _teller, detail: _why(WHY_UNREACHED, detail),
        Kind.BOOKED: _booked,
        Kind.BOOKING_CANCELLED: _booked,
        Kind.BOOKING_KEPT: _booked,
        Kind.BOOKING_MISSED: _booked,
        Kind.NOTED: _noted,
        Kind.MERGED: lambda _teller, detail: _same(str(detail["into"])) if detail.get("into") else None,
        Kind.REPLY_FAILED: _failed,
    }
)
