from datetime import UTC, datetime

from assistant.channels.stream_report import Answered, CallReport, Speech
from assistant.processes.programs import voice_parts
from assistant.settings import load_settings
from assistant.store.models import CallTurn
from bench import product, voice_callers, voice_turns


def row(turn: int, reached: tuple[int | None, int | None, int, int, int]) -> CallTurn:
    endpoint, text, reply, audio, total = reached
    return CallTurn(
        call_id="c",
        turn=turn,
        endpoint_ms=endpoint,
        text_ms=text,
        reply_ms=reply,
        audio_ms=audio,
        total_ms=total,
        engine="vosk",
        cached=True,
        at=datetime.now(UTC),
    )


def report(*answers: int) -> CallReport:
    return CallReport("CA1", turns=[Answered("speech", answer) for answer in answers])


def test_each_stage_counts_from_the_end_of_the_one_before() -> None:
    assert voice_turns._split(row(1, (540, 560, 660, 665, 667))) == (540, 20, 100, 5, 2)


def test_a_turn_is_bridged_when_something_is_heard_long_before_its_answer() -> None:
    rows = [row(1, (540, 560, 660, 665, 667)), row(2, (540, 560, 2500, 2600, 2600))]

    assert voice_turns._bridged(report(720, 1300), rows) == 1
    assert voice_turns._bridged(report(720, 2650), rows) == 0


def test_turns_that_cannot_be_told_apart_are_not_compared() -> None:
    assert voice_turns._bridged(report(100, 100), [row(1, (540, 560, 2500, 2600, 2600))]) == 0


def test_a_report_counts_medians_and_what_was_cached() -> None:
    rows = [row(1, (500, 520, 600, 604, 606)), row(2, (540, 550, 700, 702, 703))]
    ran = voice_turns._Ran([report(640, 740)], 10.0, voice_turns.Counter({"answered (rasa)": 2}))

    figures = voice_turns._figures("vosk", 1, ran, [rows])

    assert (figures.spread.n, figures.spread.p50_ms, figures.rate) == (2, 640, 0.2)
    assert figures.stages["end-point"] == 520
    assert figures.counts["end-point, median ms"] == 520
    assert figures.counts["began with cached sound"] == 2
    assert figures.counts["answered (rasa)"] == 2


def test_callers_ask_the_same_and_begin_with_different_questions() -> None:
    spoken = [Speech(b"", str(n)) for n in range(4)]

    asked = [[one.words for one in script] for script in voice_callers.rotated(spoken, 2, 4)]

    assert asked == [["0", "1", "2", "3"], ["2", "3", "0", "1"]]


def test_every_call_is_from_another_number() -> None:
    first, second = voice_callers.numbers(0, 4), voice_callers.numbers(4, 4)

    assert len({*first, *second}) == 8


def test_another_program_can_stand_in_for_the_voice() -> None:
    (usual,) = voice_parts(load_settings())

    part = product._run_as(usual, "bench.prompted_voice")

    assert part.program.command[-2:] == ["-m", "bench.prompted_voice"]
    assert part.program.environment == usual.program.environment
    assert part.answers is usual.answers
