"""Names for what residents ask and we do not know, without anything that tells who asked.

A cluster is up to two everyday words of the question. A word counts only when jieba's dictionary has it as a
common word, and when nothing around it makes it the name of a person, a place or an organisation; the rest is
dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from knowledge.article import Bilingual
from knowledge.chinese_words import cutter
from knowledge.name_words import NameWords
from knowledge.normalise import language_of, normalise

NO_WORDS = "?"
IN_ENGLISH = "en"
"""English words have no dictionary of names here: a question in English is counted, not named."""

_MOST_WORDS = 2
_LEAST_FREQUENCY = 10
_THINGS = ("n", "vn", "nz", "l", "i", "j", "an")
_DOINGS = ("v",)

_CALLED: Mapping[str, Bilingual] = {
    NO_WORDS: Bilingual(zh="看不出是什么事", en="not clear what about"),
    IN_ENGLISH: Bilingual(zh="用英文问的", en="asked in English"),
}
_NEXT: Mapping[str, Bilingual] = {
    NO_WORDS: Bilingual(zh="看看近来转人工的个案", en="look at the latest cases"),
    IN_ENGLISH: Bilingual(zh="补英文的叫法", en="add English names"),
}
_WRITE = Bilingual(zh="写一个服务文件，或补叫法", en="write a service file, or add names")


def cluster_of(text: str) -> str:
    """The cluster of a question, the same for questions that share their rarest everyday words."""
    text = normalise(text).lower()
    if language_of(text) == "en":
        return IN_ENGLISH
    things, doings = _everyday(text, _THINGS), _everyday(text, _DOINGS)
    # What is done is said in many ways, so it names the cluster only where no thing does.
    words = things or doings
    chosen = sorted(words, key=lambda word: (words[word], word))[:_MOST_WORDS]
    return " ".join(sorted(chosen)) or NO_WORDS


def called(cluster: str) -> Bilingual:
    """The cluster for those who keep the knowledge; residents' words stay Chinese in both languages."""
    return _CALLED.get(cluster) or Bilingual(zh=cluster, en=cluster)


def next_step(cluster: str) -> Bilingual:
    """What those who keep the knowledge can do about it."""
    return _NEXT.get(cluster, _WRITE)


def _everyday(text: str, kinds: tuple[str, ...]) -> dict[str, int]:
    """The words of these kinds that may be kept, with how common each is."""
    jieba, tags = _dictionary()
    names = _name_words()
    tokens = list(jieba.cut(text, HMM=False))
    hidden = names.hidden(tokens)
    found = {}
    for place, token in enumerate(tokens):
        if place in hidden:
            continue
        for word in _common(token, jieba, tags, names.everyday):
            if _kind(word, tags, names.everyday) in kinds and word not in names.hollow:
                found[word] = jieba.dt.FREQ[word]
    return found


def _kind(word: str, tags: Mapping[str, str], everyday: frozenset[str]) -> str | None:
    if word in everyday:
        return "n"
    return tags.get(word) if len(word) > 1 else None


def _common(token: str, jieba: Any, tags: Mapping[str, str], everyday: frozenset[str]) -> Iterator[str]:
    """The word itself when it is common, else the common words in it: 宠物 of 宠物狗."""
    frequency = jieba.dt.FREQ.get(token, 0)
    if frequency >= _LEAST_FREQUENCY:
        yield token
    elif frequency and (token in everyday or tags.get(token) in (*_THINGS, *_DOINGS)):
        for part in jieba.cut_for_search(token, HMM=False):
            if part != token and jieba.dt.FREQ.get(part, 0) >= _LEAST_FREQUENCY:
                yield part


@cache
def _name_words() -> NameWords:
    return NameWords.load()


@cache
def _dictionary():  # type: ignore[no-untyped-def]
    """jieba and its part-of-speech tags; loading takes more than a second, so it waits for the first gap."""
    from jieba import posseg

    jieba = cutter()
    jieba.initialize()
    posseg.initialize()
    return jieba, posseg.dt.word_tag_tab
