"""A private PostgreSQL, started from the installed binaries and stopped by its own pid."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

MISSING = "PostgreSQL is not installed here, and the storage tests need it: apt-get install postgresql"
START_LIMIT_S = 30
STOP_LIMIT_S = 20
_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=32MB",
    "autovacuum=off",
)


class PostgresMissing(Exception):
    pass


class Server:
    """A running server, reached through a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, database: str) -> str:
        return f"postgresql://bangban@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template0") -> str:
        self._run(f"CREATE DATABASE {database} TEMPLATE {template}")
        return self.url(database)

    def drop(self, database: str) -> None:
        self._run(f"DROP DATABASE {database} WITH (FORCE)")

    def answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Server]:
    """Raises PostgresMissing, with what to do, when the binaries are not there."""
    initdb, postgres = _binary("initdb"), _binary("postgres")
    folder = Path(tempfile.mkdtemp(prefix="bangban-pg-", dir="/tmp"))
    try:
        owner = _give_away(folder)
        data, log = folder / "data", folder / "log"
        _initialise(initdb, data, owner)
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [str(postgres), "-D", str(data), "-k", str(folder), *settings]
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **owner)
        try:
            server = Server(folder)
            _wait(server, process, log)
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder)


def _binary(name: str) -> Path:
    found = shutil.which(name)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda file: int(file.parts[4]))
    if found is None and not versions:
        raise PostgresMissing(MISSING)
    return Path(found).resolve() if found else versions[-1]


def _give_away(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then the folder and the processes are another user's."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(initdb: Path, data: Path, owner: dict[str, Any]) -> None:
    options = ["-U", "bangban", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [str(initdb), "-D", str(data), *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=data.parent,
        **owner,
    )
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-500:]}")
        if server.answers():
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not answer within {START_LIMIT_S} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is waited for."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_LIMIT_S)
