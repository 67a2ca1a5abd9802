"""The whole product with its voice, called by telephone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from rich.console import Console
from sqlalchemy import select

from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.channels import wav_files
from assistant.conversation.phone_calls import PhoneCalls
from assistant.messages import TurnResult
from assistant.processes.programs import answer_of
from assistant.rendering.sms import Signatures
from assistant.settings import Settings
from assistant.speech import aloud
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Message
from bench import product
from knowledge.phrases import Phrases
from tests.voice.models_here import model_folder
from tests.voice_path.listening import Listener

SPEAK_S = VOICE_S = 120.0
LOOK_AGAIN_S = 0.3

Spoken = Callable[[str], bytes]
Understood = Callable[[TurnResult | None], str]


class TimeOfDay:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture(scope="session")
def service() -> Iterator[Settings]:
    for model in ("kokoro", "whisper-base"):
        model_folder(model)
    with product.running(Console(stderr=True), voice="whisper") as settings:
        yield settings


@pytest.fixture(scope="session")
def settings(service: Settings) -> Settings:
    """The installation, when its line hears and speaks."""
    wait_for_voice(service)
    return service


def wait_for_voice(settings: Settings) -> None:
    """Return when the line hears and speaks, as it does again after the voice was killed."""
    deadline = time.monotonic() + VOICE_S
    while not _hears_and_speaks(settings):
        assert time.monotonic() < deadline, f"no voice within {VOICE_S} s"
        threading.Event().wait(LOOK_AGAIN_S)


def _hears_and_speaks(settings: Settings) -> bool:
    line = answer_of(f"http://127.0.0.1:{settings.line_port}/healthz") or {}
    return all(line.get(wanted) for wanted in ("accepting", "hearing", "speaking"))


@pytest.fixture(scope="session")
def vault(service: Settings) -> Vault:
    return Vault(service.vault_key, service.lookup_key)


@pytest.fixture(scope="session")
def records(service: Settings) -> Iterator[Database]:
    """What the installation keeps."""
    database = Database(service.database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def calls(service: Settings, records: Database, vault: Vault) -> PhoneCalls:
    work = Casework(vault, Town.load(None), Notices(Phrases.load(), Signatures()), TimeOfDay())
    return PhoneCalls(records, work, TimeOfDay(), service.secret_key)


@pytest.fixture(scope="session")
def understood(records: Database, vault: Vault) -> Understood:
    """What was recognised of what a resident said, to be told when a test fails."""

    def words(result: TurnResult | None) -> str:
        if result is None:
            return "no turn"
        with records.read() as session:
            body = session.execute(select(Message.body).where(Message.id == result.message_id)).scalar_one()
        return f"understood as “{vault.open(body)}”" if body is not None else "purged"

    return words


@pytest.fixture(scope="session")
def speak(service: Settings) -> Spoken:
    """What a resident says, as mu-law; each once, by the voice of the installation."""
    spoken: dict[str, bytes] = {}

    def say(words: str) -> bytes:
        if words not in spoken:
            heard = aloud.speech(service.voice_url, words, "zh", fmt="wav8000", timeout_s=SPEAK_S)
            spoken[words] = wav_files.read(heard.audio)
        return spoken[words]

    return say


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()
