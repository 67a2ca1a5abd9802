"""What the stand-in for the provider keeps of messages and calls, listed as the provider lists them."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import urlencode

from assistant.ports import Clock

MOST_KEPT = 1000
MOST_ON_A_PAGE, USUAL_ON_A_PAGE = 1000, 50
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Record:
    """A message, or a call when there is no body."""

    sid: str
    to: str
    sender: str
    created_at: datetime
    status: str
    direction: Literal["outbound-api", "outbound-dial", "inbound"] = "outbound-api"
    body: str | None = None
    parent: str | None = None

    def to_json(self, account: str) -> dict[str, Any]:
        """The provider's form: its times are RFC 2822, without fractions of a second."""
        moment = format_datetime(self.created_at.replace(microsecond=0))
        common = {
            "sid": self.sid,
            "account_sid": account,
            "to": self.to,
            "from": self.sender,
            "status": self.status,
            "direction": self.direction,
            "date_created": moment,
            "date_updated": moment,
        }
        if self.body is None:
            return {**common, "start_time": moment, "parent_call_sid": self.parent}
        return {**common, "body": self.body, "date_sent": moment, "error_code": None}


class Records:
    """The last of one kind; `key` names the kind in a list, `time_name` its time in a question."""

    def __init__(self, key: str, time_name: str, clock: Clock, most: int = MOST_KEPT) -> None:
        self._key, self._time_name, self._clock = key, time_name, clock
        self._lock = threading.Lock()
        self._kept: deque[Record] = deque(maxlen=most)

    def keep(self, sid: str, to: str, sender: str, status: str, **facts: Any) -> Record:
        record = Record(sid, to, sender, self._clock.now(), status, **facts)
        with self._lock:
            self._kept.appendleft(record)
        return record

    def change(self, sid: str, status: str) -> None:
        with self._lock:
            for place, record in enumerate(self._kept):
                if record.sid == sid:
                    self._kept[place] = replace(record, status=status)

    def page(self, account: str, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        """What was asked for, the latest first. Raises ValueError when a time or a number is none."""
        with self._lock:
            matching = [record for record in self._kept if self._matches(record, asked)]
        page = _number(asked.get("Page", "0"))
        size = min(max(_number(asked.get("PageSize", str(USUAL_ON_A_PAGE))), 1), MOST_ON_A_PAGE)
        start = page * size
        found = matching[start : start + size]

        def address(number: int) -> str:
            return f"{path}?{urlencode({**asked, 'PageSize': size, 'Page': number})}"

        return {
            self._key: [record.to_json(account) for record in found],
            "page": page,
            "page_size": size,
            "start": start,
            "end": start + max(len(found) - 1, 0),
            "uri": address(page),
            "first_page_uri": address(0),
            "next_page_uri": address(page + 1) if start + size < len(matching) else None,
            "previous_page_uri": address(page - 1) if page else None,
        }

    def _matches(self, record: Record, asked: Mapping[str, str]) -> bool:
        on, before, after = (asked.get(f"{self._time_name}{sign}") for sign in ("", "<", ">"))
        return (
            asked.get("To", record.to) == record.to
            and asked.get("From", record.sender) == record.sender
            and (on is None or _start(on).date() == record.created_at.date())
            and (before is None or record.created_at <= _end(before))
            and (after is None or record.created_at >= _start(after))
        )


def _start(text: str) -> datetime:
    """A day from its beginning, or a moment; in UTC when nothing else is said."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _end(text: str) -> datetime:
    moment = _start(text)
    is_day = len(text) == len("2026-01-01") and moment.time() == time()
    return moment + timedelta(days=1) - timedelta.resolution if is_day else moment


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    return int(text)
