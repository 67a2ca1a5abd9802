"""`bangban explain`: why a question comes to what it does, from the words to the thresholds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.composition import load_content
from assistant.conversation.answers import Content
from assistant.conversation.commands import Commands
from assistant.conversation.language import spoken_language
from assistant.settings import load_settings
from assistant.state import ConversationState
from knowledge.article import Language
from knowledge.search import Explained

_out = Console(highlight=False, soft_wrap=True)


def explain(
    question: Annotated[str, typer.Argument(help="What the resident says.")],
    topics: Annotated[int, typer.Option(help="How many topics to show.", min=1, max=20)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show what speaks for each service, what is decided, and why. Nothing is asked of the dialogue."""
    content, _ = load_content(load_settings())
    language = spoken_language(question) or "zh"
    command = Commands.load().read(question, ConversationState(language=language))
    by_rule = [act.to_json() for act in command.acts] if command is not None else []
    guide = content.guides.find(question, language, content.aspects.detect, content.search.names_a_service)
    explained = content.search.explain(question, language, topics)
    if as_json:
        found = asdict(explained) | {"by_rule": by_rule, "guide": guide.id if guide else None}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if by_rule:
        _out.print(f"By rule, before any search: {by_rule}", markup=False)
    if guide is not None:
        _out.print(f"The guide “{guide.id}” leads: it tells of an event and asks for no single thing.")
    _print(explained, content, language)


def _print(explained: Explained, content: Content, language: Language) -> None:
    if len(explained.pieces) > 1:
        _out.print("Long; compared as a whole and in pieces:")
        for piece in explained.pieces[1:]:
            _out.print(f"  {piece}", markup=False)
    aspect = explained.found.aspect
    _out.print(f"Language: {language}. Asks for: {aspect.value if aspect else 'nothing in particular'}.")
    table = Table("topic", "probability", "what speaks for it (weight × value)")
    for one in explained.topics:
        name = one.topic or "no service at all"
        if one.topic and not one.covered:
            name = f"{name} (general, no service)"
        parts = sorted(one.parts.items(), key=lambda part: -abs(part[1]))
        table.add_row(name, f"{one.score:.1%}", ", ".join(f"{part} {value:+.2f}" for part, value in parts))
    _out.print(table)
    _out.print(_reason(explained, content, language), markup=False)


def _reason(explained: Explained, content: Content, language: Language) -> str:
    found = explained.found
    best = found.candidates[0]
    among = best.score / (1 - found.none) if found.none < 1 else 0.0
    if found.outcome == "answer":
        return (
            f"Answered: {best.service} has {among:.1%} among the services, at least "
            f"{explained.answer_at:.0%}; that it is about none has {found.none:.1%}, at most "
            f"{explained.none_at:.0%}."
        )
    offered = [one for one in found.candidates if one.service in found.choices]
    together = sum(one.score for one in offered)
    if found.outcome == "choose":
        labels = "、".join(content.library.get(one.service).short.in_language(language) for one in offered)
        return (
            f"Asked back ({labels}): {best.service} has {among:.1%} among the services (answered from "
            f"{explained.answer_at:.0%}), none of them {found.none:.1%} (answered up to "
            f"{explained.none_at:.0%}); together they have {together:.1%}, at least "
            f"{explained.choose_at:.0%}."
        )
    return (
        f"Not sure: the likeliest services together have less than {explained.choose_at:.0%}; that it is "
        f"about no service has {found.none:.1%}."
    )
