"""Replies as one text message: within two parts, the signature first, what can be chosen last.

Limits: ACCESSIBILITY, SMS (70 characters a part in Chinese, 134 in two; 160 and 306 in the GSM alphabet).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.messages import Cited, Option, Reply
from assistant.preferences import Script
from assistant.rendering import gsm
from assistant.rendering.script import text_in_script
from knowledge.article import Language

MOST_PARTS = 2
_SENTENCE = {
    "zh": re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|\n|$)"),
    "en": re.compile(r".*?(?:[.!?]+[\"')\]]*(?=\s|$)|\n|$)", re.DOTALL),
}
_CLAUSE_END = re.compile(r"[，、；：]|[,;:](?=\s|$)")
_CUT = {"zh": "…", "en": "..."}
_SHORT_LABELS = (16, 12, 8, 5, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The names that stand before messages."""

    zh: str = "帮办"
    en: str = "Bangban"

    def before(self, language: Language) -> str:
        return f"【{self.zh}】" if language == "zh" else f"[{self.en}] "


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text message. `rest` is the sentences that found no room, as one text; empty when all were said."""

    text: str
    parts: int
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """What one message is made of, in the order in which it is read."""

    language: Language
    signature: str
    notice: str = ""
    sentences: tuple[str, ...] = ()
    source: str = ""
    question: str = ""
    options: tuple[Option, ...] = ()

    def text(self) -> str:
        gap = "" if self.language == "zh" else " "
        body = gap.join(filter(None, (self.notice, *self.sentences, self.source)))
        lines = (body, self.question, _options(self.options, self.language))
        return self.signature + "\n".join(filter(None, lines))

    def fits(self) -> bool:
        return gsm.parts(self.text()) <= MOST_PARTS


def render(
    replies: Sequence[Reply], signatures: Signatures | None = None, script: Script = "hans"
) -> Rendered:
    """All of `replies` as one text message, with whole sentences as far as there is room.

    Notice, first sentence, question and options come before further sentences. A sentence is cut, at a
    clause, only when it is the first and has no room alone; labels are shortened only after that.
    No replies, or replies that say nothing, give an empty text.
    """
    said = [reply for reply in replies if reply.text or reply.notice or reply.question or reply.options]
    if not said:
        return Rendered(text="", parts=0)
    blocks = _blocks(said, signatures or Signatures())
    sentences = blocks.sentences
    blocks, cut_off = _with_first(replace(blocks, sentences=sentences[:1]))
    later = sentences[1:]
    while later and not cut_off:
        longer = replace(blocks, sentences=(*blocks.sentences, later[0]))
        if not longer.fits():
            break
        blocks, later = longer, later[1:]
    text = text_in_script(blocks.text(), script)
    gap = "" if blocks.language == "zh" else " "
    return Rendered(text, gsm.parts(text), gap.join(filter(None, (cut_off, *later))))


def rest_of(replies: Sequence[Reply], signatures: Signatures | None = None) -> str:
    """What one text message has no room for when it says `replies`; empty when all of it fits."""
    return render(replies, signatures).rest


def sentences_of(text: str, language: Language) -> tuple[str, ...]:
    """The sentences of `text`, each with its closing mark."""
    found = (match.strip() for match in _SENTENCE[language].findall(text))
    return tuple(sentence for sentence in found if sentence)


def _blocks(replies: Sequence[Reply], signatures: Signatures) -> _Blocks:
    language = replies[0].language
    tidy: Callable[[str], str] = (
        str.strip if language == "zh" else lambda text: gsm.plain_punctuation(text).strip()
    )
    gap = "" if language == "zh" else " "
    options = next((reply.options for reply in reversed(replies) if reply.options), ())
    return _Blocks(
        language=language,
        signature=signatures.before(language),
        notice=gap.join(tidy(reply.notice) for reply in replies if reply.notice.strip()),
        sentences=tuple(s for reply in replies for s in sentences_of(tidy(reply.text), language)),
        source=_source([source for reply in replies for source in reply.sources], language),
        question=next((tidy(reply.question) for reply in reversed(replies) if reply.question.strip()), ""),
        options=tuple(replace(option, label=tidy(option.label)) for option in options),
    )


def _source(sources: Sequence[Cited], language: Language) -> str:
    names = list(dict.fromkeys(source.short for source in sources))
    if not names:
        return ""
    if language == "zh":
        return f"（据{names[0]}{'等' if len(names) > 1 else ''}）"
    return gsm.plain_punctuation(f"(Source: {names[0]}{' and others' if len(names) > 1 else ''})")


def _options(options: Sequence[Option], language: Language) -> str:
    if not options:
        return ""
    if language == "en":
        return "Reply " + ", ".join(f"{option.key}: {option.label}" for option in options)
    return "回" + "，".join(f"{option.key}{_apart(_shown(option))}" for option in options)


def _apart(label: str) -> str:
    """A key and a label that begins with a number are not read as one number."""
    return f"：{label}" if label[:1].isdecimal() else label


def _shown(option: Option) -> str:
    return (
        option.label if option.act.kind != "answer" or option.label.startswith("看") else f"看{option.label}"
    )


def _with_first(blocks: _Blocks) -> tuple[_Blocks, str]:
    """The blocks in the fullest form that fits, and what was cut off the first sentence for it."""
    for tighter, cut_off in _tighter(blocks):
        if tighter.fits():
            return tighter, cut_off
    raise ValueError(f"{len(blocks.options)} options find no room in a text message")


def _tighter(blocks: _Blocks) -> Iterator[tuple[_Blocks, str]]:
    """Ever shorter forms: without the source, then with less of the sentence, notice, question and labels."""
    yield blocks, ""
    blocks, cut_off = replace(blocks, source=""), ""
    yield blocks, cut_off
    for shortened, cut_off in _prefixes("".join(blocks.sentences), blocks.language):
        blocks = replace(blocks, sentences=(shortened,))
        yield blocks, cut_off
    for shortened, _ in _prefixes(blocks.notice, blocks.language):
        blocks = replace(blocks, notice=shortened)
        yield blocks, cut_off
    for shortened, _ in _prefixes(blocks.question, blocks.language):
        blocks = replace(blocks, question=shortened)
        yield blocks, cut_off
    for size in _SHORT_LABELS:
        options = tuple(replace(option, label=option.label[:size]) for option in blocks.options)
        blocks = replace(blocks, options=options)
        yield blocks, cut_off


def _prefixes(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """Shorter forms of `text`, each with what it leaves out: cut at clauses, then words, then characters."""
    clauses = [found.start() for found in _CLAUSE_END.finditer(text) if found.start()]
    words = [
        found.start()
        for found in re.finditer(r"\s", text[: clauses[0] if clauses else None])
        if found.start()
    ]
    first = min([*clauses[:1], *words[:1], len(text)])
    for end in reversed(clauses):
        yield text[:end] + _CUT[language], text[end + 1 :].strip()
    for end in (*reversed(words), *range(first - 1, 0, -1)):
        yield text[:end] + _CUT[language], text[end:].strip()
