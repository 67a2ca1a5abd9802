"""Rasa's rules, made of the table in rules.yml: `python rules.py` writes them where training finds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
TABLE = HERE / "rules.yml"
WRITTEN = HERE / "data" / "generated" / "rules.yml"

Rule = dict[str, Any]


def rules(table: dict[str, Any]) -> list[Rule]:
    """One rule for each intent out of the forms, one for each that leaves a form, one for each form's end."""
    made = [_at_once(intent, action) for intent, action in table["does"].items()]
    for form, entry in table["forms"].items():
        made.append(_over(form, entry["over"]))
        made += [
            _leaving(form, intent, action)
            for intent, action in table["does"].items()
            if intent not in entry["takes"]
        ]
    return made


def load(file: Path = TABLE) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def write(target: Path = WRITTEN) -> None:
    """Replace the rules that training reads; the file is left alone when it is right already."""
    text = yaml.safe_dump({"version": "3.1", "rules": rules(load())}, sort_keys=False)
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)


def _at_once(intent: str, action: str) -> Rule:
    return {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}


def _leaving(form: str, intent: str, action: str) -> Rule:
    return {
        "rule": f"{intent} in {form}",
        "condition": [{"active_loop": form}],
        "steps": [
            {"intent": intent},
            {"action": action},
            {"action": "action_deactivate_loop"},
            {"active_loop": None},
        ],
    }


def _over(form: str, action: str) -> Rule:
    return {
        "rule": f"{form} is over",
        "condition": [{"active_loop": form}],
        "steps": [
            {"action": form},
            {"active_loop": None},
            {"slot_was_set": [{"requested_slot": None}]},
            {"action": action},
        ],
    }


if __name__ == "__main__":
    write()
