"""When speech begins, pauses and is over. A frame is 0.1 s, so that tables read in seconds."""

from __future__ import annotations

import pytest

from voice.endpointing import (
    EXPECTATIONS,
    LONGEST_PAUSE_S,
    SHORTEST_PAUSE_S,
    Endpointing,
    Fact,
    Patience,
    SpeechBegan,
    SpeechPaused,
    UtteranceOver,
)

FRAME_S = 0.1
SHADES = {"#": 0.95, "+": 0.4, ".": 0.05}


def facts_of(drawing: str, patience: Patience | None = None) -> list[Fact]:
    """Each mark is a frame: # speech, + perhaps speech, . silence."""
    endpointing = Endpointing(patience or Patience())
    facts: list[Fact] = []
    for mark in drawing.replace("|", ""):
        facts += endpointing.hear(SHADES[mark], FRAME_S)
    return [rounded(fact) for fact in facts]


def rounded(fact: Fact) -> Fact:
    match fact:
        case UtteranceOver(started_s, stopped_s, ended_s, cut):
            return UtteranceOver(round(started_s, 3), round(stopped_s, 3), round(ended_s, 3), cut)
        case SpeechBegan(at_s):
            return SpeechBegan(round(at_s, 3))
        case SpeechPaused(at_s):
            return SpeechPaused(round(at_s, 3))


@pytest.mark.parametrize(
    ("drawing", "facts"),
    [
        ("..........", []),
        ("...#......", []),
        ("..#...#...#..", []),
        ("+++++++++", []),
        ("..##", [SpeechBegan(0.2)]),
        ("..#+", [SpeechBegan(0.2)]),
        ("..#.#", [SpeechBegan(0.2)]),
        ("..####...", [SpeechBegan(0.2), SpeechPaused(0.6)]),
        ("..####..", [SpeechBegan(0.2)]),
        ("..####++++.", [SpeechBegan(0.2)]),
        ("..####........", [SpeechBegan(0.2), SpeechPaused(0.6)]),
        ("..####.........", [SpeechBegan(0.2), SpeechPaused(0.6), UtteranceOver(0.2, 0.6, 1.5)]),
        (
            "..####.....####.........",
            [
                SpeechBegan(0.2),
                SpeechPaused(0.6),
                SpeechBegan(1.1),
                SpeechPaused(1.5),
                UtteranceOver(0.2, 1.5, 2.4),
            ],
        ),
        (
            "##.........|..##.........",
            [
                SpeechBegan(0.0),
                SpeechPaused(0.2),
                UtteranceOver(0.0, 0.2, 1.1),
                SpeechBegan(1.3),
                SpeechPaused(1.5),
                UtteranceOver(1.3, 1.5, 2.4),
            ],
        ),
    ],
)
def test_speech_is_confirmed_pauses_and_is_over(drawing, facts):
    assert facts_of(drawing) == facts


@pytest.mark.parametrize(
    ("expect", "limit_s"),
    [
        ("open", 1.0),
        ("anything", 1.0),
        ("yes_no", 0.7),
        ("choice", 0.7),
        ("time", 1.1),
        ("digits", 1.6),
        ("address", 1.6),
    ],
)
def test_what_was_asked_decides_how_long_a_pause_may_be(expect, limit_s):
    assert Patience(pause_s=1.0, expect=expect).limit_s == pytest.approx(limit_s)


def test_every_expectation_has_a_limit_between_the_shortest_and_the_longest():
    for expect in EXPECTATIONS:
        assert Patience(pause_s=0.2, expect=expect).limit_s >= SHORTEST_PAUSE_S
        assert Patience(pause_s=4.0, expect=expect).limit_s <= LONGEST_PAUSE_S


