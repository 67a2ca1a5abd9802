"""The installation of the drill: the real parts and knowledge, at an hour when residents may be told."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from assistant.cases.town import Town
from assistant.composition import Parts, casework_of
from assistant.conversation.answers import Content
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.conversation.turn import Turn
from assistant.dialogue.keypad import KeypadEngine
from assistant.messages import Channel
from assistant.metrics import Metrics
from assistant.rendering import sms
from assistant.settings import Settings, load_settings
from assistant.store.crypto import Vault
from assistant.store.database import Database
from knowledge.aspects import Aspects
from knowledge.combinations import Combinations
from knowledge.eligibility import Eligibility
from knowledge.glossary import Glossary
from knowledge.guides import Guides
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from knowledge.search import Calibration, Search
from knowledge.simple import Simple

MORNING = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
"""Ten o'clock of a working day in Shanghai."""

FILE_NAME = "installation.json"


class DrillClock:
    """Runs as the machine's clock does, and began at MORNING: no night may keep messages back."""

    def __init__(self, started: float) -> None:
        self._started = started

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=time.time() - self._started)


@dataclass(frozen=True, slots=True)
class Installation:
    """What every process of the drill must know alike. `started` is in seconds since the epoch."""

    folder: str
    seed: int
    started: float
    port: int
    provider_port: int

    @classmethod
    def read(cls, folder: Path) -> Installation:
        return cls(**json.loads((folder / FILE_NAME).read_text(encoding="utf-8")))

    def write(self) -> None:
        (Path(self.folder) / FILE_NAME).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @property
    def clock(self) -> DrillClock:
        return DrillClock(self.started)

    @property
    def taken(self) -> Path:
        """Where the provider lists what it took."""
        return Path(self.folder) / "provider.jsonl"

    def taken_bytes(self) -> int:
        """How long that list is by now."""
        return self.taken.stat().st_size if self.taken.exists() else 0

    @property
    def settings(self) -> Settings:
        return load_settings(
            data_dir=self.folder,
            port=self.port,
            twilio_api_base=f"http://127.0.0.1:{self.provider_port}",
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def parts(self) -> Parts:
        """No connection and no thread is opened, so that a process may fork after this."""
        settings, clock = self.settings, self.clock
        database, vault = Database(settings.database_url), Vault(settings.vault_key, settings.lookup_key)
        content = _content()
        casework = casework_of(settings, vault, content, clock)
        signatures = sms.Signatures(settings.sms_signature, settings.sms_signature_en)
        turn = Turn(
            database=database,
            vault=vault,
            commands=Commands.load(),
            engine=KeypadEngine(content.aspects, content.regions),
            composer=Composer(content, Town.load()),
            casework=casework,
            clock=clock,
            kept_days=180,
            rest_of={Channel.SMS: partial(sms.rest_of, signatures=signatures)},
        )
        return Parts(settings, clock, database, vault, content, casework, turn, Metrics(), None)


def _content() -> Content:
    """Searched by words and sounds alone: no model is loaded."""
    library, aspects = Library.load(), Aspects.load()
    return Content(
        library=library,
        aspects=aspects,
        regions=Regions.load(),
        phrases=Phrases.load(),
        search=Search.build(library, aspects, None, Calibration.load()),
        eligibility=Eligibility.load(),
        guides=Guides.load(),
        glossary=Glossary.load(),
        simple=Simple.load(library=library),
        combinations=Combinations.load(),
    )
