"""What can be set of calls and of the process that hears and speaks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

Port = Annotated[int, Field(ge=1, le=65535)]
Socket = Annotated[str, Field(pattern=r"^(wss?://[^\s/]+\S*)?$")]
Web = Annotated[str, Field(pattern=r"^(https?://[^\s/]+\S*)?$")]


class VoiceSettings(BaseSettings):
    """A part of the settings of one installation."""

    voice_port: Port = Field(
        2700, description="Port of the process that hears and speaks when `bangban up` starts it."
    )
    voice_url: Web = Field(
        "", description="Address of what hears and speaks, internal only; without it voice_port here."
    )
    voice_engine: str = Field(
        "auto",
        pattern=r"^(auto|server|whisper|vosk(:[a-z0-9-]+)?)$",
        description="What hears: vosk, whisper, server (voice_server), or auto, the first of "
        "server, vosk, whisper that is there.",
    )
    voice_server: Socket = Field(
        "", description="Address of a vosk-server that hears instead, as ws://host:2700."
    )
    voice_streams: int = Field(
        8, ge=1, le=200, description="How many calls are heard at once; further callers are led by keys."
    )
    voice_name: str = Field(
        "zm_yunxi",
        pattern=r"^[a-z0-9_]{1,40}$",
        description="The Mandarin voice that speaks; this one was understood best on the telephone.",
    )
    line_host: str = Field("127.0.0.1", min_length=1, description="Address on which calls are carried.")
    line_port: Port = Field(8090, description="Port on which calls are carried, as sound.")
    line_url: Socket = Field(
        "",
        description="Address at which the provider brings calls to line_port, as wss://host/media; "
        "without it that of public_url, or line_port on this machine.",
    )
    line_internal_url: Web = Field(
        "", description="Address at which web asks what carries calls; without it line_port on this machine."
    )

    @field_validator("voice_url", "line_url", "line_internal_url", mode="after")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    def addresses_of_voice(self, public_url: str) -> dict[str, str]:
        """What follows from the ports and the public address where no address was set."""
        on_this_machine = f"127.0.0.1:{self.line_port}"
        stream = (
            f"{public_url.replace('http', 'ws', 1)}/media" if public_url else f"ws://{on_this_machine}/media"
        )
        usual = {
            "voice_url": f"http://127.0.0.1:{self.voice_port}",
            "line_url": stream,
            "line_internal_url": f"http://{on_this_machine}",
        }
        return {name: address for name, address in usual.items() if not getattr(self, name)}
