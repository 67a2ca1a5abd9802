import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.embeddings import CachedEmbedder, Vectors, load_embedder


class CountingEmbedder:
    """Gives each text a vector of its length, and counts the passages it was asked for."""

    name = "counting-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self.encode_queries(texts)


def test_a_passage_is_encoded_once_and_then_read_from_the_folder(tmp_path: Path) -> None:
    first = CachedEmbedder(CountingEmbedder(), tmp_path)
    before = first.encode_passages(["低保", "身份证", "低保"])
    inner = CountingEmbedder()
    after = CachedEmbedder(inner, tmp_path).encode_passages(["身份证", "低保", "新的一句"])
    assert before[:, 0].tolist() == [2, 3, 2]
    assert after[:, 0].tolist() == [3, 2, 4]
    assert inner.asked == ["新的一句"]


def test_no_passages_give_no_rows(tmp_path: Path) -> None:
    assert CachedEmbedder(CountingEmbedder(), tmp_path).encode_passages([]).shape == (0, 2)


def test_a_corrupt_cache_is_made_again_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "passages-counting-1.npz").write_bytes(b"not an archive")
    inner = CountingEmbedder()
    CachedEmbedder(inner, tmp_path).encode_passages(["低保"])
    assert inner.asked == ["低保"]
    assert "embedding_cache_unreadable" in caplog.text
    assert CachedEmbedder(CountingEmbedder(), tmp_path).encode_passages(["低保"]).tolist() == [[2.0, 1.0]]


def test_a_folder_that_cannot_be_made_costs_only_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    vectors = CachedEmbedder(CountingEmbedder(), tmp_path / "file" / "cache").encode_passages(["低保"])
    assert vectors.tolist() == [[2.0, 1.0]]
    assert "embedding_cache_unwritable" in caplog.text


def test_a_missing_package_is_said_and_gives_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert load_embedder(tmp_path, package="no_such_embedder_package") is None
    assert [record.__dict__["reason"] for record in caplog.records] == ["package_missing"]


def test_a_package_that_does_not_work_gives_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert load_embedder(tmp_path, package="json") is None
    assert "embedder_missing" in caplog.text


def test_the_installed_model_puts_a_question_near_its_meaning_in_either_language(tmp_path: Path) -> None:
    embedder = load_embedder(tmp_path)
    assert embedder is not None
    passages = embedder.encode_passages(
        ["怎么补办身份证", "how do I replace a lost identity card", "红烧肉怎么做"]
    )
    likeness = embedder.encode_queries(["身份证丢了怎么办"]) @ passages.T
    assert np.allclose(np.linalg.norm(passages, axis=1), 1.0, atol=1e-3)
    assert likeness[0, 0] > likeness[0, 2]
    assert likeness[0, 1] > likeness[0, 2]


def test_what_is_kept_already_is_not_missing(tmp_path: Path) -> None:
    embedder = CachedEmbedder(CountingEmbedder(), tmp_path)
    embedder.encode_passages(["低保"])
    assert embedder.missing(["低保", "五保", "五保"]) == ["五保"]


def test_threads_share_one_model_and_get_the_same_vectors(tmp_path: Path) -> None:
    embedder = load_embedder(tmp_path)
    assert embedder is not None
    texts = [f"第{number}个问题怎么办" for number in range(8)]
    alone = [embedder.encode_queries([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda text: embedder.encode_queries([text])[0], texts))
    assert np.allclose(alone, together)
