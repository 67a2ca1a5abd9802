"""What a message names for a task: when, where, for whom, which number, in the resident's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SAID = ("time", "place", "relation", "phone")
"""Entities whose value is the resident's own word."""
_NEAR = 3
"""Characters between two parts of one time or place, as in “明天的上午”."""
WANTS = {"when": "time", "place": "place", "phone": "phone", "relation": "relation", "who": "relation"}
"""What the answer to a step of a task is expected to name."""


def given(
    entities: Iterable[Mapping[str, Any]], text: str, step: str | None = None, *, last: bool = False
) -> dict[str, str]:
    """The words that name something, by kind; `text` is the one that the entities' places are in.

    `step` is the step that waits: a district alone answers the question for a place. `last` takes the last of
    several words, since the right one follows the wrong one (“不是明天，是后天”); otherwise the first counts.
    """
    found = sorted(entities, key=lambda entity: entity["start"])
    kinds: dict[str, list[tuple[int, int]]] = {kind: [] for kind in SAID}
    for entity in found:
        if entity["entity"] in kinds:
            kinds[entity["entity"]].append((entity["start"], entity["end"]))
    if WANTS.get(step or "") == "place" and not kinds["place"]:
        kinds["place"] = [(e["start"], e["end"]) for e in found if e["entity"] == "district"]
    words = {}
    for kind, spans in kinds.items():
        if spans:
            start, end = _joined(spans, text)[-1 if last else 0]
            words[kind] = text[start:end]
    return {kind: word for kind, word in words.items() if word.strip()}


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Spans of one kind that stand close together are one, unless something is denied in between."""
    joined = spans[:1]
    for start, end in spans[1:]:
        before, until = joined[-1]
        between = text[until:start]
        if len(between) <= _NEAR and not any(mark in between for mark in "不是，,。或"):
            joined[-1] = (before, end)
        else:
            joined.append((start, end))
    return joined
