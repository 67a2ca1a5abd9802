"""How long a pause may be: between 0.6 and 2.5 seconds, learned quickly upwards and slowly downwards."""

from __future__ import annotations

import pytest

from assistant.line.patience import LONGEST_S, ORDINARY_S, SHORTEST_S, Patience, asked_of_voice, kept
from voice import endpointing
from voice.recognition.messages import Configuration


def test_nobody_is_known_at_first():
    assert kept(None).pause_s("open") == ORDINARY_S


@pytest.mark.parametrize(("learned", "used"), [(1.4, 1.4), (0.1, SHORTEST_S), (9.0, LONGEST_S)])
def test_what_was_learned_before_is_used_within_bounds(learned, used):
    assert kept(learned).pause_s("open") == used


@pytest.mark.parametrize("expect", ["open", "yes_no", "choice", "digits", "address", "time", "anything"])
@pytest.mark.parametrize("base_s", [SHORTEST_S, ORDINARY_S, LONGEST_S])
def test_no_pause_is_out_of_bounds(base_s, expect):
    assert SHORTEST_S <= Patience(base_s).pause_s(expect) <= LONGEST_S


def test_a_turn_cut_short_lengthens_the_pause_at_once_and_clean_ones_shorten_it_slowly():
    lengthened = Patience(1.0).lengthened()
    assert lengthened.base_s >= 1.25
    shortened = lengthened
    for _ in range(10):
        shortened = shortened.shortened()
    assert 1.0 < shortened.base_s < lengthened.base_s


def test_learning_stops_at_the_bounds():
    patience = Patience()
    for _ in range(100):
        patience = patience.lengthened()
    assert patience.base_s == LONGEST_S
    for _ in range(1000):
        patience = patience.shortened()
    assert patience.base_s == SHORTEST_S


def test_yes_is_waited_for_less_and_stories_longer():
    patience = Patience(1.0)
    assert patience.pause_s("yes_no") < patience.pause_s("choice") < patience.pause_s("open")
    for expect in ("digits", "address", "anything"):
        assert patience.pause_s(expect) > patience.pause_s("open")


@pytest.mark.parametrize("expect", endpointing.EXPECTATIONS)
@pytest.mark.parametrize("base_s", [SHORTEST_S, ORDINARY_S, LONGEST_S])
def test_what_hears_waits_as_long_as_the_caller_is_given(base_s, expect):
    """The other side changes the pause by what is expected, too."""
    wanted = Patience(base_s).pause_s(expect)
    config = Configuration(pause_s=asked_of_voice(wanted, expect), expect=expect)
    assert config.patience.limit_s == pytest.approx(wanted, abs=0.01)
