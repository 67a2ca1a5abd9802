"""Runs last: no log line of the whole run held a resident's words or number."""

from __future__ import annotations

import logging

import pytest

from tests.log_watch import LogWatch, holds_words_or_number


def test_words_and_numbers_that_are_logged_carelessly_do_not_get_into_a_line(log_watch: LogWatch):
    before = log_watch.seen
    logging.getLogger("assistant.careless").warning("said %s", "八十岁那个钱咋领", extra={"reason": "身份证"})
    logging.getLogger("library").warning("from +8613800000001")
    assert log_watch.seen == before + 2


@pytest.mark.parametrize(
    "line", ['{"event": "\\u8eab\\u4efd"}', '{"event": "身份证"}', '{"event": "from 13800000001"}']
)
def test_a_line_that_holds_them_is_noticed(line):
    assert holds_words_or_number(line)


def test_no_line_of_this_run_held_a_residents_words_or_number(log_watch: LogWatch):
    assert log_watch.seen
    assert log_watch.offences == []
