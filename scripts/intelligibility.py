"""Finds what of our speech is understood worst: `python -m scripts.intelligibility`.

Approved sentences are spoken and recognised again, as in the hall and as on the telephone. Those with the
most wrong syllables are kept as WAV files beside a list, to be listened to: a recogniser is not an old ear.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import opencc
import typer
from rich.progress import Progress

from assistant.composition import load_content
from assistant.conversation.answers import Content
from assistant.conversation.spoken_ahead import sentences
from assistant.rendering.moments import LOCAL_TIME
from assistant.settings import load_settings
from voice.audio import Samples, pcm_decode, pcm_encode, wav
from voice.intelligibility import SPOKEN_HZ, Intelligibility, round_trip, syllables
from voice.recognition.engine import Wanted
from voice.recognition.whisper_engine import WhisperEngine
from voice.speakable import speakable
from voice.synthesis.drivers import KOKORO
from voice.synthesis.engine import SpeakingProcess, command

VOICE = "zm_yunxi"
"""The voice of an installation that chose none."""
SEED = 20261125
SENTENCES, WORST = 400, 50
LATE_S = 300.0
LIST = "worst.md"


def sample(content: Content, today: date, number: int) -> list[str]:
    """So many approved Mandarin sentences, the same ones as long as the knowledge is the same."""
    approved = [text for text, language in sentences(content, today) if language == "zh" and syllables(text)]
    return random.Random(SEED).sample(approved, min(number, len(approved)))  # noqa: S311 - a sample


@contextmanager
def speaking(models: Path, texts: Iterable[str]) -> Iterator[Callable[[str], Samples]]:
    """What gives the sound of each text, 24 kHz. They are spoken in their order, while who asks listens."""
    loop = asyncio.new_event_loop()
    process = SpeakingProcess(command(KOKORO, models / "kokoro", threads=1), LATE_S)

    def speak(text: str) -> Samples:
        return pcm_decode(loop.run_until_complete(process.sound(_words(text), VOICE, LATE_S)))

    with ThreadPoolExecutor(1) as one:
        sounds = {text: one.submit(speak, text) for text in texts}
        try:
            yield lambda text: sounds[text].result()
        finally:
            for sound in sounds.values():
                sound.cancel()
            one.submit(lambda: loop.run_until_complete(process.stop())).result()
            one.submit(loop.close).result()


@contextmanager
def listening(models: Path) -> Iterator[Callable[[Samples], str]]:
    """What gives the words of sound of 16 kHz, in simplified characters."""
    engine, simplified = WhisperEngine(models / "whisper-base"), opencc.OpenCC("t2s")
    engine.start(1)
    decoder = engine.lend()

    def recognise(sound: Samples) -> str:
        decoder.reset()
        decoder.expect(Wanted())
        decoder.accept(pcm_encode(sound))
        return str(simplified.convert(decoder.finish().text))

    try:
        yield recognise
    finally:
        engine.stop()


def understood(
    models: Path, texts: Sequence[str], told: Callable[[], object] = lambda: None
) -> tuple[Intelligibility, ...]:
    """How well each text is understood, in each quality of the sound; `told` of each that was spoken."""
    with speaking(models, texts) as sound_of, listening(models) as recognise:

        def speak(text: str) -> Samples:
            told()
            return sound_of(text)

        return round_trip(texts, speak, recognise, _words)


def keep(folder: Path, models: Path, results: Sequence[Intelligibility], worst: int) -> Path:
    """Write the worst sentences of all qualities together, and the list of them. Gives the list."""
    errors: Counter[str] = Counter()
    for one in (one for result in results for one in result.results):
        errors[one.sentence] += round(1000 * one.errors / max(1, one.syllables))
    chosen = [text for text, wrong in errors.most_common(worst) if wrong]
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.wav"):
        old.unlink()
    with speaking(models, chosen) as sound_of:
        for place, text in enumerate(chosen, start=1):
            (folder / f"{place:02}.wav").write_bytes(wav(sound_of(text), SPOKEN_HZ))
    (folder / LIST).write_text(_listed(results, chosen), encoding="utf-8")
    return folder / LIST


def main(
    number: Annotated[int, typer.Option("--sentences", help="How many are tried.", min=1)] = SENTENCES,
    worst: Annotated[int, typer.Option(help="How many are kept to be listened to.", min=1)] = WORST,
) -> None:
    """Speak approved sentences, have them recognised, and keep those that were understood worst."""
    settings = load_settings()
    content, _ = load_content(settings)
    texts = sample(content, datetime.now(LOCAL_TIME).date(), number)
    with Progress() as progress:
        task = progress.add_task("spoken and recognised", total=len(texts))
        results = understood(settings.models_dir, texts, lambda: progress.advance(task))
    for result in results:
        sys.stdout.write(f"{result.quality}: {result.error:.1%} of the syllables were wrong\n")
    page = keep(settings.data_dir / "intelligibility", settings.models_dir, results, worst)
    sys.stdout.write(f"{page}\n")


def _listed(results: Sequence[Intelligibility], chosen: Sequence[str]) -> str:
    heard = [{one.sentence: one.heard for one in result.results} for result in results]
    names = " | ".join(result.quality for result in results)
    rows = [
        f"| {place:02}.wav | {text} | {' | '.join(one[text] or '–' for one in heard)} |"
        for place, text in enumerate(chosen, start=1)
    ]
    facts = ", ".join(f"{result.quality} {result.error:.1%}" for result in results)
    return "\n".join(
        [
            "# To be listened to",
            "",
            f"Wrong syllables of {len(results[0].results)} sentences: {facts}. The voice is {VOICE}.",
            "",
            f"| sound | said | {names} |",
            f"| --- | --- |{' --- |' * len(results)}",
            *rows,
            "",
        ]
    )


def _words(text: str) -> str:
    return speakable(text, "zh")


if __name__ == "__main__":
    typer.run(main)
