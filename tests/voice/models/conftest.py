"""A web server on this machine that can be made to fail, and models of a few bytes."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from voice.models.manifest import Download, Kind, Model, Source, Take
from voice.models.progress import Bar

VOSK = {
    "am/final.mdl": b"acoustic" * 500,
    "conf/mfcc.conf": b"--num-mel-bins=40\n--high-freq=7600\n",
    "conf/model.conf": b"--beam=10.0\n--endpoint.rule2.min-trailing-silence=0.5\n",
    "graph/HCLr.fst": b"graph" * 300,
    "graph/Gr.fst": b"grammar" * 300,
}


@dataclass
class Web:
    """Gives `files` by path. What is asked is kept in `asked` as (path, Range, If-Range)."""

    base: str
    files: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, HTTPStatus] = field(default_factory=dict)
    # Bytes after which the connection is cut, for each answer of a path in turn.
    cuts: dict[str, list[int]] = field(default_factory=dict)
    takes_ranges: bool = True
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def put(self, path: str, body: bytes) -> str:
        self.files[path] = body
        return f"{self.base}{path}"

    def ranges(self) -> list[str | None]:
        return [asked[1] for asked in self.asked]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = Web("")

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted, same = self.headers.get("Range"), self.headers.get("If-Range")
            served.asked.append((self.path, wanted, same))
            status = served.statuses.get(self.path, HTTPStatus.OK)
            body = served.files.get(self.path)
            if body is None or status is not HTTPStatus.OK:
                self.send_error(HTTPStatus.NOT_FOUND if body is None else status)
                return
            tag = served.tags.get(self.path, "")
            begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            if not served.takes_ranges or (same is not None and same != tag):
                begin = 0
            if begin >= len(body):
                self.send_error(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                return
            self.send_response(HTTPStatus.PARTIAL_CONTENT if begin else HTTPStatus.OK)
            if begin:
                self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
            if tag:
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body) - begin))
            self.end_headers()
            cuts = served.cuts.get(self.path)
            self.wfile.write(body[begin : begin + cuts.pop(0)] if cuts else body[begin:])

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    served.base = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Told:
    """What a person is told."""

    sentences: list[str] = field(default_factory=list)
    reached: list[int] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def bar(self, label: str, size: int) -> Bar:
        del label, size
        return self

    def came(self, total: int) -> None:
        self.reached.append(total)

    def done(self, bar: Bar) -> None:
        del bar


@pytest.fixture
def told() -> Told:
    return Told()


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def zipped(path: Path, files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path.read_bytes()


def address(
    what: str, body: bytes, *takes: Take, sha: str | None = "right", size: int | None = None
) -> Download:
    """A download of `body`, unless told that the list says something else of it."""
    return Download(
        Kind.ADDRESS,
        what,
        len(body) if size is None else size,
        sha256(body) if sha == "right" else sha,
        takes or (Take("", "model.bin"),),
    )


ModelBuilder = Callable[..., Model]


def model(*sources: Source, name: str = "vosk-zh", folder: str = "vosk-zh", engine: str = "vosk") -> Model:
    return Model(
        name, folder, "recognition", "hears", engine, ("zh",), "Apache-2.0", 10_000, True, tuple(sources)
    )


def vosk_source(
    web: Web, work: Path, path: str = "/vosk.zip", files: dict[str, bytes] | None = None
) -> Source:
    """A source that gives a small Vosk model as a zip."""
    body = zipped(work / "made.zip", {f"it/{name}": data for name, data in (files or VOSK).items()})
    return Source("a place", (address(web.put(path, body), body, Take("it/", "")),), {})
