"""The main menu: every page that a member's work may begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, request, url_for

from assistant.staff.roles import Right, may
from assistant.store.members import Member
from knowledge.article import Bilingual


@dataclass(frozen=True, slots=True)
class Entry:
    endpoint: str
    right: Right
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the menu; `here` when it is the page that is shown."""

    address: str
    label: Bilingual
    here: bool


ENTRIES = (
    Entry("case_list", Right.READ_CASES, Bilingual(zh="个案", en="Cases")),
    Entry("calendar", Right.CALENDAR, Bilingual(zh="预约", en="Calendar")),
    Entry("hall", Right.HALL, Bilingual(zh="大厅", en="Hall")),
    Entry("practice_list", Right.PRACTICE, Bilingual(zh="练习", en="Practice")),
    Entry("board", Right.BOARD, Bilingual(zh="看板", en="Board")),
    Entry("line", Right.BOARD, Bilingual(zh="电话", en="Telephone line")),
    Entry("reveals", Right.BOARD, Bilingual(zh="查看记录", en="Who looked")),
    Entry("undelivered", Right.OUTBOX, Bilingual(zh="没发出的", en="Not delivered")),
    Entry("knowledge", Right.KNOWLEDGE, Bilingual(zh="要更新的内容", en="Knowledge to renew")),
    Entry("phrases", Right.ANSWER, Bilingual(zh="常用语", en="Phrases")),
    Entry("members", Right.MEMBERS, Bilingual(zh="人员", en="Members")),
    Entry("profile", Right.OWN, Bilingual(zh="我的资料", en="My profile")),
    Entry("password", Right.OWN, Bilingual(zh="改密码", en="Change password")),
)


def menu(member: Member, counts: Mapping[str, int]) -> list[Link]:
    """What the member may use of what there is. `counts` tells, by endpoint, how much waits there."""
    return [
        Link(
            url_for(f"staff.{entry.endpoint}"),
            _counted(entry, counts.get(entry.endpoint, 0)),
            request.endpoint == f"staff.{entry.endpoint}",
        )
        for entry in ENTRIES
        if may(member, entry.right) and f"staff.{entry.endpoint}" in current_app.view_functions
    ]


def _counted(entry: Entry, count: int) -> Bilingual:
    if not count:
        return entry.label
    return Bilingual(zh=f"{entry.label.zh}（{count}）", en=f"{entry.label.en} ({count})")
