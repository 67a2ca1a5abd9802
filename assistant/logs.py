"""JSON lines on stderr that hold ids, codes and durations; a resident's words or number cannot get in.

A message of ours is a fixed text: its arguments are left out, and what varies goes into `extra` under a name
of `FIELDS`. Of a library's message only its place in the source is kept: libraries log what they handle.
Of an exception, the types and the places are kept and the messages left out.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any, TextIO
from uuid import uuid4

OURS = ("assistant", "knowledge", "voice", "kiosk_ui", "bangban")
FIELDS = frozenset(
    {
        *("again_s", "attempt", "case_number", "channel", "code", "conversation_id", "count", "degraded"),
        *("duration_ms", "endpoint", "engine", "error", "exit_code", "failures", "kind", "language"),
        *("message_id", "method", "outbox_id", "outcome", "part", "phrase", "pid", "port", "process"),
        *("provider", "reason", "reference", "repeated", "request_id", "retryable", "rows", "service"),
        *("staff_id", "stage", "state", "status", "takes", "version"),
    }
)
ID = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[A-Z]{2}[0-9a-f]{32}", re.ASCII
)
WORD = re.compile(r"[A-Za-z0-9_.:/-]{1,80}", re.ASCII)
LONG_NUMBER = re.compile(r"\d(?:[\s().-]{0,2}\d){6,}")
LARGEST_NUMBER = 10_000_000
MASK = "#"
REFUSED = "refused"

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


@contextmanager
def request(request_id: str | None = None) -> Iterator[str]:
    """Put one id on every line that is logged inside; a new one unless given."""
    chosen = request_id or uuid4().hex
    token = _request_id.set(chosen)
    try:
        yield chosen
    finally:
        _request_id.reset(token)


def begin_request() -> str:
    """Like `request`, for a server that handles one request at a time on each thread."""
    chosen = uuid4().hex
    _request_id.set(chosen)
    return chosen


def request_id() -> str | None:
    """The id that is put on the lines of this request; None outside any."""
    return _request_id.get()


def configure(level: str = "INFO", *, process: str = "", stream: TextIO | None = None) -> logging.Handler:
    """Send every log line of this process to `stream` (stderr) as JSON, uncaught exceptions included.

    Returns the handler, so that a test can take it away again.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(process))
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old.formatter, JsonLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    # A handler that fails would otherwise print the record's arguments.
    logging.raiseExceptions = False
    return handler


def catch_uncaught() -> None:
    """Log exceptions that nothing handles, in place of Python's own report, which shows their messages."""
    log = logging.getLogger("assistant.uncaught")

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
    """One record, one line of JSON, without anything a resident said or is known by."""

    def __init__(self, process: str = "") -> None:
        super().__init__()
        self.process_name = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if self.process_name:
            line["process"] = self.process_name
        if record.name.split(".", 1)[0] in OURS:
            line["event"] = mask(str(record.msg))
        else:
            line["event"] = "library"
            line["place"] = f"{PurePath(record.pathname).name}:{record.lineno}"
        if request_id := _request_id.get():
            line["request_id"] = request_id
        line |= _extra(record)
        if record.exc_info and record.exc_info[1]:
            line["exception"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return "; ".join(describe(ei[1])) if ei[1] else ""


def mask(text: str) -> str:
    """`text` with every run of seven or more digits, spaced or not, made unreadable."""
    return LONG_NUMBER.sub(MASK, text)


def describe(error: BaseException) -> list[str]:
    """Types and places of an exception and of those behind it, the outermost first, without messages."""
    described: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)[-6:]
        places = " < ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
        code = getattr(current, "code", None)
        name = type(current).__qualname__ + (
            f" {code}" if isinstance(code, str) and WORD.fullmatch(code) else ""
        )
        described.append(f"{name} at {places}" if places else name)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return described


_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    given = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    kept = {name: _value(value) for name, value in sorted(given.items()) if name in FIELDS}
    refused = sorted(name for name in given if name not in FIELDS and WORD.fullmatch(name))
    return kept | ({REFUSED: refused} if refused else {})


def _value(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < LARGEST_NUMBER else MASK
    text = str(value)
    if not WORD.fullmatch(text):
        return REFUSED
    return ":".join(piece if ID.fullmatch(piece) else mask(piece) for piece in text.split(":"))
