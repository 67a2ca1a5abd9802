"""One drill from beginning to end: residents, a clerk, a provider, and two killers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.processes.ports import free_port, is_free
from assistant.rendering.sms import Signatures
from assistant.settings import PROJECT
from assistant.store import staff
from assistant.store.crypto import Vault
from assistant.store.database import Database
from knowledge.phrases import Phrases
from tests.drills.crash import ledger, provider
from tests.drills.crash.clerk import Answered, Clerk
from tests.drills.crash.installation import Installation
from tests.drills.crash.killer import Killer, Nursery
from tests.drills.crash.ledger import Heard, Sent
from tests.drills.crash.provider import Taken
from tests.drills.crash.residents import Asked, Residents

SETTLED_S = 90.0
Eventually = Callable[[Callable[[], bool], float], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What everybody saw. `cases` has the resident's number by the number of each opened case.

    `between` counts the deaths of the worker that left a message which the provider had taken unmarked.
    """

    kills: int
    at_work: int
    between: int
    asked: list[Asked]
    answered: list[Answered]
    taken: list[Taken]
    outbox: list[Sent]
    cases: dict[str, str]
    messages: dict[str, Heard]


def run(folder: Path, migrated: Path, seed: int, kills: int, eventually: Eventually) -> Outcome:
    """Kill web and worker, `kills` times in all, and wait until all that was begun is done."""
    here = Installation(str(folder), seed, time.time(), free_port(), free_port())
    here.write()
    settings = here.settings
    shutil.copy(migrated, folder / "bangban.db")
    database, vault = Database(settings.database_url), Vault(settings.vault_key, settings.lookup_key)
    signatures = Signatures(settings.sms_signature, settings.sms_signature_en)
    casework = Casework(vault, Town.load(None), Notices(Phrases.load(), signatures), here.clock)
    with database.begin() as session:
        member = staff.create(session, "clerk", "a long enough password", here.clock.now())
    clerk = Clerk(database, casework, member.id)
    residents = Residents(here, clerk.told)
    with _provider(here, eventually), _nursery(folder) as nursery:
        nursery.start("web")
        nursery.start("worker")
        eventually(lambda: not is_free("127.0.0.1", here.port), 30)
        between = _Between(database, vault, here)
        killers = (
            Killer(nursery, "web", seed, kills // 2, lambda: residents.begun),
            Killer(nursery, "worker", seed + 1, kills - kills // 2, here.taken_bytes, between.look),
        )
        clerk.start()
        residents.start()
        try:
            for killer in killers:
                killer.start()
            for killer in killers:
                killer.join()
        finally:
            residents.stop()
            clerk.stop()
        eventually(lambda: _settled(database), SETTLED_S)
        with database.read() as session:
            return Outcome(
                kills=sum(killer.kills for killer in killers),
                at_work=sum(killer.at_work for killer in killers),
                between=between.count,
                asked=residents.asked,
                answered=clerk.answered,
                taken=provider.read(here.taken),
                outbox=ledger.outbox(session, vault),
                cases=dict(ledger.opened_cases(session, vault)),
                messages=dict(ledger.messages(session)),
            )


class _Between:
    """Counts messages that the provider holds while nobody has marked them, each once."""

    def __init__(self, database: Database, vault: Vault, here: Installation) -> None:
        self._database, self._vault, self._here = database, vault, here
        self._found: set[str] = set()

    @property
    def count(self) -> int:
        return len(self._found)

    def look(self) -> None:
        """To be called while the worker is dead."""
        with self._database.read() as session:
            claimed = [one for one in ledger.outbox(session, self._vault) if one.status == "sending"]
        held = {(one.to, one.body) for one in provider.read(self._here.taken)}
        self._found |= {one.reference for one in claimed if (one.number, one.text) in held}


def _settled(database: Database) -> bool:
    with database.read() as session:
        return ledger.is_settled(session)


@contextmanager
def _provider(here: Installation, eventually: Eventually) -> Iterator[None]:
    with (Path(here.folder) / "provider.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.drills.crash.provider", here.folder],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
        )
    try:
        eventually(lambda: not is_free("127.0.0.1", here.provider_port), 30)
        yield
    finally:
        process.communicate(timeout=30)


@contextmanager
def _nursery(folder: Path) -> Iterator[Nursery]:
    nursery = Nursery(folder)
    try:
        nursery.wait_until_ready()
        yield nursery
    finally:
        nursery.close()
