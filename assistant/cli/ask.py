"""`bangban ask` and `bangban chat`: the whole path of a question, from the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.console import Console

from assistant.composition import Parts, compose
from assistant.messages import Channel, Inbound, TurnResult
from assistant.processes.temporary import dialogue_running
from assistant.rendering import plain, sms
from assistant.settings import load_settings
from knowledge.article import Language

TERMINAL = "terminal"

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


class Tongue(StrEnum):
    ZH = "zh"
    EN = "en"


ChannelOption = Annotated[Channel, typer.Option(help="How the answer is given its form.")]
LanguageOption = Annotated[
    Tongue | None, typer.Option("--lang", help="Language of the answer; else the question's.")
]
RegionOption = Annotated[
    str | None, typer.Option(help="District of the resident, as a GB/T 2260 code.", metavar="CODE")
]


def ask(
    question: Annotated[str, typer.Argument(help="What the resident says.")],
    channel: ChannelOption = Channel.SMS,
    lang: LanguageOption = None,
    region: RegionOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Ask one question through the whole path."""
    with _running() as parts:
        _check_region(parts, region)
        said = _inbound(question, channel, lang, region, f"{TERMINAL}:{uuid4()}", parts)
        result = parts.turn.take(said)
        text = rendered(result, channel, parts.signatures)
        if as_json:
            typer.echo(json.dumps(report(result, text), ensure_ascii=False, indent=2))
        else:
            _print(result, text)


def chat(
    channel: ChannelOption = Channel.SMS, lang: LanguageOption = None, region: RegionOption = None
) -> None:
    """Hold a conversation in the terminal; an empty line or Ctrl-D ends it."""
    with _running() as parts:
        _check_region(parts, region)
        address = f"{TERMINAL}:{uuid4()}"
        _out.print("请说，空行结束。Ask away; an empty line ends.", style="dim")
        while question := _prompt():
            result = parts.turn.take(_inbound(question, channel, lang, region, address, parts))
            _print(result, rendered(result, channel, parts.signatures))


@contextmanager
def _running() -> Iterator[Parts]:
    with dialogue_running(load_settings(), _err) as settings, compose(settings) as parts:
        parts.database.migrate()
        yield parts


def report(result: TurnResult, text: str) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "outcome": result.outcome.value,
        "service": result.service,
        "aspect": result.aspect,
        "candidates": list(result.candidates),
        "text": text,
        "sources": [source.to_json() for reply in result.replies for source in reply.sources],
        "case": result.case_number,
        "engine": result.engine.value,
        "degraded": result.degraded,
        "latency_ms": {stage: round(value, 1) for stage, value in result.latency_ms.items()},
    }


def rendered(result: TurnResult, channel: Channel, signatures: sms.Signatures) -> str:
    if channel is not Channel.SMS:
        return plain.render(result.replies, channel, result.preferences.script)
    return sms.render(result.replies, signatures, result.preferences.script).text


def _inbound(
    text: str, channel: Channel, lang: Tongue | None, region: str | None, address: str, parts: Parts
) -> Inbound:
    language: Language | None = None if lang is None else ("zh" if lang is Tongue.ZH else "en")
    return Inbound(
        channel=channel,
        provider_id=f"{TERMINAL}:{uuid4()}",
        address=address,
        text=text,
        received_at=parts.clock.now(),
        language=language,
        region=region,
    )


def _check_region(parts: Parts, region: str | None) -> None:
    if region is None:
        return
    try:
        parts.content.regions.get(region)
    except KeyError:
        raise typer.BadParameter(f"{region} is not a district code this installation knows.") from None


def _prompt() -> str:
    try:
        return _out.input("[bold]> [/bold]").strip()
    except EOFError:
        return ""


def _print(result: TurnResult, text: str) -> None:
    _out.print(text, markup=False)
    engine = f"{result.engine.value}{' (degraded)' if result.degraded else ''}"
    facts = (
        result.outcome.value,
        result.service,
        result.aspect,
        engine,
        f"{result.latency_ms['total']:.0f} ms",
    )
    _out.print(" · ".join(fact for fact in facts if fact), style="dim", markup=False)
