"""Weigh the features of each topic into a probability: a conditional logit (McFadden 1974)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.search.lexical import Scores

_ROUNDS = 400
_RATE = 0.3


def probabilities(tables: Scores, weights: Scores) -> Scores:
    """How likely each row of a table is the right one; the rows of a table sum to 1.

    `tables` has the features on its last axis and the rows on the one before it.
    """
    return shares(tables @ weights)


def shares(utilities: Scores) -> Scores:
    """The probabilities of utilities on the last axis (softmax)."""
    powers = np.exp(utilities - utilities.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def fit(
    tables: Scores,
    right: npt.NDArray[np.bool_],
    *,
    penalty: float,
    free: Sequence[bool],
    importance: Scores | None = None,
) -> Scores:
    """The weights that make the right rows most likely, less `penalty` times the weights' squares.

    `right` marks the right rows of each table, at least one; `importance` says how much each table counts
    (all the same by default). Weights that are not `free` stay at or above zero, since their features only
    ever speak for a topic. Gradient steps of falling size (Adam), without
    chance: the same data give the same weights.
    """
    weights = np.full(tables.shape[-1], 0.5)
    bounded = ~np.asarray(free)
    counts = np.ones(len(tables)) if importance is None else importance
    counts = counts / counts.sum()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _ROUNDS + 1):
        given = probabilities(tables, weights)
        wanted = np.where(right, given + 1e-12, 0.0)
        wanted /= wanted.sum(axis=1, keepdims=True)
        slope = 2 * penalty * weights + np.einsum(
            "n,nt,ntf->f", counts, given - wanted, tables, optimize=True
        )
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = _RATE / (1 + step / 60)
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights[bounded] = np.maximum(weights[bounded], 0.0)
    return weights
