"""A text message in the provider's markup."""

from __future__ import annotations

from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]


def message(text: str) -> str:
    """A response with one message; an empty response when there is nothing to say."""
    response = MessagingResponse()
    if text:
        response.message(text)
    return str(response)
