"""Acts that keep to acts.schema.json, checked before they are sent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from rasa_sdk.executor import CollectingDispatcher

SCHEMA = Path(__file__).resolve().parent.parent / "acts.schema.json"
LONGEST_QUERY = 2000


class WrongAct(Exception):
    """An act breaks the schema. The message names the act's kind and keys, never its words."""


def send(dispatcher: CollectingDispatcher, kind: str, **values: Any) -> None:
    """Send one act; values that are None are left out. Raises WrongAct."""
    act = {"kind": kind, **{name: value for name, value in values.items() if value is not None}}
    check(act)
    dispatcher.utter_message(json_message=act)


def check(act: dict[str, Any]) -> None:
    """Raises WrongAct."""
    if not _validator().is_valid(act):
        raise WrongAct(f"act {act.get('kind')!r} with {sorted(act)} breaks acts.schema.json")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
