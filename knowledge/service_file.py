"""One service file: reading it, and reporting what is wrong with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge import source_lines
from knowledge.article import Article, AspectFacts, RegionOverride, Source, Texts
from knowledge.check_words import SENTENCES

Place = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KNOWN = sorted(
    {name for model in (Article, AspectFacts, RegionOverride, Source, Texts) for name in model.model_fields}
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `sentence` is English, `sentence_zh` says the same to a Chinese reader."""

    file: str
    line: int
    sentence: str
    sentence_zh: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass
class ServiceFile:
    """A service file being checked; places become lines only when there is something to report."""

    path: Path
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def lines(self) -> dict[Place, int]:
        return source_lines.load_with_lines(self.text)[1]

    def report(self, at: Place, code: str, **values: str | int) -> None:
        self.report_at(source_lines.line_of(self.lines, at), code, **values)

    def report_at(self, line: int, code: str, **values: str | int) -> None:
        chinese, english = SENTENCES[code]
        self.problems.append(
            Problem(self.path.name, line, english.format(**values), chinese.format(**values))
        )


def read_article(file: ServiceFile) -> Article | None:
    """The article of `file`, or None with the mistakes reported when it breaks the schema."""
    try:
        file.text = file.path.read_bytes().decode("utf-8-sig")
        node = yaml.compose(file.text, Loader=_LOADER)
        value = yaml.constructor.SafeConstructor().construct_document(node) if node else None
    except UnicodeDecodeError:
        file.report_at(1, "not_utf8")
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
        article = Article.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _report_schema(file, detail)
        return None
    if article.id != file.path.stem:
        file.report(("id",), "file_name", id=article.id)
    return article


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


def _report_schema(file: ServiceFile, detail: ErrorDetails) -> None:
    place: Place = tuple(part for part in detail["loc"] if part != "[key]")
    if place not in file.lines:
        place = tuple(str(part) for part in place)
    kind, name = detail["type"], str(place[-1])
    if kind == "missing":
        file.report(place, "missing", name=name, where="/".join(map(str, place[:-1])) or file.path.name)
    elif kind == "extra_forbidden":
        near = difflib.get_close_matches(name, _KNOWN, n=1)
        zh_hint, en_hint = (
            (f"是不是“{near[0]}”？", f"perhaps “{near[0]}”") if near else ("请删掉。", "remove it")
        )
        file.report(place, "unknown", name=name, zh_hint=zh_hint, en_hint=en_hint)
    elif kind == "string_pattern_mismatch" or (kind == "string_type" and "[key]" in detail["loc"]):
        shape = "shape_phone" if "hotlines" in place else "shape_region" if "regions" in place else "shape_id"
        file.report(place, shape, name=str(detail["input"]))
    elif kind in {"literal_error", "enum"}:
        allowed = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
        file.report(place, "one_of", name=name, allowed=allowed)
    elif kind.startswith("date"):
        file.report(place, "date", name=name)
    elif kind.startswith("bool"):
        file.report(place, "yes_no", name=name)
    elif (code := _SCHEMA_CODES.get(kind)) is not None:
        file.report(place, code, name=name)
    else:
        file.report(place, "other", name=name, detail=detail["msg"])


_SCHEMA_CODES = {
    "string_type": "words",
    "string_too_short": "empty",
    "too_short": "empty",
    "tuple_type": "list",
    "dict_type": "entries",
    "model_type": "entries",
}
