"""The provider's markup as a simulated provider reads it: one value a verb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True)
class Say:
    words: str


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


@dataclass(frozen=True, slots=True)
class Redirect:
    to: str


@dataclass(frozen=True, slots=True)
class Stream:
    """A two-way stream; after it the call goes on at `action`, or with the next verb."""

    url: str
    parameters: Mapping[str, str]
    action: str = ""
    reports: str = ""


@dataclass(frozen=True, slots=True)
class Gather:
    """A question; after `wait_s` without an answer the next verb follows, or `action` if it `wants_silence`.

    Keys are taken up to `finish_on`, or just one of them.
    """

    said: tuple[str, ...]
    action: str
    kinds: frozenset[str]
    wait_s: float = 5
    one_key: bool = False
    finish_on: str = "#"
    wants_silence: bool = False

    @property
    def words(self) -> str:
        return " ".join(self.said)


@dataclass(frozen=True, slots=True)
class Dial:
    """Telephones are rung: each number, with the address of what its owner hears first, if anything."""

    rung: tuple[tuple[str, str], ...]
    action: str = ""


@dataclass(frozen=True, slots=True)
class Hangup:
    pass


@dataclass(frozen=True, slots=True)
class Unknown:
    """A verb that the simulated provider does not know."""

    name: str = field(default="")


Verb = Say | Pause | Redirect | Stream | Gather | Dial | Hangup | Unknown


def verbs(markup: bytes) -> Iterator[Verb]:
    """The verbs of a response, in their order. Raises ValueError when it is no markup."""
    try:
        response = ElementTree.fromstring(markup)  # noqa: S314 - our own markup
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    return (_verb(node) for node in response)


def _verb(node: ElementTree.Element) -> Verb:
    stream = node.find("Stream")
    if node.tag == "Say":
        return Say("".join(node.itertext()))
    if node.tag == "Pause":
        return Pause(float(node.get("length", "1")))
    if node.tag == "Redirect":
        return Redirect((node.text or "").strip())
    if node.tag == "Connect" and stream is not None:
        named = {one.get("name", ""): one.get("value", "") for one in stream.iter("Parameter")}
        return Stream(stream.get("url", ""), named, node.get("action", ""), stream.get("statusCallback", ""))
    if node.tag == "Gather":
        return Gather(
            tuple("".join(say.itertext()) for say in node.iter("Say")),
            node.get("action", ""),
            frozenset(node.get("input", "dtmf").split()),
            float(node.get("timeout", "5")),
            node.get("numDigits") == "1",
            node.get("finishOnKey", "#"),
            node.get("actionOnEmptyResult") == "true",
        )
    if node.tag == "Dial":
        several = tuple(((one.text or "").strip(), one.get("url", "")) for one in node.iter("Number"))
        return Dial(several or (((node.text or "").strip(), ""),), node.get("action", ""))
    return Hangup() if node.tag in ("Hangup", "Reject") else Unknown(node.tag)
