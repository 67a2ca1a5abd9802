"""The two transactions of a turn on a SQLite file, from several threads, with nothing between them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from rich.console import Console

from assistant.messages import Channel, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.store import turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from bench import closed_loop
from bench.figures import Measurement, Spread
from bench.questions import residents

THREADS = 10
TURNS = 2000
WARM_UP = 200
LEASE = timedelta(seconds=10)


class Refused(Exception):
    """The store did not keep a turn that nobody else was writing."""


def measure(console: Console) -> Measurement:
    with TemporaryDirectory(prefix="bangban-bench-") as folder, console.status("measuring the store"):
        database = Database(f"sqlite:///{Path(folder) / 'bangban.db'}")
        try:
            database.migrate()
            vault = Vault(Fernet.generate_key().decode(), secrets.token_hex(32))
            people = [residents(place, THREADS) for place in range(THREADS)]
            for n in (WARM_UP, TURNS):
                tally = closed_loop.run(
                    partial(_writer, database, vault),
                    people.__getitem__,
                    concurrent=THREADS,
                    turns=n,
                    finished=lambda _: None,
                )
        finally:
            database.dispose()
    method = (
        f"Recording a message and keeping its reply, two transactions, sealed: {TURNS} turns of ever new "
        f"residents by {THREADS} threads on a SQLite file (WAL), after {WARM_UP} to warm up."
    )
    return Measurement(
        name="turn transactions, SQLite",
        method=method,
        spread=Spread.of(tally.times_ms),
        rate=len(tally.times_ms) / tally.seconds,
    )


def _writer(database: Database, vault: Vault) -> closed_loop.Ask[str]:
    def ask(number: str, text: str) -> str:
        now = datetime.now(UTC)
        inbound = Inbound(Channel.SMS, f"SM{secrets.token_hex(16)}", number, text, now)
        with database.begin() as session:
            recorded = turns.record_inbound(session, vault, inbound, now, LEASE)
        result = TurnResult(
            conversation_id=recorded.conversation_id,
            message_id=recorded.message_id,
            outcome=Outcome.ANSWERED,
            replies=(Reply("高龄津贴是发给高龄老人的钱。国家没有统一的年龄和金额。", "zh"),),
            engine=Engine.KEYPAD,
            service="old_age_allowance",
        )
        state = recorded.state.with_(service="old_age_allowance", last_reply=result.replies[0])
        with database.begin() as session:
            kept = turns.finish_turn(session, vault, recorded, state, result, datetime.now(UTC))
        if not kept:
            raise Refused("a turn that nobody else was writing was refused")
        return "kept"

    return ask
