"""How long callers wait is counted for Prometheus, in seconds, by codes alone."""

from __future__ import annotations

from assistant.line.turn_figures import TurnFigures
from assistant.metrics import Metrics
from assistant.store.calls import TurnTimes


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"bangban_call_turn_seconds_{name}", labels)


def test_each_stage_of_a_turn_is_counted_in_seconds() -> None:
    metrics = Metrics()
    TurnFigures(metrics).turn(TurnTimes(1, 900, 1000, 1100, 1150, 1200, "vosk", True))
    labels = {"engine": "vosk", "cached": "True"}
    assert value(metrics, "sum", stage="endpoint", **labels) == 0.9
    assert value(metrics, "sum", stage="total", **labels) == 1.2
    assert value(metrics, "bucket", stage="total", le="1.25", **labels) == 1
    assert value(metrics, "bucket", stage="total", le="1.0", **labels) == 0


def test_what_a_key_does_not_have_is_not_counted() -> None:
    metrics = Metrics()
    TurnFigures(metrics).turn(TurnTimes(1, None, None, 300, 400, 500, "keys", False))
    assert value(metrics, "count", stage="endpoint", engine="keys", cached="False") is None
    assert value(metrics, "count", stage="reply", engine="keys", cached="False") == 1
