"""The messages that the provider writes into a media stream; all numbers in them are strings."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from assistant.channels import mulaw


@dataclass(frozen=True, slots=True)
class Written:
    """Of one stream, which numbers its messages."""

    call_sid: str
    stream_sid: str
    account_sid: str
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _chunks: count[int] = field(default_factory=lambda: count(1))

    def connected(self) -> str:
        return json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    def start(self, parameters: Mapping[str, str]) -> str:
        return self._message(
            "start",
            {
                "streamSid": self.stream_sid,
                "accountSid": self.account_sid,
                "callSid": self.call_sid,
                "tracks": ["inbound"],
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": mulaw.RATE, "channels": 1},
                "customParameters": dict(parameters),
            },
        )

    def media(self, frame: bytes) -> str:
        chunk = next(self._chunks)
        payload = base64.b64encode(frame).decode()
        media = {"track": "inbound", "chunk": str(chunk), "timestamp": str(chunk * 20), "payload": payload}
        return self._message("media", media)

    def dtmf(self, key: str) -> str:
        return self._message("dtmf", {"track": "inbound_track", "digit": key})

    def mark(self, name: str) -> str:
        return self._message("mark", {"name": name})

    def stop(self) -> str:
        return self._message("stop", {"accountSid": self.account_sid, "callSid": self.call_sid})

    def _message(self, event: str, told: dict[str, Any]) -> str:
        number = str(next(self._numbers))
        return json.dumps(
            {"event": event, "sequenceNumber": number, "streamSid": self.stream_sid, event: told}
        )
