"""Written text as it is said aloud, and how each Chinese word of it is read."""

from voice.speakable.reading import Piece, reading
from voice.speakable.text import Language, speakable

__all__ = ["Language", "Piece", "reading", "speakable"]
