"""The real Rasa takes another model up while people talk to it, asked as `bangban model` asks it."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
from rich.console import Console

from assistant.dialogue.acts import ActReader
from assistant.dialogue.rasa import RasaEngine
from assistant.errors import DialogueUnavailable
from assistant.messages import Act
from assistant.processes import model
from assistant.processes.places import Places
from assistant.processes.ports import free_port
from assistant.processes.programs import dialogue_parts
from assistant.processes.readiness import wait_until_ready
from assistant.processes.supervision import Supervision
from assistant.processes.swap import Uptake, take_up
from assistant.settings import Settings, load_settings
from assistant.state import ConversationState

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

BACK_WITHIN_S = 120.0
PATIENCE_S = 20.0


@dataclass(frozen=True)
class Dialogue:
    """Rasa and the action server under supervision, with two models that differ by name alone."""

    settings: Settings
    supervision: Supervision
    first: Path
    second: Path

    def engine(self) -> RasaEngine:
        """Patient, so that a busy machine is not taken for a server that answers nobody."""
        return RasaEngine(
            self.settings.rasa_url, self.settings.rasa_token, deadline_s=PATIENCE_S, acts=ActReader.load()
        )

    def asked(self, path: str) -> Any:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(
                f"{self.settings.rasa_url}/{path}", params={"token": self.settings.rasa_token}, timeout=10
            )
        answer.raise_for_status()
        return answer.json()

    def serves(self) -> str:
        return str(self.asked("status")["model_file"])

    def form(self, conversation: str) -> str | None:
        loop = self.asked(f"conversations/{conversation}/tracker")["active_loop"]
        return loop.get("name") if loop else None


@pytest.fixture(scope="module")
def dialogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dialogue]:
    folder = tmp_path_factory.mktemp("swap")
    rasa, actions = free_port(), free_port()
    settings = load_settings(
        data_dir=folder,
        rasa_port=rasa,
        actions_port=actions,
        rasa_url=f"http://127.0.0.1:{rasa}",
        actions_url=f"http://127.0.0.1:{actions}",
    )
    console = Console(file=StringIO())
    trained = model.prepare(settings, console)
    first, second = (folder / "models" / f"{name}.tar.gz" for name in ("first", "second"))
    first.parent.mkdir()
    shutil.copyfile(trained, first)
    shutil.copyfile(trained, second)
    parts = dialogue_parts(settings, first)
    told = {"BANGBAN_RASA_TOKEN": settings.rasa_token}
    supervision = Supervision([part.program for part in parts], Places.of(settings), told)
    try:
        supervision.start()
        wait_until_ready(supervision, parts, console)
        yield Dialogue(settings, supervision, first, second)
    finally:
        supervision.stop()


@dataclass
class Crowd:
    """Residents who ask without pause until told to stop; what was not answered, by its reason."""

    dialogue: Dialogue
    answered: int = 0
    unanswered: list[str] = field(default_factory=list)

    def ask_until(self, done: threading.Event, name: str) -> None:
        engine = self.dialogue.engine()
        while not done.is_set():
            try:
                engine.decide(name, "办身份证要带什么", ConversationState())
                self.answered += 1
            except DialogueUnavailable as error:
                self.unanswered.append(error.reason)

    def while_they_ask(self, work: Callable[[], Uptake]) -> Uptake:
        done = threading.Event()
        people = [threading.Thread(target=self.ask_until, args=(done, f"crowd-{n}")) for n in range(2)]
        for person in people:
            person.start()
        try:
            return work()
        finally:
            done.set()
            for person in people:
                person.join(30)


def test_a_form_goes_on_and_nobody_is_left_without_an_answer(dialogue: Dialogue) -> None:
    engine = dialogue.engine()
    said = StringIO()

    def say(text: str, asked: str | None) -> Act:
        state = ConversationState(asked=asked, task="appointment" if asked else None)
        return engine.decide("in-a-form", text, state).acts[0]

    started = say("我要预约", None)
    answered = say("明天上午", "task:when")
    assert (started.get("step"), answered.get("step")) == ("start", "answer")
    assert (dialogue.serves(), dialogue.form("in-a-form")) == ("first.tar.gz", "task_form")

    crowd = Crowd(dialogue)
    console = Console(file=said)
    came_to = crowd.while_they_ask(lambda: take_up(dialogue.settings, dialogue.second, console))

    assert came_to is Uptake.TAKEN, said.getvalue()
    assert crowd.unanswered == []
    # A server that answers nobody while it loads answers each of the two once or twice.
    assert crowd.answered > 10
    assert (dialogue.serves(), dialogue.form("in-a-form")) == ("second.tar.gz", "task_form")
    after = say("后天下午", "task:when")
    assert (after.kind, after.get("step")) == ("task", "answer")
    assert after.get("given")["time"]
    assert dialogue.form("in-a-form") == "task_form"


def test_a_model_that_is_broken_leaves_the_present_one_serving(dialogue: Dialogue) -> None:
    before = dialogue.serves()
    broken = dialogue.first.with_name("broken.tar.gz")
    broken.write_bytes(dialogue.first.read_bytes()[:-4096])
    said = StringIO()

    came_to = take_up(dialogue.settings, broken, Console(file=said, width=300))

    assert came_to is Uptake.REFUSED
    assert f"It goes on with {before}." in said.getvalue()
    assert dialogue.serves() == before
    assert dialogue.engine().decide("after", "你好", ConversationState()).acts


def test_after_a_crash_rasa_begins_with_the_model_that_was_taken_up(
    dialogue: Dialogue, eventually: Callable[[Callable[[], bool], float], None]
) -> None:
    take_up(dialogue.settings, dialogue.second, Console(file=StringIO()))
    os.kill(dialogue.supervision.states()["rasa"].pid, signal.SIGKILL)

    def answers_again() -> bool:
        try:
            return dialogue.serves() == dialogue.second.name
        except requests.RequestException:
            return False

    eventually(answers_again, BACK_WITHIN_S)
