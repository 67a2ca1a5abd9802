import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from voice import logs

Lines = Callable[[], list[dict[str, Any]]]
log = logging.getLogger("voice.test")


@pytest.fixture
def lines() -> Iterator[Lines]:
    root = logging.getLogger()
    level, ours = root.level, logging.getLogger("voice").level
    stream = io.StringIO()
    handler = logs.configure(stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    logging.getLogger("voice").setLevel(ours)
    logging.captureWarnings(False)
    logging.raiseExceptions = True


def test_values_with_a_known_name_are_kept(lines: Lines):
    log.info("speech.late deadline_s=%.1f code=%s", 7.25, "late", extra={"engine": "kokoro"})

    (line,) = lines()
    assert line["event"] == "speech.late"
    assert (line["deadline_s"], line["code"], line["engine"]) == (7.25, "late", "kokoro")
    assert (line["process"], line["level"]) == ("voice", "INFO")


@pytest.mark.parametrize(
    ("message", "arguments", "extra"),
    [
        ("heard %s", ("我要办老年卡",), {}),
        ("heard text=%s", ("我要办老年卡",), {}),
        ("heard code=%s", ("我要办老年卡",), {}),
        ("heard %s code=%s", ("我要办老年卡", "x"), {}),
        ("heard", (), {"text": "我要办老年卡"}),
        ("heard", (), {"reason": "我要办老年卡"}),
        ("heard", (), {"id": "13800000001"}),
        ("heard count=%d", (13800000001,), {}),
    ],
)
def test_what_was_said_or_who_called_cannot_get_in(
    message: str, arguments: tuple[object, ...], extra: dict[str, object], lines: Lines
):
    log.info(message, *arguments, extra=extra)

    text = json.dumps(lines(), ensure_ascii=False)
    assert "老年卡" not in text
    assert "13800000001" not in text


def test_of_a_library_only_the_place_is_kept(lines: Lines):
    logging.getLogger("websockets.server").error("got %s", "我要办老年卡")
    logging.getLogger("jieba").setLevel(logging.DEBUG)
    logging.getLogger("jieba").debug("dictionary")

    (line,) = lines()
    assert line["event"] == "library"
    assert line["place"].startswith("test_voice_logs.py:")


def test_of_an_exception_types_and_places_are_kept(lines: Lines):
    try:
        raise ValueError("我要办老年卡")
    except ValueError:
        log.exception("page failed", extra={"path": "/speech"})

    (line,) = lines()
    assert line["path"] == "/speech"
    assert line["exception"][0].startswith("ValueError at test_voice_logs.py:")
    assert "老年卡" not in json.dumps(line, ensure_ascii=False)
