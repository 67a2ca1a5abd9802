from pathlib import Path

from assistant.processes.places import Places
from assistant.processes.supervision import State, Supervision
from assistant.processes.watch import START_AGAIN_AFTER_S, Watch


class Told(Supervision):
    """A supervision whose programs are in the states that the test says."""

    def __init__(self) -> None:
        super().__init__([], Places(Path("run"), Path("logs")))
        self.told: list[State] = []
        self.started_again: list[str] = []

    def states(self) -> dict[str, State]:
        return {state.name: state for state in self.told}

    def start_again(self, name: str) -> None:
        self.started_again.append(name)


def test_nothing_is_said_while_nothing_changes():
    supervision = Told()
    supervision.told = [State("web", "RUNNING", 7, 0)]
    watch = Watch(supervision)

    assert [watch.look(second) for second in range(3)] == [[], [], []]


def test_a_program_that_runs_again_is_named_once():
    supervision = Told()
    watch = Watch(supervision)
    said = []
    for second, state in enumerate(
        [("RUNNING", 7), ("EXITED", 0), ("STARTING", 8), ("RUNNING", 8), ("RUNNING", 8)]
    ):
        supervision.told = [State("rasa", state[0], state[1], 0)]
        said += watch.look(second)

    assert said == ["rasa had ended and runs again."]


def test_a_program_that_was_given_up_is_named_once_and_tried_again_after_a_while():
    supervision = Told()
    supervision.told = [State("rasa", "FATAL", 0, 1)]
    watch = Watch(supervision)

    assert watch.look(100) == ["rasa keeps ending; it is tried again in 30 s. Its log is logs/rasa.log."]
    assert watch.look(100 + START_AGAIN_AFTER_S - 1) == []
    assert supervision.started_again == []
    assert watch.look(100 + START_AGAIN_AFTER_S) == []
    assert supervision.started_again == ["rasa"]
