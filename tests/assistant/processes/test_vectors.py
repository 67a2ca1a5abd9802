"""What search knows is embedded before anything starts."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from assistant.processes import vectors
from assistant.settings import load_settings
from knowledge.embeddings import load_embedder
from knowledge.library import Library
from knowledge.search.topics import asks_and_names, topics_of


@pytest.mark.slow
def test_after_preparing_nothing_is_missing_and_nothing_is_done_again(data_folder):
    settings = load_settings(data_dir=data_folder("vectors"))
    said = io.StringIO()
    vectors.prepare(settings, Console(file=said))
    embedder = load_embedder(settings.data_dir / "embeddings")
    assert embedder is not None
    assert embedder.missing(asks_and_names(topics_of(Library.load()))) == []
    said = io.StringIO()
    vectors.prepare(settings, Console(file=said))
    assert said.getvalue() == ""
