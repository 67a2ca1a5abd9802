"""What is noted of each turn that a webhook answered."""

from __future__ import annotations

import logging
import time

from assistant.messages import Channel, TurnResult
from assistant.metrics import Metrics

log = logging.getLogger(__name__)


def note_turn(metrics: Metrics, channel: Channel, result: TurnResult, started: float) -> None:
    """Count and log a turn that was begun at `started` of the performance counter."""
    metrics.turn(channel, result)
    log.info(
        "turn",
        extra={
            "channel": channel.value,
            "conversation_id": result.conversation_id,
            "message_id": result.message_id,
            "outcome": result.outcome.value,
            "engine": result.engine.value,
            "degraded": result.degraded,
            "repeated": result.repeated,
            "duration_ms": round((time.perf_counter() - started) * 1000, 1),
        },
    )
