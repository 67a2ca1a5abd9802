"""Acts as they cross the wire: checked against nlu/acts.schema.json, the contract with the dialogue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from assistant.messages import Act

SCHEMA_FILE = Path(__file__).parents[2] / "nlu" / "acts.schema.json"


class ActError(ValueError):
    """A message that is not an act; the text names the rule that it breaks, never its content."""


class ActReader:
    """Reads acts, each checked against the definition of its kind."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        definitions = schema["$defs"]
        kinds = [rule["$ref"].rsplit("/", 1)[1] for rule in schema["oneOf"]]
        self._validators = {
            kind: Draft202012Validator({"$defs": definitions, "$ref": f"#/$defs/{kind}"}) for kind in kinds
        }

    @classmethod
    def load(cls, file: Path = SCHEMA_FILE) -> ActReader:
        schema = json.loads(file.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        return cls(schema)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(self._validators)

    def read(self, data: object) -> Act:
        """Raises ActError when `data` is no act."""
        if not isinstance(data, dict):
            raise ActError("an act is a JSON object")
        validator = self._validators.get(data.get("kind", ""))
        if validator is None:
            raise ActError("the kind of the act is unknown")
        for error in validator.iter_errors(data):
            where = "/".join(str(part) for part in error.absolute_path) or "act"
            raise ActError(f"{data['kind']}: {where} breaks “{error.validator}”")
        return Act.from_json(data)
