"""What the pages show of a case: names for codes, words for times, nothing that staff must look up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from assistant.cases.service import CaseView
from assistant.cases.states import Status
from assistant.cases.summary import Exchange
from assistant.cases.transcript import Line
from assistant.staff.waiting import in_words
from knowledge.article import Aspect, Bilingual
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.normalise import language_of
from knowledge.regions import Regions

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
LONGEST_LINE = 60

UNKNOWN = Bilingual(zh="没有说", en="not said")
WAITING = Bilingual(zh="等工作人员", en="waiting for staff")

STATUSES: Mapping[Status, Bilingual] = MappingProxyType(
    {
        Status.WAITING: WAITING,
        Status.ANSWERED: Bilingual(zh="已回复", en="answered"),
        Status.CLOSED: Bilingual(zh="已结束", en="closed"),
    }
)
REASONS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "requested": Bilingual(zh="居民要找人", en="asked for a person"),
        "offered": Bilingual(zh="两次没听懂，居民要找人", en="not understood twice, then wanted a person"),
        "complaint": Bilingual(zh="居民要投诉", en="wants to complain"),
        "unanswered": Bilingual(zh="帮办没能回答", en="Bangban could not answer"),
        "distress": Bilingual(zh="居民很着急", en="is upset"),
    }
)
LANGUAGES: Mapping[str, Bilingual] = MappingProxyType(
    {"zh": Bilingual(zh="中文", en="Chinese"), "en": Bilingual(zh="英文", en="English")}
)
SPEAKERS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "resident": Bilingual(zh="居民", en="Resident"),
        "assistant": Bilingual(zh="帮办", en="Bangban"),
        "staff": Bilingual(zh="工作人员", en="Staff"),
        "event": Bilingual(zh="记录", en="Record"),
    }
)
HAPPENED: Mapping[str, Bilingual] = MappingProxyType(
    {
        "opened": Bilingual(zh="个案开始了", en="The case was opened"),
        "asked_again": Bilingual(zh="居民又要找人", en="The resident asked for a person again"),
        "reply_sent": Bilingual(zh="短信已发出", en="The message was sent"),
        "reply_delivered": Bilingual(zh="短信已送到手机", en="The message reached the phone"),
        "reply_failed": Bilingual(zh="短信没有送到", en="The message did not arrive"),
        "reply_held": Bilingual(
            zh="居民退订了，短信没发", en="The resident stopped messages; it was not sent"
        ),
        "number_shown": Bilingual(zh="查看了手机号", en="The phone number was looked at"),
        "closed": Bilingual(zh="个案结束了", en="The case was closed"),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, with the language tag that a screen reader needs (WCAG 3.1.2)."""

    text: str
    lang: str

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text, "en" if language_of(text) == "en" else "zh-CN")


PURGED = Words("（按规定删除了）", "zh-CN")


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One case, ready to be read. `asked` is what the resident wanted, on one line."""

    number: str
    open: bool
    status: Bilingual
    reason: Bilingual
    waited: Bilingual
    opened_at: datetime
    service: Bilingual
    district: Bilingual
    language: Bilingual
    asked: Words


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the transcript. `who` names its style; an event has a `note` in place of `said`."""

    who: str
    name: Bilingual
    at: datetime
    said: Words | None
    note: Bilingual | None


class Names:
    """Names of services, their aspects and places for staff."""

    def __init__(self, library: Library, regions: Regions, aspects: Aspects) -> None:
        self._titles = {
            service: Bilingual(zh=article.texts.zh.title, en=article.texts.en.title)
            for service, article in library.articles.items()
        }
        self._regions = regions
        self._aspects = {
            aspect.value: Bilingual(zh=aspects.label(aspect, "zh"), en=aspects.label(aspect, "en"))
            for aspect in Aspect
        }

    def service(self, service: str | None) -> Bilingual:
        """A service that has left the library since keeps its id as its name."""
        if service is None:
            return UNKNOWN
        return self._titles.get(service) or Bilingual(zh=service, en=service)

    def aspect(self, aspect: str) -> Bilingual:
        return self._aspects.get(aspect) or Bilingual(zh=aspect, en=aspect)

    def region(self, code: str | None) -> Bilingual:
        if code is None:
            return UNKNOWN
        try:
            return self._regions.get(code).name
        except KeyError:
            return Bilingual(zh=code, en=code)


def case(view: CaseView, names: Names, now: datetime) -> ShownCase:
    is_waiting = view.status is Status.WAITING
    return ShownCase(
        number=view.number,
        open=view.status is not Status.CLOSED,
        status=STATUSES[view.status],
        reason=REASONS.get(view.reason) or Bilingual(zh=view.reason, en=view.reason),
        waited=in_words(now - view.waiting_since) if is_waiting else STATUSES[view.status],
        opened_at=view.opened_at,
        service=names.service(view.service),
        district=names.region(view.region),
        language=LANGUAGES[view.language],
        asked=_asked(view.summary.exchanges) if view.summary else PURGED,
    )


def transcript(lines: Sequence[Line], staff_names: Mapping[str, str]) -> Iterator[ShownLine]:
    for line in lines:
        name = SPEAKERS[line.speaker]
        if line.staff_id is not None and line.staff_id in staff_names:
            person = staff_names[line.staff_id]
            name = Bilingual(zh=f"{name.zh} {person}", en=name.en)
        if line.speaker == "event" and line.kind is not None:
            yield ShownLine("event", name, line.at, None, HAPPENED[line.kind.value])
        else:
            said = PURGED if line.text is None else Words.of(line.text)
            yield ShownLine(line.speaker, name, line.at, said, None)


def local_time(at: datetime) -> str:
    """As staff read a clock: 2026-11-22 14:05, Asia/Shanghai."""
    return at.astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M")


def _asked(exchanges: Sequence[Exchange]) -> Words:
    """The last message that was about a service, because the very last one often only says 人工."""
    about = [exchange for exchange in exchanges if exchange.service] or list(exchanges)
    if not about:
        return PURGED
    text = " ".join(about[-1].asked.split())
    return Words.of(text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…")
