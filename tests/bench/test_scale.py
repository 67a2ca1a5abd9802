"""The made-up knowledge that the search is measured over."""

from __future__ import annotations

import numpy as np

from bench.scale import MadeUp, made_up_library
from knowledge.library import Library
from tests.character_embedder import CharacterEmbedder


def test_made_up_services_are_the_same_each_time_and_differ_from_each_other():
    library = Library.load()
    few, again = made_up_library(library, 30), made_up_library(library, 30)
    assert few.articles == again.articles
    asks = [ask for article in few.articles.values() for ask in article.asks.zh]
    assert len(set(asks)) == len(asks) == 120


def test_made_up_vectors_have_the_size_of_real_ones_and_unit_length():
    vectors = MadeUp(CharacterEmbedder()).encode_passages(["一", "二", "三"])
    assert vectors.shape == (3, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
