"""What a worker does in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Job:
    """Something that the worker does again and again; `run` says whether there is more to do at once."""

    name: str
    run: Callable[[], bool]
    every: timedelta = timedelta(0)
    due_at: datetime | None = None
    failures: int = 0
