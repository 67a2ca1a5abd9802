"""What goes wrong between us and the process that hears and speaks."""

from __future__ import annotations

from assistant.errors import AssistantError


class VoiceLost(AssistantError):
    """The process went away, does not answer, or says that it cannot go on.

    `reason` is "gone", "busy", "slow", or the process's own code of an error.
    """

    code = "voice_lost"
    retryable = True

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
