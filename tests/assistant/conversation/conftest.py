"""Real knowledge, searched by words and sounds alone, so that these tests need no model."""

from __future__ import annotations

import pytest

from assistant.conversation.answers import Content
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from knowledge.search import Calibration, Search


@pytest.fixture(scope="session")
def content() -> Content:
    library, aspects = Library.load(), Aspects.load()
    return Content(
        library=library,
        aspects=aspects,
        regions=Regions.load(),
        phrases=Phrases.load(),
        search=Search.build(library, aspects, None, Calibration.load()),
    )
