"""Nothing that a resident said, and no number, can get into a log line."""

from __future__ import annotations

import ast
import io
import json
import logging
from contextvars import Context
from pathlib import Path

import pytest

from assistant import logs
from assistant.settings import PROJECT

WORDS = "我要领高龄津贴"
NUMBER = "+8613800000001"


@pytest.fixture
def lines():
    stream = io.StringIO()
    raising, level = logging.raiseExceptions, logging.getLogger().level
    handler = logs.configure("DEBUG", process="test", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.captureWarnings(False)
    logging.raiseExceptions = raising


def test_a_line_holds_time_level_event_process_and_allowed_fields(lines):
    logging.getLogger("assistant.x").info("turn", extra={"outcome": "answered", "duration_ms": 12.5})
    (line,) = lines()
    assert line["at"].endswith("+00:00")
    assert (line["level"], line["logger"], line["event"]) == ("INFO", "assistant.x", "turn")
    assert (line["process"], line["outcome"], line["duration_ms"]) == ("test", "answered", 12.5)


def test_fields_that_are_not_allowed_are_refused_and_named(lines):
    logging.getLogger("assistant.x").info("turn", extra={"text": WORDS, "address": NUMBER, "code": "ok"})
    (line,) = lines()
    assert line["refused"] == ["address", "text"]
    assert line["code"] == "ok"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (WORDS, "refused"),
        ("how do I renew", "refused"),
        (NUMBER, "refused"),
        ("13800000001", "#"),
        (13800000001, "#"),
        ("139-1234-5678", "#"),
        ("454dd1fd-9224-4926-9b6b-a5c220f84baf", "454dd1fd-9224-4926-9b6b-a5c220f84baf"),
        ("11111111-1111-4111-8111-111111111111", "11111111-1111-4111-8111-111111111111"),
        ("SM" + "1" * 32, "SM" + "1" * 32),
        ("message:11111111-1111-4111-8111-111111111111:0", "message:11111111-1111-4111-8111-111111111111:0"),
        (["x"], "refused"),
        (None, None),
        (True, True),
        (12, 12),
    ],
)
def test_a_value_in_an_allowed_field_must_look_like_an_id_or_a_code(lines, value, shown):
    logging.getLogger("assistant.x").info("turn", extra={"reference": value})
    (line,) = lines()
    assert line["reference"] == shown


def test_arguments_are_left_out_of_our_own_messages(lines):
    logging.getLogger("assistant.x").warning("answered %s for %s", WORDS, NUMBER)
    (line,) = lines()
    assert line["event"] == "answered %s for %s"


@pytest.mark.parametrize("spelled", ["13800000001", "+86 138 0000 0001", "138-0000-0001", "(138)00000001"])
def test_numbers_in_a_message_of_ours_are_masked(lines, spelled):
    logging.getLogger("assistant.x").warning("called %s" % spelled)  # noqa: G002, UP031
    assert "0000" not in lines()[0]["event"]


def test_of_a_library_s_message_only_the_place_is_kept(lines):
    logging.getLogger("twilio.http_client").warning("sent to %s: %s", NUMBER, WORDS)
    (line,) = lines()
    assert (line["event"], line["logger"]) == ("library", "twilio.http_client")
    assert line["place"].startswith("test_logs.py:")
    assert WORDS not in json.dumps(line, ensure_ascii=False)


def test_an_exception_is_described_without_its_messages(lines):
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as error:
            raise RuntimeError(f"no answer to {WORDS} of {NUMBER}") from error
    except RuntimeError:
        logging.getLogger("assistant.x").exception("turn failed")
    (line,) = lines()
    outer, inner = line["exception"]
    assert outer.startswith("RuntimeError at test_logs.py:")
    assert inner.startswith("KeyError at test_logs.py:")
    assert WORDS not in json.dumps(line, ensure_ascii=False)


def test_a_request_s_lines_share_one_id(lines):
    log = logging.getLogger("assistant.x")

    def run() -> str:
        with logs.request() as request_id:
            log.info("one")
            log.info("two")
        log.info("three")
        return request_id

    request_id = Context().run(run)
    assert [line.get("request_id") for line in lines()] == [request_id, request_id, None]


def test_configuring_twice_writes_each_line_once(lines):
    stream = io.StringIO()
    handler = logs.configure("INFO", stream=stream)
    logging.getLogger("assistant.x").info("once")
    logging.getLogger().removeHandler(handler)
    assert len(stream.getvalue().splitlines()) == 1
    assert lines() == []


METHODS = {"debug", "info", "warning", "error", "exception", "critical"}


def logging_calls():
    for folder in ("assistant", "knowledge"):
        for file in sorted((PROJECT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in METHODS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in {"log", "logger", "logging"}
                ):
                    yield file, node


def test_every_message_in_the_source_is_a_fixed_text():
    calls = list(logging_calls())
    assert len(calls) > 5
    loose = [
        f"{Path(file).relative_to(PROJECT)}:{call.lineno}"
        for file, call in calls
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert loose == []


def test_every_field_in_the_source_is_an_allowed_one():
    strange = []
    for file, call in logging_calls():
        for keyword in call.keywords:
            if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
                names = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
                strange += [
                    f"{file.relative_to(PROJECT)}:{call.lineno} {name}"
                    for name in names
                    if name not in logs.FIELDS
                ]
    assert strange == []
