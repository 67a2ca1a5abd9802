"""Sound is sent by 20 ms and never far ahead of what is heard; time is a plain number here."""

import random

import pytest

from assistant.channels.media_pacing import FRAME_BYTES, FRAME_S, MOST_AHEAD_S, Clear, Frame, Mark, Pacing

SECOND = b"\x55" * 8000


def taken(pacing: Pacing, now: float) -> list[Frame | Mark | Clear]:
    """All that may be sent at `now`."""
    found: list[Frame | Mark | Clear] = []
    while (item := pacing.take(now)) is not None:
        found.append(item)
    return found


def test_nothing_is_due_while_nothing_waits() -> None:
    pacing = Pacing()

    assert pacing.due_at() is None
    assert pacing.take(5.0) is None


def test_at_first_as_much_is_sent_as_may_be_ahead() -> None:
    pacing = Pacing()
    pacing.play(SECOND, now=10.0)

    frames = taken(pacing, 10.0)

    assert len(frames) * FRAME_S == pytest.approx(MOST_AHEAD_S)
    assert pacing.ahead_s(10.0) == pytest.approx(MOST_AHEAD_S)
    assert pacing.waiting_s == pytest.approx(0.6)


def test_then_one_frame_each_time_one_was_heard() -> None:
    pacing = Pacing()
    pacing.play(SECOND, now=10.0)
    taken(pacing, 10.0)

    assert pacing.due_at() == pytest.approx(10.02)
    assert pacing.take(10.019) is None
    assert len(taken(pacing, 10.02)) == 1
    assert pacing.due_at() == pytest.approx(10.04)


def test_each_frame_has_160_bytes_and_the_last_is_filled_with_silence() -> None:
    pacing = Pacing()
    pacing.play(b"\x55" * 200, now=0.0)

    frames = taken(pacing, 0.0)

    audio = [frame.audio for frame in frames if isinstance(frame, Frame)]
    assert audio == [b"\x55" * 160, b"\x55" * 40 + b"\xff" * 120]


def test_sound_goes_out_in_the_order_it_came_with_its_marks_between() -> None:
    pacing = Pacing()
    pacing.play(b"\x01" * FRAME_BYTES, now=0.0)
    pacing.mark("one")
    pacing.play(b"\x02" * FRAME_BYTES, now=0.0)
    pacing.mark("two")

    sent = [item.name if isinstance(item, Mark) else item.audio[:1] for item in taken(pacing, 0.0)]  # type: ignore[union-attr]

    assert sent == [b"\x01", "one", b"\x02", "two"]


def test_a_mark_waits_for_the_sound_before_it() -> None:
    pacing = Pacing()
    pacing.play(SECOND, now=0.0)
    pacing.mark("end")

    sent = [(now, item) for now in (step / 100 for step in range(70)) for item in taken(pacing, now)]

    assert [now for now, item in sent if item == Mark("end")] == [0.6]
    assert sent[-1][1] == Mark("end")


def test_clearing_forgets_the_sound_and_brings_the_marks_back() -> None:
    pacing = Pacing()
    pacing.play(SECOND, now=0.0)
    pacing.mark("end")
    taken(pacing, 0.0)

    pacing.clear(0.1)

    assert pacing.waiting_s == 0
    assert taken(pacing, 0.1) == [Clear(), Mark("end")]
    assert pacing.ahead_s(0.1) == 0


def test_after_clearing_the_next_sound_starts_at_once() -> None:
    pacing = Pacing()
    pacing.play(SECOND, now=0.0)
    taken(pacing, 0.0)
    pacing.clear(0.1)
    pacing.play(SECOND, now=0.1)

    sent = taken(pacing, 0.1)

    assert isinstance(sent[0], Clear)
    assert len(sent) - 1 == pytest.approx(MOST_AHEAD_S / FRAME_S)


def test_after_a_pause_the_lost_time_is_not_made_up_for() -> None:
    """The other end had run dry: what it did not hear then, it cannot hear faster now."""
    pacing = Pacing()
    pacing.play(SECOND, now=0.0)
    taken(pacing, 0.0)

    late = taken(pacing, 0.9)

    assert len(late) * FRAME_S == pytest.approx(MOST_AHEAD_S)


def test_a_frame_knows_since_when_it_was_due() -> None:
    pacing = Pacing()
    pacing.play(SECOND, now=3.0)
    taken(pacing, 3.0)

    frame = pacing.take(3.025)

    assert isinstance(frame, Frame)
    assert frame.due == pytest.approx(3.02)


def test_sound_that_comes_after_a_pause_is_due_when_it_comes() -> None:
    pacing = Pacing()
    pacing.play(b"\x55" * FRAME_BYTES, now=0.0)
    taken(pacing, 0.0)
    pacing.play(b"\x55" * FRAME_BYTES, now=7.0)

    frame = pacing.take(7.0)

    assert isinstance(frame, Frame)
    assert frame.due == pytest.approx(7.0)


@pytest.mark.parametrize("seed", range(20))
def test_however_sound_comes_no_more_than_the_limit_is_ahead(seed: int) -> None:
    chance = random.Random(seed)
    pacing, now, ahead_until = Pacing(), 100.0, 0.0
    for _ in range(300):
        now += chance.choice([0.0, 0.001, 0.019, 0.02, 0.021, 0.3, 2.0])
        action = chance.random()
        if action < 0.2:
            pacing.play(bytes(chance.randrange(1, 4000)), now)
        elif action < 0.25:
            pacing.clear(now)
        for item in taken(pacing, now):
            if isinstance(item, Clear):
                ahead_until = now
            elif isinstance(item, Frame):
                ahead_until = max(ahead_until, now) + FRAME_S
            assert ahead_until - now <= MOST_AHEAD_S + 1e-5
