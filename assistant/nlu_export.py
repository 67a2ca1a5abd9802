"""Writes what the dialogue must know of knowledge before it is trained: words to find, examples to learn.

`python -m assistant.nlu_export [FOLDER]` writes into nlu/ or FOLDER. The files are never edited by hand.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import knowledge
from knowledge.article import LANGUAGES, Article, Aspect, Language
from knowledge.aspects import Aspects
from knowledge.cues import GAP
from knowledge.library import Library
from knowledge.normalise import normalise
from knowledge.regions import Region, Regions, depth

NLU = Path(__file__).resolve().parent.parent / "nlu"
DATA = Path("data/generated/knowledge.yml")
FACTS = Path("actions/generated/knowledge.json")
SOUNDS = Path("data/generated/sounds.txt")
# Marks examples that were made here: of them training takes fewer where it computes for long.
_MADE = {"source": "knowledge"}

# How people ask for a thing that has a name. Each name gets a few of them, in turn.
_QUESTIONS: Mapping[Language, Sequence[str]] = {
    "zh": (
        "{}怎么办",
        "我想问一下{}",
        "{}要带什么",
        "{}去哪里办",
        "请问{}有什么条件",
        "给我妈办{}",
        "{}多少钱",
        "{}咋弄",
        "{}",
        "你好，我要办{}",
        "{}要多久",
        "关于{}的问题",
    ),
    "en": (
        "how do I get {}",
        "{}",
        "where do I go for {}",
        "what do I need for {}",
        "how much is {}",
        "I have a question about {}",
    ),
}
_QUESTIONS_A_NAME = 2
# How people say where they live, and go on asking about what was just answered.
_DISTRICTS: Mapping[Language, Sequence[str]] = {
    "zh": ("{}", "我在{}", "我住{}", "户口在{}", "{}的", "我是{}人", "{}那边"),
    "en": ("{}", "I live in {}", "I am in {}", "I'm from {}"),
}
_FOLLOW_UPS: Mapping[Language, Sequence[str]] = {
    "zh": ("{}", "那{}", "{}呢", "{}啊", "请问{}", "还有{}"),
    "en": ("{}", "and {}", "ok, {}"),
}
# Places that examples are made of: the provinces and all of Fujian. More would drown what else is learnt.
_TAUGHT = re.compile(r"\d\d0000|35\d{4}")
_EXAMPLE = re.compile(r"^\s+- (.+)$", re.MULTILINE)
_MARKED = re.compile(r"\[([^]]+)\]\([a-z]+\)")

_FIRST_CHARACTER, _LAST_CHARACTER = 0x4E00, 0x9FA5


class _BlockDumper(yaml.SafeDumper):
    """Writes examples as Rasa's own files have them."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_BlockDumper.add_representer(str, _block)


