"""The dialogue alone: how long Rasa and its action server take to decide, and how much memory they hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.dialogue.acts import ActReader
from assistant.dialogue.rasa import RasaEngine
from assistant.settings import Settings
from assistant.state import ConversationState
from bench import closed_loop, dialogue_talks, product
from bench.dialogue_talks import Examples, Said, Talk
from bench.figures import Measurement, Spread
from bench.memory import memory_of

CONCURRENT = 5
TURNS = 1200
ALONE = 300
WARM_UP = 200
# So long that a slow turn is measured instead of given up.
PATIENCE_S = 30.0


def measure(console: Console, *, concurrent: int = CONCURRENT, turns: int = TURNS) -> list[Measurement]:
    """Start the dialogue alone and let residents talk to it, one at a time and `concurrent` at once.

    Raises CannotStart when it does not start, DialogueUnavailable when a turn is not answered with acts.
    """
    examples = dialogue_talks.examples()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with product.dialogue(console) as running, Progress(*columns, console=console) as progress:

        def talk(words: str, run: str, places: int, n: int) -> closed_loop.Tally:
            task = progress.add_task(words, total=n)
            return closed_loop.run(
                partial(_telephone, running.settings),
                lambda place: _residents(examples, place, places, run),
                concurrent=places,
                turns=n,
                finished=partial(progress.advance, task),
            )

        talk("warming up", "warm", concurrent, WARM_UP)
        alone = talk("dialogue, one at a time", "alone", 1, ALONE)
        at_once = talk(f"dialogue, {concurrent} at once", "at-once", concurrent, turns)
        memory = {name: memory_of(pid) for name, pid in running.pids().items()}
    words = (
        "`RasaEngine.decide`, from sending the message over HTTP to having checked the acts that came back. "
        "Rasa, its action server and the residents share the machine; nothing else of the product runs. "
        f"The conversations are in a fixed order: messages of all {len(examples)} intents, each after a "
        "question and a further one about the same service; every task with all its steps, a question in "
        "between, a correction and the words read back; an interview; a district that is asked for. "
        f"After {WARM_UP} turns to warm up."
    )
    return [
        _measurement("dialogue, one at a time", f"One resident, who does not pause. {words}", alone),
        _measurement(
            f"dialogue, {concurrent} at once",
            f"{concurrent} residents, each saying the next thing as soon as the last is answered. {words} "
            "Memory is what the process and its children have resident after all turns, and had at most.",
            at_once,
            memory,
        ),
    ]


def _measurement(
    name: str, method: str, tally: closed_loop.Tally, memory: dict[str, tuple[int, int]] | None = None
) -> Measurement:
    return Measurement(
        name=name,
        method=method,
        spread=Spread.of(tally.times_ms),
        rate=len(tally.times_ms) / tally.seconds,
        counts=dict(tally.outcomes),
        memory_mb=memory or {},
    )


def _residents(examples: Examples, place: int, places: int, run: str) -> Iterator[tuple[str, Talk]]:
    return dialogue_talks.residents(examples, place, places, run)


def _telephone(settings: Settings) -> closed_loop.Ask[Said]:
    engine = RasaEngine(settings.rasa_url, settings.rasa_token, deadline_s=PATIENCE_S, acts=ActReader.load())

    def ask(conversation: str, said: Said) -> str:
        state = ConversationState(language=said.language, service=said.service, asked=said.asked)
        act = engine.decide(conversation, said.text, state).acts[0]
        step = act.get("step")
        return f"{act.kind} ({step})" if step else act.kind

    return ask