@pytest.mark.parametrize(
    ("patience", "silent_frames"),
    [
        (Patience(pause_s=0.6), 6),
        (Patience(pause_s=2.5), 25),
        (Patience(pause_s=1.0, expect="digits"), 16),
        (Patience(pause_s=1.0, expect="yes_no"), 7),
    ],
)
def test_an_utterance_is_over_exactly_when_the_pause_is_that_long(patience, silent_frames):
    before = facts_of("####" + "." * (silent_frames - 1), patience)
    assert not any(isinstance(fact, UtteranceOver) for fact in before)
    assert isinstance(facts_of("####" + "." * silent_frames, patience)[-1], UtteranceOver)


def test_digits_read_out_with_pauses_stay_one_utterance():
    patience = Patience(pause_s=0.9, expect="digits")
    facts = facts_of("###.............###.............###" + "." * 15, patience)
    overs = [fact for fact in facts if isinstance(fact, UtteranceOver)]
    assert overs == [UtteranceOver(0.0, 3.5, 5.0)]


def test_somebody_who_does_not_stop_is_cut_and_heard_on():
    facts = facts_of("#" * 25, Patience(longest_s=1.0))
    assert facts == [
        SpeechBegan(0.0),
        UtteranceOver(0.0, 1.0, 1.0, cut=True),
        SpeechBegan(1.0),
        UtteranceOver(1.0, 2.0, 2.0, cut=True),
        SpeechBegan(2.0),
    ]


def test_a_word_that_may_be_beginning_holds_the_end_back_until_it_is_decided():
    facts = facts_of("####........##.........")
    assert [fact for fact in facts if isinstance(fact, UtteranceOver)] == [UtteranceOver(0.0, 1.4, 2.3)]


def test_a_click_in_the_pause_is_no_speech_and_does_not_make_it_longer_than_until_it_is_decided():
    endpointing = Endpointing(Patience())
    ended: list[float] = []
    for frame in range(200):
        spoken = frame < 20 or frame == 44
        for fact in endpointing.hear(0.9 if spoken else 0.0, 0.02):
            if isinstance(fact, UtteranceOver):
                ended.append(fact.ended_s)
    assert ended == [pytest.approx(1.3)]


def test_patience_may_change_while_somebody_pauses():
    endpointing = Endpointing(Patience(pause_s=2.5))
    for _ in range(5):
        endpointing.hear(1.0, FRAME_S)
    for _ in range(6):
        assert not any(isinstance(f, UtteranceOver) for f in endpointing.hear(0.0, FRAME_S))
    endpointing.patience = Patience(pause_s=0.6)
    assert any(isinstance(fact, UtteranceOver) for fact in endpointing.hear(0.0, FRAME_S))


def test_what_is_forgotten_never_ends_and_time_goes_on():
    endpointing = Endpointing(Patience())
    for _ in range(5):
        endpointing.hear(1.0, FRAME_S)
    endpointing.forget()
    assert not any(endpointing.hear(0.0, FRAME_S) for _ in range(20))
    assert endpointing.now_s == pytest.approx(2.5)
    assert endpointing.finish() == ()


def test_the_end_of_the_stream_ends_the_utterance_under_way():
    endpointing = Endpointing(Patience())
    for _ in range(5):
        endpointing.hear(1.0, FRAME_S)
    assert [rounded(fact) for fact in endpointing.finish()] == [UtteranceOver(0.0, 0.5, 0.5, cut=True)]
    assert endpointing.finish() == ()


def test_frames_of_any_length_give_the_same_times():
    for frame_s in (0.01, 0.02, 0.032):
        endpointing = Endpointing(Patience())
        overs = []
        for frame in range(round(4 / frame_s)):
            spoken = 1.0 <= frame * frame_s < 2.0
            overs += [f for f in endpointing.hear(spoken, frame_s) if isinstance(f, UtteranceOver)]
        assert len(overs) == 1
        assert overs[0].started_s == pytest.approx(1.0, abs=frame_s)
        assert overs[0].stopped_s == pytest.approx(2.0, abs=frame_s)
        assert overs[0].ended_s == pytest.approx(2.9, abs=2 * frame_s)
