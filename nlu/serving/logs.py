"""Logs that cannot hold what a resident wrote.

Rasa puts message texts, entities and slot values into its log records and exceptions. So a record of another's
logger is reduced to where it comes from; only our own records and a few that are known to hold no text keep
their message, and of an exception only the types and places remain.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
import warnings
from datetime import datetime, timezone
from typing import Any

KEPT = ("bangban",)
"""Loggers whose messages are ours: ids, codes and durations."""


class PlaceFormatter(logging.Formatter):
    """One JSON line a record: time, level, logger, place; the message only of the kept loggers."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] in KEPT:
            line["event"] = record.getMessage()
        else:
            line["place"] = f"{record.filename}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line["errors"] = _places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def configure(level: str = "INFO") -> None:
    """Send every record through the formatter, at `level` and above, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlaceFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in ("rasa", "rasa_sdk", "sanic", "sanic.root", "sanic.error", "apscheduler", "matplotlib"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("sanic.access", "tensorflow"):
        logging.getLogger(name).setLevel(logging.ERROR)
    _configure_structlog()


def quiet_warnings() -> None:
    """Reduce a warning to its place, as its text may quote the data that it complains of.

    What other packages deprecate among themselves is dropped: no operator can mend it.
    """
    warnings.showwarning = _show_warning


def _configure_structlog() -> None:
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _event_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )


def _event_only(_: Any, __: str, event: dict[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    return (str(event.get("event", "")),), {"exc_info": event.get("exc_info")}


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object
) -> None:
    if not issubclass(category, (DeprecationWarning, PendingDeprecationWarning)):
        logging.getLogger("bangban.warnings").warning(
            "%s at %s:%d", category.__name__, filename.rsplit("/", 1)[-1], lineno
        )


def _places(error: BaseException) -> list[str]:
    places = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(cause.__traceback__)
        where = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
        places.append(f"{type(cause).__name__}{where}")
        cause = cause.__cause__ or cause.__context__
    return places
