"""A stream as a vosk-server serves it: one answer to each message."""

from __future__ import annotations

import json

from websockets.asyncio.server import ServerConnection

from voice.endpointing import UtteranceOver
from voice.recognition.ear import Ear, Sound, Step
from voice.recognition.engine import Decoder, Recognised
from voice.recognition.messages import Configuration, control, plain_json
from voice.recognition.threads import Turns


class PlainStream:
    """Hears one stream. All methods block, and are used by one thread at a time."""

    def __init__(self, configuration: Configuration, decoder: Decoder) -> None:
        self._configuration = configuration
        self._decoder = decoder
        self._ear = Ear(configuration.encoding, round(configuration.sample_rate), configuration.patience)
        self._partial = ""
        decoder.expect(configuration.wanted)

    def hear(self, audio: bytes) -> str:
        """The answer to more sound: the words so far, or those of an utterance that is over.

        Raises:
            EngineFailed: Nothing more can be recognised with this decoder.
        """
        return self._answer(self._ear.hear(audio))

    def finish(self) -> str:
        """The answer to the end of the sound, or of what counts: the last words.

        Raises:
            EngineFailed: Nothing more can be recognised with this decoder.
        """
        answer = self._answer(self._ear.finish(), ended=True)
        self._ear.forget()
        return answer

    def _answer(self, steps: list[Step], ended: bool = False) -> str:
        final: Recognised | None = Recognised() if ended else None
        for step in steps:
            match step:
                case Sound(pcm):
                    self._partial = self._decoder.accept(pcm) or ""
                case UtteranceOver():
                    final, self._partial = self._decoder.finish(), ""
        if final is not None:
            return plain_json(final, self._configuration.max_alternatives)
        return json.dumps({"partial": self._partial}, ensure_ascii=False)


async def serve_plainly(
    connection: ServerConnection,
    config: Configuration,
    first: str | bytes | None,
    decoder: Decoder,
    turns: Turns,
) -> None:
    """One answer to each message, as a vosk-server gives it; none to a configuration. `first` came already.

    Raises:
        BadMessage: A message has no meaning.
        ConnectionClosed: The client went away.
        EngineFailed: Nothing more can be recognised with this decoder.
    """
    stream = PlainStream(config, decoder)
    message = first if first is not None else await connection.recv()
    while True:
        if isinstance(message, bytes):
            await connection.send(await turns.run(stream.hear, message))
        else:
            said = control(message)
            if said.reset or said.eof:
                await connection.send(await turns.run(stream.finish))
            if said.eof:
                return
        message = await connection.recv()
