"""Widens the examples written by hand: fillers, particles, dialect words and misheard characters, by a seed.

`python paraphrase.py` writes what comes of the present examples where training finds it, as training itself does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
TABLE = HERE / "paraphrase.yml"
SOUNDS = HERE / "data" / "generated" / "sounds.txt"
WRITTEN = HERE / "data" / "generated" / "widened.yml"
SOURCE = {"source": "paraphrase"}
"""The metadata of these examples: they teach nothing of entities, and nothing of meaning."""
SEED = 1
MISHEARD = 0.15
"""The share of characters that one kind of paraphrase mishears."""


@dataclass(frozen=True)
class Paraphrase:
    """The intent's name and the text; an example with marked entities keeps none of them."""

    intent: str
    text: str


def widened(examples: Iterable[tuple[str, str]], seed: int = SEED) -> list[Paraphrase]:
    """One paraphrase of each Chinese example (intent, text) and one misheard; never a text that is given."""
    examples = list(examples)
    given = {text for _, text in examples}
    made: dict[str, Paraphrase] = {}
    for intent, text in examples:
        if text.isascii():
            continue
        chance = Random(f"{seed}:{text}")  # noqa: S311
        for other in (_said_otherwise(text, chance), misheard(text, chance)):
            if other not in given:
                made.setdefault(other, Paraphrase(intent, other))
    return list(made.values())


def write(target: Path = WRITTEN) -> None:
    """Replace what training reads; the file is left alone when it is right already."""
    from measuring.examples import written_by_hand

    by_intent: dict[str, list[str]] = defaultdict(list)
    for one in widened((example.intent, example.text) for example in written_by_hand()):
        by_intent[one.intent].append(one.text)
    blocks = [
        {"intent": intent, "metadata": dict(SOURCE), "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in sorted(by_intent.items())
    ]
    text = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False, width=1000)
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return
    partial = target.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)


def misheard(text: str, chance: Random, share: float = MISHEARD) -> str:
    """The text with about `share` of its characters replaced by others that sound the same."""
    table = _homophones()
    return "".join(
        chance.choice(table[character]) if character in table and chance.random() < share else character
        for character in text
    )


def _said_otherwise(text: str, chance: Random) -> str:
    table = _table()
    words = [word for word in table["words"] if word in text]
    if words:
        # A longer word holds a shorter one.
        word = max(words, key=len) if chance.random() < 0.7 else chance.choice(words)
        text = text.replace(word, chance.choice(table["words"][word]), 1)
    if not words or chance.random() < 0.5:
        text = chance.choice(table["before"]) + text
    if chance.random() < 0.4 and text[-1] not in "吗呢吧啊呀?!？！。":
        text += chance.choice(table["after"])
    return text


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return found


@cache
def _homophones() -> dict[str, Sequence[str]]:
    """For each character the others of its sound that come first in the list, which are the commonest."""
    table: dict[str, Sequence[str]] = {}
    for line in SOUNDS.read_text(encoding="utf-8").splitlines():
        _, characters = line.split("\t")
        for character in characters:
            others = [other for other in characters if other != character and _is_common(other)]
            if others:
                table[character] = others
    return table


def _is_common(character: str) -> bool:
    """In level 1 of GB 2312, which holds the 3,755 commonest characters."""
    return character.encode("gb2312")[0] < 0xD8


if __name__ == "__main__":
    write()
