"""What the provider has been given to play to a caller and has not played yet."""

from __future__ import annotations

from collections import deque

from assistant.channels.mulaw import FRAME_BYTES


class Playing:
    """Sound and marks in the order in which they came; a mark is reached once all before it was played."""

    def __init__(self) -> None:
        self._items: deque[bytes | str] = deque()
        self.waiting = 0
        """Bytes that are not played yet."""

    def add(self, audio: bytes) -> None:
        if audio:
            self._items.append(audio)
            self.waiting += len(audio)

    def mark(self, name: str) -> None:
        self._items.append(name)

    def clear(self) -> list[str]:
        """Forget what is not played yet; the marks in it."""
        marks = [item for item in self._items if isinstance(item, str)]
        self._items.clear()
        self.waiting = 0
        return marks

    def play(self, most: int = FRAME_BYTES) -> tuple[bytes, list[str]]:
        """The next `most` bytes, fewer when there are no more, and the marks that are reached by then."""
        audio, marks = bytearray(), list[str]()
        while self._items:
            item = self._items[0]
            if isinstance(item, str):
                marks.append(item)
            elif len(audio) == most:
                break
            else:
                room = most - len(audio)
                audio += item[:room]
                if len(item) > room:
                    self._items[0] = item[room:]
                    break
            self._items.popleft()
        self.waiting -= len(audio)
        return bytes(audio), marks
