"""Counters and durations for Prometheus; labels are codes only, never a resident's number or words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.messages import Channel, TurnResult

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)


class Metrics:
    """What one process counts. Each application has its own, so that tests do not share figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "bangban_turns",
            "Turns by what they came to.",
            ("channel", "outcome", "engine", "degraded", "repeated"),
            registry=self.registry,
        )
        self._stages = Histogram(
            "bangban_turn_stage_seconds",
            "Duration of a turn's stages.",
            ("stage",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._failed = Counter(
            "bangban_turns_failed",
            "Turns that ended in an error.",
            ("channel", "code"),
            registry=self.registry,
        )
        self._refused = Counter(
            "bangban_webhooks_refused",
            "Requests refused at the door.",
            ("channel", "reason"),
            registry=self.registry,
        )
        self._sent = Counter(
            "bangban_messages_sent", "Messages handed to the provider.", ("outcome",), registry=self.registry
        )

    def turn(self, channel: Channel, result: TurnResult) -> None:
        self._turns.labels(
            channel.value,
            result.outcome.value,
            result.engine.value,
            str(result.degraded),
            str(result.repeated),
        ).inc()
        if not result.repeated:
            for stage, duration_ms in result.latency_ms.items():
                self._stages.labels(stage).observe(duration_ms / 1000)

    def turn_failed(self, channel: Channel, code: str) -> None:
        self._failed.labels(channel.value, code).inc()

    def refused(self, channel: str, reason: str) -> None:
        self._refused.labels(channel, reason).inc()

    def sent(self, outcome: str) -> None:
        """`outcome` is accepted, retryable or permanent."""
        self._sent.labels(outcome).inc()

    def watch(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """Offer a figure that is read from elsewhere, such as the database, at each scrape."""
        self.registry.register(_Read(name, help_text, read))

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Read(Collector):
    def __init__(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        self._name, self._help, self._read = name, help_text, read

    def describe(self) -> Iterable[Metric]:
        return [GaugeMetricFamily(self._name, self._help)]

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(self._name, self._help, value=self._read())
