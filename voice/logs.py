"""JSON lines on stderr that hold ids, codes and durations; what was said or heard cannot get in.

A message of ours is a fixed text with its values as `name=%s` behind it, or in `extra`: a value is kept when
its name is one of FIELDS and it is a number or a code. Of a library's message only its place in the source is
kept: libraries log what they handle. Of an exception, types and places are kept and messages left out.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any, TextIO

OURS = "voice"
PROCESS = "voice"
FIELDS = frozenset(
    {
        *("attempt", "bytes", "cached", "code", "count", "deadline_s", "degraded", "done", "driver"),
        *(
            "duration_ms",
            "engine",
            "entries",
            "error",
            "failed",
            "format",
            "host",
            "id",
            "kind",
            "lag_ms",
            "language",
            "live",
        ),
        *("model", "most", "ms", "outcome", "part", "path", "pid", "port", "reason", "segments", "state"),
        *("status", "stream", "streams", "voice", "wanted"),
    }
)
WORD = re.compile(r"[A-Za-z0-9_.:/-]{1,60}", re.ASCII)
VALUE = re.compile(r"\s*\b([a-z_]+)=%[-+.\d]*[a-z]")
LARGEST_NUMBER = 10_000_000
REFUSED = "refused"
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


def configure(level: str = "INFO", *, stream: TextIO | None = None) -> logging.Handler:
    """Send every log line of this process to `stream` (stderr) as JSON.

    Returns the handler, so that a test can take it away again.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    # Some libraries set a level of their own.
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or _is_ours(record))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    logging.captureWarnings(True)
    # A handler that fails would otherwise print the record's arguments.
    logging.raiseExceptions = False
    return handler


def catch_uncaught() -> None:
    """Log exceptions that nothing handles, in place of Python's own report, which shows their messages."""
    log = logging.getLogger("voice.uncaught")

    def main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught exception", exc_info=(kind, error, trace))

    def thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        log.critical(
            "uncaught exception", exc_info=(type(error), error, args.exc_traceback) if error else None
        )

    sys.excepthook = main
    threading.excepthook = thread


class JsonLines(logging.Formatter):
    """One record, one line of JSON, without anything that was said."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": PROCESS,
        }
        if _is_ours(record):
            line["event"] = VALUE.sub("", str(record.msg)).strip()
            line |= _kept(_said(record))
        else:
            line["event"] = "library"
            line["place"] = f"{PurePath(record.pathname).name}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line["exception"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return "; ".join(describe(ei[1])) if ei[1] else ""


def describe(error: BaseException) -> list[str]:
    """Types and places of an exception and of those behind it, the outermost first, without messages."""
    described: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)[-6:]
        places = " < ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
        name = type(current).__qualname__
        described.append(f"{name} at {places}" if places else name)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return described


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.split(".", 1)[0] == OURS


def _said(record: logging.LogRecord) -> Iterable[tuple[str, object]]:
    names = VALUE.findall(str(record.msg))
    arguments = record.args if isinstance(record.args, tuple) else ()
    # Arguments that are not all named cannot be told apart, and none of them is kept.
    if len(names) == len(arguments):
        yield from zip(names, arguments, strict=True)
    yield from ((name, value) for name, value in vars(record).items() if name not in _STANDARD)


def _kept(said: Iterable[tuple[str, object]]) -> dict[str, object]:
    given = dict(said)
    kept = {name: _value(value) for name, value in sorted(given.items()) if name in FIELDS}
    refused = sorted(name for name in given if name not in FIELDS and WORD.fullmatch(name))
    return kept | ({REFUSED: refused} if refused else {})


def _value(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return round(value, 3) if abs(value) < LARGEST_NUMBER else REFUSED
    text = str(value)
    return text if WORD.fullmatch(text) and not re.search(r"\d{7,}", text) else REFUSED
