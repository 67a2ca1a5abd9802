import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.processes.configuration import Program
from assistant.processes.errors import CannotStart
from assistant.processes.places import Places
from assistant.processes.programs import Part
from assistant.processes.readiness import wait_until_ready
from assistant.processes.supervision import Supervision, states
from assistant.processes.watch import Watch
from assistant.settings import PROJECT

pytestmark = pytest.mark.slow

# Writes its process id and then waits; ends when it is asked to.
STAYS = (
    "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
)
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STAYS
ENDS = "print('the oven is cold'); raise SystemExit(3)"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(run=tmp_path / "run", logs=tmp_path / "logs")
    found.run.mkdir()
    found.logs.mkdir()
    return found


@pytest.fixture
def start(places: Places) -> Iterator[Callable[..., Supervision]]:
    started: list[Supervision] = []

    def start_programs(*programs: Program) -> Supervision:
        supervision = Supervision(programs, places)
        started.append(supervision)
        supervision.start()
        return supervision

    yield start_programs
    for supervision in started:
        supervision.stop()


def program(name: str, code: str, folder: Path) -> Program:
    return Program(name, [sys.executable, "-c", code, str(folder / f"{name}.pid")], folder)


def part(one: Program) -> Part:
    return Part(one, one.name, lambda: True)


def until(happened: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def pid_in(file: Path) -> int:
    until(lambda: file.exists() and file.read_text())
    return int(file.read_text())


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"


def silent() -> Console:
    return Console(file=StringIO())


def test_programs_run_and_all_end_together_even_one_that_ignores_being_asked(start, places, tmp_path):
    programs = [program("web", STAYS, tmp_path), program("mule", STUBBORN, tmp_path)]
    supervision = start(*programs)
    wait_until_ready(supervision, [part(one) for one in programs], silent(), deadline_s=20)
    pids = [pid_in(tmp_path / "web.pid"), pid_in(tmp_path / "mule.pid")]

    begun = time.monotonic()
    supervision.stop()

    assert time.monotonic() - begun < 10
    assert not any(lives(pid) for pid in pids)
    assert not places.socket.exists()


def test_a_program_that_is_killed_is_started_again_and_the_watch_says_so(start, tmp_path):
    one = program("web", STAYS, tmp_path)
    supervision = start(one)
    wait_until_ready(supervision, [part(one)], silent(), deadline_s=20)
    watch = Watch(supervision)
    assert watch.look(0) == []
    first = pid_in(tmp_path / "web.pid")

    os.kill(first, signal.SIGKILL)

    until(lambda: watch.look(0) == ["web had ended and runs again."])
    assert pid_in(tmp_path / "web.pid") != first


def test_a_program_that_keeps_ending_is_named_with_the_end_of_its_log(start, tmp_path):
    good, bad = program("web", STAYS, tmp_path), program("rasa", ENDS, tmp_path)
    supervision = start(good, bad)

    with pytest.raises(
        CannotStart, match=r"^rasa ends as soon as it is started; its log is .*rasa\.log"
    ) as failure:
        wait_until_ready(supervision, [part(good), part(bad)], silent(), deadline_s=30)

    assert "the oven is cold" in failure.value.tail


def test_a_program_that_does_not_answer_is_named_at_the_deadline(start, tmp_path):
    good, mute = program("web", STAYS, tmp_path), program("rasa", STAYS, tmp_path)
    supervision = start(good, mute)

    with pytest.raises(CannotStart, match=r"^rasa did not answer within 4 seconds"):
        wait_until_ready(supervision, [part(good), Part(mute, "rasa", lambda: False)], silent(), deadline_s=4)


def test_a_second_start_with_the_same_data_is_refused_and_leaves_the_first_alone(start, places, tmp_path):
    one = program("web", STAYS, tmp_path)
    supervision = start(one)
    wait_until_ready(supervision, [part(one)], silent(), deadline_s=20)

    with pytest.raises(CannotStart, match=r"^Bangban is running already with the data in "):
        Supervision([one], places).start()

    assert supervision.states()["web"].runs


def test_a_given_up_program_is_started_again_when_asked(start, tmp_path):
    marker = tmp_path / "mended"
    code = f"import pathlib, sys; pathlib.Path({str(marker)!r}).exists() or sys.exit(3); " + STAYS
    one = program("web", code, tmp_path)
    supervision = start(one)
    until(lambda: (found := supervision.states()) and found["web"].given_up, seconds=30)
    marker.touch()

    supervision.start_again("web")

    until(lambda: supervision.states()["web"].runs)


RUNS_ONE_PROGRAM = """
import sys, time
from pathlib import Path
from assistant.processes.configuration import Program
from assistant.processes.places import Places
from assistant.processes.supervision import Supervision

folder = Path(sys.argv[1])
program = Program("web", [sys.executable, "-c", sys.argv[2], str(folder / "web.pid")], folder)
Supervision([program], Places(folder / "run", folder / "logs")).start()
time.sleep(60)
"""


@pytest.mark.parametrize("victim", ["the command", "the supervisor"])
def test_nothing_is_left_when_a_process_above_is_killed_outright(victim, places, tmp_path):
    command = [sys.executable, "-c", RUNS_ONE_PROGRAM, str(tmp_path), STAYS]
    with subprocess.Popen(command, cwd=PROJECT) as owner:
        pid = pid_in(tmp_path / "web.pid")
        until(lambda: states(places))
        supervisor = int(places.pid_file.read_text())

        os.kill(owner.pid if victim == "the command" else supervisor, signal.SIGKILL)

        until(lambda: not lives(pid))
        until(lambda: not lives(supervisor))
        owner.kill()
