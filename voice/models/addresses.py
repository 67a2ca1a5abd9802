"""Files from the web: gone on with where they were cut off, and checked before anybody uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import requests
import urllib3

from voice.models.errors import Unobtainable
from voice.models.files import CHUNK_BYTES, sha256_of, writing
from voice.models.manifest import Download
from voice.models.progress import Bar

CONNECT_TIMEOUT_S = 10.0
SILENCE_TIMEOUT_S = 30.0
# Times that a file may be cut off in a row without a further byte having come.
MOST_CUTS = 3
# Of a file without a checksum the size of the list is about right within this part of it.
ABOUT = 0.1
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class _Cut(Exception):
    """The connection ended before the file did."""


def fetch(download: Download, folder: Path, bar: Bar) -> Path:
    """The file of an address, whole and checked, in `folder`; what comes of it stays there for another time.

    Raises Unobtainable, CannotWrite.
    """
    whole = folder / download.key
    if whole.is_file() and _wrong(download, whole) is None:
        return whole
    part = folder / f"{download.key}.part"
    for fresh in (not part.exists(), True):
        _get(download, part, bar)
        wrong = _wrong(download, part)
        if wrong is None:
            part.replace(whole)
            _tag(part).unlink(missing_ok=True)
            return whole
        _forget(part)
        # What was kept may have been the beginning of another file: once more from the start.
        if fresh:
            break
    raise Unobtainable(f"{download.what} is not what it should be: {wrong}.")


def _get(download: Download, part: Path, bar: Bar) -> None:
    """Bring `part` to its end, whatever is there of it."""
    cuts = 0
    while True:
        before = _size(part)
        try:
            _stream(download, part, bar)
        except _Cut as cut:
            cuts = cuts + 1 if _size(part) == before else 0
            if cuts >= MOST_CUTS:
                raise Unobtainable(
                    f"{download.what} was cut off again and again; {_size(part)} of {download.size} bytes "
                    "are kept, and the next attempt goes on from there."
                ) from cut
        except requests.RequestException as error:
            raise _unreachable(download, error) from error
        else:
            return


def _stream(download: Download, part: Path, bar: Bar) -> None:
    have = _size(part)
    if download.sha256 and have == download.size:
        return
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
        if (tag := _tag(part)).exists():
            headers["If-Range"] = tag.read_text(encoding="ascii")
    with requests.get(
        download.what, headers=headers, stream=True, timeout=(CONNECT_TIMEOUT_S, SILENCE_TIMEOUT_S)
    ) as answer:
        have = _begins_at(download, answer, part, have)
        announced = _announced(answer, have)
        _plausible(download, announced)
        with writing(download.label, part.parent):
            _remember_tag(answer, part)
            with part.open("ab" if have else "wb") as file:
                for piece in _pieces(answer):
                    file.write(piece)
                    have += len(piece)
                    bar.came(have)
    if announced is not None and have < announced:
        raise _Cut


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    """What comes, as it comes: a read of a fixed size loses its beginning when the connection is cut."""
    try:
        while piece := answer.raw.read1(CHUNK_BYTES):
            yield piece
    except urllib3.exceptions.HTTPError as error:
        raise _Cut from error


def _begins_at(download: Download, answer: requests.Response, part: Path, have: int) -> int:
    """At which byte the answer begins. Raises Unobtainable when it is no file."""
    if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
        span = _RANGE.match(answer.headers.get("Content-Range", ""))
        if span and int(span[1]) == have:
            return have
    elif answer.status_code == HTTPStatus.OK:
        return 0
    elif answer.status_code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise Unobtainable(f"{download.what} cannot be got: the server answers {answer.status_code}.")
    _forget(part)
    raise _Cut


def _announced(answer: requests.Response, begins_at: int) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return begins_at + int(length) if length.isdecimal() else None


def _plausible(download: Download, announced: int | None) -> None:
    """Refuse what is another file by its size, before it is got. Raises Unobtainable."""
    if announced is None:
        return
    room = 0 if download.sha256 else download.size * ABOUT
    if abs(announced - download.size) > room:
        raise Unobtainable(
            f"{download.what} is not what it should be: {announced} bytes instead of {download.size}."
        )


def _wrong(download: Download, file: Path) -> str | None:
    """What is wrong with a file that came to its end."""
    size = file.stat().st_size
    if download.sha256 is None:
        if abs(size - download.size) > download.size * ABOUT:
            return f"{size} bytes instead of about {download.size}"
        return None
    if size != download.size:
        return f"{size} bytes instead of {download.size}"
    if (found := sha256_of(file)) != download.sha256:
        return f"its checksum is {found} instead of {download.sha256}"
    return None


def _unreachable(download: Download, error: requests.RequestException) -> Unobtainable:
    if isinstance(error, requests.exceptions.SSLError):
        return Unobtainable(f"{download.host} does not prove who it is (TLS).", host=download.host)
    if isinstance(error, requests.Timeout):
        return Unobtainable(f"{download.host} does not answer in time.", host=download.host)
    if isinstance(error, requests.ConnectionError):
        return Unobtainable(f"{download.host} cannot be reached from here.", host=download.host)
    return Unobtainable(f"{download.what} cannot be got: {type(error).__name__}.")


def _remember_tag(answer: requests.Response, part: Path) -> None:
    """Keep what names this version of the file: another version's rest must not be put to its beginning."""
    tag = answer.headers.get("ETag", "")
    if tag.startswith('"') and tag.isascii():
        _tag(part).write_text(tag, encoding="ascii")
    else:
        _tag(part).unlink(missing_ok=True)


def _tag(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag(part).unlink(missing_ok=True)
