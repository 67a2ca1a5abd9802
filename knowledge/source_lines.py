"""Where in a YAML file a value stands, so that a mistake is reported with its line."""

from __future__ import annotations

import yaml

Path = tuple[str | int, ...]


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick loader where it is built; the two do not accept quite the same files."""


def load_with_lines(text: str) -> tuple[object, dict[Path, int]]:
    """Parse `text`; return its value and the line (from 1) of each key and item.

    Raises yaml.YAMLError on text that is not YAML, and on a key that is given twice.
    """
    node = yaml.compose(text, Loader=LOADER)
    lines: dict[Path, int] = {(): 1}
    if node is None:
        return None, lines
    _collect(node, (), lines)
    return yaml.constructor.SafeConstructor().construct_document(node), lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest parent that stands in the file."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _collect(node: yaml.Node, path: Path, lines: dict[Path, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            child = (*path, str(key.value))
            if child in lines:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key.value}” is given twice", key.start_mark
                )
            lines[child] = key.start_mark.line + 1
            _collect(value, child, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            child = (*path, index)
            lines[child] = value.start_mark.line + 1
            _collect(value, child, lines)
