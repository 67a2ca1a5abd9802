"""Putting a model into its folder: as a whole, or not at all."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from voice.models import layouts, receipts
from voice.models.errors import CannotPlace
from voice.models.files import CHUNK_BYTES, sha256_of, writing
from voice.models.manifest import Model, Take
from voice.models.receipts import Receipt
from voice.models.repairs import repair

Member = tuple[str, Callable[[], IO[bytes]]]


class Stage:
    """A folder in which a model is made, on the same disk as where it will lie."""

    def __init__(self, folder: Path, model: Model) -> None:
        self.folder = folder
        self._model = model
        self._begun: set[str] = set()

    def take(self, file: Path, takes: Iterable[Take]) -> None:
        """Take out of a file that came what belongs to the model. Raises CannotPlace, CannotWrite."""
        for take in takes:
            if not take.inside:
                self._put(take.to, partial(_open, file))
                continue
            with opened(file) as members:
                found = [(_target(take, path), read) for path, read in members if _is_in(take, path)]
                if not found:
                    raise CannotPlace(f"{file.name} holds no {take.inside}: it is another package.")
                for target, read in found:
                    self._put(target, read)

    def copy(self, source: Path) -> None:
        """Take the model that lies whole in a folder or an archive. Raises CannotPlace, CannotWrite."""
        with opened(source) as members:
            all_of_them = list(members)
            root = layouts.root_of(self._model.engine, [path for path, _ in all_of_them])
            if root is None:
                lacks = ", ".join(layouts.missing(self._model.engine, [path for path, _ in all_of_them]))
                raise CannotPlace(f"{source} holds no model for {self._model.engine}: it lacks {lacks}.")
            for path, read in all_of_them:
                if path.startswith(root) and PurePosixPath(path).name != receipts.NAME:
                    self._put(path.removeprefix(root), read)

    def finish(self, sums: Mapping[str, str], receipt: Callable[[], Receipt]) -> tuple[str, ...]:
        """Check, mend and write down what is here; what was mended. Raises CannotPlace, CannotWrite."""
        if lacks := layouts.missing(self._model.engine, receipts.paths(self.folder)):
            raise CannotPlace(f"{self._model.name} is not whole: it lacks {', '.join(lacks)}.")
        for path, wanted in sums.items():
            if not (self.folder / path).is_file() or sha256_of(self.folder / path) != wanted:
                raise CannotPlace(
                    f"{self._model.name} is not what it should be: {path} has another checksum."
                )
        with writing(self._model.name, self.folder):
            mended = repair(self._model.engine, self.folder)
            receipts.write(self.folder, receipt())
        return mended

    def _put(self, to: str, read: Callable[[], IO[bytes]]) -> None:
        """Write a file; what is written a second time is put to its end."""
        path = PurePosixPath(to)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise CannotPlace(f"{to} leads out of the folder of {self._model.name}.")
        target = self.folder / path
        with writing(to, self.folder), read() as source:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("ab" if to in self._begun else "wb") as file:
                shutil.copyfileobj(source, file, CHUNK_BYTES)
        self._begun.add(to)


def swap(stage: Path, folder: Path) -> None:
    """Put `stage` where `folder` is. Whoever opened files of the old one goes on reading them.

    Raises CannotWrite; then the old one is where it was.
    """
    old = stage.with_name(f"{stage.name}.old")
    with writing(folder.name, folder.parent):
        shutil.rmtree(old, ignore_errors=True)
        replaced = folder.is_symlink() or folder.exists()
        if replaced:
            folder.rename(old)
        try:
            stage.rename(folder)
        except OSError:
            if replaced:
                old.rename(folder)
            raise
    if old.is_symlink():
        old.unlink()
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def opened(source: Path) -> Iterator[Iterator[Member]]:
    """The files of a folder, a zip (such as a wheel) or a tar. Raises CannotPlace."""
    if source.is_dir():
        yield _of_folder(source)
        return
    try:
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                yield _of_zip(archive)
            return
        with tarfile.open(source) as tar:
            yield _of_tar(tar)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
        raise CannotPlace(f"{source.name} is no archive that can be read: {error}.") from error


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _of_folder(source: Path) -> Iterator[Member]:
    for path in receipts.paths(source):
        yield path, partial(_open, source / path)


def _of_zip(archive: zipfile.ZipFile) -> Iterator[Member]:
    for entry in archive.infolist():
        if not entry.is_dir():
            yield entry.filename, partial(archive.open, entry)


def _of_tar(tar: tarfile.TarFile) -> Iterator[Member]:
    for entry in tar.getmembers():
        if entry.isfile():
            yield entry.name.removeprefix("./"), partial(_extracted, tar, entry)


def _extracted(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(entry)
    if file is None:
        raise CannotPlace(f"{entry.name} cannot be read.")
    return file


def _is_in(take: Take, path: str) -> bool:
    return path.startswith(take.inside) if take.inside.endswith("/") else path == take.inside


def _target(take: Take, path: str) -> str:
    if not take.inside.endswith("/"):
        return take.to
    return str(PurePosixPath(take.to) / path.removeprefix(take.inside))


def cleared(folder: Path) -> None:
    """Remove what an interrupted attempt left. Raises CannotWrite."""
    with writing(folder.name, folder.parent), suppress(FileNotFoundError):
        shutil.rmtree(folder)
