"""Requests about data are listed for whoever must show them, without a word or a number."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant.cli.privacy import privacy
from assistant.messages import Channel, Inbound
from assistant.store import data_requests, turns
from assistant.store.crypto import Vault
from assistant.store.data_requests import Asked
from assistant.store.database import Database
from tests.conftest import RESIDENT

AT = datetime(2026, 3, 4, 4, tzinfo=UTC)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, vault: Vault) -> str:
    """The id of a resident with two requests in the database that the command opens."""
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))
    database = Database(f"sqlite:///{tmp_path / 'var' / 'bangban.db'}")
    database.migrate()
    message = Inbound(Channel.SMS, "SM1", RESIDENT, "删掉我的资料", AT)
    with database.begin() as session:
        recorded = turns.record_inbound(session, vault, message, AT, timedelta(seconds=10))
        asked = Asked(recorded.resident_id, recorded.conversation_id, "sms", "erase")
        data_requests.note(session, asked, "erased", AT, erased={"messages": 3, "texts": 0})
        data_requests.begin(session, asked, AT, AT + timedelta(minutes=10))
    database.dispose()
    return recorded.resident_id


def test_each_request_is_listed_with_what_came_of_it(kept: str) -> None:
    app = typer.Typer()
    app.command()(privacy)
    done = CliRunner().invoke(app, ["--last", "5"])
    assert done.exit_code == 0
    assert done.output.count(kept) == 2
    assert "erased" in done.output
    assert "messages 3" in done.output
    assert "texts" not in done.output
    assert "expired" in done.output
    assert "2026-03-04 12:00" in done.output
    assert RESIDENT not in done.output
