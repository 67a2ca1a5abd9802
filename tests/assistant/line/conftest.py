"""What the tests of calls share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.assistant.line.assistant_stand_in import Assistant
from tests.assistant.line.on_the_line import OnTheLine
from tests.conftest import FakeClock


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def line(assistant: Assistant, clock: FakeClock) -> Callable[..., OnTheLine]:
    """Makes a call that the assistant answers; OnTheLine says what it may be made with."""

    def build(**of_call: Any) -> OnTheLine:
        return OnTheLine(assistant, assistant, clock, **of_call)

    return build
