"""The vectors of what search knows, computed before anything starts, with all of the machine."""

from __future__ import annotations

import os

from rich.console import Console
from rich.progress import Progress

from assistant.settings import Settings
from knowledge.embeddings import load_embedder
from knowledge.library import Library
from knowledge.search.topics import asks_and_names, topics_of

_BATCH = 256


def prepare(settings: Settings, console: Console) -> None:
    """Compute what is not kept in the data folder yet; nothing without an embedder: search does without.

    Raises KnowledgeError when the knowledge is wrong.
    """
    folder = settings.data_dir / "embeddings"
    embedder = load_embedder(folder, threads=os.cpu_count() or 1)
    if embedder is None:
        return
    texts = asks_and_names(topics_of(Library.load(places=settings.places_dir)))
    missing = embedder.missing(texts)
    if not missing:
        return
    with Progress(console=console) as progress:
        for start in progress.track(
            range(0, len(missing), _BATCH), description="Learning what residents ask"
        ):
            embedder.encode_passages(missing[start : start + _BATCH])
