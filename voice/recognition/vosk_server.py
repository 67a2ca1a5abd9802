"""A vosk-server on another machine, by its WebSocket protocol.

That server begins a recogniser with each connection and says the last words only when it is told that the
sound is over, after which it hangs up: each utterance has a connection of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from voice.recognition.engine import RATE_HZ, Alternative, Decoder, EngineFailed, Recognised, Wanted
from voice.recognition.words import joined

_ALTERNATIVES = 5
_TIMEOUT_S = 5.0
# The server compares these characters with what it gets, the spaces too.
_OVER = '{"eof" : 1}'


class VoskServerEngine:
    """The server at an address, which understands Mandarin."""

    streaming = True
    computes_here = False
    name = "server"
    languages = ("zh",)

    def __init__(self, address: str) -> None:
        self._address = address
        self.model = urlsplit(address).netloc.rpartition("@")[2]

    def start(self, decoders: int) -> None:
        """Asks the server once whether it is there."""
        with _connected(self._address):
            return

    def stop(self) -> None:
        """Nothing is kept open between utterances."""

    def lend(self) -> Decoder:
        """A decoder, which connects when the first sound comes."""
        return VoskServerDecoder(self._address)

    def give_back(self, decoder: Decoder, broken: bool = False) -> None:
        """Hangs up."""
        decoder.reset()


class VoskServerDecoder:
    """One utterance at a time, each by a connection."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._open = ExitStack()
        self._connection: ClientConnection | None = None
        self._parts: list[list[Alternative]] = []

    def expect(self, wanted: Wanted) -> None:
        """Makes no difference: a vosk-server given phrases would understand nothing else."""

    def accept(self, sound: bytes) -> str:
        """Sends the sound and reads the one answer to it."""
        answer = self._answer(sound)
        if "partial" not in answer:
            self._parts.append(_alternatives(answer))
        parts = [part[0].text for part in self._parts if part]
        return joined(" ".join([*parts, str(answer.get("partial", ""))]))

    def pause(self) -> None:
        """Everything is decoded already."""

    def finish(self) -> Recognised:
        """Tells the server that the sound is over."""
        if self._connection is None:
            return Recognised()
        self._parts.append(_alternatives(self._answer(_OVER)))
        said = [part for part in self._parts if part]
        self.reset()
        if not said:
            return Recognised()
        before = " ".join(part[0].text for part in said[:-1])
        return Recognised(
            tuple(Alternative(joined(f"{before} {last.text}"), last.confidence) for last in said[-1])
        )

    def reset(self) -> None:
        """Hangs up; the server forgets."""
        self._open.close()
        self._connection, self._parts = None, []

    def _answer(self, message: bytes | str) -> dict[str, Any]:
        try:
            if self._connection is None:
                self._connection = self._open.enter_context(_connected(self._address))
            self._connection.send(message)
            answer = json.loads(self._connection.recv(timeout=_TIMEOUT_S))
        except (OSError, WebSocketException, ValueError) as error:
            raise EngineFailed("the server went away") from error
        if not isinstance(answer, dict):
            raise EngineFailed("the server answers in another way")
        return answer


@contextmanager
def _connected(address: str) -> Iterator[ClientConnection]:
    """A connection that has said what sound it brings.

    Raises:
        EngineFailed: There is no server, or it went away.
    """
    config = {"config": {"sample_rate": RATE_HZ, "max_alternatives": _ALTERNATIVES}}
    try:
        with connect(
            address, open_timeout=_TIMEOUT_S, close_timeout=1, compression=None, proxy=None, max_size=2**20
        ) as connection:
            connection.send(json.dumps(config))
            yield connection
    except (OSError, WebSocketException, ValueError) as error:
        raise EngineFailed("the server is not there") from error


def _alternatives(answer: dict[str, Any]) -> list[Alternative]:
    """What a final answer says.

    The server's confidences are log likelihoods, of which only the order is of use.
    """
    listed = answer.get("alternatives") or [{"text": answer.get("text", "")}]
    texts = [joined(str(each.get("text", ""))) for each in listed]
    return [Alternative(text, round(1 / (1 + place), 3)) for place, text in enumerate(t for t in texts if t)]
