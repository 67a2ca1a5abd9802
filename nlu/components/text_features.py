"""What of a text is counted to tell its intent: character pairs, pairs of sounds, English words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from components.sounds import Table, spoken

_ENGLISH = re.compile(r"[a-z']+")
WAYS = ("characters", "sounds", "words")


class TextFeatures:
    """TF-IDF of each way of reading a text, side by side."""

    def __init__(self, sounds: Table, longest: int, learned: dict[str, Any] | None = None) -> None:
        self._sounds = sounds
        self._vectors = {
            "characters": _vectors(learned, "characters", analyzer="char_wb", ngram_range=(1, longest)),
            "sounds": _vectors(
                learned, "sounds", tokenizer=str.split, token_pattern=None, ngram_range=(1, 2)
            ),
            "words": _vectors(learned, "words", tokenizer=str.split, token_pattern=None, ngram_range=(1, 2)),
        }

    def learn(self, texts: Sequence[str]) -> csr_matrix:
        return self._joined([self._vectors[way].fit_transform(self._read(way, texts)) for way in WAYS])

    def of(self, texts: Sequence[str]) -> csr_matrix:
        return self._joined([self._vectors[way].transform(self._read(way, texts)) for way in WAYS])

    def grams(self) -> dict[str, list[str]]:
        """What is counted, by way; with `rarity` it is all that was learned."""
        return {way: vectors.get_feature_names_out().tolist() for way, vectors in self._vectors.items()}

    def rarity(self) -> dict[str, Any]:
        return {way: vectors.idf_ for way, vectors in self._vectors.items()}

    def _read(self, way: str, texts: Sequence[str]) -> list[str]:
        if way == "sounds":
            return [spoken(text, self._sounds) for text in texts]
        if way == "words":
            return [" ".join(_ENGLISH.findall(text)) for text in texts]
        return list(texts)

    @staticmethod
    def _joined(parts: list[csr_matrix]) -> csr_matrix:
        return hstack(parts).tocsr()


def _vectors(learned: dict[str, Any] | None, way: str, **how: Any) -> TfidfVectorizer:
    vectors = TfidfVectorizer(
        sublinear_tf=True,
        lowercase=False,
        vocabulary=learned["grams"][way] if learned else None,
        **how,
    )
    if learned:
        vectors.idf_ = np.asarray(learned["rarity"][way])
    return vectors
