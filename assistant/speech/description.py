"""What the process that hears and speaks can do at the moment, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class Recogniser:
    """An engine that hears. `live` of at most `streams` callers are heard by it now."""

    engine: str
    model: str
    languages: tuple[str, ...]
    ready: bool
    streams: int
    live: int
    streaming: bool = True


@dataclass(frozen=True, slots=True)
class Speaker:
    """An engine that speaks; a `degraded` one is hard to understand."""

    engine: str
    voices: tuple[str, ...]
    languages: tuple[str, ...]
    ready: bool
    degraded: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there, and the command that gets it."""

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Description:
    """What there is. `prepared` of `wanted` sentences were spoken ahead of time; `since` is in ISO 8601."""

    recognition: tuple[Recogniser, ...] = ()
    speech: tuple[Speaker, ...] = ()
    cached: int = 0
    cached_bytes: int = 0
    prepared: int = 0
    wanted: int = 0
    missing: tuple[Missing, ...] = ()
    since: str = ""

    def hears(self, language: str) -> bool:
        return any(one.ready and language in one.languages for one in self.recognition)

    def speaks(self, language: str) -> bool:
        return any(one.ready and language in one.languages for one in self.speech)

    @property
    def speaks_well(self) -> bool:
        """Whether there is a voice that is worth keeping."""
        return any(one.ready and not one.degraded for one in self.speech)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Description:
        """Raises KeyError, TypeError, ValueError, AttributeError for what is no description."""
        cache, prepared = data.get("cache") or {}, data.get("prepared") or {}
        return cls(
            recognition=tuple(
                Recogniser(
                    engine=str(one["engine"]),
                    model=str(one["model"]),
                    languages=tuple(map(str, one["languages"])),
                    ready=bool(one["ready"]),
                    streams=int(one["streams"]),
                    live=int(one["live"]),
                    streaming=bool(one.get("streaming", True)),
                )
                for one in data.get("recognition", ())
            ),
            speech=tuple(
                Speaker(
                    engine=str(one["engine"]),
                    voices=tuple(map(str, one["voices"])),
                    languages=tuple(map(str, one["languages"])),
                    ready=bool(one["ready"]),
                    degraded=bool(one.get("degraded", False)),
                )
                for one in data.get("speech", ())
            ),
            cached=int(cache.get("entries", 0)),
            cached_bytes=int(cache.get("bytes", 0)),
            prepared=int(prepared.get("done", 0)),
            wanted=int(prepared.get("wanted", 0)),
            missing=tuple(Missing(str(one["what"]), str(one["how"])) for one in data.get("missing", ())),
            since=str(data.get("since", "")),
        )


def describe(url: str, timeout_s: float = TIMEOUT_S) -> Description | None:
    """Ask the process at `url`; None when it does not answer, or answers what is no description."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.get(f"{url.rstrip('/')}/describe", timeout=timeout_s)
            response.raise_for_status()
            return Description.from_json(response.json())
    except (requests.RequestException, KeyError, TypeError, ValueError, AttributeError):
        return None
