"""Official terms are explained where a text leaves them unexplained, once, and in plain words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import check
from knowledge.article import LANGUAGES, Aspect, Language
from knowledge.glossary import Entry, Glossary, Term, read_glossary
from knowledge.library import KnowledgeError

GLOSSARY = Glossary.load()
ARTICLES, _ = check.read()


def all_texts(language: Language) -> Iterator[str]:
    for article in ARTICLES.values():
        for aspect in Aspect:
            yield article.texts.in_language(language).of(aspect)
        for region in article.regions.values():
            for text in region.texts.values():
                yield text.in_language(language)


def ids(text: str, language: Language = "zh", known: frozenset[str] = frozenset()) -> list[str]:
    return [entry.id for entry in GLOSSARY.unexplained(text, language, known)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("去参保地的医保窗口。", ["参保地"]),
        ("住院前先备案。", ["备案"]),
        ("去民政局问低保。", ["民政", "低保"]),
        ("领低保的，去民政局。", ["低保", "民政"]),
        ("丧葬补助金另外申请。", ["丧葬补助"]),
        ("去派出所，带身份证。", []),
        ("", []),
    ],
)
def test_terms_are_found_in_the_order_in_which_they_are_said(text: str, terms: list[str]) -> None:
    assert ids(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "失能，就是生活不能自理。",
        "失能的老人能领。失能，就是生活不能自理。",
        "备案就是登记一声。",
        "监护人，也就是依法照管他的人。",
        "公积金，是单位和您一起存的住房钱。",
        "监护人，即依法照管他的人。",
        "残联，是指帮残疾人办事的单位。",
        "“小额快救”是先给一笔急用钱。",
        "每年要签注一次，就是续一年。",
        "起付线能连着算，就是自己先付的钱。",
        "给老人家里装扶手，叫适老化改造。",
        "这叫家庭共济，要先绑定家人。",
    ],
)
def test_what_the_text_explains_is_not_explained_again(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("谁要您转账办低保，就是骗子。", "低保"),
        ("它和养老券，是两回事。", "养老券"),
        ("备案不是把医保转走。", "备案"),
        ("去残联办，是不收钱的。", "残联"),
    ],
)
def test_not_every_is_explains(text: str, term: str) -> None:
    assert ids(text) == [term]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("失能评估由政府安排。", ["能力评估"]),
        ("只管重度失能。", ["重度失能"]),
        ("失能评估，看失能有多重。", ["能力评估", "失能"]),
        ("继承人去办。", ["继承人"]),
        ("交不起诉讼费。", ["诉讼费"]),
        ("看低保边缘算不算。", ["低保边缘"]),
        ("在“民政通”上申请。", ["民政通"]),
    ],
)
def test_a_term_inside_a_longer_one_does_not_count(text: str, terms: list[str]) -> None:
    assert ids(text) == terms


def test_a_known_term_is_not_explained_again_nor_what_stands_inside_it() -> None:
    assert ids("失能评估由政府安排。", known=frozenset({"能力评估"})) == []
    assert ids("去民政局问低保。", known=frozenset({"民政"})) == ["低保"]


def test_known_terms_may_be_any_collection() -> None:
    for known in (["备案"], ("备案",), {"备案"}, {"备案": 1}):
        assert GLOSSARY.unexplained("先备案。", "zh", known) == ()


def test_a_term_said_twice_is_found_once() -> None:
    assert ids("低保户去问低保。") == ["低保"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Families on dibao ask civil affairs.", ["低保", "民政"]),
        ("DIBAO families pay less.", ["低保"]),
        ("Heirs get the whole housing fund.", ["继承人", "公积金"]),
        ("Their home is theirs.", []),
        ("Ask the federation.", ["残联"]),
        ("Dibao means monthly money.", []),
        ("A guardian, meaning the person who looks after you, applies.", []),
        ("Dibao is monthly living money for poor families.", []),
        ("Legal aid is free.", ["法律援助"]),
        ("失能", []),
    ],
)
def test_english_terms_are_whole_words(text: str, terms: list[str]) -> None:
    assert ids(text, "en") == terms


def test_an_english_term_is_not_looked_for_in_chinese() -> None:
    assert ids("这叫 dibao 的钱。") == []


def test_an_entry_says_what_it_explains() -> None:
    (entry,) = GLOSSARY.unexplained("中度失能的老人。", "zh", ())
    assert entry.says("zh") == "失能，就是生活不能自理。"
    assert entry.says("en") == "Disabled elders are people unable to look after themselves."


def test_an_entry_without_english_is_never_found_in_english() -> None:
    entry = Entry(zh=Term(term="回执", says="回执，就是收据。"))
    assert Glossary([entry]).unexplained("keep the 回执", "en", ()) == ()
    with pytest.raises(LookupError, match="回执"):
        entry.says("en")


def test_the_terms_are_those_of_the_texts() -> None:
    for language in LANGUAGES:
        texts = [text.lower() for text in all_texts(language)]
        for entry in GLOSSARY.entries:
            term = entry.in_language(language)
            if term is not None:
                assert any(form.lower() in text for form in term.forms for text in texts), term.term


def test_most_entries_are_needed() -> None:
    needed = {entry for text in all_texts("zh") for entry in GLOSSARY.unexplained(text, "zh", ())}
    assert len(needed) > 0.9 * len(GLOSSARY.entries) > 54


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_explains_its_own_term_in_one_sentence(language: Language) -> None:
    for entry in GLOSSARY.entries:
        if entry.in_language(language) is not None:
            says = entry.says(language)
            assert entry not in GLOSSARY.unexplained(says, language, ()), says
            assert says.count("。" if language == "zh" else ".") == 1, says


def test_an_explanation_needs_no_other_explanation() -> None:
    """Except for the two words that everybody knows."""
    for entry in GLOSSARY.entries:
        others = GLOSSARY.unexplained(entry.says("zh"), "zh", {entry.id, "低保", "五保"})
        assert others == (), entry.says("zh")


def test_a_text_takes_less_than_a_millisecond() -> None:
    texts = list(all_texts("zh"))
    start = time.perf_counter()
    for text in texts:
        GLOSSARY.unexplained(text, "zh", ())
    assert (time.perf_counter() - start) / len(texts) < 0.001


FILE = "words.yml"
GOOD = """\
terms:
  - zh: {term: 备案, also: [报备], says: 备案，就是登记一声。}
    en: {term: filing, says: Filing is the act of telling them first.}
  - zh: {term: 回执, says: 回执，就是收据。}
