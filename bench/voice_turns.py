"""Calls to the whole product: how long whoever asked waits for the first sound of the answer."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import requests
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import select

from assistant.channels.stream_report import CallReport, Speech
from assistant.processes.programs import answer_of
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.models import Call, CallTurn
from bench import known_voices, product, voice_callers
from bench.figures import Measurement, Spread
from bench.voice_callers import QUESTIONS, NotTold, Round

CALLERS = 4
PROMPTED = "bench.prompted_voice"
WHISPER_QUESTIONS = 5
READY_S = 120.0
QUIET_S, WARM_UP_QUIET_S = 2.5, 7.0
"""Sentences that are spoken for the first time are made one by one; what bridges the time comes every 6 s."""
LEAST_TAKEN = 0.9
BRIDGED_MS = 250
"""Sound that came by so much sooner than the answer was a word that bridges the time until it."""
TURNS = "bangban_turns"
STAGES = ("end-point", "text", "reply", "audio", "sent")

_HEARD_BY = {
    "vosk": "The voice hears with Vosk: no model of Mandarin is to be had from a registry of packages, so "
    "one of Korean of the same size decodes all sound at its true cost, and the words of the recordings, "
    "found by their sound, stand in for its own; words so far come "
    f"{known_voices.BEHIND_S:.1f} s late, as Vosk's do. ",
    "whisper": "The voice hears with Whisper (whisper-base), real words. ",
}


def measure(
    console: Console,
    *,
    callers: int = CALLERS,
    questions: int = len(QUESTIONS),
    whisper_questions: int = WHISPER_QUESTIONS,
) -> list[Measurement]:
    """Raises CannotStart, and NotTold when a call is not carried by sound to its end."""
    found = list[Measurement]()
    for engine, most in (("vosk", questions), ("whisper", whisper_questions)):
        if most:
            found += _engine(console, engine, callers, most)
    return found


def _engine(console: Console, engine: str, callers: int, questions: int) -> list[Measurement]:
    prompted = engine == "vosk"
    with product.started(
        console,
        voice="vosk:ko" if prompted else engine,
        voice_module=PROMPTED if prompted else "voice",
    ) as running:
        settings = running.settings
        spoken = _spoken(settings, console, questions)
        if prompted:
            sounds = [(one.words, one.audio) for one in spoken]
            known_voices.keep(settings.data_dir / known_voices.FOLDER, sounds)
        _wait_until_heard(settings, console)
        return _measured(settings, console, engine, voice_callers.rotated(spoken, callers, questions))


def _spoken(settings: Settings, console: Console, questions: int) -> list[Speech]:
    with _bar(console) as progress:
        task = progress.add_task("questions spoken", total=questions)
        spoken = list[Speech]()
        for words in QUESTIONS[:questions]:
            spoken.append(voice_callers.speech(settings, words))
            progress.advance(task)
    return spoken


def _wait_until_heard(settings: Settings, console: Console) -> None:
    until = time.monotonic() + READY_S
    with console.status("the line does not hear yet"):
        while time.monotonic() < until:
            state = answer_of(f"http://127.0.0.1:{settings.line_port}/healthz") or {}
            if state.get("hearing") and state.get("speaking"):
                return
            time.sleep(0.5)
    raise NotTold("The line has nothing that hears and speaks.")


@dataclass(frozen=True, slots=True)
class _Ran:
    reports: Sequence[CallReport]
    seconds: float
    outcomes: Counter[str]


def _measured(
    settings: Settings, console: Console, engine: str, scripts: Sequence[Sequence[Speech]]
) -> list[Measurement]:
    callers, turns = len(scripts), sum(len(script) for script in scripts)
    with _bar(console) as progress:

        def ran(words: str, first: int, quiet_s: float) -> _Ran:
            task = progress.add_task(words, total=turns)
            before, began = _outcomes(settings), time.monotonic()
            round_ = Round(voice_callers.numbers(first, callers), scripts, quiet_s)
            reports = voice_callers.call(settings, round_, lambda: progress.advance(task))
            return _Ran(reports, time.monotonic() - began, _outcomes(settings) - before)

        ran(f"warming up, {engine}", 0, WARM_UP_QUIET_S)
        measured = ran(f"calls, {engine}", callers, QUIET_S)
    return [_figures(engine, callers, measured, _stages_of(settings, measured.reports))]


def _figures(engine: str, callers: int, ran: _Ran, stages: Sequence[Sequence[CallTurn]]) -> Measurement:
    answers = [turn.answer_ms for report in ran.reports for turn in report.turns]
    times = [float(one) for one in answers if one is not None]
    rows = [row for call in stages for row in call]
    split = dict(zip(STAGES, zip(*(_split(row) for row in rows), strict=True), strict=True))
    method = (
        f"{callers} callers at once, {len(times)} questions in all, spoken by the product's own voice and "
        "sent as a provider sends them, in frames of 20 ms. Each answer is listened to until its end. The "
        "same calls were made before, so that the answers had been spoken. "
        f"{_HEARD_BY[engine]}A time is the "
        "caller's own: from the last audible frame of the question to the first audible one of what the "
        "line says. The stages are those of the line, each from the end of the one before, the first from "
        "where speech was found to have stopped. Web, worker, line, Rasa, its action server, the voice, "
        "SQLite and the callers share the machine."
    )
    counts = dict(ran.outcomes)
    counts |= {
        "turns that the line measured": len(rows),
        "began with cached sound": sum(r.cached for r in rows),
    }
    counts["bridged by a word"] = sum(
        _bridged(report, call) for report, call in zip(ran.reports, stages, strict=True)
    )
    counts |= {f"{name}, median ms": round(statistics.median(values)) for name, values in split.items()}
    return Measurement(
        name=f"speech end to first audio, {callers} calls, {engine}",
        method=method,
        spread=Spread.of(times),
        rate=len(times) / ran.seconds,
        counts=counts,
        stages={name: round(statistics.fmean(values), 1) for name, values in split.items()},
    )


def _split(row: CallTurn) -> tuple[int, ...]:
    """How long each stage took by itself."""
    reached = (row.endpoint_ms or 0, row.text_ms or 0, row.reply_ms, row.audio_ms, row.total_ms)
    return tuple(later - earlier for earlier, later in zip((0, *reached), reached, strict=False))


def _bridged(report: CallReport, rows: Sequence[CallTurn]) -> int:
    """In how many turns of a call something was said before the answer; 0 where these cannot be told."""
    if len(rows) != len(report.turns):
        return 0
    answers = [turn.answer_ms or 0 for turn in report.turns]
    return sum(answer < row.total_ms - BRIDGED_MS for answer, row in zip(answers, rows, strict=True))


def _stages_of(settings: Settings, reports: Sequence[CallReport]) -> list[Sequence[CallTurn]]:
    """What the line noted of each call, in order. Raises NotTold when it answered too few."""
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            found = [
                session.scalars(
                    select(CallTurn).join(Call).where(Call.call_sid == one.call_sid).order_by(CallTurn.turn)
                ).all()
                for one in reports
            ]
            session.expunge_all()
    finally:
        database.dispose()
    asked, taken = sum(len(one.turns) for one in reports), sum(len(rows) for rows in found)
    if taken < LEAST_TAKEN * asked:
        raise NotTold(
            f"Of {asked} questions the line answered {taken}; it said something else to the others."
        )
    return found


def _outcomes(settings: Settings) -> Counter[str]:
    """Turns of calls so far, by what they came to and which engine answered."""
    with requests.Session() as session:
        session.trust_env = False
        page = session.get(f"http://127.0.0.1:{settings.line_port}/metrics", timeout=10.0)
    page.raise_for_status()
    found = Counter[str]()
    for family in text_string_to_metric_families(page.text):
        if family.name == TURNS:
            for sample in family.samples:
                if sample.name == f"{TURNS}_total":
                    found[f"{sample.labels['outcome']} ({sample.labels['engine']})"] += round(sample.value)
    return found


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)
