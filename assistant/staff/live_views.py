"""News of a page while it is open, and who else has it open."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import ownership
from assistant.cases.moves import CaseNotFound
from assistant.staff.case_page import present_in_words
from assistant.staff.case_reading import seen_by
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.store import case_news, case_queue, presence, sittings, staff
from assistant.store.members import Member

MOST_STREAMS = 16
"""Half of the threads that serve: a stream holds one for as long as it lasts. Further pages ask again and
again."""
LOOK_EVERY_S = 0.5
HELD_S = 25
"""Shorter than what proxies take for silence and than a browser takes for a lost connection."""
LOOKS = int(HELD_S / LOOK_EVERY_S)
SITTING_EVERY = 10
"""The sitting is looked up at every so many looks."""
AGAIN_MS, AGAIN_LATER_MS = 500, 3000
"""How soon a browser comes back: after its time is up, and when too many are held already."""


@dataclass(frozen=True, slots=True)
class News:
    """`version` grows with everything that happens; `present` says who else looks at the case, if anybody.

    It is None where that is not told, or not known yet.
    """

    version: int
    present: dict[str, str] | None = None


class Streams:
    """Holds at most `most` answers open at once, in this process. `pause` waits between two looks."""

    def __init__(self, most: int = MOST_STREAMS, pause: Callable[[float], None] = time.sleep) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._pause = pause

    def follow(self, look: Callable[[], News | None], known: News) -> Iterator[str]:
        """Events for as long as somebody listens, `look` finds something, and the time is not up.

        Something is sent at every look, so that a listener who is gone is noticed. When too many are held
        already, what is new is told at once, and the browser asks again a little later.
        """
        held = self._free.acquire(blocking=False)
        try:
            yield f"retry: {AGAIN_MS if held else AGAIN_LATER_MS}\n\n"
            for _ in range(LOOKS if held else 1):
                found = look()
                if found is None:
                    return
                yield from _told(known, found)
                known = found
                if held:
                    self._pause(LOOK_EVERY_S)
        finally:
            if held:
                self._free.release()


def add_to(blueprint: GuardedBlueprint, desk: Desk, streams: Streams) -> None:
    @blueprint.get("/live")
    @needs(Right.READ_CASES, counts=False)
    def live() -> ResponseReturnValue:
        member, sitting = desk.sitting.required(), desk.sitting.id()
        number = request.args.get("case")
        look = _looker(desk, member, sitting, number)
        # A browser that comes back says what it was told last.
        known = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        news = News(int(known) if known.isdecimal() else 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(streams.follow(look, news), mimetype="text/event-stream", headers=headers)

    @blueprint.post("/cases/<number>/presence")
    @needs(Right.READ_CASES, counts=False)
    def be_present(number: str) -> ResponseReturnValue:
        sent = request.get_json(silent=True)
        said = sent if isinstance(sent, dict) else {}
        writing = said.get("writing") is True
        member, sitting = desk.sitting.required(), desk.sitting.id()
        with desk.database.begin() as session:
            work = desk.casework.on(session)
            case = seen_by(work, number, member, lock=False)
            if said.get("here") is False:
                presence.gone(session, case.id, member.id)
                return "", 204
            presence.seen(session, case.id, member.id, work.now, writing=writing)
            ownership.active(work, case.id, member.id)
            if writing and sitting is not None:
                sittings.seen(session, sitting, work.now)
        return "", 204


def _looker(desk: Desk, member: Member, sitting: str | None, number: str | None) -> Callable[[], News | None]:
    """Looks once, in a transaction of its own; None when the sitting or the case is gone."""
    looked = 0

    def look() -> News | None:
        nonlocal looked
        looked += 1
        if looked % SITTING_EVERY == 0 and (sitting is None or desk.sitting.lasts(sitting) is None):
            return None
        with desk.database.read() as session:
            if number is None:
                return News(case_queue.version(session))
            work = desk.casework.on(session)
            try:
                case = seen_by(work, number, member, lock=False)
            except CaseNotFound:
                return None
            others = presence.others(session, case.id, member.id, work.now)
            words = present_in_words(others, staff.names(session) if others else {})
            shown = {"zh": words.zh, "en": words.en} if words else {}
            return News(case_news.last_position(session, case.id), shown)

    return look


def _told(known: News, found: News) -> Iterator[str]:
    told = False
    if found.version != known.version:
        yield _event("changed", {"version": found.version}, found.version)
        told = True
    if found.present is not None and found.present != known.present:
        yield _event("present", found.present)
        told = True
    if not told:
        yield ": \n\n"


def _event(name: str, data: dict[str, Any], position: int | None = None) -> str:
    identified = f"id: {position}\n" if position is not None else ""
    return f"{identified}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
