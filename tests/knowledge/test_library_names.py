"""Which services a message names, in the order in which it names them."""

from __future__ import annotations

import pytest

from knowledge.article import LANGUAGES
from knowledge.library import Library

LIBRARY = Library.load()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("低保和残疾补贴能一起领吗", ("minimum_living", "disability_subsidy")),
        ("殘疾補貼和低保能一起領嗎", ("disability_subsidy", "minimum_living")),
        ("低保、低保、还是低保", ("minimum_living",)),
        ("五保户和低保户", ("destitute_support", "minimum_living")),
        ("我妈能领多少", ()),
        ("", ()),
    ],
)
def test_services_are_named_in_their_order_and_once(text, named):
    assert LIBRARY.named(text, "zh") == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Dibao and the ID card", ("minimum_living", "id_card")),
        ("how do I renew two ID cards", ("id_card",)),
        ("who writes my will", ("elder_rights",)),
        ("a will and a funeral", ("elder_rights", "funeral")),
        ("will I get dibao", ("minimum_living",)),
        ("when will it be paid", ()),
        ("I was paid cards", ()),
        ("they scampered off", ()),
    ],
)
def test_an_english_name_is_whole_words_and_no_verb(text, named):
    assert LIBRARY.named(text, "en") == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_service_names_it_or_one_whose_name_is_the_same(language):
    for article in LIBRARY.articles.values():
        for name in (*article.names.in_language(language), article.short.in_language(language)):
            sentence = name if language == "zh" else f"about my {name}?"
            assert LIBRARY.named(sentence, language), (article.id, name)
