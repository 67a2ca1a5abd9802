"""Having sentences spoken ahead of time, while nobody waits for them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from websockets.exceptions import ConnectionClosed

from assistant.speech import connecting
from assistant.speech.lost import VoiceLost
from knowledge.article import Language

FORMATS = ("mulaw8000", "pcm24000")
"""What a telephone plays, and what a screen does."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """How many sentences are ready of those that are wanted, and how many could not be spoken."""

    done: int
    wanted: int
    failed: int


async def prepare(url: str, sentences: Iterable[tuple[str, Language]]) -> AsyncIterator[SoFar]:
    """How far it is, at most once a second, until all is done. What is ready from before counts as done.

    Raises VoiceLost when nobody is there to speak, or goes away.
    """
    wanted = [{"text": text, "language": language} for text, language in sentences]
    async with await connecting.connected(url, "/prepare") as connection:
        try:
            await connection.send(json.dumps({"sentences": wanted, "formats": FORMATS}))
            async for message in connection:
                answer = connecting.read(message)
                if answer.get("done"):
                    return
                yield _so_far(answer)
        except ConnectionClosed as error:
            raise connecting.closed(error) from None
    raise VoiceLost("gone")


def _so_far(answer: dict[str, object]) -> SoFar:
    """Raises VoiceLost for an error, and for what is no progress."""
    told = answer.get("progress")
    if not isinstance(told, dict):
        raise VoiceLost(str(answer.get("error", "bad_answer")))
    try:
        return SoFar(int(told["done"]), int(told["wanted"]), int(told["failed"]))
    except (KeyError, TypeError, ValueError):
        raise VoiceLost("bad_answer") from None
