"""How long turns of calls take, for Prometheus."""

from __future__ import annotations

from prometheus_client import Histogram

from assistant.metrics import Metrics
from assistant.store.calls import TurnTimes

SECONDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0)
STAGES = ("endpoint_ms", "text_ms", "reply_ms", "audio_ms", "total_ms")


class TurnFigures:
    """Adds to `metrics` how long callers wait; each stage counts from when they stopped speaking."""

    def __init__(self, metrics: Metrics) -> None:
        self._stages = Histogram(
            "bangban_call_turn_seconds",
            "From the end of what a caller said until a stage was through.",
            ("stage", "engine", "cached"),
            buckets=SECONDS,
            registry=metrics.registry,
        )

    def turn(self, times: TurnTimes) -> None:
        for stage in STAGES:
            value: int | None = getattr(times, stage)
            if value is not None:
                labels = (stage.removesuffix("_ms"), times.engine, str(times.cached))
                self._stages.labels(*labels).observe(value / 1000)
