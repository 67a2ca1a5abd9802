"""`bangban call`: calls the telephone line as the provider would, and tells what was heard and when."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.channels import wav_files
from assistant.channels.simulator import PHONES
from assistant.channels.simulator_leg import Leg
from assistant.channels.simulator_post import SignedPost
from assistant.channels.stream_caller import LAST_QUIET_S, Caller
from assistant.channels.stream_report import CallReport, Keys, Moment, Speech
from assistant.cli.ask import Tongue
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from assistant.speech import aloud
from assistant.speech.lost import VoiceLost
from knowledge.article import Language

_out = Console(highlight=False, soft_wrap=True)
_KEYS = re.compile(r"[0-9*#]+(,[0-9*#]+)*", re.ASCII)
_NUMBER = re.compile(r"\+\d{7,15}", re.ASCII)

Audio = Annotated[
    list[Path] | None,
    typer.Option("--audio", help="Say what is in this WAV file. May be given again.", metavar="FILE"),
]
Text = Annotated[
    list[str] | None,
    typer.Option("--text", help="Have these words spoken, and say them. May be given again."),
]
KeysOption = Annotated[
    str,
    typer.Option("--keys", help="Press these keys at the end: 1,2# waits for an answer between 1 and 2#."),
]
NoiseOption = Annotated[
    float | None, typer.Option("--noise", help="Add noise, so many decibels below the speech.", metavar="DB")
]
Wait = Annotated[
    float, typer.Option("--wait", help="Hang up after so many seconds of silence at the end.", min=0.0)
]
Interrupt = Annotated[
    float | None,
    typer.Option(
        "--interrupt", help="Go on so many seconds after an answer began, not when it ends.", min=0.0
    ),
]


class CannotCall(AssistantError):
    """There is nothing to say, or no way to say it; the message says how to mend it."""

    code = "cannot_call"


def call(
    audio: Audio = None,
    text: Text = None,
    keys: KeysOption = "",
    noise: NoiseOption = None,
    interrupt: Interrupt = None,
    wait: Wait = LAST_QUIET_S,
    save: Annotated[
        Path | None, typer.Option("--save", help="Keep the call: you on the left.", metavar="FILE")
    ] = None,
    number: Annotated[str, typer.Option("--from", help="The number that calls.", metavar="NUMBER")] = PHONES[
        0
    ].number,
    lang: Annotated[Tongue, typer.Option("--lang", help="Language of the words to speak.")] = Tongue.ZH,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Call the running service: say the texts, then the files, then press the keys; then hang up."""
    settings = load_settings()
    if settings.is_production:
        raise CannotCall("Calls are made by residents in production; call from a development installation.")
    if keys and not _KEYS.fullmatch(keys):
        raise typer.BadParameter("keys are 0 to 9, * and #, with commas between those that wait.")
    if not _NUMBER.fullmatch(number):
        raise typer.BadParameter(f"{number} is not a number such as {PHONES[0].number}.")
    language: Language = "zh" if lang is Tongue.ZH else "en"
    script: list[Speech | Keys] = [_spoken(settings, words, language) for words in text or ()]
    script += [Speech(wav_files.read(path)) for path in audio or ()]
    script += [Keys(burst) for burst in keys.split(",") if burst]
    caller = Caller(
        script,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        noise_db=noise,
        interrupt_s=interrupt,
        last_quiet_s=wait,
        told=_ignore if as_json else _tell,
    )
    report = _made(settings, caller, number)
    if save is not None:
        wav_files.write(save, report.resident, report.line)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        _print(report)
    if report.ended == "failed" or report.problems:
        raise typer.Exit(1)


def _made(settings: Settings, caller: Caller, number: str) -> CallReport:
    post = SignedPost(settings)
    try:
        leg = Leg(number, settings.twilio_number, post=post, said=caller.heard)
        return asyncio.run(caller.call(leg))
    finally:
        post.close()


def _spoken(settings: Settings, words: str, language: Language) -> Speech:
    try:
        heard = aloud.speech(settings.voice_url, words, language, fmt="wav8000")
    except VoiceLost as lost:
        raise CannotCall(
            f"The words cannot be spoken ({lost.reason}): see that `bangban up` runs, or use --audio."
        ) from None
    return Speech(wav_files.read(heard.audio), words)


def _tell(moment: Moment) -> None:
    _out.print(f"{moment.at_s:7.2f} s  {moment.what} {moment.detail}".rstrip(), markup=False)


def _ignore(_moment: Moment) -> None:
    pass


def _print(report: CallReport) -> None:
    for words in report.said:
        _out.print(f"“{words}”", markup=False)
    table = Table("turn", "what", "answer after", "went on speaking for")
    for number, turn in enumerate(report.turns, 1):
        table.add_row(str(number), turn.kind, _ms(turn.answer_ms), _ms(turn.spoke_on_ms))
    if report.turns:
        _out.print(table)
    facts = [f"ended by: {report.ended}", f"mode: {' then '.join(report.modes) or 'none'}"]
    facts += [f"greeting after {_ms(report.greeting_ms)}", f"sent ahead at most {report.most_ahead_ms} ms"]
    facts += [f"{code}: {count}" for code, count in report.problems.items()]
    _out.print(" · ".join(facts), style="dim", markup=False)


def _ms(value: int | None) -> str:
    return "-" if value is None else f"{value} ms"
