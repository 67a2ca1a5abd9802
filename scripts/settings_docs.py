"""Writes docs/settings.md from the settings themselves: `python -m scripts.settings_docs`."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from assistant.settings import PREFIX, PROJECT, Settings

PAGE = PROJECT / "docs" / "settings.md"
OPENING = """\
# Settings

Everything that can be set, from the environment. In development nothing has to be: keys are made once, in
`keys.json` of the data folder. `BANGBAN_ENVIRONMENT=production` demands real secrets and refuses what would
be insecure. A name that is not in this list, or a value that cannot be used, stops the start with one
sentence.

This page is written from `assistant/settings.py` by `make docs`.

| setting | without it | values | meaning |
| --- | --- | --- | --- |
"""


def page() -> str:
    return OPENING + "".join(_row(name, field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    cells = (f"`{PREFIX}{name.upper()}`", _default(field), _values(field), field.description or "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _default(field: FieldInfo) -> str:
    if field.default in ("", None):
        return "–"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default}`"


def _values(field: FieldInfo) -> str:
    kind = _without_none(field.annotation)
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(kind))
    names = {bool: "`true`, `false`", int: "whole number", float: "number", Path: "path"}
    return names.get(kind, "text") + _bounds(field)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation


def _bounds(field: FieldInfo) -> str:
    least = next((rule.ge for rule in field.metadata if getattr(rule, "ge", None) is not None), None)
    most = next((rule.le for rule in field.metadata if getattr(rule, "le", None) is not None), None)
    above = next((rule.gt for rule in field.metadata if getattr(rule, "gt", None) is not None), None)
    if least is not None and most is not None:
        return f", {least} to {most}"
    if above is not None and most is not None:
        return f", more than {above}, at most {most}"
    return ""


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
