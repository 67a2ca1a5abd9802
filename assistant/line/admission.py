"""How many calls there are, and which of them are heard; those beyond are led by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

# 100 streams were carried with 34 % of one core; beyond twice that, the provider's own hearing is better.
MOST_CALLS = 200


class Admission:
    """Counts the calls of one process. `most_heard` is how many may be heard at once; `hears` asks whether
    there is anything that hears."""

    def __init__(self, most_heard: int, hears: Callable[[], bool], most_calls: int = MOST_CALLS) -> None:
        self.most_heard = most_heard
        self._hears, self._most_calls = hears, most_calls
        self._live = 0
        self._heard = 0

    @property
    def live(self) -> int:
        """Calls that are under way, heard or not."""
        return self._live

    @property
    def heard(self) -> int:
        return self._heard

    @property
    def accepting(self) -> bool:
        """Whether one more call can be carried at all."""
        return self._live < self._most_calls

    @contextmanager
    def entered(self) -> Iterator[bool]:
        """One call is under way inside. Whether it is heard, which stays so until it ends."""
        hearing = self._heard < self.most_heard and self._hears()
        self._live += 1
        self._heard += hearing
        try:
            yield hearing
        finally:
            self._live -= 1
            self._heard -= hearing
