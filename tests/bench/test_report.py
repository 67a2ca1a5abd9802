from datetime import date

from bench.figures import Measurement, Spread
from bench.report import Machine, page, to_json

MACHINE = Machine(cores=2, processor="a processor", python="3.11.7", load=0.1)
MEASURED = Measurement(
    name="text turns",
    method="How it was done.",
    spread=Spread.of([10.0, 20.0, 30.0, 400.0]),
    rate=16.66,
    counts={"unsure": 1, "answered": 3},
    stages={"search": 12.34},
    memory_mb={"rasa": (612, 640)},
)


def test_the_page_says_what_was_measured_how_where_and_when() -> None:
    text = page([MEASURED], MACHINE, date(2026, 3, 2))

    assert "Measured on 2026-03-02" in text
    assert "2 cores (a processor), Python 3.11.7, with a load of 0.1 before." in text
    assert "| text turns | 4 | 16.7 | 20.0 | 400.0 | 400.0 | 400.0 |" in text
    assert "How it was done." in text
    assert "Came to: answered 3, unsure 1." in text
    assert "| search | 12.3 |" in text
    assert "Memory: rasa 612 MB (at most 640)." in text


def test_the_json_holds_the_same_figures() -> None:
    data = to_json([MEASURED], MACHINE, date(2026, 3, 2))

    assert data["machine"]["cores"] == 2
    [figures] = data["measurements"]
    assert (figures["n"], figures["p95_ms"], figures["per_second"]) == (4, 400.0, 16.7)
    assert figures["stages_mean_ms"] == {"search": 12.34}
    assert figures["memory_mb"] == {"rasa": {"now": 612, "at_most": 640}}
