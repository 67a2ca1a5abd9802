"""The worker as a process of its own: ended by signals, and by what breaks it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from assistant.conversation import chores as workers
from assistant.settings import PROJECT
from assistant.store import heartbeats
from assistant.store.database import Database
from tests.conftest import LOOKUP_KEY, VAULT_KEY

CHILD = """
import sys, threading
from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.conversation.outbox import Carriers, Deliverer
from assistant.ports import SystemClock
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.conversation.chores import Worker
from assistant.settings import PROJECT
from assistant.rendering.sms import Signatures
from assistant.worker import run_until_signalled
from knowledge.phrases import Phrases

url, vault_key, lookup_key, breaks = sys.argv[1:]
database, vault, clock = Database(url), Vault(vault_key, lookup_key), SystemClock()
stranger = threading.Thread(target=threading.Event().wait, daemon=True)
stranger.start()

class Reporting(Worker):
    def run(self):
        if breaks == "yes":
            raise SystemExit(3)
        self.step()
        print("working", flush=True)
        super().run()

casework = Casework(vault, Town.load(None), Notices(Phrases.load(), Signatures()), clock)
deliverer = Deliverer(database, casework, Carriers(), clock)
worker = Reporting(database, vault, clock, deliverer, None, None, casework, retention_days=180)
code = run_until_signalled(worker)
database.dispose()
print("stopped", flush=True)
raise SystemExit(code)
"""


def start_child(database: Database, breaks: str) -> subprocess.Popen[str]:
    url = database.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, url, VAULT_KEY, LOOKUP_KEY, breaks],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_cleanly(sqlite_database: Database, number: signal.Signals) -> None:
    with start_child(sqlite_database, "no") as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "working\n"
            child.send_signal(number)
            assert child.wait(10) == 0
            assert child.stdout.read() == "stopped\n"
        finally:
            if child.poll() is None:
                child.kill()
    with sqlite_database.read() as session:
        assert heartbeats.last(session, workers.NAME) is not None


@pytest.mark.slow
def test_a_worker_that_breaks_ends_the_process_with_an_error(sqlite_database: Database) -> None:
    with start_child(sqlite_database, "yes") as child:
        try:
            assert child.wait(10) == 1
        finally:
            if child.poll() is None:
                child.kill()