"""

# what is written, what stands there instead, the line that is reported, a part of the sentence
MISTAKES = {
    "bad layout": ("terms:\n", "terms: x\n", 2, "cannot be read here"),
    "no term": (GOOD, "terms: []\n", 1, "“terms” is empty"),
    "another list": ("terms:", "words:", 1, "“words” is not known here"),
    "an unknown key": ("also: [报备]", "alsoo: [报备]", 2, "perhaps “also”"),
    "an unknown language": ("    en: {", "    de: {", 3, "“de” is not known here"),
    "forms that are no list": ("also: [报备]", "also: 报备", 2, "must be a list"),
    "a term that is no words": ("term: 回执", "term: 12", 4, "put it in quotes"),
    "a key twice": ("term: 回执,", "term: 回执, term: 收条,", 4, "“term” is given twice"),
    "a term twice": ("term: 回执", "term: 备案", 4, "“备案” is given twice"),
    "a form that is a term": ("also: [报备]", "also: [回执]", 4, "“回执” is given twice"),
    "no full stop": ("就是收据。", "就是收据", 4, "add a full stop"),
    "a long sentence": ("就是收据。", "就是您交了材料以后，窗口给您的一张小单子。", 4, "at most 20"),
    "a long clause": ("就是收据。", "就是窗口收了材料给您的那一张小单子。", 4, "at most 15"),
    "English in Chinese": ("就是收据。", "就是APP。", 4, "holds “APP”"),
    "Chinese in English": ("telling them first", "备案", 3, "say it in English"),
    "a link": ("telling them first", "www.gov.cn", 3, "no link such as"),
}


def write_glossary(folder: Path, text: str) -> Path:
    file = folder / FILE
    file.write_text(text, encoding="utf-8")
    return file


def test_a_right_file_has_no_problem(tmp_path: Path) -> None:
    entries, problems = read_glossary(write_glossary(tmp_path, GOOD))
    assert problems == []
    assert [entry.id for entry in entries] == ["备案", "回执"]
    assert [entry.id for entry in Glossary(entries).unexplained("先报备。", "zh", ())] == ["备案"]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_file_line_and_sentence(name: str, tmp_path: Path) -> None:
    right, wrong, line, sentence = MISTAKES[name]
    assert right in GOOD

    _, problems = read_glossary(write_glossary(tmp_path, GOOD.replace(right, wrong, 1)))

    matching = [problem for problem in problems if sentence in problem.sentence]
    assert [problem.line for problem in matching] == [line], problems
    assert matching[0].file == FILE
    assert matching[0].sentence_zh


@pytest.mark.parametrize(
    ("left_out", "name"), [(", says: 回执，就是收据。", "says"), ("term: 回执, ", "term")]
)
def test_what_is_missing_is_named_with_its_place(left_out: str, name: str, tmp_path: Path) -> None:
    _, problems = read_glossary(write_glossary(tmp_path, GOOD.replace(left_out, "", 1)))
    assert [problem.sentence for problem in problems] == [f"“{name}” is missing in “terms/1/zh”: add it."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "holds no entries"), (b"- a\n", "holds no entries"), ("terms: 备".encode("gbk"), "not UTF-8")],
)
def test_a_file_that_holds_no_terms_is_reported(content: bytes, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(content)
    entries, problems = read_glossary(file)
    assert entries == ()
    assert [(problem.line, sentence in problem.sentence) for problem in problems] == [(1, True)]


def test_a_wrong_glossary_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"words\.yml:4"):
        Glossary.load(write_glossary(tmp_path, GOOD.replace("就是收据。", "就是收据")))
