"""One file of the knowledge: reading it, and reporting what is wrong with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge import source_lines
from knowledge.check_words import SENTENCES

Place = tuple[str | int, ...]
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `sentence` is English, `sentence_zh` says the same to a Chinese reader."""

    file: str
    line: int
    sentence: str
    sentence_zh: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"

    @property
    def told(self) -> str:
        """As a line of a report, in both languages."""
        return f"{self.file}:{self.line}: {self.sentence_zh} {self.sentence}"


@dataclass
class KnowledgeFile:
    """A file being checked; places become lines only when there is something to report."""

    path: Path
    folder: str = ""
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How the file is named in a report: with the folder that tells it from others of its name."""
        return f"{self.folder}{self.path.name}"

    @cached_property
    def lines(self) -> dict[Place, int]:
        return source_lines.load_with_lines(self.text)[1]

    def report(self, at: Place, code: str, **values: str | int) -> None:
        self.report_at(source_lines.line_of(self.lines, at), code, **values)

    def report_at(self, line: int, code: str, **values: str | int) -> None:
        chinese, english = SENTENCES[code]
        self.problems.append(Problem(self.name, line, english.format(**values), chinese.format(**values)))


def read_model(file: KnowledgeFile, model: type[_Model]) -> _Model | None:
    """What `file` holds, or None with the mistakes reported when it is no `model`."""
    try:
        file.text = file.path.read_bytes().decode("utf-8-sig")
        node = yaml.compose(file.text, Loader=source_lines.LOADER)
        if unmade := list(_unmade(node)):
            for name, line in unmade:
                file.report_at(line, "date", name=name)
            return None
        value = yaml.constructor.SafeConstructor().construct_document(node) if node else None
    except UnicodeDecodeError:
        file.report_at(1, "not_utf8")
        return None
    except OSError:
        file.report_at(1, "unreadable")
        return None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or str(error)
        file.report_at(mark.line + 1 if mark else 1, "bad_yaml", detail=" ".join(str(detail).split()))
        return None
    if twice := list(_given_twice(node)):
        for name, line in twice:
            file.report_at(line, "twice", name=name)
        return None
    if not isinstance(value, dict):
        file.report_at(1, "not_entries")
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        known = sorted(_field_names(model))
        for detail in error.errors(include_url=False):
            _report_schema(file, detail, known)
        return None


def _field_names(model: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    """The names that `model` and the models inside it know."""
    names = set(model.model_fields)
    for field_ in model.model_fields.values():
        for part in _parts(field_.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                names |= _field_names(part, seen | {model, part})
    return names


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _given_twice(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(key.value)
            yield from _given_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _given_twice(value)


def _unmade(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """The names and lines of days that no calendar has; YAML itself refuses them without saying where."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:timestamp":
                try:
                    yaml.constructor.SafeConstructor().construct_yaml_timestamp(value)
                except ValueError:
                    yield str(key.value), value.start_mark.line + 1
            yield from _unmade(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _unmade(value)


def _report_schema(file: KnowledgeFile, detail: ErrorDetails, known: list[str]) -> None:
    place: Place = tuple(part for part in detail["loc"] if part != "[key]")
    # A key that YAML reads as a number or a date stands under its words.
    in_words: Place = tuple(str(part) for part in place)
    if place not in file.lines and (in_words in file.lines or place[:-1] not in file.lines):
        place = in_words
    kind, name = detail["type"], str(place[-1])
    if kind == "missing":
        file.report(place, "missing", name=name, where="/".join(map(str, place[:-1])) or file.path.name)
    elif kind == "extra_forbidden":
        zh_hint, en_hint = nearest(name, known) or ("请删掉。", "remove it")
        file.report(place, "unknown", name=name, zh_hint=zh_hint, en_hint=en_hint)
    elif kind == "string_pattern_mismatch" or (kind == "string_type" and "[key]" in detail["loc"]):
        region = "regions" in place or name == "region"
        shape = "shape_phone" if "hotlines" in place else "shape_region" if region else "shape_id"
        file.report(place, shape, name=str(detail["input"]))
    elif kind in {"literal_error", "enum"}:
        allowed = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
        zh_hint, en_hint = nearest(str(detail["input"]), re.split(", | or ", allowed)) or ("", "")
        en_hint = en_hint and f"; {en_hint}"
        file.report(place, "one_of", name=name, allowed=allowed, zh_hint=zh_hint, en_hint=en_hint)
    elif kind == "string_type" and detail["input"] is None:
        file.report(place, "empty", name=name)
    elif kind.startswith("date"):
        file.report(place, "date", name=name)
    elif kind.startswith("bool"):
        file.report(place, "yes_no", name=name)
    elif (code := _SCHEMA_CODES.get(kind)) is not None:
        file.report(place, code, name=name)
    else:
        file.report(place, "other", name=name, detail=detail["msg"])


def nearest(word: str, known: Iterable[str]) -> tuple[str, str] | None:
    """Which of `known` is probably meant by a mistyped `word`, as a question in Chinese and in English."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return (f"是不是“{near[0]}”？", f"perhaps “{near[0]}”") if near else None


_SCHEMA_CODES = {
    "string_type": "words",
    "string_too_short": "empty",
    "too_short": "empty",
    "tuple_type": "list",
    "dict_type": "entries",
    "model_type": "entries",
}
