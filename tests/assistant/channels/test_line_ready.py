"""Callers are led to the line only when it says that it can carry them."""

from __future__ import annotations

import pytest

from assistant.channels.line_ready import line_ready
from tests.assistant.channels.stand_in import standing_in


@pytest.mark.parametrize(
    ("told", "ready"),
    [
        ({"accepting": True, "hearing": True, "speaking": True}, True),
        ({"accepting": True, "hearing": True, "speaking": False}, True),
        ({"accepting": False, "hearing": True, "speaking": True}, False),
        ({"accepting": True, "hearing": False, "speaking": True}, False),
        ({"accepting": "yes", "hearing": True}, False),
        ({"accepting": True}, False),
        ([], False),
        ("accepting", False),
    ],
)
def test_it_must_accept_calls_and_hear(told, ready):
    with standing_in() as line:
        line.hold.set()
        line.says(200, told)
        assert line_ready(line.url) is ready
    ((method, path, _),) = line.seen
    assert (method, path.rpartition("/")[2]) == ("GET", "healthz")


def test_an_answer_that_is_no_json_is_a_no():
    with standing_in() as line:
        line.hold.set()
        line.status, line.body = 200, b"<html>"
        assert not line_ready(line.url)


def test_a_line_that_does_not_answer_in_time_is_a_no():
    with standing_in() as line:
        assert not line_ready(line.url)
        line.hold.set()


def test_no_line_is_a_no(free_port):
    assert not line_ready(f"http://127.0.0.1:{free_port}")
