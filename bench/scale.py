"""What more knowledge costs: search over ten thousand made-up services against the sixty that there are."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console

from assistant.settings import load_settings
from bench.figures import Measurement, Spread
from bench.questions import CONVERSATIONS
from knowledge.article import Article, Aspect
from knowledge.aspects import Aspects
from knowledge.embeddings import Embedder, Vectors, load_embedder
from knowledge.library import Library
from knowledge.normalise import language_of
from knowledge.search import Calibration, Search

MANY = 10_000
LOADS = 5
ROUNDS = 3
_COMMON = Path(__file__).parents[1] / "knowledge" / "common_characters.txt"


class MadeUp:
    """Real vectors for questions, seeded ones for passages: so many real ones take half an hour."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._chance = np.random.default_rng(0)

    @property
    def name(self) -> str:
        return self._embedder.name

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        size = self._embedder.encode_queries(["一"]).shape[1]
        made = self._chance.standard_normal((len(texts), size)).astype(np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def measure(console: Console) -> list[Measurement]:
    with console.status("loading the knowledge"):
        loads = [_timed(Library.load) for _ in range(LOADS)]
    library, aspects, calibration = Library.load(), Aspects.load(), Calibration.load()
    embedder = load_embedder(load_settings().data_dir / "embeddings")
    made_up = MadeUp(embedder) if embedder is not None else None
    with console.status("building the search over the services"):
        few = Search.build(library, aspects, made_up, calibration)
    with console.status(f"building the search over {MANY:,} made-up services"):
        many = Search.build(made_up_library(library, MANY), aspects, made_up, calibration)
    few_ms, many_ms = _find(few), _find(many)
    ratio = statistics.median(many_ms) / statistics.median(few_ms)
    return [
        Measurement(
            name="loading the services",
            method=f"`Library.load` of {len(library.articles)} service files with its checks, {LOADS} times.",
            spread=Spread.of(loads),
            rate=1000 / statistics.mean(loads),
        ),
        Measurement(
            name=f"search over {len(library.articles)} services",
            method=_method(len(library.articles), made_up is not None),
            spread=Spread.of(few_ms),
            rate=1000 / statistics.mean(few_ms),
        ),
        Measurement(
            name=f"search over {MANY:,} made-up services",
            method=f"{_method(MANY, made_up is not None)} The median is {ratio:.1f} times that over "
            f"{len(library.articles)} services.",
            spread=Spread.of(many_ms),
            rate=1000 / statistics.mean(many_ms),
        ),
    ]


def made_up_library(library: Library, count: int) -> Library:
    """`count` services with names, known questions and texts of common characters, always the same."""
    characters = np.array(list(_COMMON.read_text(encoding="utf-8").strip()))
    chance = np.random.default_rng(1)
    pattern = library.articles[sorted(library.articles)[0]]

    def words(length: int) -> str:
        return "".join(chance.choice(characters, length))

    def article(number: int) -> Article:
        said = {aspect.value: f"{words(12)}。" for aspect in Aspect}
        texts = pattern.texts.zh.model_copy(update={"title": words(6), **said})
        return pattern.model_copy(
            update={
                "id": f"made_up_{number}",
                "names": pattern.names.model_copy(
                    update={"zh": (words(3), words(4)), "en": (f"thing {number}",)}
                ),
                "asks": pattern.asks.model_copy(
                    update={"zh": tuple(words(10) for _ in range(4)), "en": (f"what is thing {number}",)}
                ),
                "texts": pattern.texts.model_copy(update={"zh": texts}),
            }
        )

    return Library({f"made_up_{number}": article(number) for number in range(count)})


def _find(search: Search) -> list[float]:
    questions = [(text, language_of(text) or "zh") for talk in CONVERSATIONS for text in talk]
    for text, language in questions:
        search.find(text, language)
    return [
        _timed(partial(search.find, text, language)) for _ in range(ROUNDS) for text, language in questions
    ]


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _method(services: int, dense: bool) -> str:
    by = "words, sounds and embeddings" if dense else "words and sounds alone (no embeddings here)"
    made = " Vectors of what is known are seeded chance, those of questions real." if dense else ""
    return (
        f"`Search.find` by {by} over {services:,} services, one question after another in one thread.{made}"
    )
