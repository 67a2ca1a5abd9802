"""Watches every log line of a test run, as the product would write it."""

from __future__ import annotations

import logging
import re

from assistant.logs import JsonLines

# What lines hold by design: times, and ids of our own and of the provider.
_HARMLESS = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00|\b[A-Z]{0,2}[0-9a-f]{32}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_WORDS = re.compile(r"[\u3400-\u9fff]|\\u[3-9][0-9a-f]{3}")
_NUMBER = re.compile(r"\d{7,}")


class LogWatch(logging.Handler):
    """Keeps the lines in which a resident's words or number could stand."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        # Not as this handler's own formatter: configuring the logs anew replaces handlers that have one.
        self._lines = JsonLines("tests")
        self.seen = 0
        self.offences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self._lines.format(record)
        self.seen += 1
        if holds_words_or_number(line):
            self.offences.append(line)


def holds_words_or_number(line: str) -> bool:
    rest = _HARMLESS.sub("", line)
    return bool(_WORDS.search(rest) or _NUMBER.search(rest))
