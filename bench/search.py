"""Finding the service that a question is about, as often as a turn does it: in one thread, one by one."""

from __future__ import annotations

import time

from rich.console import Console

from assistant.settings import load_settings
from bench.figures import Measurement, Spread
from bench.questions import CONVERSATIONS
from knowledge.aspects import Aspects
from knowledge.embeddings import load_embedder
from knowledge.library import Library
from knowledge.normalise import language_of
from knowledge.search import Calibration, Search

ROUNDS = 10


def measure(console: Console) -> Measurement:
    library = Library.load()
    with console.status("building the search"):
        search = Search.build(
            library,
            Aspects.load(),
            load_embedder(load_settings().data_dir / "embeddings"),
            Calibration.load(),
        )
    questions = [(text, language_of(text) or "zh") for talk in CONVERSATIONS for text in talk]
    for text, language in questions:
        search.find(text, language)
    times_ms = []
    with console.status("measuring the search"):
        began = time.perf_counter()
        for _ in range(ROUNDS):
            for text, language in questions:
                before = time.perf_counter()
                search.find(text, language)
                times_ms.append((time.perf_counter() - before) * 1000)
        seconds = time.perf_counter() - began
    dense = "words, sounds and embeddings" if search.dense else "words and sounds alone (no embeddings here)"
    method = (
        f"`Search.find` by {dense} over {len(library.articles)} services: {len(questions)} questions "
        f"{ROUNDS} times, one after another in one thread, after one round to warm up."
    )
    return Measurement(name="search", method=method, spread=Spread.of(times_ms), rate=len(times_ms) / seconds)
