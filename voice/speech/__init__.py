"""Speech made of text, whole or as it is needed, and made ahead."""

from voice.speech.messages import NoEngine
from voice.speech.service import Speech

__all__ = ["NoEngine", "Speech"]
