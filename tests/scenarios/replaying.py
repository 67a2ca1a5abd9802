"""Conversations as data, replayed: the state is stored and read again between turns.

A file has a `title`, the `engines` that manage it and its `turns`. It is replayed on every channel, unless it
names `channels`, or one of its turns its `channel`: then the other turns are text messages. The phone has the
number that texts are sent from, the screen is a terminal, and what has `from` comes from the telephone of
somebody else.

Of the answer to what a turn `say`s, `outcome`, `service`, `aspect`, `kind` (of the case), `has` and `lacks`
are looked at, and `on` has further `has` and `lacks` for a channel. `keep` remembers a pattern's find under a
name, for later words in braces.

Between turns, `staff` resolves the case of that number, `hours` pass, `asked` lets everybody be asked whether
it helped who is to be asked by then, `texted` keeps what the last text to the resident says, and `open`
offers free times of a kind for the next working days. Every replay begins at ten on a Thursday morning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select, update

from assistant.cases import follow_up, ownership, resolving, service, timetable
from assistant.cases.kinds import CaseKind
from assistant.cases.timetable import Opening
from assistant.composition import Parts
from assistant.messages import Channel, Engine, TurnResult
from assistant.rendering import plain, sms
from assistant.store import residents, staff
from assistant.store.models import Delivery, Slot

CONVERSATIONS = sorted((Path(__file__).parent / "conversations").glob("*.yml"))
MOST_CHARACTERS = 134
"""Of a Chinese text message in two parts (ACCESSIBILITY, SMS)."""
_KEYS = {"title", "engines", "channels", "turns"}
_OPEN_DAYS = 10


@dataclass(frozen=True)
class Script:
    """One conversation on one channel."""

    name: str
    engines: tuple[str, ...]
    channel: Channel
    turns: tuple[dict[str, Any], ...]

    @property
    def id(self) -> str:
        return f"{self.name}-{self.channel.value}"


def scripts() -> Iterator[Script]:
    for file in CONVERSATIONS:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(read) <= _KEYS, file.name
        # YAML takes a bare on for a truth value.
        assert all(isinstance(key, str) for turn in read["turns"] for key in turn), file.name
        names_channels = any("channel" in turn or "from" in turn for turn in read["turns"])
        channels = read.get("channels") or (["sms"] if names_channels else list(Channel))
        for channel in channels:
            yield Script(file.stem, tuple(read["engines"]), Channel(channel), tuple(read["turns"]))


@dataclass
class Replay:
    """A conversation under way. `tag` tells its residents from those of other replays."""

    parts: Parts
    inbound: Any
    script: Script
    tag: str
    engine: Engine
    kept: dict[str, str] = field(default_factory=dict)

    def turns(self) -> Iterator[TurnResult]:
        """Each answer, after it was looked at."""
        self.parts.clock.begin()  # type: ignore[attr-defined]
        self._close_slots()
        for number, expected in enumerate(self.script.turns, start=1):
            if "say" not in expected:
                self._happens(expected)
                continue
            channel = Channel(expected.get("channel", self.script.channel))
            said = expected["say"].format_map(self.kept)
            address = self.address(channel, expected.get("from"))
            result = self.parts.turn.take(
                self.inbound(said, channel=channel, address=address, provider_id=f"{self.tag}-{number}")
            )
            self._look_at(result, expected, channel, f"turn {number} “{said}”")
            yield result

    def address(self, channel: Channel, somebody: str | None = None) -> str:
        if channel is Channel.KIOSK:
            return f"terminal of {self.tag}"
        return f"{somebody} of {self.tag}" if somebody else self.tag

    def _look_at(self, result: TurnResult, expected: dict[str, Any], channel: Channel, said: str) -> None:
        text = self.text(result, channel)
        where = f"{said} was answered “{text}” ({summary(result)})"
        for name in ("outcome", "service", "aspect"):
            if name in expected:
                assert getattr(result, name) == expected[name], where
        if "kind" in expected:
            assert self._kind_of(result) == expected["kind"], where
        here = expected.get("on", {}).get(channel.value, {})
        for words in (*expected.get("has", ()), *here.get("has", ())):
            assert words.format_map(self.kept) in text, f"“{words}” is missing: {where}"
        for words in (*expected.get("lacks", ()), *here.get("lacks", ())):
            assert words not in text, f"“{words}” was said: {where}"
        for name, pattern in expected.get("keep", {}).items():
            found = re.search(pattern, text)
            assert found, where
            self.kept[name] = found.group(found.lastindex or 0)
        is_short = len(text) <= MOST_CHARACTERS or text.startswith("[Bangban]")
        assert channel is not Channel.SMS or is_short, where
        assert self.engine is Engine.KEYPAD or not result.degraded, where

    def text(self, result: TurnResult, channel: Channel) -> str:
        script = result.preferences.script
        if channel is Channel.SMS:
            return sms.render(result.replies, self.parts.signatures, script).text
        return plain.render(result.replies, channel, script)

    def _kind_of(self, result: TurnResult) -> str:
        assert result.case_number
        with self.parts.database.read() as session:
            return service.get(self.parts.casework.on(session), result.case_number).kind

    def _happens(self, step: dict[str, Any]) -> None:
        """Something between two turns."""
        if "hours" in step:
            self.parts.clock.advance(hours=step["hours"])  # type: ignore[attr-defined]
        if "staff" in step:
            self._resolve(step["staff"].format_map(self.kept))
        if "open" in step:
            self._open(CaseKind(step["open"]))
        if step.get("asked"):
            assert sum(iter(self._ask_next, False)) > 0
        for name, pattern in step.get("texted", {}).items():
            found = re.search(pattern, self._last_text())
            assert found, self._last_text()
            self.kept[name] = found.group(found.lastindex or 0)

    def _resolve(self, number: str) -> None:
        with self.parts.database.begin() as session:
            work = self.parts.casework.on(session)
            member = staff.create(session, f"{number} {self.tag}", "bamboo river lantern", work.now).id
            ownership.claim(work, number, member)
            resolving.resolve(work, number, member)

    def _open(self, kind: CaseKind) -> None:
        """Also what another conversation had opened, and was closed since."""
        with self.parts.database.begin() as session:
            work = self.parts.casework.on(session)
            office = work.town.office_for(None).id
            first, hours = work.now.date(), (time(8, 30), time(17, 30))
            timetable.open_slots(work, Opening(office, kind, first, _OPEN_DAYS, *hours, 30, 50))
            session.execute(update(Slot).where(Slot.kind == kind.value).values(closed=False))

    def _close_slots(self) -> None:
        """A conversation finds no times but those that it opens."""
        with self.parts.database.begin() as session:
            session.execute(update(Slot).values(closed=True))

    def _ask_next(self) -> bool:
        with self.parts.database.begin() as session:
            return follow_up.ask_next(self.parts.casework.on(session))

    def _last_text(self) -> str:
        with self.parts.database.read() as session:
            vault = self.parts.casework.vault
            resident = residents.find(session, vault, self.tag)
            assert resident is not None
            row = session.scalars(
                select(Delivery)
                .where(Delivery.resident_id == resident.id)
                .order_by(Delivery.position.desc())
                .limit(1)
            ).one()
            assert row.text is not None
            return vault.open(row.text)


def summary(result: TurnResult) -> str:
    return f"{result.outcome} {result.service} {result.aspect} by {result.engine}"