def export(library: Library, aspects: Aspects, regions: Regions, folder: Path = NLU) -> tuple[Path, ...]:
    """Write the training data and the actions' facts under `folder`; return what was written.

    The same knowledge gives the same bytes, so that a model is trained again only when knowledge changed.
    """
    articles = [library.articles[service] for service in sorted(library.articles)]
    words = {
        "service": _unambiguous((article.id, name) for article in articles for name in _names(article)),
        "aspect": _unambiguous((aspect.value, cue) for aspect in Aspect for cue in _cues(aspects, aspect)),
        "district": _district_words(regions, "\n".join(_asks(articles))),
    }
    by_hand = _told_by_hand()
    data = {
        "version": "3.1",
        "nlu": [
            {"intent": "ask_service", "metadata": dict(_MADE), "examples": _lines(_questions(articles))},
            {
                "intent": "ask_aspect",
                "metadata": dict(_MADE),
                "examples": _lines(_follow_ups(aspects, by_hand)),
            },
            {"intent": "inform_district", "metadata": dict(_MADE), "examples": _lines(_districts(regions))},
            *({"lookup": entity, "examples": _lines(found)} for entity, found in words.items()),
            *_synonyms(words),
        ],
    }
    facts = {
        "services": {
            article.id: {
                "local": [aspect.value for aspect in Aspect if article.aspects[aspect].local],
            }
            for article in articles
        },
        "aspects": _weights(),
        "regions": {region.code: region.name.zh for region in sorted(regions, key=_code)},
    }
    written = (folder / DATA, folder / FACTS, folder / SOUNDS)
    for path, text in zip(
        written,
        (
            yaml.dump(data, Dumper=_BlockDumper, allow_unicode=True, sort_keys=False, width=1000),
            json.dumps(facts, ensure_ascii=False, indent=1) + "\n",
            _sounds(),
        ),
        strict=True,
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return written


def _questions(articles: Iterable[Article]) -> Iterator[str]:
    for article in articles:
        for language in LANGUAGES:
            yield from article.asks.in_language(language)
            patterns = _QUESTIONS[language]
            for place, name in enumerate(article.names.in_language(language)):
                for step in range(_QUESTIONS_A_NAME):
                    yield patterns[(place * _QUESTIONS_A_NAME + step) % len(patterns)].format(name)


def _told_by_hand() -> frozenset[str]:
    """What the hand-written examples say. It is not made here again, for it may mean something else there."""
    files = sorted((NLU / "data").glob("*.yml"))
    lines = (line for file in files for line in _EXAMPLE.findall(file.read_text(encoding="utf-8")))
    return frozenset(_MARKED.sub(r"\1", line).strip() for line in lines)


def _follow_ups(aspects: Aspects, by_hand: frozenset[str]) -> Iterator[str]:
    for language in LANGUAGES:
        patterns = _FOLLOW_UPS[language]
        cues = [cue for aspect in Aspect for cue in aspects.cues(aspect, language) if GAP not in cue]
        made = (patterns[place % len(patterns)].format(cue) for place, cue in enumerate(cues))
        yield from (line for line in made if line not in by_hand)


def _districts(regions: Regions) -> Iterator[str]:
    for language in LANGUAGES:
        patterns = _DISTRICTS[language]
        taught = filter(_is_taught, sorted(regions, key=_code))
        for place, region in enumerate(taught):
            yield patterns[place % len(patterns)].format(region.name.in_language(language))
            yield patterns[(place + 1) % len(patterns)].format(region.short.in_language(language))


def _names(article: Article) -> Iterator[str]:
    for language in LANGUAGES:
        yield from article.names.in_language(language)


def _asks(articles: Iterable[Article]) -> Iterator[str]:
    for article in articles:
        yield from article.asks.zh


def _cues(aspects: Aspects, aspect: Aspect) -> Iterator[str]:
    for language in LANGUAGES:
        yield from aspects.cues(aspect, language)


def _district_words(regions: Regions, asked: str) -> dict[str, str]:
    """Of two places with one name the wider has it, as in Regions."""
    words: dict[str, str] = {}
    for region in sorted(regions, key=lambda region: (depth(region.code), region.code)):
        for word in _region_names(region, asked):
            words.setdefault(_key(word), region.code)
    return words


def _region_names(region: Region, asked: str) -> Iterator[str]:
    """Without the short name of a far place when residents say it in other words: 医保定点 is not 保定."""
    misleads = not _is_taught(region) and any(word in asked for word in region.unless)
    return (name for name in region.names if not (misleads and name == region.short.zh))


def _code(region: Region) -> str:
    return region.code


def _is_taught(region: Region) -> bool:
    return _TAUGHT.fullmatch(region.code) is not None


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Word to id; a word that stands for two ids tells nothing and is left out."""
    ids: dict[str, set[str]] = {}
    for identity, word in pairs:
        ids.setdefault(_key(word), set()).add(identity)
    return {word: found.pop() for word, found in ids.items() if len(found) == 1}


def _key(word: str) -> str:
    return normalise(word).lower()


def _synonyms(words: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """One entry an id. Rasa knows a synonym by its word alone, so the entity stands before the word."""
    for entity, ids in words.items():
        by_id: dict[str, list[str]] = {}
        for word, identity in ids.items():
            by_id.setdefault(identity, []).append(f"{entity}:{word}")
        for identity, found in by_id.items():
            yield {"synonym": identity, "examples": _lines(found)}


def _lines(examples: Iterable[str]) -> str:
    return "".join(f"- {example}\n" for example in dict.fromkeys(map(_one_line, examples)))


def _one_line(example: str) -> str:
    # Rasa reads brackets in an example as the mark of an entity.
    return re.sub(r"[\[\](){}]", " ", " ".join(example.split())).strip()


def _sounds() -> str:
    """The characters of GB 2312 by their pinyin without tone, a sound a line."""
    from pypinyin import lazy_pinyin  # takes a quarter of a second to import

    found: dict[str, list[str]] = {}
    for character in map(chr, range(_FIRST_CHARACTER, _LAST_CHARACTER + 1)):
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            continue
        found.setdefault(str(lazy_pinyin(character)[0]), []).append(character)
    return "".join(f"{sound}\t{''.join(characters)}\n" for sound, characters in sorted(found.items()))


def _weights() -> dict[str, float]:
    """How much a cue of each aspect counts, from the file that Aspects reads."""
    file = Path(knowledge.__file__).with_name("aspects.yml")
    entries: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["aspects"]
    return {aspect.value: float(entries[aspect.value].get("weight", 1.0)) for aspect in Aspect}


def main(arguments: Sequence[str] = ()) -> None:
    folder = Path(arguments[0]) if arguments else NLU
    for path in export(Library.load(), Aspects.load(), Regions.load(), folder):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
