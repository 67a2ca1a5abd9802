"""One error tree: a code for logs, whether to try again, and the phrase that the resident hears."""

from __future__ import annotations


class AssistantError(Exception):
    """Base of every error the assistant raises on purpose.

    `phrase` names an entry of knowledge/phrases.
    """

    code = "error"
    retryable = False
    phrase = "something_wrong"


class DialogueUnavailable(AssistantError):
    """The dialogue engine is down, late, answered nothing, or broke the contract of acts."""

    code = "dialogue_unavailable"
    retryable = True
    phrase = "simple_questions_only"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendError(AssistantError):
    """A provider did not take a message. `retryable` says whether trying again can help."""

    code = "send_failed"

    def __init__(self, reason: str, *, retryable: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable


class UnsafeSettings(AssistantError):
    """The settings would run insecurely or cannot work; the message says which and how to mend it."""

    code = "unsafe_settings"


class TurnUnfinished(AssistantError):
    """A message is recorded but not answered in time; the worker answers it later."""

    code = "turn_unfinished"
    retryable = True
    phrase = "still_working"

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id)
        self.message_id = message_id


class DatabaseUnavailable(AssistantError):
    """The database cannot be reached; the message says where to look, without its address."""

    code = "database_unavailable"
    retryable = True

    def __init__(self) -> None:
        super().__init__(
            "The database cannot be reached: see that it runs and what BANGBAN_DATABASE_URL says."
        )
