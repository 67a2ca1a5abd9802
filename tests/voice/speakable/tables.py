"""The tables and texts that the tests of voice.speakable go through."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parents[2] / "knowledge"
# What stands only in the files' own notes, or is what a resident may say.
_NOT_SAID = frozenset({"asks", "cues", "words", "patterns", "url", "issuer", "number", "id", "group"})
_SLOTS = {
    "day": "11月26日", "time": "下午2:30", "number": "4817-3", "code": "0412", "count": "2",
    "hotline": "12345",
    "place": "五一中路12号302室", "phone": "13800000001", "other": "5528-1", "when": "2026-11-25 9:00",
}  # fmt: skip


def rows(name: str) -> list[tuple[str, ...]]:
    """The lines of a table without its head; \\n in them is the end of a line."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [tuple(cell.replace("\\n", "\n") for cell in line) for line in lines[1:]]


@cache
def approved() -> tuple[str, ...]:
    """All Chinese of the knowledge that is written for residents, the slots of the phrases filled in."""
    files = [*KNOWLEDGE.glob("*.yml"), KNOWLEDGE / "phrases" / "zh.yml"]
    for folder in ("services", "simple", "guides", "eligibility"):
        files += (KNOWLEDGE / folder).rglob("*.yml")
    found = {
        text for file in files for text in _strings(yaml.safe_load(file.read_text(encoding="utf-8-sig")))
    }
    return tuple(sorted(_filled(text) for text in found if re.search("[\u4e00-\u9fff]", text)))


def _filled(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: _SLOTS.get(match[1], "老年卡"), text)


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in _NOT_SAID:
                yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
