"""What the line counts for Prometheus; labels are codes only."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

from assistant.line.admission import Admission
from assistant.messages import Channel
from assistant.metrics import Metrics

LATE_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.4)


class Figures:
    """Adds the line's own figures to those of `metrics`."""

    def __init__(self, metrics: Metrics, admission: Admission) -> None:
        self._metrics = metrics
        self._ended = Counter(
            "bangban_streams_ended", "Calls by how their sound ended.", ("how",), registry=metrics.registry
        )
        self._left_out = Counter(
            "bangban_stream_messages_left_out",
            "Messages of the provider that broke its protocol.",
            ("reason",),
            registry=metrics.registry,
        )
        self._late = Histogram(
            "bangban_stream_frame_late_seconds",
            "By how much a frame of sound was sent after it was due.",
            buckets=LATE_SECONDS,
            registry=metrics.registry,
        )
        metrics.watch("bangban_streams_live", "Calls whose sound we carry.", lambda: admission.live)
        metrics.watch("bangban_streams_heard", "Calls that are heard.", lambda: admission.heard)

    def refused(self, reason: str) -> None:
        self._metrics.refused(Channel.PHONE.value, reason)

    def ended(self, how: str) -> None:
        self._ended.labels(how).inc()

    def left_out(self, reason: str) -> None:
        self._left_out.labels(reason).inc()

    def late(self, seconds: float) -> None:
        self._late.observe(seconds)

    def text(self) -> str:
        return self._metrics.text().decode()
