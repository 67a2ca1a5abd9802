import pytest

from knowledge.library import Library
from knowledge.search.baselines import FUSED, Ranking, Scored, baselines, fused, known_texts, pairs, words
from tests.character_embedder import CharacterEmbedder

TEXTS = {
    "id_card": ("身份证丢了", "补办身份证"),
    "minimum_living": ("低保怎么申请", "困难补助"),
    "senior_card": ("老年卡坐公交",),
}


def ranking(*services: str) -> Ranking:
    return tuple(Scored(service, 1.0) for service in services)


def services(found: Ranking) -> list[str]:
    return [one.service for one in found]


def test_every_way_ranks_by_falling_scores_the_right_service_first() -> None:
    ranks = baselines(TEXTS, CharacterEmbedder())
    assert list(ranks) == ["BM25, words", "BM25, character pairs", "embeddings alone", FUSED]
    for rank in ranks.values():
        found = rank("身份证掉了")
        assert found[0].service == "id_card"
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_service_without_a_shared_term_is_not_ranked_by_terms() -> None:
    ranks = baselines(TEXTS, CharacterEmbedder())
    assert services(ranks["BM25, character pairs"]("身份证")) == ["id_card"]
    assert ranks["BM25, character pairs"]("天气") == ()
    assert sorted(services(ranks["embeddings alone"]("天气"))) == sorted(TEXTS)


def test_without_an_embedder_the_others_are_compared_and_fused() -> None:
    ranks = baselines(TEXTS, None)
    assert list(ranks) == ["BM25, words", "BM25, character pairs", FUSED]
    assert ranks[FUSED]("身份证") == (Scored("id_card", 2 / 61),)


def test_fusion_adds_one_over_sixty_and_the_rank_of_each_ranking() -> None:
    found = fused([ranking("a", "b", "c"), ranking("b", "a"), ranking("b")])
    assert services(found) == ["b", "a", "c"]
    assert [one.score for one in found] == pytest.approx([1 / 62 + 1 / 61 + 1 / 61, 1 / 61 + 1 / 62, 1 / 63])


def test_fusion_of_equal_scores_is_in_the_order_of_the_names() -> None:
    assert services(fused([ranking("b", "a"), ranking("a", "b")])) == ["a", "b"]
    assert fused([]) == ()
    assert fused([(), ranking("a")]) == (Scored("a", 1 / 61),)


def test_the_known_texts_are_those_of_the_services_with_an_article() -> None:
    library = Library.load()
    texts = known_texts(library)
    assert sorted(texts) == sorted(library.articles)
    for service, article in library.articles.items():
        assert len(texts[service]) > len(article.asks.zh)


def test_text_is_cut_as_the_names_say() -> None:
    assert sorted(pairs("低保卡 card")) == ["card", "低保", "保卡"]
    assert words("身份证,丢了") == ["身份证", "丢", "了"]
