"""A door that remembers what the webhooks of calls handed over, and an application with them alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

import assistant
from assistant import access
from assistant.access import GuardedBlueprint
from assistant.channels import twilio_calls
from assistant.channels.twilio_calls import CallDoor
from assistant.errors import AssistantError
from assistant.metrics import Metrics
from assistant.settings import Settings
from knowledge.phrases import Phrases

RESIDENT = "+8612000000081"
REFERENCE = "call:1042-7:k"


@dataclass
class Memory:
    """`numbers` are those of residents by reference; with `broken` every look-up fails."""

    numbers: dict[str, tuple[str, str]] = field(default_factory=lambda: {REFERENCE: (RESIDENT, "zh")})
    broken: Exception | None = None
    placed: list[tuple[str, str]] = field(default_factory=list)
    rated: list[tuple[str, str, str]] = field(default_factory=list)
    ended: list[tuple[str, bool]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)

    def number_for(self, reference: str) -> tuple[str, str] | None:
        if self.broken is not None:
            raise self.broken
        return self.numbers.get(reference)

    def rate(self, reference: str, key: str, question: str) -> bool:
        """Goes on to the next question unless the resident is not content."""
        self.rated.append((reference, key, question))
        return key != "3"

    def door(self) -> CallDoor:
        return CallDoor(
            number_for=self.number_for,
            placed=lambda *told: self.placed.append(told),
            rated=self.rate,
            ended=lambda *told: self.ended.append(told),
            missed=lambda *told: self.missed.append(told),
            phrases=Phrases.load(),
            metrics=self.metrics,
            count_refusal=self.refused.append,
        )


class Away(AssistantError):
    code = "store_away"


def app_with_calls(settings: Settings, memory: Memory, *further: GuardedBlueprint) -> Flask:
    app = Flask("assistant", root_path=str(Path(assistant.__file__).parent))
    for page in (twilio_calls.blueprint(settings, memory.door()), *further):
        app.register_blueprint(page)
    access.protect(app, settings)
    return app
