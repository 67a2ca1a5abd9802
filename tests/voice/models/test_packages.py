import hashlib
import shutil
import stat
import subprocess
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from tests.voice.models.conftest import Told, model, sha256, zipped
from voice.models import packages
from voice.models.errors import Unobtainable
from voice.models.fetching import Fetcher
from voice.models.manifest import Download, Kind, Source, Take

PART = b"a part of a model" * 100


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels in place of the Python registry."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def _wheel(shelf: Path, name: str, files: dict[str, bytes]) -> bytes:
    info = f"{name}-1.0.0.dist-info"
    inside = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip('=')},{len(body)}\n"
        for path, body in inside.items()
    )
    inside[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    return zipped(shelf / f"{name}-1.0.0-py3-none-any.whl", inside)


def _download(kind: Kind, what: str, body: bytes, *takes: Take, sha: str = "") -> Download:
    return Download(kind, what, len(body), sha or sha256(body), takes)


@pytest.mark.slow
def test_a_package_is_got_with_pip_and_its_files_taken(shelf: Path, told: Told, tmp_path: Path):
    names = ("config.json", "tokenizer.json", "vocabulary.json")
    body = _wheel(shelf, "words", {"words/part.bin": PART, **{f"words/{name}": b"{}" for name in names}})
    takes = [Take("words/part.bin", "model.bin"), *(Take(f"words/{name}", name) for name in names)]
    source = Source("a shelf", (_download(Kind.PIP, "words==1.0.0", body, *takes),), {})

    Fetcher(tmp_path / "models", told).fetch(model(source, folder="w", engine="whisper"))

    assert (tmp_path / "models" / "w" / "model.bin").read_bytes() == PART
    assert [path.name for path in (tmp_path / "models" / ".fetching").iterdir()] == ["lock"]


@pytest.mark.slow
def test_pip_refuses_a_package_with_another_checksum(shelf: Path, tmp_path: Path):
    body = _wheel(shelf, "words", {"words/part.bin": PART})

    with pytest.raises(Unobtainable, match=r"^pip does not get package words==1\.0\.0: .*HASH"):
        packages.fetch(_download(Kind.PIP, "words==1.0.0", body, sha="0" * 64), tmp_path)

    assert [path for path in tmp_path.iterdir() if path != shelf] == []


@pytest.mark.slow
def test_a_package_that_is_nowhere_is_told_in_the_words_of_pip(shelf: Path, tmp_path: Path):
    with pytest.raises(Unobtainable, match=r"package other==1\.0\.0: ERROR: No matching distribution found"):
        packages.fetch(_download(Kind.PIP, "other==1.0.0", b"x"), tmp_path)


@pytest.mark.slow
def test_a_package_is_not_got_twice_when_the_rest_of_a_source_failed(shelf: Path, told: Told, tmp_path: Path):
    body = _wheel(shelf, "words", {"words/part.bin": PART})
    download = _download(Kind.PIP, "words==1.0.0", body)
    packages.fetch(download, tmp_path)
    (shelf / "words-1.0.0-py3-none-any.whl").unlink()

    assert packages.fetch(download, tmp_path).read_bytes() == body


def test_without_npm_the_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unobtainable, match=r"^npm is not installed, .* install Node\.js\.$"):
        packages.fetch(_download(Kind.NPM, "voices@1.0.0", b"x"), tmp_path)


def _client(folder: Path, script: str) -> None:
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)


def test_what_npm_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _client(tmp_path / "bin", "echo 'npm error code E404' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    with pytest.raises(
        Unobtainable, match=r"^npm does not get package voices@1\.0\.0: npm error code E404\.$"
    ):
        packages.fetch(_download(Kind.NPM, "voices@1.0.0", b"x"), tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_npm_packs_what_is_asked_and_its_checksum_is_compared(tmp_path: Path):
    folder = tmp_path / "voices"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "voices", "version": "1.0.0"}', encoding="utf-8")
    (folder / "one.bin").write_bytes(PART)
    packed = subprocess.run(
        ["npm", "pack", str(folder), "--silent", "--pack-destination", str(tmp_path)],
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    body = (tmp_path / packed.stdout.strip()).read_bytes()
    work = tmp_path / "work"
    work.mkdir()

    got = packages.fetch(_download(Kind.NPM, str(folder), body), work)

    assert got.read_bytes() == body
    with pytest.raises(Unobtainable, match="is not what it should be: its checksum is"):
        packages.fetch(_download(Kind.NPM, f"{folder}/", body, sha="0" * 64), work)
