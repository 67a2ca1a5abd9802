"""Text messages through the provider's webhook, signed, from several residents at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree

import requests
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.channels.twilio_requests import sign
from assistant.channels.twilio_sms import ENGINE_HEADER, OUTCOME_HEADER
from assistant.settings import Settings
from bench import closed_loop
from bench.figures import Measurement, Spread
from bench.questions import CONVERSATIONS, residents

CONCURRENT = 10
TURNS = 600
WARM_UP = 100
# Ten residents who each send this often make 16.7 messages a second.
PACE_S = 0.6
TIMEOUT_S = 20.0
STAGES = "bangban_turn_stage_seconds"


Stages = dict[str, dict[str, float]]
"""By `sum` in seconds and `count` of turns: figures by stage."""


class NotAnswered(Exception):
    """The webhook did not answer a message as it should; the figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One run, with the mean time of each stage in milliseconds."""

    tally: closed_loop.Tally
    stages: dict[str, float]


def measure(
    settings: Settings, console: Console, *, concurrent: int = CONCURRENT, turns: int = TURNS
) -> list[Measurement]:
    """Let `concurrent` residents talk to the product that runs with `settings`, paced and without pause.

    Raises NotAnswered when a message is not answered with words.
    """
    places = range(concurrent)
    # The residents who are measured have never written before.
    people = [residents(place, concurrent) for place in places]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:

        def talk(words: str, n: int, every_s: float) -> Talk:
            before = _stages(settings)
            task = progress.add_task(words, total=n)
            tally = closed_loop.run(
                partial(_telephone, settings),
                people.__getitem__,
                concurrent=concurrent,
                turns=n,
                finished=partial(progress.advance, task),
                every_s=every_s,
            )
            return Talk(tally, _mean_ms(before, _stages(settings)))

        talk("warming up", WARM_UP, 0.0)
        paced = talk("text messages, paced", turns, PACE_S)
        pressed = talk("text messages, without pause", turns, 0.0)
    return [
        _measurement(
            f"text turns, {concurrent} residents",
            f"{concurrent} residents at once, each sending a message every {PACE_S} s, which offers "
            f"{concurrent / PACE_S:.1f} a second; never before the last one is answered.",
            paced,
        ),
        _measurement(
            f"text turns, {concurrent} residents without pause",
            f"{concurrent} residents at once, each sending the next message as soon as the last one is "
            "answered: the most that this machine does, with the waiting that comes with it.",
            pressed,
        ),
    ]


def _measurement(name: str, pace: str, talk: Talk) -> Measurement:
    tally = talk.tally
    method = (
        f"{pace} {len(tally.times_ms)} signed requests to the text message webhook, after {WARM_UP} to "
        f"warm up; {len(CONVERSATIONS)} different conversations, every resident with a number of their own. "
        "Web (waitress), worker, Rasa, its action server, the SQLite database and the residents share the "
        "machine. A time is from sending the request to having read the reply."
    )
    return Measurement(
        name=name,
        method=method,
        spread=Spread.of(tally.times_ms),
        rate=len(tally.times_ms) / tally.seconds,
        counts=dict(tally.outcomes),
        stages=talk.stages,
    )


def _telephone(settings: Settings) -> closed_loop.Ask[str]:
    session = requests.Session()
    session.trust_env = False
    url = f"{settings.local_url}/twilio/sms"

    def ask(number: str, text: str) -> str:
        fields = {
            "AccountSid": settings.twilio_account_sid,
            "Body": text,
            "From": number,
            "MessageSid": "SM" + secrets.token_hex(16),
            "NumMedia": "0",
            "To": settings.twilio_number,
        }
        response = session.post(
            url, fields, headers=sign(settings.twilio_auth_token, url, fields), timeout=TIMEOUT_S
        )
        if response.status_code != requests.codes.ok:
            raise NotAnswered(f"the webhook answered with status {response.status_code}")
        if not "".join(ElementTree.fromstring(response.content).itertext()).strip():
            raise NotAnswered("the webhook answered without words")
        outcome, engine = response.headers.get(OUTCOME_HEADER), response.headers.get(ENGINE_HEADER)
        if outcome is None:
            raise NotAnswered("a turn failed; the web process's log says why")
        return f"{outcome} ({engine})"

    return ask


def _stages(settings: Settings) -> Stages:
    """Seconds and turns so far, by stage, as the web process counts them."""
    with requests.Session() as session:
        session.trust_env = False
        page = session.get(f"{settings.local_url}/metrics", timeout=TIMEOUT_S)
    page.raise_for_status()
    found: Stages = {"sum": {}, "count": {}}
    for family in text_string_to_metric_families(page.text):
        for sample in family.samples:
            kind = sample.name.removeprefix(f"{STAGES}_")
            if family.name == STAGES and kind in found:
                found[kind][sample.labels["stage"]] = sample.value
    return found


def _mean_ms(before: Stages, after: Stages) -> dict[str, float]:
    def more(kind: str, stage: str) -> float:
        return after[kind][stage] - before[kind].get(stage, 0.0)

    counts = {stage: more("count", stage) for stage in after["count"]}
    return {stage: round(more("sum", stage) / n * 1000, 2) for stage, n in counts.items() if n}
